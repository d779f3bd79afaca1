from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.duty.arbitrary import some_days

from bangfu.core.duty import working_days
from bangfu.core.duty.account import Entered, Stay
from bangfu.core.duty.confirming import (
    AlreadyConfirmed,
    AlreadyEntered,
    DaysToCome,
    ExceptionUnknown,
    MonthClosed,
    OutsideStay,
    SwapImpossible,
    confirmable,
    open_from,
    refuse_unfit,
    skipped,
    waiting,
)
from bangfu.core.duty.days import Days, Half, HalfDay, week_of, without
from bangfu.core.duty.roster import Roster, WorkingDays
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import DutyException

STAY = Days(date(2025, 3, 5), date(2025, 6, 1))
NEVER_CLOSED = date(2000, 1, 1)


class TestConfirming:
    def test_a_week_is_cut_to_the_stay(self) -> None:
        first_week = week_of(date(2025, 3, 5))

        found = confirmable(
            first_week, stay=STAY, confirmed=[], on=date(2025, 3, 10), closed_before=NEVER_CLOSED
        )

        assert found == [Days(date(2025, 3, 5), date(2025, 3, 10))]

    def test_twice_is_refused(self) -> None:
        week = week_of(date(2025, 3, 10))

        with pytest.raises(AlreadyConfirmed, match="2025年3月10日至2025年3月16日已经确认"):
            confirmable(
                week, stay=STAY, confirmed=[week], on=date(2025, 4, 1), closed_before=NEVER_CLOSED
            )

    def test_days_to_come_are_refused(self) -> None:
        with pytest.raises(DaysToCome, match="2025年3月17日后确认"):
            confirmable(
                week_of(date(2025, 3, 10)),
                stay=STAY,
                confirmed=[],
                on=date(2025, 3, 16),
                closed_before=NEVER_CLOSED,
            )

    def test_a_closed_month_is_refused(self) -> None:
        with pytest.raises(MonthClosed, match="2025年3月已锁定"):
            confirmable(
                week_of(date(2025, 3, 10)),
                stay=STAY,
                confirmed=[],
                on=date(2025, 5, 1),
                closed_before=date(2025, 4, 1),
            )

    def test_of_a_week_across_the_turn_only_the_open_month_is_confirmed(self) -> None:
        found = confirmable(
            week_of(date(2025, 3, 31)),
            stay=STAY,
            confirmed=[],
            on=date(2025, 5, 1),
            closed_before=date(2025, 4, 1),
        )

        assert found == [Days(date(2025, 4, 1), date(2025, 4, 7))]

    def test_other_days_than_those_of_the_stay_are_refused(self) -> None:
        with pytest.raises(OutsideStay, match="不在派驻期间"):
            confirmable(
                week_of(date(2025, 2, 10)),
                stay=STAY,
                confirmed=[],
                on=date(2025, 5, 1),
                closed_before=NEVER_CLOSED,
            )

    @given(st.lists(some_days(), max_size=4), some_days(), st.integers(0, 60))
    def test_adds_just_the_open_days_not_yet_confirmed(
        self, confirmed: list[Days], asked: Days, offset: int
    ) -> None:
        stay = Days(date(2025, 9, 10), date(2025, 11, 15))
        closed_before = date(2025, 9, 10) + timedelta(days=offset)
        try:
            found = confirmable(
                asked,
                stay=stay,
                confirmed=confirmed,
                on=date(2026, 1, 1),
                closed_before=closed_before,
            )
        except (AlreadyConfirmed, MonthClosed, OutsideStay):
            found = []

        known = {day for days in confirmed for day in days}
        assert {day for days in found for day in days} == {
            day for day in set(asked) & set(stay) - known if day >= closed_before
        }

    def test_out_of_order_is_allowed_and_said(self) -> None:
        later = week_of(date(2025, 3, 24))

        found = skipped(later, stay=STAY, confirmed=[week_of(date(2025, 3, 10))])

        assert found is not None
        assert found.zh == "此前还有2周待确认，最早自2025年3月5日起，请一并核对。"
        assert skipped(week_of(date(2025, 3, 5)), stay=STAY, confirmed=[]) is None


class TestWaiting:
    def test_are_the_weeks_that_are_over(self) -> None:
        found = waiting(STAY, [week_of(date(2025, 3, 10))], on=date(2025, 3, 24))

        assert found == [
            Days(date(2025, 3, 5), date(2025, 3, 10)),
            Days(date(2025, 3, 17), date(2025, 3, 24)),
        ]

    def test_are_months_where_months_are_confirmed(self) -> None:
        found = waiting(STAY, [], on=date(2025, 5, 1), per=Per.MONTH)

        assert [days.starts_on for days in found] == [date(2025, 3, 5), date(2025, 4, 1)]

    @given(st.lists(some_days(), max_size=4), some_days(), st.integers(0, 60))
    def test_hold_every_day_past_that_is_not_confirmed(
        self, confirmed: list[Days], stay: Days, offset: int
    ) -> None:
        on = stay.starts_on + timedelta(days=offset)
        over = Days(date(2000, 1, 3), week_of(on).starts_on)

        found = {day for days in waiting(stay, confirmed, on=on) for day in days}

        left = {day for days in without(stay.within(over), confirmed) for day in days}
        assert left <= found <= set(stay.within(over))


