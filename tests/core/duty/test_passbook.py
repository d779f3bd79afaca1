"""What people read in their passbook, from real programmes and from the variants of provinces."""

import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.programmes.arbitrary import definition

from bangfu.core.duty import settings, title_rules, working_days
from bangfu.core.duty.account import Entered, Stay, account_of
from bangfu.core.duty.crediting import Service
from bangfu.core.duty.days import Days
from bangfu.core.duty.passbook import Passbook, ServiceRules, passbook_of
from bangfu.core.duty.progress import Person, Progress
from bangfu.core.duty.roster import AnyPattern, OnDates, Roster, Unrostered, WorkingDays, weekly
from bangfu.core.programmes import Definition, load_all, shipped
from bangfu.core.programmes.quota_rules import YearlyDays
from bangfu.core.programmes.vocabulary import DutyUnit, Form, Place, Rank
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.programmes.words import Text

SETTINGS, CALENDAR, TITLES = settings.shipped(), working_days.shipped(), title_rules.shipped()
PROGRAMMES = load_all(shipped())
YEAR = Days(date(2025, 1, 1), date(2026, 1, 1))
COUNTY = frozenset({Place.COUNTY_OR_BELOW})


def programme(*rules: dict[str, Any], forms: tuple[str, ...] = ("resident",)) -> Definition:
    counted = [{"kind": "counts_before_title"}]
    return definition(
        code="province", dispatch={"forms": forms, "rules": rules, "recognition": counted}
    )


def served(
    of: Definition,
    days: Days,
    *entered: Entered,
    pattern: AnyPattern | None = None,
    form: Form = Form.RESIDENT,
    confirmed: Days | None = None,
    **about: Any,
) -> Service:
    stay = Stay(key="1", days=days, roster=Roster.of(pattern or WorkingDays()))
    account = account_of(
        stay,
        confirmed=[confirmed or days],
        entered=entered,
        calendar=CALENDAR,
        treatments=SETTINGS.treatments(of.duty),
    )
    told = {"host": "north", "places": COUNTY, **about}
    return Service(account=account, programme=of.code, form=form, **told)


def book(
    of: Definition,
    *services: Service,
    until: date = date(2030, 1, 1),
    area: str = "37",
    person: Person | None = None,
) -> Passbook:
    return passbook_of(
        services,
        rules={of.code: ServiceRules(definition=of, settings=SETTINGS)},
        titles=TITLES,
        area=area,
        person=person or Person(),
        until=until,
        calendar=CALENDAR,
        settings=SETTINGS,
    )


def only(found: Passbook) -> Progress:
    (asked,) = found.requirements["province"]
    return asked


def absent(days: Days) -> Entered:
    return Entered.for_days(DutyException.ABSENCE, days)


class TestLines:
    def test_add_up_by_programme_host_and_form_in_the_units_of_the_programme(self) -> None:
        group = PROGRAMMES["shengli_dongying_group"]
        march = Days(date(2025, 3, 17), date(2025, 4, 1))
        april = Days(date(2025, 4, 1), date(2025, 5, 1))
        clinic = weekly("1上")

        found = book(
            group,
            served(group, march),
            served(group, april),
            served(group, april, pattern=clinic, form=Form.VISITING, host="south"),
        )

        resident, visiting = found.lines
        assert (resident.unit, resident.amount) == (DutyUnit.WORKING_DAYS, 11 + 22)
        assert resident.days == (march, april)
        assert (visiting.unit, visiting.amount) == (DutyUnit.HALF_DAYS, 4)
        assert (resident.credited, visiting.credited) == (45, 2)

    def test_are_empty_before_anybody_arrived(self) -> None:
        listed = programme(
            {"kind": "yearly_days", "at_least": 180},
            {"kind": "minimum_stay", "months": 6},
            {"kind": "presence", "at_least": 8, "per": "month"},
        )
        nobody = served(listed, Days(YEAR.starts_on, YEAR.starts_on))

        found = book(listed, nobody)

        assert [line.credited for line in found.lines] == [0]
        assert [asked.have for asked in found.requirements["province"]] == [0]
        assert [one.looked_at for one in found.presences["province"]] == [0]
        assert found.titles[0].short == 365
        assert book(listed, until=YEAR.starts_on).lines == ()

    def test_say_when_a_host_was_not_designated(self) -> None:
        listed = programme({"kind": "designated_hosts"}, {"kind": "yearly_days", "at_least": 180})

        found = book(listed, served(listed, YEAR, designated=False))

        assert found.lines[0].not_designated
        assert only(found).have == 0
        assert not book(listed, served(listed, YEAR)).lines[0].not_designated


