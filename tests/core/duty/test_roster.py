import json
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.duty.arbitrary import patterns, rosters, some_days

from bangfu.core.duty import working_days
from bangfu.core.duty.days import Days, Half, HalfDay, week_of
from bangfu.core.duty.roster import (
    AnyPattern,
    EveryDay,
    OnDates,
    Roster,
    RosterUnclear,
    Session,
    Sessions,
    Shifts,
    Unrostered,
    WorkingDays,
    as_plain,
    from_plain,
    usual_pattern,
    usual_unit,
    weekly,
)
from bangfu.core.programmes.vocabulary import DutyUnit, Form

CALENDAR = working_days.shipped()
NATIONAL_DAY = Days(date(2025, 9, 29), date(2025, 10, 13))


def expected(pattern: AnyPattern, days: Days) -> list[HalfDay]:
    found = np.flatnonzero(pattern.expected(days, CALENDAR)).tolist()
    return [HalfDay.of_slot(days.first_slot + index) for index in found]


class TestPatterns:
    def test_a_resident_follows_the_working_days(self) -> None:
        days = [one.day for one in expected(WorkingDays(), NATIONAL_DAY)]

        assert sorted(set(days)) == [
            *(date(2025, 9, 29), date(2025, 9, 30)),
            *(date(2025, 10, 9), date(2025, 10, 10), date(2025, 10, 11)),
        ]
        assert len(days) == 10

    def test_a_clinic_rests_on_public_holidays(self) -> None:
        clinic = weekly("3上")

        assert expected(clinic, NATIONAL_DAY) == []
        assert expected(Sessions(clinic.sessions, on_holidays=True), NATIONAL_DAY) == [
            HalfDay(date(2025, 10, 1)),
            HalfDay(date(2025, 10, 8)),
        ]

    def test_a_clinic_on_an_ordinary_weekend_is_held(self) -> None:
        saturday = date(2025, 9, 20)

        assert expected(weekly("6下"), week_of(saturday)) == [HalfDay(saturday, Half.AFTERNOON)]

    def test_shifts_go_round_whatever_the_calendar_says(self) -> None:
        day_on_day_off = Shifts(((True, True), (False, False)), first_day=date(2025, 10, 1))

        found = expected(day_on_day_off, Days(date(2025, 9, 29), date(2025, 10, 4)))

        assert {one.day for one in found} == {
            date(2025, 9, 29),
            date(2025, 10, 1),
            date(2025, 10, 3),
        }

    def test_a_post_never_without_expects_every_day(self) -> None:
        assert len(expected(EveryDay(), NATIONAL_DAY)) == 28

    def test_agreed_dates_are_just_these(self) -> None:
        agreed = frozenset({HalfDay(date(2025, 10, 9)), HalfDay(date(2026, 1, 1))})

        assert expected(OnDates(agreed), NATIONAL_DAY) == [HalfDay(date(2025, 10, 9))]

    def test_pairing_expects_no_half_day(self) -> None:
        assert expected(Unrostered(), NATIONAL_DAY) == []

    @given(patterns(), some_days(), st.integers(0, 45))
    def test_say_the_same_of_a_part_as_of_the_whole(
        self, pattern: AnyPattern, days: Days, cut: int
    ) -> None:
        middle = days.starts_on + timedelta(days=min(cut, len(days)))
        before, after = Days(days.starts_on, middle), Days(middle, days.ends_before)

        assert expected(pattern, days) == expected(pattern, before) + expected(pattern, after)

    @pytest.mark.parametrize(
        "unclear",
        [
            lambda: Sessions(()),
            lambda: Sessions((Session(0, Half.MORNING, "内科"), Session(0, Half.MORNING, "外科"))),
            lambda: Sessions((Session(7, Half.MORNING),)),
            lambda: Shifts(((False, False),), date(2025, 1, 1)),
            lambda: Roster(()),
            lambda: weekly("8上"),
            lambda: weekly("1晚"),
        ],
    )
    def test_are_refused_when_unclear(self, unclear: Callable[[], object]) -> None:
        with pytest.raises(RosterUnclear):
            unclear()


class TestRoster:
    def test_changes_from_a_day_on(self) -> None:
        roster = Roster.of(WorkingDays()).changed(date(2025, 10, 11), Unrostered())

        found = roster.expected(NATIONAL_DAY, CALENDAR)

        assert int(found.sum()) == 8
        assert roster.changed(date(2025, 10, 1), EveryDay()).parts[-1].pattern == EveryDay()
        assert len(roster.changed(date(2025, 10, 1), EveryDay()).parts) == 2

    @given(rosters(), some_days(), st.integers(0, 45))
    def test_says_the_same_of_a_part_as_of_the_whole(
        self, roster: Roster, days: Days, cut: int
    ) -> None:
        middle = days.starts_on + timedelta(days=min(cut, len(days)))
        parts = [Days(days.starts_on, middle), Days(middle, days.ends_before)]

        for ask in (lambda part: roster.expected(part, CALENDAR), roster.rests_count):
            whole = ask(days).tolist()
            assert whole == [flag for part in parts for flag in ask(part).tolist()]
            assert len(whole) == 2 * len(days)

    @given(rosters())
    def test_is_the_same_when_read_from_what_was_kept(self, roster: Roster) -> None:
        kept = json.loads(json.dumps(as_plain(roster)))

        assert from_plain(kept) == roster

    @pytest.mark.parametrize("kept", [{}, {"parts": []}, {"parts": [{"kind": "x"}]}, None, "周一"])
    def test_that_cannot_be_read_is_refused(self, kept: object) -> None:
        with pytest.raises(RosterUnclear):
            from_plain(kept)

    def test_names_the_department_of_each_session(self) -> None:
        clinic = Sessions((Session(0, Half.MORNING, "心内科"), Session(3, Half.AFTERNOON, "门诊")))
        week = week_of(date(2025, 3, 17))

        assert list(Roster.of(clinic).sessions(week, CALENDAR)) == [
            (HalfDay(date(2025, 3, 17)), "心内科"),
            (HalfDay(date(2025, 3, 20), Half.AFTERNOON), "门诊"),
        ]


class TestUsualWays:
    @pytest.mark.parametrize("form", [Form.RESIDENT, Form.LEADERSHIP, Form.ROTATING, Form.TEAM])
    def test_whole_people_follow_working_days(self, form: Form) -> None:
        assert usual_pattern(form) == WorkingDays()
        assert usual_unit(form) is DutyUnit.WORKING_DAYS

    def test_others_follow_their_sessions_once_agreed(self) -> None:
        agreed = (Session(2, Half.MORNING),)

        assert usual_pattern(Form.VISITING, agreed) == Sessions(agreed)
        assert usual_pattern(Form.VISITING) == Unrostered()
        assert usual_unit(Form.VISITING) is DutyUnit.HALF_DAYS
