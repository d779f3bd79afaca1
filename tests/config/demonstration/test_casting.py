from collections import Counter
from datetime import date

from bangfu.config.demonstration import dongying, fukang, jinzhou, wolong
from bangfu.config.demonstration.cast import Cast
from bangfu.config.demonstration.casting import Casting
from bangfu.config.demonstration.dongying import OIL_FIELD, SECOND, Dongying
from bangfu.config.demonstration.fukang import Fukang
from bangfu.config.demonstration.gazetteer import Gazetteer
from bangfu.core.programmes import load_all, shipped
from bangfu.core.standards import institutions, subjects, titles

from .conftest import TODAY


def everything(areas: Gazetteer) -> Cast:
    casting = Casting(on=TODAY)
    whole = Cast()
    for place in (dongying, fukang, wolong, jinzhou):
        whole = whole + place.build(casting, areas).cast
    return whole


class TestCast:
    def test_is_the_same_every_time(self, areas: Gazetteer) -> None:
        assert everything(areas) == everything(areas)

    def test_has_one_code_and_one_name_for_each_institution(self, areas: Gazetteer) -> None:
        cast = everything(areas)

        codes = Counter(one.code for one in cast.institutions)
        names = Counter(one.name for one in cast.institutions)

        assert max(codes.values()) == 1
        assert max(names.values()) == 1
        assert len(cast.institutions) >= 100

    def test_lies_in_real_areas(self, areas: Gazetteer) -> None:
        assert {one.area for one in everything(areas).institutions} <= set(areas.names)

    def test_speaks_in_the_national_codes(self, areas: Gazetteer) -> None:
        cast = everything(areas)

        used = {one.subject for home in cast.institutions for one in home.departments}

        assert used - {""} <= set(subjects.every())
        assert {worker.title for worker in cast.workers} <= set(titles.every())
        assert {one.category for one in cast.institutions} <= set(institutions.every())

    def test_leaves_hospitals_that_send_somebody_to_spare(self, areas: Gazetteer) -> None:
        senders = [one for one in everything(areas).institutions if one.level >= 2]
        departments = [department for home in senders for department in home.departments]

        assert all(0 < one.minimum < one.staff for one in departments)

    def test_knows_every_worker_by_home_and_number(self, areas: Gazetteer) -> None:
        cast = everything(areas)
        homes = {one.code: one for one in cast.institutions}

        assert len({worker.key for worker in cast.workers}) == len(cast.workers)
        for worker in cast.workers:
            home = homes[worker.home]
            assert worker.department in {one.name for one in home.departments}
            assert worker.birth_date < worker.joined_on < date(TODAY.year + 1, 1, 1)

    def test_has_every_institution_that_a_definition_names(self, areas: Gazetteer) -> None:
        cast = everything(areas)
        known = {one.name for one in cast.institutions} | {
            one.short_name for one in cast.institutions
        }

        named = {
            institution.title.zh
            for definition in load_all(shipped()).values()
            if definition.parties
            for party in definition.parties.members
            for institution in party.institutions
        }

        assert len(named) >= 10
        assert named <= known


class TestDongying:
    def test_has_fourteen_weak_hospitals_in_all_five_counties(self, city: Dongying) -> None:
        assert len(city.weak) == 14
        assert {one.area[:6] for one in city.weak} == {one.area for one in city.bureaus}
        assert len(city.bureaus) == 5

    def test_names_the_institutions_of_the_sources(self, city: Dongying) -> None:
        assert city.cast.institution(OIL_FIELD).level == 3
        assert city.cast.institution(SECOND).area.startswith("370523")
        assert city.cast.institution("东营市中医院").category == "tcm_hospital"


class TestFukang:
    def test_has_the_five_supporting_units(self, pair: Fukang) -> None:
        assert len(pair.supporters) == 5
        assert {one.area for one in pair.supporters} == {"652302"}


class TestWolong:
    def test_has_two_alliance_hospitals_and_private_ones(
        self, casting: Casting, areas: Gazetteer
    ) -> None:
        district = wolong.build(casting, areas)

        assert len(district.alliance) == 2
        assert {one.category for one in district.private} == {"private_hospital"}


class TestJinzhou:
    def test_has_six_small_public_hospitals(self, casting: Casting, areas: Gazetteer) -> None:
        city = jinzhou.build(casting, areas)

        assert len(city.small) == 6
        assert set(city.small) < set(city.hospitals)
