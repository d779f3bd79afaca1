"""Days, rosters, exceptions and stays of every shape, for laws that hold for all of them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from bangfu.core.duty.account import Entered, Stay
from bangfu.core.duty.days import Days, Half, HalfDay
from bangfu.core.duty.roster import (
    AnyPattern,
    EveryDay,
    OnDates,
    Roster,
    RosterPart,
    Session,
    Sessions,
    Shifts,
    Unrostered,
    WorkingDays,
)
from bangfu.core.programmes.vocabulary_review import DutyException

FIRST, LONGEST = date(2025, 9, 15), 45
"""National Day week and its shifted working days lie within."""


def some_days(longest: int = LONGEST) -> st.SearchStrategy[Days]:
    """Days around National Day, sometimes none."""
    return st.builds(
        lambda offset, length: Days(
            FIRST + timedelta(days=offset), FIRST + timedelta(days=offset + length)
        ),
        st.integers(-5, LONGEST),
        st.integers(0, longest),
    )


def half_days() -> st.SearchStrategy[HalfDay]:
    """Half-days around National Day."""
    return st.builds(
        HalfDay,
        st.integers(-5, LONGEST + 5).map(lambda offset: FIRST + timedelta(days=offset)),
        st.sampled_from(Half),
    )


def patterns() -> st.SearchStrategy[AnyPattern]:
    """Each kind of pattern."""
    week = st.sets(st.tuples(st.integers(0, 6), st.sampled_from(Half)), min_size=1, max_size=5)
    sessions = week.map(lambda found: tuple(Session(day, half) for day, half in sorted(found)))
    cycle = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=5)
    return st.one_of(
        st.just(WorkingDays()),
        st.just(EveryDay()),
        st.just(Unrostered()),
        st.builds(Sessions, sessions, on_holidays=st.booleans()),
        st.builds(
            lambda cycle: Shifts(tuple(cycle), FIRST),
            cycle.filter(lambda days: any(map(any, days))),
        ),
        st.builds(OnDates, st.frozensets(half_days(), max_size=12)),
    )


def rosters() -> st.SearchStrategy[Roster]:
    """Rosters of one or two patterns."""
    later = st.integers(1, LONGEST).map(lambda offset: FIRST + timedelta(days=offset))
    changed = st.builds(lambda roster, day, new: roster.changed(day, new), one(), later, patterns())
    return st.one_of(one(), changed)


def one() -> st.SearchStrategy[Roster]:
    """Rosters of one pattern."""
    return patterns().map(lambda pattern: Roster((RosterPart(date.min, pattern),)))


def stays() -> st.SearchStrategy[Stay]:
    """Stays with a pause or none."""
    return st.builds(
        lambda days, roster, pauses: Stay(key="1", days=days, roster=roster, pauses=tuple(pauses)),
        some_days(),
        rosters(),
        st.lists(some_days(6), max_size=1),
    )


def exceptions() -> st.SearchStrategy[Entered]:
    """Exceptions of each kind, possible or not."""
    kinds = st.sampled_from([kind for kind in DutyException if kind is not DutyException.SWAP])
    spans = st.builds(
        lambda kind, first, length: Entered(
            exception=kind, starts_at=first, ends_before=HalfDay.of_slot(first.slot + length)
        ),
        kinds,
        half_days(),
        st.integers(1, 12),
    )
    return st.one_of(spans, st.builds(Entered.swap, half_days(), half_days()))