class TestOneHundredAndEightyDays:
    DAYS = programme({"kind": "yearly_days", "at_least": 180})

    def test_says_how_many_are_to_go(self) -> None:
        there = served(self.DAYS, Days(date(2025, 1, 1), date(2025, 5, 20)))

        asked = only(book(self.DAYS, there))

        assert (asked.have, asked.short, asked.met) == (139, 41, False)
        assert asked.sentence.zh == "2025年服务时间须满180天，已确认139天，还差41天。"
        assert asked.sentence.en.endswith("139 days confirmed, 41 days to go.")

    def test_says_what_confirmation_would_add(self) -> None:
        there = served(
            self.DAYS,
            Days(date(2025, 1, 1), date(2025, 7, 1)),
            confirmed=Days(date(2025, 1, 1), date(2025, 6, 1)),
        )

        asked = only(book(self.DAYS, there))

        assert (asked.have, asked.waiting) == (151, 30)
        assert "另有30天待受援单位确认，还差29天" in asked.sentence.zh

    def test_foretells_the_day_as_rostered(self) -> None:
        asked = only(book(self.DAYS, served(self.DAYS, YEAR), until=date(2025, 5, 20)))

        assert asked.short == 41
        assert asked.reached_on == date(2025, 6, 29)
        assert "还差41天，按现有排班预计2025年6月29日满足" in asked.sentence.zh

    def test_foretells_nothing_that_only_waits_or_never_comes(self) -> None:
        waits = served(self.DAYS, YEAR, confirmed=Days(date(2025, 1, 1), date(2025, 6, 1)))
        ends = served(self.DAYS, Days(date(2025, 1, 1), date(2025, 6, 1)))

        assert only(book(self.DAYS, waits, until=date(2025, 8, 1))).reached_on is None
        assert only(book(self.DAYS, ends, until=date(2025, 3, 1))).reached_on is None

    def test_counts_each_calendar_year(self) -> None:
        across = served(self.DAYS, Days(date(2024, 10, 1), date(2025, 7, 1)))

        found = book(self.DAYS, across).requirements["province"]

        assert [(asked.have, asked.met) for asked in found] == [(92, False), (181, True)]

    def test_counts_no_day_from_today_on(self) -> None:
        asked = only(book(self.DAYS, served(self.DAYS, YEAR), until=date(2025, 3, 1)))

        assert asked.have == 59

    def test_asks_for_working_days_where_the_rule_does(self) -> None:
        working = programme({"kind": "yearly_days", "at_least": 180, "working_days": True})

        asked = only(book(working, served(working, YEAR)))

        assert (asked.have, asked.unit) == (248, DutyUnit.WORKING_DAYS)
        assert "已确认248个工作日" in asked.sentence.zh

    def test_starts_again_after_a_break_where_it_must_be_unbroken(self) -> None:
        unbroken = programme({"kind": "yearly_days", "at_least": 180, "unbroken": True})
        gone = Days(date(2025, 6, 2), date(2025, 7, 1))

        asked = only(book(unbroken, served(unbroken, YEAR, absent(gone))))

        assert (asked.have, asked.since) == (184, date(2025, 7, 1))
        assert "自2025年7月1日起已连续184天" in asked.sentence.zh

    def test_counts_the_better_unit_where_only_one_counts(self) -> None:
        same = programme({"kind": "yearly_days", "at_least": 180}, {"kind": "same_unit"})
        north = served(same, Days(date(2025, 1, 1), date(2025, 5, 1)))
        south = served(same, Days(date(2025, 5, 1), date(2025, 8, 1)), host="south")

        asked = only(book(same, north, south))

        assert asked.have == 120
        assert only(book(self.DAYS, north, south)).have == 212


