"""What hosts entered, held month against month and against the calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty import (
    Days,
    Entered,
    HalfDay,
    Roster,
    Stay,
    account_of,
    settings,
    working_days,
)
from bangfu.core.duty.record_checks import copied_exceptions, days_entered, overfull_months
from bangfu.core.duty.roster import EveryDay
from bangfu.core.programmes.vocabulary_review import DutyException

LIMITS = settings.shipped().thresholds
SECOND_TUESDAYS = (date(2025, 1, 14), date(2025, 2, 11), date(2025, 3, 11), date(2025, 4, 8))


def away(day: date, exception: DutyException = DutyException.OTHER_WORK) -> Entered:
    return Entered.for_days(exception, Days(day, day + timedelta(days=1)))


class TestCopiedExceptions:
    def test_speak_up_after_three_months_alike(self) -> None:
        (flag,) = copied_exceptions("1", [away(day) for day in SECOND_TUESDAYS], LIMITS)

        assert flag.code == "copied_exceptions"
        assert flag.days == Days(date(2025, 1, 1), date(2025, 5, 1))
        assert "连续4个月" in flag.zh
        assert "建议" in flag.zh

    def test_let_two_months_be(self) -> None:
        assert not list(copied_exceptions("1", [away(d) for d in SECOND_TUESDAYS[:2]], LIMITS))

    def test_let_another_weekday_or_another_exception_be(self) -> None:
        moved = [*map(away, SECOND_TUESDAYS[:2]), away(date(2025, 3, 12))]
        other = [*map(away, SECOND_TUESDAYS[:2]), away(SECOND_TUESDAYS[2], DutyException.ABSENCE)]

        assert not list(copied_exceptions("1", moved, LIMITS))
        assert not list(copied_exceptions("1", other, LIMITS))

    def test_let_a_month_between_be(self) -> None:
        gap = [away(SECOND_TUESDAYS[n]) for n in (0, 1, 3)]

        assert not list(copied_exceptions("1", gap, LIMITS))

    def test_let_one_half_day_a_month_be(self) -> None:
        halves = [
            Entered(
                exception=DutyException.TRAINING,
                starts_at=HalfDay(day),
                ends_before=HalfDay.of_slot(HalfDay(day).slot + 1),
            )
            for day in SECOND_TUESDAYS
        ]

        assert not list(copied_exceptions("1", halves, LIMITS))

    @given(st.lists(st.integers(0, 364), max_size=30), st.randoms())
    def test_do_not_depend_on_the_order_of_entering(self, days: list[int], chance: object) -> None:
        entered = [away(date(2025, 1, 1) + timedelta(days=day)) for day in days]
        mixed = list(entered)
        chance.shuffle(mixed)

        assert list(copied_exceptions("1", entered, LIMITS)) == list(
            copied_exceptions("1", mixed, LIMITS)
        )


class TestOverfullMonths:
    def account(self, key: str, *entered: Entered):
        return account_of(
            Stay(
                key=key,
                days=Days(date(2025, 2, 1), date(2025, 3, 1)),
                roster=Roster.of(EveryDay()),
            ),
            confirmed=[Days(date(2025, 2, 1), date(2025, 3, 1))],
            entered=entered,
            calendar=working_days.shipped(),
            treatments=settings.shipped().treatments(),
        )

    def test_are_those_with_more_days_than_the_calendar(self) -> None:
        (flag,) = overfull_months([self.account("1"), self.account("2")])

        assert (flag.code, flag.stays) == ("month_overfull", ("1",))
        assert "2025年2月只有28天，表中各项合计56天" in flag.zh

    def test_one_stay_alone_never_overfills(self) -> None:
        leave = Entered.for_days(DutyException.LEAVE, Days(date(2025, 2, 3), date(2025, 2, 9)))

        assert not list(overfull_months([self.account("1", leave)]))


def test_days_entered_are_those_of_swaps_too() -> None:
    swap = Entered.swap(HalfDay(date(2025, 3, 3)), HalfDay(date(2025, 3, 8)))

    assert days_entered([swap]) == {date(2025, 3, 3), date(2025, 3, 8)}
