from datetime import date, timedelta

import pytest

from bangfu.config.demonstration import deputies, dongying, fukang, group, support
from bangfu.config.demonstration.casting import Casting
from bangfu.config.demonstration.dongying import Dongying
from bangfu.config.demonstration.fukang import Fukang
from bangfu.config.demonstration.gazetteer import Gazetteer
from bangfu.config.demonstration.rounds import CONTINUATION, Round


class TestDeputies:
    def test_offers_at_least_three_people_for_each_of_fourteen_posts(
        self, city: Dongying, casting: Casting
    ) -> None:
        for each in deputies.rounds(city, casting):
            assert len(each.needs) == 14
            assert min(len(each.candidates(need)) for need in each.needs) >= 3

    def test_cannot_be_filled_from_tertiary_hospitals_alone(
        self, city: Dongying, casting: Casting
    ) -> None:
        tertiary = {one.code for one in city.tertiary}

        historic, _ = deputies.rounds(city, casting)
        closed_to_them = [
            need
            for need in historic.needs
            if not any(worker.home in tertiary for worker in historic.candidates(need))
        ]

        assert 0 < len(closed_to_them) <= 5

    def test_sends_to_each_weak_hospital_for_two_years(
        self, city: Dongying, casting: Casting
    ) -> None:
        historic, running = deputies.rounds(city, casting)

        assert (historic.starts_on, historic.ends_before) == (date(2019, 8, 23), date(2021, 8, 23))
        assert [need.host for need in running.needs] == [one.code for one in city.weak]

    @pytest.mark.parametrize("days", range(0, 800, 37))
    def test_has_a_round_in_full_swing_on_any_day(self, days: int) -> None:
        today = date(2026, 1, 1) + timedelta(days)

        start = deputies.current_start(today)

        assert timedelta(180) < today - start < timedelta(550)


class TestGroup:
    def test_asks_for_seventeen_residents_and_fifty_four_clinics(
        self, city: Dongying, casting: Casting
    ) -> None:
        first, *_ = group.rounds(city, casting, busy=set())

        forms = [need.form for need in first.needs]

        assert (forms.count("resident"), forms.count("visiting")) == (17, 54)
        assert len(first.nominations) > 100

    def test_leaves_people_of_another_programme_alone(
        self, city: Dongying, casting: Casting
    ) -> None:
        busy = {worker.key for worker in city.cast.workers if worker.staff_number.endswith("1")}

        for each in group.rounds(city, casting, busy=busy):
            assert not busy & {offer.worker.key for offer in each.nominations}

    @pytest.mark.parametrize("days", range(0, 1200, 41))
    def test_has_a_batch_that_serves_on_any_day(self, days: int) -> None:
        today = date(2025, 3, 17) + timedelta(days)

        start = group.current_start(today)

        assert start <= today < group.one_year_after(start)

    def test_is_the_first_batch_alone_in_its_own_year(self, areas: Gazetteer) -> None:
        casting = Casting(on=date(2025, 9, 1))

        found = group.rounds(dongying.build(casting, areas), casting, busy=set())

        assert [each.starts_on for each in found] == [date(2025, 3, 17)]


class TestSupport:
    def test_ties_each_post_to_one_hospital(self, pair: Fukang, casting: Casting) -> None:
        for each in support.rounds(pair, casting):
            all_year = [need for need in each.needs if need.form == "rotating"]

            assert [need.sender for need in all_year] == [
                pair.city_hospital.code,
                pair.tcm_hospital.code,
            ]
            assert all(len(each.candidates(need)) >= 6 for need in all_year)

    def test_gives_each_of_the_five_units_its_part(self, pair: Fukang, casting: Casting) -> None:
        for each in support.rounds(pair, casting):
            senders = {offer.worker.home for offer in each.nominations}

            assert senders == {unit.code for unit in pair.supporters}
            assert all(each.candidates(need) for need in each.needs)

    def test_offers_only_the_rank_that_the_plan_asks_for(
        self, pair: Fukang, casting: Casting
    ) -> None:
        for each in support.rounds(pair, casting):
            rotating = [offer for offer in each.nominations if "rotating" in offer.forms]

            assert max(offer.worker.rank for offer in rotating) <= 3


class TestContinuation:
    def test_is_marked_on_every_round_that_no_source_reports(
        self, casting: Casting, areas: Gazetteer
    ) -> None:
        city = dongying.build(casting, areas)
        county = fukang.build(casting, areas)
        found: list[Round] = [
            *deputies.rounds(city, casting),
            *group.rounds(city, casting, busy=set()),
            *support.rounds(county, casting),
        ]

        reported = {date(2019, 8, 23), date(2025, 3, 17), date(2009, 1, 1)}

        for each in found:
            assert (CONTINUATION in each.batch) == (each.starts_on not in reported)