class TestMinimumStay:
    SIX = programme({"kind": "minimum_stay", "months": 6})

    def test_goes_by_calendar_months(self) -> None:
        stay = served(self.SIX, Days(date(2025, 3, 17), date(2025, 9, 17)))

        asked = only(book(self.SIX, stay))

        assert (asked.needed, asked.have, asked.met) == (184, 184, True)

    def test_is_one_day_short_a_day_before(self) -> None:
        stay = served(self.SIX, Days(date(2025, 3, 17), date(2025, 9, 16)))

        assert only(book(self.SIX, stay)).short == 1

    def test_says_what_waits(self) -> None:
        half = served(self.SIX, YEAR, confirmed=Days(date(2025, 1, 1), date(2025, 3, 3)))

        asked = only(book(self.SIX, half, until=date(2025, 4, 1)))

        assert (asked.have, asked.waiting) == (61, 29)

    def test_restarts_after_a_break(self) -> None:
        gone = Days(date(2025, 6, 3), date(2025, 7, 1))

        asked = only(book(self.SIX, served(self.SIX, YEAR, absent(gone))))

        assert (asked.since, asked.have) == (date(2025, 7, 1), 184)

    def test_may_bear_a_longer_break_where_the_programme_says_so(self) -> None:
        patient = definition(
            code="province",
            dispatch={"forms": ["resident"], "rules": [{"kind": "minimum_stay", "months": 6}]},
            duty={"break_after_days": 60},
        )
        gone = Days(date(2025, 5, 1), date(2025, 6, 1))

        assert only(book(patient, served(patient, YEAR, absent(gone)))).since == date(2025, 1, 1)

    def test_of_days_counts_days(self) -> None:
        days = programme({"kind": "minimum_stay", "days": 100})

        assert only(book(days, served(days, Days(date(2025, 1, 1), date(2025, 4, 1))))).short == 10

    def test_that_may_be_broken_adds_up(self) -> None:
        loose = programme({"kind": "minimum_stay", "months": 12, "unbroken": False})
        spring = served(loose, Days(date(2025, 1, 1), date(2025, 4, 1)))
        autumn = served(loose, Days(date(2025, 9, 1), date(2026, 1, 1)))

        asked = only(book(loose, spring, autumn))

        assert (asked.needed, asked.have) == (365, 90 + 122)


class TestPresence:
    def test_eight_days_a_month_are_looked_at_month_by_month(self) -> None:
        half = programme(
            {"kind": "presence", "at_least": 8, "per": "month", "unit": "working_days"},
            forms=("part_time",),
        )
        agreed = served(
            half, Days(date(2025, 3, 1), date(2025, 6, 1)), pattern=weekly("1上 1下 4上 4下")
        )

        (found,) = book(half, agreed).presences["province"]

        assert found.looked_at == 3
        assert [short.have for short in found.short] == []

    def test_too_few_agreed_days_are_shown(self) -> None:
        half = programme({"kind": "presence", "at_least": 8, "per": "month"}, forms=("part_time",))
        nothing = served(
            half, Days(date(2025, 3, 1), date(2025, 4, 1)), pattern=OnDates(frozenset())
        )

        (found,) = book(half, nothing).presences["province"]

        assert [(short.needed, short.have) for short in found.short] == [(8, 0)]

    def test_a_session_lost_to_a_holiday_is_not_asked_for(self) -> None:
        group = PROGRAMMES["shengli_dongying_group"]
        golden_weeks = Days(date(2025, 9, 22), date(2025, 10, 20))
        wednesdays = served(
            group, golden_weeks, pattern=weekly("3上"), form=Form.VISITING, post="clinic_expert"
        )

        (found,) = book(group, wednesdays).presences[group.code]

        assert (found.looked_at, found.short) == (4, ())

    def test_a_week_with_a_shifted_working_day_asks_for_no_more(self) -> None:
        five = programme({"kind": "presence", "at_least": 5, "per": "week"})
        six_days = Days(date(2025, 9, 22), date(2025, 9, 29))  # Sunday 28 September is worked
        friday_off = Entered.for_days(
            DutyException.LEAVE, Days(date(2025, 9, 26), date(2025, 9, 27))
        )

        (found,) = book(five, served(five, six_days, friday_off)).presences["province"]

        assert (found.looked_at, found.short) == (1, ())

    def test_a_week_that_waits_is_not_looked_at(self) -> None:
        weekly_three = programme({"kind": "presence", "at_least": 3, "per": "week"})
        march = Days(date(2025, 3, 3), date(2025, 3, 31))
        half = served(weekly_three, march, confirmed=Days(march.starts_on, date(2025, 3, 17)))

        (found,) = book(weekly_three, half).presences["province"]

        assert (found.looked_at, found.short) == (2, ())


