"""Clinic sessions to come: rosters less leave and absence, swaps carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.db.models import F

from bangfu.apps.duty.recorded import Recorded, definitions_of, recorded_of
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.core.duty import Days, HalfDay, working_days
from bangfu.core.duty.account import Status
from bangfu.core.duty.roster import OnDates, Sessions

HELD = (Status.SERVED, Status.WAITING)


@dataclass(frozen=True, slots=True)
class ClinicSession:
    """One half-day on which somebody sees patients in a department of a host."""

    half_day: HalfDay
    posting: Posting
    department: str


def sessions_of(postings: PostingQuerySet, days: Days) -> list[ClinicSession]:
    """Every session of some postings in some days, in order: six queries for any number.

    Who is there all week is on no session; nor is a half-day of leave or of a holiday.
    """
    found = list(
        postings.overlapping(days.starts_on, days.ends_before)
        .filter(ends_before__gt=F("starts_on"))
        .select_related("worker", "home", "host", "programme")
    )
    definitions = definitions_of(posting.programme_id for posting in found)
    known = recorded_of(found, definitions=definitions, within=days)
    sessions = [each for one in known.values() for each in _of(one, days)]
    return sorted(sessions, key=lambda each: (each.half_day, each.department, each.posting.pk))


def _of(one: Recorded, days: Days) -> Sequence[ClinicSession]:
    account, roster = one.account, one.stay.roster
    days = days.within(one.stay.days)
    rooms = dict(roster.sessions(days, working_days.shipped()))
    for entry in one.entered:
        # A session swapped is held in its own department on another half-day.
        if entry.instead is not None and (room := _room(one, entry.starts_at)):
            rooms[entry.instead] = room
    held = np.isin(account.status, HELD)
    found = []
    for stretch, pattern in roster.by_pattern(days):
        if not isinstance(pattern, Sessions | OnDates):
            continue
        part = account.part(stretch)
        for index in np.flatnonzero(held[part]).tolist():
            half_day = HalfDay.of_slot(stretch.first_slot + index)
            room = rooms.get(half_day) or one.posting.department_name
            found.append(ClinicSession(half_day, one.posting, room))
    return found


def _room(one: Recorded, left: HalfDay) -> str:
    """The department of the session that a swap leaves, wherever in the calendar it lies."""
    day = Days(left.day, left.day + timedelta(days=1))
    rooms = dict(one.stay.roster.sessions(day, working_days.shipped()))
    return rooms.get(left, "")
