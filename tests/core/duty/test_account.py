"""Duty of a stay, by hand, by laws, and against a slow reckoning that shares no code with it."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.duty.arbitrary import exceptions, some_days, stays

from bangfu.core.duty import settings, working_days
from bangfu.core.duty.account import Account, Entered, Status, Stay, Tally, account_of
from bangfu.core.duty.days import Days, Half, HalfDay, month_of, week_of
from bangfu.core.duty.roster import Roster, Unrostered, WorkingDays, weekly
from bangfu.core.programmes.vocabulary_review import DutyException, Treatment

CALENDAR = working_days.shipped()
TREATMENTS = settings.shipped().treatments()
MARCH = Days(date(2025, 3, 3), date(2025, 3, 31))
"""Four weeks without a holiday: 40 half-days."""


def reckon(stay: Stay, confirmed: Sequence[Days] = (), entered: Sequence[Entered] = ()) -> Account:
    return account_of(
        stay, confirmed=confirmed, entered=entered, calendar=CALENDAR, treatments=TREATMENTS
    )


def resident(days: Days = MARCH, *pauses: Days) -> Stay:
    return Stay(key="1", days=days, roster=Roster.of(WorkingDays()), pauses=pauses)


class TestPresentByDefault:
    def test_confirmed_weeks_are_served_without_an_entry(self) -> None:
        found = reckon(resident(), [MARCH]).tally()

        assert found == Tally(expected=40, served=40, days=56, lasting=56)

    def test_other_weeks_wait(self) -> None:
        found = reckon(resident(), [week_of(date(2025, 3, 10))]).tally()

        assert (found.served, found.waiting, found.days) == (10, 30, 14)

    def test_nothing_is_expected_before_the_arrival_nor_in_a_pause(self) -> None:
        pause = Days(date(2025, 3, 10), date(2025, 3, 17))
        found = reckon(resident(MARCH, pause), [Days(date(2025, 1, 1), date(2025, 12, 31))])

        assert found.tally(Days(date(2025, 1, 1), date(2025, 3, 3))) == Tally()
        assert found.tally(pause) == Tally()
        assert found.tally().expected == 30

    def test_an_afternoon_off_is_a_half_day(self) -> None:
        friday = HalfDay(date(2025, 3, 7), Half.AFTERNOON)
        leave = Entered(
            exception=DutyException.LEAVE,
            starts_at=friday,
            ends_before=HalfDay(date(2025, 3, 8)),
            leave_kind="personal",
        )

        found = reckon(resident(), [MARCH], [leave])

        assert (found.tally().served, found.tally().excused) == (39, 1)
        assert found.causes() == {DutyException.LEAVE: 1}


class TestExceptions:
    @pytest.mark.parametrize(
        ("exception", "served", "excused", "absent"),
        [
            (DutyException.LEAVE, 30, 10, 0),
            (DutyException.ABSENCE, 30, 0, 10),
            (DutyException.OTHER_WORK, 40, 0, 0),
            (DutyException.TRAINING, 30, 10, 0),
            (DutyException.SUBSTITUTE, 30, 10, 0),
        ],
    )
    def test_are_treated_as_the_settings_say(
        self, exception: DutyException, served: int, excused: int, absent: int
    ) -> None:
        week = Entered.for_days(exception, week_of(date(2025, 3, 10)))

        found = reckon(resident(), [MARCH], [week])

        tally = found.tally()
        assert (tally.served, tally.excused, tally.absent) == (served, excused, absent)
        assert found.causes() == {exception: 10}

    def test_of_two_the_stricter_holds(self) -> None:
        day = Days(date(2025, 3, 4), date(2025, 3, 5))
        both = [
            Entered.for_days(kind, day) for kind in (DutyException.ABSENCE, DutyException.LEAVE)
        ]

        assert reckon(resident(), [MARCH], both).tally().absent == 2
        assert reckon(resident(), [MARCH], both[::-1]).tally().absent == 2

    def test_a_weekend_between_days_of_leave_is_leave_when_days_count(self) -> None:
        leave = Entered.for_days(DutyException.LEAVE, Days(date(2025, 3, 7), date(2025, 3, 11)))

        tally = reckon(resident(), [MARCH], [leave]).tally()

        assert tally.excused == 4
        assert tally.days == 56 - 8

    def test_sessions_of_a_clinic_count_as_they_are_while_the_stay_lasts(self) -> None:
        clinic = Stay(key="1", days=MARCH, roster=Roster.of(weekly("1上 4下")))

        tally = reckon(clinic, [MARCH]).tally()

        assert (tally.expected, tally.served, tally.days, tally.lasting) == (8, 8, 8, 56)

    def test_pairing_lasts_while_it_is_confirmed(self) -> None:
        pairing = Stay(key="1", days=MARCH, roster=Roster.of(Unrostered()))
        leave = Entered.for_days(DutyException.LEAVE, week_of(date(2025, 3, 3)))

        tally = reckon(pairing, [Days(date(2025, 3, 1), date(2025, 3, 17))], [leave]).tally()

        assert (tally.expected, tally.days, tally.lasting) == (0, 0, 14)


class TestSwap:
    MONDAY, SATURDAY = HalfDay(date(2025, 3, 10)), HalfDay(date(2025, 3, 22))

    def test_serves_another_half_day_instead(self) -> None:
        found = reckon(resident(), [MARCH], [Entered.swap(self.MONDAY, self.SATURDAY)])

        assert found.tally() == reckon(resident(), [MARCH]).tally()
        assert found.tally(week_of(self.MONDAY.day)).served == 9
        assert found.tally(week_of(self.SATURDAY.day)).served == 11
        assert found.causes() == {DutyException.SWAP: 1}

    def test_counts_when_both_weeks_are_confirmed(self) -> None:
        one_week = [week_of(self.SATURDAY.day)]
        found = reckon(resident(), one_week, [Entered.swap(self.MONDAY, self.SATURDAY)])

        assert (found.tally().served, found.tally(one_week[0]).waiting) == (10, 1)

    def test_takes_its_fate_along(self) -> None:
        """Who was absent on Monday does not make up for it by a swap."""
        absent = Entered(
            exception=DutyException.ABSENCE,
            starts_at=self.MONDAY,
            ends_before=HalfDay.of_slot(self.MONDAY.slot + 1),
        )

        found = reckon(resident(), [MARCH], [absent, Entered.swap(self.MONDAY, self.SATURDAY)])

        assert (found.tally().served, found.tally().absent) == (39, 1)

    @pytest.mark.parametrize(
        ("left", "instead"),
        [
            (HalfDay(date(2025, 3, 9)), SATURDAY),
            (MONDAY, HalfDay(date(2025, 3, 11))),
            (MONDAY, HalfDay(date(2025, 4, 5))),
            (HalfDay(date(2025, 2, 28)), SATURDAY),
        ],
    )
    def test_that_is_not_possible_changes_nothing(self, left: HalfDay, instead: HalfDay) -> None:
        found = reckon(resident(), [MARCH], [Entered.swap(left, instead)])

        assert found.tally() == reckon(resident(), [MARCH]).tally()

    def test_into_a_pause_changes_nothing(self) -> None:
        paused = resident(MARCH, Days(self.SATURDAY.day, self.SATURDAY.day + timedelta(days=1)))

        found = reckon(paused, [MARCH], [Entered.swap(self.MONDAY, self.SATURDAY)])

        assert found.tally(week_of(self.MONDAY.day)).served == 10
        assert found.tally(week_of(self.SATURDAY.day)).served == 10

    def test_into_a_half_day_taken_already_changes_nothing(self) -> None:
        tuesday = HalfDay(date(2025, 3, 11))
        swaps = [Entered.swap(self.MONDAY, self.SATURDAY), Entered.swap(tuesday, self.SATURDAY)]

        found = reckon(resident(), [MARCH], swaps)

        assert found.tally().served == 40
        assert found.tally(Days(tuesday.day, date(2025, 3, 12))).served == 2


confirmations = st.lists(some_days(), max_size=3)
entries = st.lists(exceptions(), max_size=5)


class TestLaws:
    @given(stays(), confirmations, entries)
    def test_every_expected_half_day_is_one_of_four(
        self, stay: Stay, confirmed: list[Days], entered: list[Entered]
    ) -> None:
        found = reckon(stay, confirmed, entered).tally()

        assert found.served + found.excused + found.absent + found.waiting == found.expected
        assert found.days <= found.lasting <= 2 * len(stay.days)

    @given(stays(), entries)
    def test_with_all_confirmed_nothing_waits(self, stay: Stay, entered: list[Entered]) -> None:
        found = reckon(stay, [stay.days], entered).tally()

        assert found.waiting == 0
        assert found.served + found.excused + found.absent == found.expected

    @given(stays(), confirmations, entries, exceptions())
    def test_one_more_exception_never_adds_service(
        self, stay: Stay, confirmed: list[Days], entered: list[Entered], more: Entered
    ) -> None:
        before = reckon(stay, confirmed, entered).tally()
        after = reckon(stay, confirmed, [*entered, more]).tally()

        assert after.served <= before.served
        assert after.days <= before.days
        assert after.lasting <= before.lasting
        assert after.expected == before.expected

    @given(stays(), confirmations, entries, some_days())
    def test_one_more_confirmation_never_takes_service(
        self, stay: Stay, confirmed: list[Days], entered: list[Entered], more: Days
    ) -> None:
        before = reckon(stay, confirmed, entered).tally()
        after = reckon(stay, [*confirmed, more], entered).tally()

        assert after.served >= before.served
        assert after.days >= before.days
        assert after.waiting <= before.waiting

    @given(stays(), confirmations, entries, st.integers(0, 45))
    def test_parts_add_up(
        self, stay: Stay, confirmed: list[Days], entered: list[Entered], cut: int
    ) -> None:
        middle = stay.days.starts_on + timedelta(days=min(cut, len(stay.days)))
        found = reckon(stay, confirmed, entered)
        before = found.tally(Days(stay.days.starts_on, middle))
        after = found.tally(Days(middle, stay.days.ends_before))

        assert before + after == found.tally()
        assert sum((tally for _month, tally in found.monthly()), Tally()) == found.tally()
        assert found.tally(Days(date(2020, 1, 1), date(2030, 1, 1))) == found.tally()

    @given(stays(), confirmations, entries)
    def test_the_order_of_confirming_does_not_matter(
        self, stay: Stay, confirmed: list[Days], entered: list[Entered]
    ) -> None:
        found = reckon(stay, confirmed, entered).tally()

        assert reckon(stay, confirmed[::-1], entered).tally() == found

    @given(stays(), confirmations, entries)
    def test_duty_and_rest_never_exceed_the_days_of_a_month(
        self, stay: Stay, confirmed: list[Days], entered: list[Entered]
    ) -> None:
        found = reckon(stay, confirmed, entered)

        for day in stay.days:
            month = month_of(day)
            tally = found.tally(month)
            assert max(tally.expected, tally.days, tally.lasting) <= 2 * len(month)

    @given(stays(), confirmations, entries)
    def test_agrees_with_a_slow_reckoning(
        self, stay: Stay, confirmed: list[Days], entered: list[Entered]
    ) -> None:
        found = reckon(stay, confirmed, entered)

        assert found.status.tolist() == slowly(stay, confirmed, entered)


def slowly(stay: Stay, confirmed: Sequence[Days], entered: Sequence[Entered]) -> list[Status]:
    """The status of each half-day, looked up one by one."""
    paused = {day for pause in stay.pauses for day in pause}
    places = [HalfDay(day, half) for day in stay.days for half in Half]
    rostered = {place for place in places if place.day not in paused and rosters(stay, place)}
    moved: dict[HalfDay, HalfDay] = {}
    for one in entered:
        free = one.instead in places and one.instead not in rostered | set(moved.values())
        if one.instead and free and one.instead.day not in paused and one.starts_at in rostered:
            moved.setdefault(one.starts_at, one.instead)
    origin = {instead: left for left, instead in moved.items()}
    found = []
    for place in places:
        if place in moved or (place not in rostered and place not in origin):
            found.append(Status.FREE)
            continue
        both = [place, origin.get(place, place)]
        seen = all(any(one.day in days for days in confirmed) for one in both)
        said = {
            TREATMENTS.of(one.exception, one.leave_kind)
            for one in entered
            for at in both
            if one.instead is None and one.starts_at <= at < one.ends_before
        }
        if Treatment.ABSENT in said:
            found.append(Status.ABSENT)
        elif Treatment.EXCUSED in said:
            found.append(Status.EXCUSED)
        else:
            found.append(Status.SERVED if seen else Status.WAITING)
    return found


def rosters(stay: Stay, place: HalfDay) -> bool:
    day = Days(place.day, place.day + timedelta(days=1))
    return bool(stay.roster.expected(day, CALENDAR).tolist()[place.half.order])
