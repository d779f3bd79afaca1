from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty import settings, working_days
from bangfu.core.duty.account import Account, Entered, Status, Stay, account_of
from bangfu.core.duty.days import Days, Half, HalfDay
from bangfu.core.duty.gaps import Ending, ending, missing_on
from bangfu.core.duty.roster import Roster, weekly
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.programmes.work import Duty

STAY = Days(date(2025, 3, 17), date(2025, 9, 17))
WARN_DAYS = Duty().gap_warning_days


def alarm(days_left: int, follows_on: date | None = None) -> Ending | None:
    on = STAY.ends_before - timedelta(days=days_left)
    return ending("1", STAY, follows_on=follows_on, on=on, warn_days=WARN_DAYS)


class TestEnding:
    @pytest.mark.parametrize(
        ("days_left", "within"),
        [(31, None), (30, 30), (15, 30), (14, 14), (8, 14), (7, 7), (1, 7), (0, 0), (-3, 0)],
    )
    def test_is_warned_of_thirty_fourteen_and_seven_days_before(
        self, days_left: int, within: int | None
    ) -> None:
        found = alarm(days_left)

        assert (found.within if found else None) == within

    def test_says_that_nobody_follows(self) -> None:
        found = alarm(14)

        assert found is not None
        assert found.flag.zh == "还有14天期满，尚无接续人员，请及时补派。"

    def test_says_how_long_the_post_stays_empty(self) -> None:
        found = alarm(7, follows_on=date(2025, 9, 20))

        assert found is not None
        assert found.empty == Days(date(2025, 9, 17), date(2025, 9, 20))
        assert "接续人员2025年9月20日才到岗，2025年9月17日至2025年9月19日空岗3天" in found.flag.zh

    def test_says_since_when_it_is_empty(self) -> None:
        found = alarm(0)

        assert found is not None
        assert found.flag.zh.startswith("自2025年9月17日起空岗")

    def test_is_no_matter_on_a_hand_over_the_same_day(self) -> None:
        assert alarm(7, follows_on=STAY.ends_before) is None

    def test_is_no_matter_where_nobody_is_wanted_afterwards(self) -> None:
        found = ending(
            "1",
            STAY,
            follows_on=None,
            on=STAY.last_day,
            warn_days=WARN_DAYS,
            wanted_before=STAY.ends_before,
        )

        assert found is None

    @given(st.integers(-10, 60), st.integers(-30, 30))
    def test_comes_nearer_and_never_goes_away_until_somebody_follows(
        self, days_left: int, follows_after: int
    ) -> None:
        follows_on = STAY.ends_before + timedelta(days=follows_after)
        today, tomorrow = alarm(days_left, follows_on), alarm(days_left - 1, follows_on)

        if today is not None:
            assert follows_after > 0
            assert tomorrow is not None
            assert tomorrow.within <= today.within


class TestMissing:
    MONDAY = date(2025, 3, 17)

    def account(self, *entered: Entered) -> Account:
        return account_of(
            Stay(key="1", days=STAY, roster=Roster.of(weekly("1上 1下 4上"))),
            confirmed=[],
            entered=entered,
            calendar=working_days.shipped(),
            treatments=settings.shipped().treatments(),
        )

    def test_is_who_was_expected_and_is_on_leave_or_absent(self) -> None:
        afternoon = HalfDay(self.MONDAY, Half.AFTERNOON)
        absent = Entered(
            exception=DutyException.ABSENCE,
            starts_at=afternoon,
            ends_before=HalfDay(date(2025, 3, 18)),
        )

        assert missing_on(self.account(absent), self.MONDAY) == [(afternoon, Status.ABSENT)]

    def test_is_nobody_by_default(self) -> None:
        leave = Entered.for_days(DutyException.LEAVE, Days(date(2025, 3, 18), date(2025, 3, 20)))

        assert missing_on(self.account(), self.MONDAY) == []
        assert missing_on(self.account(leave), date(2025, 3, 18)) == []
        assert missing_on(self.account(leave), date(2026, 3, 18)) == []
