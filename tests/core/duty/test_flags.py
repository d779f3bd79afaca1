from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.duty.arbitrary import exceptions, stays

from bangfu.core.duty import settings, working_days
from bangfu.core.duty.account import Account, Entered, Stay, account_of
from bangfu.core.duty.confirming import Confirmation
from bangfu.core.duty.days import Days, month_of, week_of
from bangfu.core.duty.flags import (
    Flag,
    MonthSheet,
    confirmed_at_once,
    copied,
    nothing_ever_happened,
    outside_stay,
    overfull,
    two_places,
    unlike_account,
)
from bangfu.core.duty.roster import AnyPattern, Roster, WorkingDays, weekly
from bangfu.core.programmes.vocabulary_review import DutyException

SETTINGS, CALENDAR = settings.shipped(), working_days.shipped()
LIMITS = SETTINGS.thresholds
SPRING = Days(date(2025, 3, 1), date(2025, 6, 1))
ACCUSING = ("造假", "作假", "违规", "虚假", "处分")


def account(
    *entered: Entered,
    days: Days = SPRING,
    pattern: AnyPattern | None = None,
    key: str = "1",
    confirmed: Days | None = None,
) -> Account:
    return account_of(
        Stay(key=key, days=days, roster=Roster.of(pattern or WorkingDays())),
        confirmed=[confirmed or days],
        entered=entered,
        calendar=CALENDAR,
        treatments=SETTINGS.treatments(),
    )


def only(flags: list[Flag]) -> Flag:
    (flag,) = flags
    assert flag.in_language("en") == flag.en
    assert not any(word in flag.zh for word in ACCUSING)
    return flag


class TestMonthSheet:
    def test_with_more_days_than_the_month_has_is_shown(self) -> None:
        """22 days present and 9 of rest make 31, and April has 30."""
        sheet = MonthSheet(stay="1", month=date(2019, 4, 1), present=22, rest=9)

        flag = only(list(overfull(sheet)))

        assert flag.zh == "2019年4月只有30天，表中各项合计31天，请核对。"

    @given(*[st.integers(0, 31)] * 4, st.dates(date(2004, 1, 1), date(2026, 12, 1)))
    def test_that_fits_its_month_is_not(
        self, present: int, rest: int, leave: int, absent: int, month: date
    ) -> None:
        sheet = MonthSheet(
            stay="1", month=month, present=present, rest=rest, leave=leave, absent=absent
        )

        fits = present + rest + leave + absent <= len(month_of(month))
        assert (list(overfull(sheet)) == []) == fits

    def test_above_the_roster_is_shown(self) -> None:
        clinic = account(pattern=weekly("1上"))
        sheet = MonthSheet(stay="1", month=date(2025, 3, 1), present=5)

        assert "表中在岗5天，按排班和确认至多2.5天" in only(list(unlike_account(sheet, clinic))).zh
        assert list(unlike_account(sheet, account())) == []


class TestTwoPlaces:
    def test_are_shown_with_the_first_half_day(self) -> None:
        here, there = account(), account(pattern=weekly("1上"), key="2")

        flag = only(list(two_places([here, there])))

        assert flag.stays == ("1", "2")
        assert flag.zh.startswith("2025年3月3日上午起有12个半天")

    def test_are_none_on_leave_from_one(self) -> None:
        away = Entered.for_days(DutyException.LEAVE, SPRING)

        assert list(two_places([account(away), account(key="2")])) == []
        assert list(two_places([account(days=month_of(date(2024, 1, 1))), account(key="2")])) == []

    @given(stays(), st.lists(exceptions(), max_size=3))
    def test_are_found_from_either_side(self, stay: Stay, entered: list[Entered]) -> None:
        one = account_of(
            stay, confirmed=[], entered=entered, calendar=CALENDAR, treatments=SETTINGS.treatments()
        )
        other = account(days=Days(date(2025, 9, 20), date(2025, 10, 20)), key="2")

        found, turned = list(two_places([one, other])), list(two_places([other, one]))

        assert [flag.days for flag in found] == [flag.days for flag in turned]
        assert bool(list(two_places([one, one]))) == bool(one.tally().served + one.tally().waiting)


class TestOutsideStay:
    def test_work_before_the_arrival_or_after_the_end_is_shown(self) -> None:
        days = [date(2025, 2, 28), date(2025, 3, 1), date(2025, 5, 31), date(2025, 6, 1)]

        found = outside_stay("1", SPRING, days, what_zh="义诊", what_en="Free clinics")

        assert "有2天的义诊记在到岗前或期满后（最早2025年2月28日）" in only(list(found)).zh

    def test_work_within_is_not(self) -> None:
        assert list(outside_stay("1", SPRING, SPRING, what_zh="义诊", what_en="x")) == []


