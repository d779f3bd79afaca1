"""When digests go out."""

from datetime import UTC, datetime

from bangfu.core.notifications.times import AGAIN, is_time, next_try

MORNING = datetime(2025, 3, 17, 8, 30, tzinfo=UTC)


class TestIsTime:
    def test_is_on_working_days_from_the_hour_on(self) -> None:
        assert is_time(MORNING, is_working_day=True)
        assert not is_time(MORNING.replace(minute=29), is_working_day=True)
        assert not is_time(MORNING, is_working_day=False)


class TestNextTry:
    def test_waits_longer_each_time_and_gives_up(self) -> None:
        tries = [next_try(number, at=MORNING) for number in range(1, len(AGAIN) + 2)]

        assert tries[-1] is None
        known = [one for one in tries if one]
        assert known == sorted(known)
        assert known[0] > MORNING
