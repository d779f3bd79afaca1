"""Rosters: on which half-days a posted worker is expected, by the pattern that was agreed.

Nobody clocks in: what a roster expects is taken as served once the host has confirmed the week and
no exception was entered against it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Protocol

import msgspec
import numpy as np

from bangfu.core.programmes.vocabulary import DutyUnit, Form
from bangfu.core.programmes.words import Section
from bangfu.core.refusal import Refusal

from .days import HALVES, Days, Half, HalfDay
from .working_days import BoolArray, WorkCalendar


class RosterUnclear(Refusal):
    """A roster says the same thing twice, or nothing."""


class Pattern(Protocol):
    """How expected half-days follow from the calendar."""

    @property
    def rests_count(self) -> bool:
        """Whether rest days between rostered ones are part of the stay when days are counted.

        So for a resident, who lives at the host; not for an expert who comes for sessions.
        """
        ...

    def expected(self, days: Days, calendar: WorkCalendar) -> BoolArray:
        """One flag per half-day, shape (2 * len(days),), the morning first."""
        ...


class WorkingDays(Section, frozen=True, tag_field="kind", tag="working_days"):
    """Both halves of every working day: residents, people in leading positions, teams."""

    rests_count = True

    def expected(self, days: Days, calendar: WorkCalendar) -> BoolArray:
        return np.repeat(calendar.worked(days), HALVES)


class EveryDay(Section, frozen=True, tag_field="kind", tag="every_day"):
    """Both halves of every day of the calendar: a post that is never without."""

    rests_count = True

    def expected(self, days: Days, calendar: WorkCalendar) -> BoolArray:
        return np.ones(HALVES * len(days), dtype=np.bool_)


class Session(Section, frozen=True):
    """A half-day of every week, and the department it is held in; Monday is weekday 0."""

    weekday: int
    half: Half
    department: str = ""


class Sessions(Section, frozen=True, tag_field="kind", tag="sessions"):
    """Sessions that come back every week: sitting clinics, studios, fixed half-time days.

    None is held on a public holiday unless ``on_holidays``; on a shifted working day the sessions
    of its own weekday are held. Raises ``RosterUnclear`` for no session, a weekday there is not,
    or two sessions in one half-day.
    """

    sessions: tuple[Session, ...]
    on_holidays: bool = False
    rests_count = False

    def __post_init__(self) -> None:
        places = {(one.weekday, one.half) for one in self.sessions}
        if not places or len(places) < len(self.sessions):
            raise RosterUnclear(
                zh="每周排班须至少有一个半天，且同一半天只能排一次，请改正。",
                en="A weekly roster has at least one half-day, and each of them once.",
            )
        if any(not 0 <= weekday <= 6 for weekday, _half in places):
            raise RosterUnclear(
                zh="星期须为周一至周日，请改正。",
                en="The weekday must be one of Monday to Sunday.",
            )

    def expected(self, days: Days, calendar: WorkCalendar) -> BoolArray:
        week = np.zeros((7, HALVES), dtype=np.bool_)
        for one in self.sessions:
            week[one.weekday, one.half.order] = True
        weekday = (np.arange(len(days)) + days.starts_on.weekday()) % 7
        found: BoolArray = week[weekday]
        if not self.on_holidays:
            found = found & calendar.free_of_holiday(days)[:, None]
        return found.reshape(-1)


class Shifts(Section, frozen=True, tag_field="kind", tag="shifts"):
    """A cycle of days that repeats from its first day on, whatever the calendar says.

    Each day of the cycle is (morning, afternoon). ``rests_count`` is true: the person stays.
    """

    cycle: tuple[tuple[bool, bool], ...]
    first_day: date
    rests_count = True

    def __post_init__(self) -> None:
        if not any(any(day) for day in self.cycle):
            raise RosterUnclear(
                zh="轮班周期中至少要有一个在岗半天，请改正。",
                en="A cycle of shifts has at least one half-day on post.",
            )

    def expected(self, days: Days, calendar: WorkCalendar) -> BoolArray:
        cycle = np.array(self.cycle, dtype=np.bool_)
        offset = (days.starts_on - self.first_day).days
        found: BoolArray = cycle[(np.arange(len(days)) + offset) % len(cycle)]
        return found.reshape(-1)


class OnDates(Section, frozen=True, tag_field="kind", tag="on_dates"):
    """Half-days agreed one by one: half-time posts, mobile services."""

    half_days: frozenset[HalfDay]
    rests_count = False

    def expected(self, days: Days, calendar: WorkCalendar) -> BoolArray:
        found = np.zeros(HALVES * len(days), dtype=np.bool_)
        first = days.first_slot
        slots = [one.slot - first for one in self.half_days if one.day in days]
        found[slots] = True
        return found


class Unrostered(Section, frozen=True, tag_field="kind", tag="unrostered"):
    """No half-day is fixed: one-to-one pairing, which counts by how long it lasts."""

    rests_count = False

    def expected(self, days: Days, calendar: WorkCalendar) -> BoolArray:
        return np.zeros(HALVES * len(days), dtype=np.bool_)


AnyPattern = WorkingDays | EveryDay | Sessions | Shifts | OnDates | Unrostered


class RosterPart(Section, frozen=True):
    """A pattern and the first day it holds."""

    starts_on: date
    pattern: AnyPattern


class Roster(Section, frozen=True):
    """Patterns one after another; the first also holds for the days before it.

    Raises ``RosterUnclear`` where there is none, or two begin on one day.
    """

    parts: tuple[RosterPart, ...]

    def __post_init__(self) -> None:
        starts = [part.starts_on for part in self.parts]
        if not starts or starts != sorted(set(starts)):
            raise RosterUnclear(
                zh="排班须按开始日期先后排列，每个开始日期只能有一种排班，请改正。",
                en="The parts of a roster stand in order, each with a first day of its own.",
            )

    @classmethod
    def of(cls, pattern: AnyPattern) -> "Roster":
        """A roster of one pattern."""
        return cls((RosterPart(date.min, pattern),))

    def changed(self, starts_on: date, pattern: AnyPattern) -> "Roster":
        """Another pattern from a day on; what was agreed for later days gives way."""
        kept = tuple(part for part in self.parts if part.starts_on < starts_on)
        return Roster((*kept, RosterPart(starts_on, pattern)))

    def by_pattern(self, days: Days) -> Iterator[tuple[Days, AnyPattern]]:
        """The days that each pattern holds for, in order."""
        parts = self.parts
        if len(parts) == 1:
            yield days, parts[0].pattern
            return
        bounds = [date.min, *(part.starts_on for part in parts[1:]), date.max]
        for part, (begin, end) in zip(parts, pairwise(bounds), strict=True):
            if held := days.within(Days(begin, end)):
                yield held, part.pattern

    def expected(self, days: Days, calendar: WorkCalendar) -> BoolArray:
        """One flag per half-day, shape (2 * len(days),)."""
        found = [part.expected(held, calendar) for held, part in self.by_pattern(days)]
        return _joined(found)

    def rests_count(self, days: Days) -> BoolArray:
        """One flag per half-day, shape (2 * len(days),): whether a rest there counts as a day."""
        found = [
            np.full(HALVES * len(held), part.rests_count, dtype=np.bool_)
            for held, part in self.by_pattern(days)
        ]
        return _joined(found)

    def sessions(self, days: Days, calendar: WorkCalendar) -> Iterator[tuple[HalfDay, str]]:
        """Each expected half-day with its department, for timetables and calendar feeds."""
        for held, pattern in self.by_pattern(days):
            rooms = _departments(pattern)
            for index in np.flatnonzero(pattern.expected(held, calendar)).tolist():
                half_day = HalfDay.of_slot(held.first_slot + index)
                yield half_day, rooms.get((half_day.day.weekday(), half_day.half), "")


def usual_pattern(form: Form, sessions: Sequence[Session] = ()) -> AnyPattern:
    """The pattern of a form of service where nothing else was agreed.

    Forms that take the whole person follow the working days; the others their sessions, and are
    unrostered until some are agreed.
    """
    if form not in BY_SESSIONS:
        return WorkingDays()
    return Sessions(tuple(sessions)) if sessions else Unrostered()


def usual_unit(form: Form) -> DutyUnit:
    """What a form's service is counted in where the definition does not say."""
    return DutyUnit.HALF_DAYS if form in BY_SESSIONS else DutyUnit.WORKING_DAYS


