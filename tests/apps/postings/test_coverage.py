"""Coverage as arithmetic on days, held against looking at each day in turn."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bangfu.apps.postings.coverage import ALARMS, Days, State, cover, empty_stretches

BEGIN = date(2025, 1, 1)
TERM = Days(BEGIN, BEGIN + timedelta(60))


def days(first: int, length: int) -> Days:
    return Days(BEGIN + timedelta(first), BEGIN + timedelta(first + length))


STAYS = st.lists(st.builds(days, st.integers(0, 55), st.integers(1, 30)), max_size=5)


def there(stays: list[Days], day: date) -> int:
    return sum(stay.starts_on <= day < stay.ends_before for stay in stays)


class TestCover:
    @given(stays=STAYS, headcount=st.integers(1, 3), after=st.integers(-20, 59))
    def test_agrees_with_looking_at_each_day(
        self, stays: list[Days], headcount: int, after: int
    ) -> None:
        on = BEGIN + timedelta(after)
        ahead = [BEGIN + timedelta(day) for day in range(60) if day >= after]
        short_ahead = [day for day in ahead if there(stays, day) < headcount]

        found = cover(TERM, stays, headcount=headcount, on=on)

        assert found.present == there(stays, on)
        assert found.gap_on == (short_ahead[0] if short_ahead else None)
        if after >= 0 and found.present < headcount:
            assert found.state is (State.SHORT if found.present else State.EMPTY)
            since = on
            while since > BEGIN and there(stays, since - timedelta(1)) < headcount:
                since -= timedelta(1)
            assert found.short_since == since
        elif found.gap_on and (found.gap_on - on).days <= 30:
            assert found.state is State.GAP
            assert found.alarm == min(n for n in ALARMS if n >= (found.gap_on - on).days)
        else:
            assert found.state is State.COVERED

    def test_does_not_count_the_end_of_the_term_as_a_gap(self) -> None:
        found = cover(TERM, [TERM], headcount=1, on=TERM.ends_before - timedelta(3))

        assert (found.state, found.gap_on) == (State.COVERED, None)

    def test_takes_a_successor_from_the_very_day_as_no_gap(self) -> None:
        relay = [Days(BEGIN, date(2025, 1, 20)), Days(date(2025, 1, 20), TERM.ends_before)]

        assert cover(TERM, relay, headcount=1, on=date(2025, 1, 15)).state is State.COVERED

    def test_warns_of_one_day_between_two_people(self) -> None:
        relay = [Days(BEGIN, date(2025, 1, 20)), Days(date(2025, 1, 21), TERM.ends_before)]

        found = cover(TERM, relay, headcount=1, on=date(2025, 1, 15))

        assert (found.state, found.gap_on, found.alarm) == (State.GAP, date(2025, 1, 20), 7)


class TestEmptyStretches:
    @given(stays=STAYS)
    def test_are_the_days_on_which_nobody_is_there(self, stays: list[Days]) -> None:
        every = [BEGIN + timedelta(day) for day in range(60)]

        stretches = list(empty_stretches(TERM, stays))

        for day in every:
            assert any(stretch.covers(day) for stretch in stretches) == (there(stays, day) == 0)
        assert all(stretch.starts_on < stretch.ends_before for stretch in stretches)