class TestBeforeATitle:
    PLAIN = programme()

    def test_a_year_is_owed_by_the_law(self) -> None:
        (title,) = book(
            self.PLAIN, served(self.PLAIN, Days(date(2025, 1, 1), date(2025, 11, 21)))
        ).titles

        assert (title.have, title.short) == (324, 41)
        assert title.sentence.zh == (
            "晋升副高级职称前基层服务（12个月）须满365天，已确认324天，还差41天。"
        )

    def test_two_years_as_a_clinical_deputy_meet_it(self) -> None:
        deputies = PROGRAMMES["dongying_clinical_deputies"]
        term = Days(date(2019, 8, 23), date(2021, 8, 23))
        deputy = served(
            deputies, term, form=Form.LEADERSHIP, post="clinical_deputy_head", places=frozenset()
        )

        found = book(deputies, deputy, area="3705")

        (title,), (stay,) = found.titles, found.requirements[deputies.code]
        assert (title.met, title.have) == (True, 731)
        assert (stay.met, stay.needed, stay.have) == (True, 731, 731)

    def test_counts_where_the_programme_says_so_or_the_place_does(self) -> None:
        silent = definition(code="province", dispatch={"forms": ["resident"]})

        (there,) = book(silent, served(silent, YEAR)).titles
        (elsewhere,) = book(silent, served(silent, YEAR, places=frozenset())).titles

        assert (there.have, elsewhere.have) == (365, 0)

    def test_part_of_it_in_a_poor_county(self) -> None:
        poor = COUNTY | {Place.POOR_COUNTY}
        spring, rest = (
            Days(date(2025, 1, 1), date(2025, 4, 1)),
            Days(date(2025, 4, 1), date(2026, 1, 1)),
        )
        stays = served(self.PLAIN, spring, places=poor), served(self.PLAIN, rest)

        found = {title.rule.title: title for title in book(self.PLAIN, *stays, area="1402").titles}

        associate = found[Rank.ASSOCIATE_SENIOR]
        assert (associate.have, associate.short, associate.met) == (365, 0, False)
        (part,) = associate.parts
        assert (part.have, part.needed) == (90, 180)
        assert part.sentence.zh == "其中在贫困县（6个月）须满180天，已确认90天，还差90天。"
        assert "总时间已满，仍有分项未满足" in associate.sentence.zh
        assert found[Rank.SENIOR].met

    def test_three_calendar_months_are_three_months_also_in_february(self) -> None:
        """From 1 February to 30 April there are 89 days, and three months are asked."""
        poor = COUNTY | {Place.POOR_COUNTY}
        spring = Days(date(2025, 2, 1), date(2025, 5, 1))

        def part(days: Days, *entered: Entered) -> Progress:
            found = book(self.PLAIN, served(self.PLAIN, days, *entered, places=poor), area="14")
            (senior,) = [title for title in found.titles if title.rule.title is Rank.SENIOR]
            return senior.parts[0]

        sick = Entered.for_days(DutyException.LEAVE, Days(date(2025, 3, 3), date(2025, 3, 4)))
        assert (part(spring).have, part(spring).met) == (90, True)
        assert part(Days(spring.starts_on, date(2025, 4, 30))).short == 2
        assert part(spring, sick).short == 2

    def test_each_stay_long_enough(self) -> None:
        long, short = (
            Days(date(2024, 1, 1), date(2024, 8, 1)),
            Days(date(2025, 1, 1), date(2025, 6, 1)),
        )
        stays = served(self.PLAIN, long), served(self.PLAIN, short)

        (title,) = book(self.PLAIN, *stays, area="43").titles

        assert title.have == 213

    @pytest.mark.parametrize(
        "person", [Person(age=50), Person(served_years={Place.COUNTY_OR_BELOW: 5})]
    )
    def test_not_asked_of_the_exempt(self, person: Person) -> None:
        (title,) = book(self.PLAIN, area="4301", person=person).titles

        assert title.met
        assert "免予基层服务" in title.sentence.zh
        assert not book(self.PLAIN, area="4301", person=Person(age=49)).titles[0].met

    def test_pairing_counts_a_quarter_in_taiyuan(self) -> None:
        pairing = programme(forms=("pairing",))
        paired = served(pairing, YEAR, pattern=Unrostered(), form=Form.PAIRING)

        (line,) = book(pairing, paired, area="140105").lines
        titles = book(pairing, paired, area="140105").titles

        assert line.credited == 90
        assert titles[0].have == 90
        assert book(pairing, paired, area="14").titles[0].have == 0

    def test_a_programmes_own_conversion_goes_first(self) -> None:
        half = {
            "kind": "conversion",
            "form": "pairing",
            "amount": 1,
            "unit": "years",
            "counts": 6,
            "counts_unit": "months",
        }
        pairing = programme(half, forms=("pairing",))
        paired = served(pairing, YEAR, pattern=Unrostered(), form=Form.PAIRING)

        assert book(pairing, paired, area="1401").lines[0].credited == 180

    def test_a_programme_may_owe_it_itself(self) -> None:
        own = programme(
            {
                "kind": "service_before_title",
                "title": "senior",
                "months": 3,
                "places": ["village_clinic"],
            },
            {"kind": "exemption", "age_at_least": 55},
        )

        asked = only(book(own, served(own, YEAR)))

        assert (asked.have, asked.needed) == (0, 90)
        assert only(book(own, served(own, YEAR), person=Person(age=55))).met