def sheets(*figures: float, text: str = "", first: date = date(2025, 1, 1)) -> list[MonthSheet]:
    found, month = [], first
    for figure in figures:
        found.append(MonthSheet(stay="1", month=month, present=20, other=(figure,), text=text))
        month = month_of(month).ends_before
    return found


class TestCopiedMonths:
    def test_alike_three_times_running_are_shown(self) -> None:
        flag = only(list(copied(sheets(7, 86, 86, 86, 90), LIMITS)))

        assert flag.zh == "自2025年2月起连续3个月填报的数字完全相同，请核对。"
        assert flag.days == Days(date(2025, 2, 1), date(2025, 5, 1))

    def test_twice_alike_or_nothing_at_all_are_not(self) -> None:
        assert list(copied(sheets(86, 86, 90, 86), LIMITS)) == []
        assert list(copied(sheets(0, 0, 0, 0), LIMITS)) == []

    def test_with_a_month_missing_between_do_not_run_on(self) -> None:
        january, february, march, april = sheets(86, 86, 86, 86)

        assert list(copied([january, february, april], LIMITS)) == []
        assert len(list(copied([april, march, february, january], LIMITS))) == 1

    def test_the_same_words_are_shown_too(self) -> None:
        flag = only(list(copied(sheets(1, 2, 3, text=" 认真完成各项工作 "), LIMITS)))

        assert "文字完全相同" in flag.zh

    @given(st.lists(st.integers(0, 2), max_size=12))
    def test_are_found_wherever_they_stand(self, figures: list[int]) -> None:
        runs = [
            figures[start : start + 3]
            for start in range(len(figures) - 2)
            if len(set(figures[start : start + 3])) == 1 and figures[start]
        ]

        assert bool(list(copied(sheets(*figures), LIMITS))) == bool(runs)


def confirmations(*moments: datetime) -> list[Confirmation]:
    first = date(2025, 3, 3)
    return [
        Confirmation(stay="1", days=week_of(first + timedelta(days=7 * index)), at=at)
        for index, at in enumerate(moments)
    ]


class TestConfirmedAtOnce:
    EVENING = datetime(2025, 3, 31, 17, 58, 10, tzinfo=UTC)

    def test_a_month_of_weeks_in_one_minute_is_shown(self) -> None:
        moments = [self.EVENING + timedelta(seconds=10 * n) for n in range(4)]

        flag = only(list(confirmed_at_once(confirmations(*moments), LIMITS)))

        assert flag.zh == "2025年3月31日17:58的一分钟内确认了4周在岗，建议抽查核实。"
        assert flag.days == Days(date(2025, 3, 3), date(2025, 3, 31))

    def test_week_by_week_is_as_it_should_be(self) -> None:
        moments = [self.EVENING + timedelta(days=7 * n) for n in range(8)]

        assert list(confirmed_at_once(confirmations(*moments), LIMITS)) == []

    def test_one_week_for_forty_people_is_as_it_should_be(self) -> None:
        week = week_of(date(2025, 3, 3))
        at_once = [Confirmation(stay=str(n), days=week, at=self.EVENING) for n in range(40)]

        assert list(confirmed_at_once(at_once, LIMITS)) == []


class TestNothingEverHappened:
    MONTHS = (date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1))

    def test_at_a_host_with_several_people_is_shown(self) -> None:
        people = [account(key=str(n)) for n in range(5)]

        flag = only(list(nothing_ever_happened("north", people, self.MONTHS, LIMITS)))

        assert flag.stays == ("0", "1", "2", "3", "4")
        assert "无一次请假或其他例外" in flag.zh

    def test_is_not_said_of_few_people_or_months_or_after_one_leave(self) -> None:
        away = Entered.for_days(DutyException.LEAVE, Days(date(2025, 4, 7), date(2025, 4, 8)))
        people = [account(key=str(n)) for n in range(5)]

        def found(accounts: list[Account], months: tuple[date, ...] = self.MONTHS) -> list[Flag]:
            return list(nothing_ever_happened("north", accounts, months, LIMITS))

        assert found(people[:4]) == []
        assert found(people, self.MONTHS[:2]) == []
        assert found([account(away), *people[1:]]) == []
        assert found([account(confirmed=week_of(date(2025, 3, 3))), *people[1:]]) == []

    def test_is_not_said_of_months_apart(self) -> None:
        year = Days(date(2025, 1, 1), date(2026, 1, 1))
        people = [account(key=str(n), days=year) for n in range(5)]
        apart = (date(2025, 3, 1), date(2025, 5, 1), date(2025, 7, 1))

        assert list(nothing_ever_happened("north", people, apart, LIMITS)) == []
        assert len(list(nothing_ever_happened("north", people, self.MONTHS, LIMITS))) == 1
