"""Clinic sessions to come: rosters less leave and absence, swaps and substitutes carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q

from bangfu.apps.duty.models import Leave
from bangfu.apps.duty.recorded import Recorded, definitions_of, leave_of, recorded_of
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.duty import Days, HalfDay, working_days
from bangfu.core.duty.account import Status
from bangfu.core.duty.leave import entered
from bangfu.core.duty.roster import OnDates, Sessions

HELD = (Status.SERVED, Status.WAITING)


@dataclass(frozen=True, slots=True)
class ClinicSession:
    """One half-day on which somebody sees patients in a department of a host.

    ``worker`` is who comes: the one posted, or who stands in during leave, of the same unit.
    """

    half_day: HalfDay
    posting: Posting
    department: str
    worker: Worker


def sessions_at(host: Institution, days: Days) -> list[ClinicSession]:
    """Every session at a host, whoever comes."""
    return sessions_of(Posting.objects.filter(host=host), days)


def sessions_by(worker: Worker, days: Days) -> list[ClinicSession]:
    """Every session that somebody holds: their own, and those of others for whom they stand in."""
    standing_in = Leave.objects.granted().meeting(days).filter(substitute=worker)
    theirs = Q(worker=worker) | Q(pk__in=standing_in.values("posting"))
    found = sessions_of(Posting.objects.filter(theirs), days)
    return [each for each in found if each.worker.pk == worker.pk]


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
    substitutes = _substitutes(one)
    found = []
    for stretch, pattern in roster.by_pattern(days):
        if not isinstance(pattern, Sessions | OnDates):
            continue
        for index, status in enumerate(account.status[account.part(stretch)].tolist()):
            half_day = HalfDay.of_slot(stretch.first_slot + index)
            who = _who_comes(one, Status(status), substitutes.get(half_day.slot))
            if who is not None:
                room = rooms.get(half_day) or one.posting.department_name
                found.append(ClinicSession(half_day, one.posting, room, who))
    return found


def _who_comes(one: Recorded, status: Status, substitute: Worker | None) -> Worker | None:
    if status in HELD:
        return one.posting.worker
    return substitute if status is Status.EXCUSED else None


def _substitutes(one: Recorded) -> dict[int, Worker]:
    """Who stands in on which half-days of granted leave, by the number of the half-day."""
    return {
        slot: row.substitute
        for row in one.leave_rows
        if row.substitute is not None
        for taken in entered([leave_of(row)])
        for slot in taken.slots
    }


def _room(one: Recorded, left: HalfDay) -> str:
    """The department of the session that a swap leaves, wherever in the calendar it lies."""
    day = Days(left.day, left.day + timedelta(days=1))
    rooms = dict(one.stay.roster.sessions(day, working_days.shipped()))
    return rooms.get(left, "")