BY_SESSIONS = frozenset(
    {Form.VISITING, Form.PART_TIME, Form.MOBILE, Form.STUDIO, Form.PAIRING, Form.FLEXIBLE}
)
"""Forms that take some half-days of a person; the others take all of them."""


def as_plain(roster: Roster) -> dict[str, Any]:
    """A roster in lists, dictionaries and texts, to be kept as JSON."""
    plain: dict[str, Any] = msgspec.to_builtins(roster, order="deterministic")
    return plain


def from_plain(plain: object) -> Roster:
    """The roster that :func:`as_plain` wrote; raises ``RosterUnclear`` for anything else."""
    try:
        return msgspec.convert(plain, Roster)
    except msgspec.ValidationError as wrong:
        raise RosterUnclear(
            zh=f"排班记录无法读取（{wrong}），请重新排班。",
            en=f"The roster on record cannot be read ({wrong}).",
        ) from wrong


def weekly(words: str) -> Sessions:
    """Sessions from a short text: weekday 1 to 7 with 上 or 下, as an office would note them.

    >>> weekly("1上 4下").sessions[1].half.zh
    '下午'

    Raises ``RosterUnclear``.
    """
    found = []
    for word in words.split():
        if len(word) != 2 or word[0] not in "1234567" or word[1] not in "上下":
            raise RosterUnclear(
                zh=f"“{word}”不是排班：请写星期数字加“上”或“下”，例如“1上 4下”。",
                en=f'"{word}" is no session: write the weekday 1 to 7 and 上 or 下.',
            )
        found.append(Session(int(word[0]) - 1, Half.MORNING if word[1] == "上" else Half.AFTERNOON))
    return Sessions(tuple(found))


def _departments(pattern: AnyPattern) -> dict[tuple[int, Half], str]:
    if not isinstance(pattern, Sessions):
        return {}
    return {(one.weekday, one.half): one.department for one in pattern.sessions}


def _joined(found: list[BoolArray]) -> BoolArray:
    if len(found) == 1:
        return found[0]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.bool_)
