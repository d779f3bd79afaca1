"""What an authority may look at again: sentences, never accusations; nothing is blocked by them.

The database finds the few rows that can matter; the checks of ``bangfu.core.duty`` decide.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import wording
from bangfu.apps.duty.models import MANY_WEEKS_LATE, Confirmation, Leave, TypedException
from bangfu.apps.duty.recorded import Recorded, definitions_of, leave_of, recorded_of
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.core import duty
from bangfu.core.duty import Days, flags, leave, settings
from bangfu.core.duty.days import months_later
from bangfu.core.duty.flags import Flag

from .oversight import Pointer, reach

MONTHS_BACK = 3
"""How far back is looked: what is older was shown long ago."""
AT_MOST = 40
ROWS_AT_MOST = 200
"""Postings and rows looked at for one check."""


def pointers(user: User, *, on: date) -> list[Pointer]:
    """Everything to look at again in the reader's area, by check: nine queries."""
    there = reach(user)
    since = months_later(on.replace(day=1), -MONTHS_BACK)
    shared, quiet = _in_two_places(there, since=since, on=on), _quiet_hosts(there, on=on)
    every = list({posting.pk: posting for posting in (*shared, *quiet)}.values())
    known = recorded_of(every, definitions=definitions_of({p.programme_id for p in every}))
    return [
        *_at_once(there, since=since),
        *_two_places(shared, known),
        *_overdue(there, on=on, since=since),
        *_never_an_exception(quiet, known, on=on),
    ]


def _at_once(there: PostingQuerySet, *, since: date) -> list[Pointer]:
    """Four weeks of one posting in a minute: the first of them three weeks late or more."""
    limits = settings.shipped().thresholds
    began = timezone.make_aware(datetime.combine(since, time()))
    late = Confirmation.objects.filter(
        at__gte=began, days_late__gte=MANY_WEEKS_LATE, posting__in=there.order_by()
    )
    rows = Confirmation.objects.filter(at__gte=began, posting__in=late.values("posting"))
    found = list(rows.select_related("posting__worker", "posting__host")[:ROWS_AT_MOST])
    by_key = {row.posting_id: row.posting for row in found}
    confirmations = [
        duty.Confirmation(stay=str(row.posting_id), days=row.days, at=timezone.localtime(row.at))
        for row in found
    ]
    return [_pointer(flag, by_key) for flag in flags.confirmed_at_once(confirmations, limits)]


def _in_two_places(there: PostingQuerySet, *, since: date, on: date) -> list[Posting]:
    """Postings of workers who serve by half-days in two places in one stretch."""
    shared = Posting.objects.filter(
        worker=OuterRef("worker"),
        starts_on__lt=OuterRef("ends_before"),
        ends_before__gt=OuterRef("starts_on"),
    ).exclude(pk=OuterRef("pk"))
    recent = there.filter(ends_before__gt=since, starts_on__lte=on, sessions_per_week__isnull=False)
    both = recent.filter(Exists(shared)).select_related("worker", "host", "home", "programme")
    return list(both.order_by("worker", "pk")[:AT_MOST])


def _two_places(found: Sequence[Posting], known: Mapping[int, Recorded]) -> list[Pointer]:
    of_worker: dict[int, list[Posting]] = defaultdict(list)
    for posting in found:
        of_worker[posting.worker_id].append(posting)
    by_key = {posting.pk: posting for posting in found}
    return [
        _pointer(flag, by_key)
        for own in of_worker.values()
        for flag in flags.two_places([known[posting.pk].account for posting in own])
    ]


def _overdue(there: PostingQuerySet, *, on: date, since: date) -> list[Pointer]:
    """Leave that ended without a return, or with a late one."""
    ended = Q(state=Leave.State.APPROVED, ends_slot__lte=duty.HalfDay(on).slot)
    late = Q(state=Leave.State.RETURNED, returned_slot__gt=F("ends_slot"))
    recent = Q(ends_slot__gte=duty.HalfDay(since).slot)
    rows = Leave.objects.filter(ended | late, recent, posting__in=there)
    found = list(
        rows.select_related("posting__worker", "posting__host").order_by("ends_slot")[:AT_MOST]
    )
    told = []
    for row in found:
        flag = leave.overdue(str(row.posting_id), leave_of(row), on=on)
        if flag:
            told.append(_pointer(flag, {row.posting_id: row.posting}))
    return told


def _perfect_span(on: date) -> Days:
    """The last whole months, as many as the check asks for."""
    end = on.replace(day=1)
    return Days(months_later(end, -settings.shipped().thresholds.perfect_months), end)


def _quiet_hosts(there: PostingQuerySet, *, on: date) -> list[Posting]:
    """The postings to hosts with several people and nothing on record against any of them."""
    span = _perfect_span(on)
    touched = there.overlapping(span.starts_on, span.ends_before).order_by()
    first, last = duty.HalfDay(span.starts_on).slot, duty.HalfDay(span.ends_before).slot
    within = Q(starts_slot__lt=last, ends_slot__gt=first)
    typed = TypedException.objects.standing().filter(within, posting__host=OuterRef("host"))
    away = Leave.objects.granted().filter(within, posting__host=OuterRef("host"))
    hosts = (
        touched.filter(~Exists(typed), ~Exists(away))
        .values("host")
        .annotate(people=Count("pk"))
        .filter(people__gte=settings.shipped().thresholds.perfect_people)
        .values("host")
    )
    found = touched.filter(host__in=hosts).select_related("worker", "host", "programme")
    return list(found.order_by("host", "pk")[:ROWS_AT_MOST])


def _never_an_exception(
    found: Sequence[Posting], known: Mapping[int, Recorded], *, on: date
) -> list[Pointer]:
    """Hosts with several people, all confirmed, and not one exception in the last whole months."""
    limits = settings.shipped().thresholds
    first = _perfect_span(on).starts_on
    months = [months_later(first, n) for n in range(limits.perfect_months)]
    at_host: dict[int, list[Posting]] = defaultdict(list)
    for posting in found:
        at_host[posting.host_id].append(posting)
    told = []
    for own in at_host.values():
        accounts = [known[posting.pk].account for posting in own]
        host = own[0].host.name
        for flag in flags.nothing_ever_happened(host, accounts, months, limits):
            told.append(Pointer(wording.in_own_language(flag), host, None))
    return told


def _pointer(flag: Flag, found: dict[int, Posting]) -> Pointer:
    posting = found[int(flag.stays[0])]
    return Pointer(
        wording.in_own_language(flag), f"{posting.worker.name} · {posting.host.name}", posting.pk
    )