class TestClosedMonths:
    @given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 28))
    def test_close_one_after_another_and_never_open_again(self, on: date, after: int) -> None:
        today = open_from(on, closes_after_days=after)
        tomorrow = open_from(on + timedelta(days=1), closes_after_days=after)

        assert today.day == 1
        assert today <= tomorrow <= on + timedelta(days=1)
        assert (on - today).days <= 31 + after


CLERK = {
    "entered": (),
    "allowed": tuple(DutyException),
    "calendar": working_days.shipped(),
    "closed_before": NEVER_CLOSED,
}


class TestEntering:
    STAY = Stay(
        key="1",
        days=STAY,
        roster=Roster.of(WorkingDays()),
        pauses=(Days(date(2025, 5, 12), date(2025, 5, 19)),),
    )
    LEAVE = Entered.for_days(DutyException.LEAVE, Days(date(2025, 3, 10), date(2025, 3, 12)))
    MONDAY, SATURDAY = HalfDay(date(2025, 3, 10)), HalfDay(date(2025, 3, 22))

    def enter(self, new: Entered, **differently: object) -> None:
        refuse_unfit(new, stay=self.STAY, **{**CLERK, **differently})

    def test_what_fits_is_not_refused(self) -> None:
        self.enter(self.LEAVE)
        self.enter(Entered.swap(self.MONDAY, self.SATURDAY))

    def test_an_exception_the_programme_does_not_know_is_refused(self) -> None:
        with pytest.raises(ExceptionUnknown, match="本项目不登记“请假”"):
            self.enter(self.LEAVE, allowed=(DutyException.ABSENCE,))

    def test_one_half_day_is_entered_once(self) -> None:
        absent = Entered(
            exception=DutyException.ABSENCE,
            starts_at=HalfDay(date(2025, 3, 11), Half.AFTERNOON),
            ends_before=HalfDay(date(2025, 3, 12)),
        )

        with pytest.raises(AlreadyEntered, match="2025年3月10日上午起已登记“请假”"):
            self.enter(absent, entered=(self.LEAVE,))

    def test_a_half_day_taken_by_a_swap_is_taken(self) -> None:
        swap = Entered.swap(self.MONDAY, self.SATURDAY)
        other = Entered.swap(HalfDay(date(2025, 3, 11)), self.SATURDAY)

        with pytest.raises(AlreadyEntered, match="调班"):
            self.enter(other, entered=(swap,))

    def test_a_closed_month_is_refused(self) -> None:
        with pytest.raises(MonthClosed, match="更正申请"):
            self.enter(self.LEAVE, closed_before=date(2025, 4, 1))

    def test_an_exception_that_begins_in_a_closed_month_is_refused(self) -> None:
        across = Entered.for_days(DutyException.LEAVE, Days(date(2025, 3, 31), date(2025, 4, 3)))

        self.enter(across, closed_before=date(2025, 3, 31))
        with pytest.raises(MonthClosed, match="2025年3月已锁定"):
            self.enter(across, closed_before=date(2025, 4, 1))

    def test_days_outside_the_stay_are_refused(self) -> None:
        early = Entered.for_days(DutyException.LEAVE, Days(date(2025, 3, 3), date(2025, 3, 6)))

        with pytest.raises(OutsideStay):
            self.enter(early)
        with pytest.raises(OutsideStay):
            self.enter(Entered.for_days(DutyException.LEAVE, Days(STAY.starts_on, STAY.starts_on)))

    @pytest.mark.parametrize(
        ("left", "instead", "words"),
        [
            (HalfDay(date(2025, 3, 15)), SATURDAY, "没有排班"),
            (HalfDay(date(2025, 5, 13)), SATURDAY, "没有排班"),
            (MONDAY, HalfDay(date(2025, 3, 11)), "不能调入"),
            (MONDAY, HalfDay(date(2025, 5, 17)), "不能调入"),
        ],
    )
    def test_a_swap_that_cannot_be_is_refused(
        self, left: HalfDay, instead: HalfDay, words: str
    ) -> None:
        with pytest.raises(SwapImpossible, match=words):
            self.enter(Entered.swap(left, instead))

    def test_a_swap_names_one_half_day_and_another(self) -> None:
        whole_day = Days(date(2025, 3, 10), date(2025, 3, 11))

        with pytest.raises(SwapImpossible, match="一个半天"):
            self.enter(Entered.for_days(DutyException.SWAP, whole_day))