class TestLaws:
    @given(st.integers(1, 400), st.integers(0, 400))
    def test_longer_service_never_leaves_more_to_go(self, days: int, more: int) -> None:
        plain = programme({"kind": "yearly_days", "at_least": 180})

        def short(length: int) -> Fraction:
            until = date.fromordinal(YEAR.starts_on.toordinal() + length)
            found = book(plain, served(plain, Days(YEAR.starts_on, until)))
            return found.titles[0].short + found.requirements["province"][0].short

        assert short(days + more) <= short(days)

    @given(st.fractions(0, 200, max_denominator=50))
    def test_figures_shown_add_up_and_nothing_missing_is_shown_as_nothing(
        self, have: Fraction
    ) -> None:
        rule = YearlyDays(at_least=180)
        asked = Progress(rule=rule, what=Text(zh="服务"), needed=Fraction(180), have=have)

        figures = [Fraction(one) for one in re.findall(r"[0-9.]+", asked.sentence.zh)]

        assert asked.met == (len(figures) == 2)
        if not asked.met:
            assert figures[1] + figures[2] == 180
            assert figures[2] > 0

    @given(st.integers(1, 340), st.integers(16, 60))
    def test_a_break_leaves_the_longer_side(self, before: int, gone: int) -> None:
        six = programme({"kind": "minimum_stay", "months": 6})
        first = YEAR.starts_on.toordinal()
        gap = Days(date.fromordinal(first + before), date.fromordinal(first + before + gone))
        stay = served(six, YEAR, absent(gap.within(YEAR)))

        asked = only(book(six, stay))

        assert asked.have <= max(before, 365 - before - gone)
