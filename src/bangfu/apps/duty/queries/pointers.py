"""What an authority may look at again: sentences, never accusations; nothing is blocked by them.

The database finds the few rows that can matter; the checks of ``bangfu.core.duty`` decide. A
pointer that somebody has looked into and found in order is not shown again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import (
    MANY_WEEKS_LATE,
    CheckedPointer,
    Confirmation,
    Leave,
    TypedException,
)
from bangfu.apps.duty.recorded import Recorded, definitions_of, leave_of, recorded_of
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.registry.models import Institution
from bangfu.core import duty
from bangfu.core.duty import Days, flags, leave, record_checks, settings
from bangfu.core.duty.days import months_later
from bangfu.core.duty.flags import Flag
from bangfu.web.wording import in_own_language

from .oversight import reach

MONTHS_BACK = 3
"""How far back is looked: what is older was shown long ago."""
AT_MOST = 40
ROWS_AT_MOST = 200
"""Postings and rows looked at for one check."""

Key = tuple[str, str, date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Something to look at again: a sentence, whom it concerns, and where to look.

    ``subject`` names postings or the host; with code and days it tells one pointer from others.
    """

    flag: Flag
    about: str
    subject: str
    host: Institution
    posting: int | None = None

    @property
    def said(self) -> str:
        """The sentence in the reader's language."""
        return in_own_language(self.flag)

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.flag.code, self.subject, self.flag.days.starts_on, self.flag.days.ends_before

    @property
    def name(self) -> str:
        """The key as a form sends it back."""
        return "|".join(map(str, self.key))


def pointers(user: User, *, on: date) -> tuple[list[Pointer], list[CheckedPointer]]:
    """Everything to look at again in the reader's area, by check, and what was looked into."""
    there = reach(user)
    since = months_later(on.replace(day=1), -MONTHS_BACK)
    odd, quiet = _odd_records(there, since=since, on=on), _quiet_hosts(there, on=on)
    every = list({posting.pk: posting for posting in (*odd, *quiet)}.values())
    definitions = definitions_of({posting.programme_id for posting in every})
    known = recorded_of(every, definitions=definitions, joined=True)
    checked = list(CheckedPointer.objects.filter(ends_before__gt=since).select_related("host"))
    done = {(row.code, row.about, row.starts_on, row.ends_before) for row in checked}
    found = [
        *_at_once(there, since=since),
        *_of_workers(odd, known),
        *_of_postings(odd, known, since=since),
        *_overdue(there, on=on, since=since),
        *_never_an_exception(quiet, known, on=on),
    ]
    areas = tuple(user.scope_of("duty.oversee").areas)
    seen = [row for row in checked if row.host.area_code.startswith(areas)]
    return [one for one in found if one.key not in done], seen[:AT_MOST]


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


def _odd_records(there: PostingQuerySet, *, since: date, on: date) -> list[Posting]:
    """Postings that some check must read: in two places, changed afterwards, exceptions monthly."""
    shared = Posting.objects.filter(
        worker=OuterRef("worker"),
        starts_on__lt=OuterRef("ends_before"),
        ends_before__gt=OuterRef("starts_on"),
    ).exclude(pk=OuterRef("pk"))
    own = Confirmation.objects.filter(posting=OuterRef("pk"))
    after = Exists(own.filter(ends_before__gt=OuterRef("ends_before")))
    before = Exists(own.filter(starts_on__lt=OuterRef("arrived_on")))
    limits = settings.shipped().thresholds
    first = duty.HalfDay(months_later(since, -limits.copied_months)).slot
    monthly = (
        TypedException.objects.standing()
        .filter(ends_slot__gt=first)
        .values("posting")
        .annotate(times=Count("pk"))
        .filter(times__gte=limits.copied_months)
        .order_by()
    )
    found = there.filter(ends_before__gt=since, starts_on__lte=on).filter(
        (Q(sessions_per_week__isnull=False) & Q(Exists(shared)))
        | (Q(ends_before__lt=F("planned_ends_before")) & Q(after))
        | (Q(arrived_on__gt=F("starts_on")) & Q(before))
        | Q(pk__in=monthly.values("posting"))
    )
    both = found.select_related("worker", "host", "home", "programme", "roster")
    return list(both.order_by("worker", "pk")[:ROWS_AT_MOST])


def _of_workers(found: Sequence[Posting], known: Mapping[int, Recorded]) -> Iterator[Pointer]:
    """One worker on post in two places, and months with more days than the calendar has."""
    of_worker: dict[int, list[Posting]] = defaultdict(list)
    for posting in found:
        of_worker[posting.worker_id].append(posting)
    by_key = {posting.pk: posting for posting in found}
    for own in of_worker.values():
        accounts = [known[posting.pk].account for posting in own]
        told = [*flags.two_places(accounts), *record_checks.overfull_months(accounts)]
        yield from (_pointer(flag, by_key) for flag in told)


def _of_postings(
    found: Sequence[Posting], known: Mapping[int, Recorded], *, since: date
) -> Iterator[Pointer]:
    """Exceptions copied from month to month; days on record before the arrival or after the end."""
    limits = settings.shipped().thresholds
    by_key = {posting.pk: posting for posting in found}
    for posting in found:
        one, key = known[posting.pk], str(posting.pk)
        for flag in record_checks.copied_exceptions(key, one.typed, limits):
            if flag.days.ends_before > since:
                yield _pointer(flag, by_key)
        happened = {day for stretch in one.confirmed_days for day in stretch}
        happened |= record_checks.days_entered(one.typed)
        for flag in flags.outside_stay(
            key, one.stay.days, happened, what_zh="在岗确认或例外", what_en="confirmations"
        ):
            yield _pointer(flag, by_key)


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
    found = touched.filter(host__in=hosts).select_related("worker", "host", "programme", "roster")
    return list(found.order_by("host", "pk")[:ROWS_AT_MOST])


def _never_an_exception(
    found: Sequence[Posting], known: Mapping[int, Recorded], *, on: date
) -> Iterable[Pointer]:
    """Hosts with several people, all confirmed, and not one exception in the last whole months."""
    limits = settings.shipped().thresholds
    first = _perfect_span(on).starts_on
    months = [months_later(first, n) for n in range(limits.perfect_months)]
    at_host: dict[int, list[Posting]] = defaultdict(list)
    for posting in found:
        at_host[posting.host_id].append(posting)
    for own in at_host.values():
        accounts = [known[posting.pk].account for posting in own]
        host = own[0].host
        for flag in flags.nothing_ever_happened(host.name, accounts, months, limits):
            yield Pointer(flag=flag, about=host.name, subject=f"host {host.code}", host=host)


def _pointer(flag: Flag, found: Mapping[int, Posting]) -> Pointer:
    posting = found[int(flag.stays[0])]
    return Pointer(
        flag=flag,
        about=f"{posting.worker.name} · {posting.host.name}",
        subject=" ".join(flag.stays),
        host=posting.host,
        posting=posting.pk,
    )
