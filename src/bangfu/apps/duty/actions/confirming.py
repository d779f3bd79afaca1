"""The host confirms a week of everybody posted to it, typing only exceptions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import Confirmation, TypedException
from bangfu.apps.duty.recorded import (
    Recorded,
    closed_before,
    definitions_of,
    entered_of,
    opens_on,
    recorded_of,
    reopened,
)
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import (
    Days,
    Entered,
    HalfDay,
    confirmable,
    refuse_unfit,
    waiting,
    working_days,
)
from bangfu.core.duty.confirming import AlreadyConfirmed, month_closed
from bangfu.core.duty.days import said
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.refusal import Refusal

from .entries import about, at_host, locked


class NobodyPosted(Refusal):
    """Nobody is posted to the host in that week."""


class NotTyped(Refusal):
    """The exception was taken back before."""


class WeekRefused(Refusal):
    """Something typed about some of the people cannot stand; nothing of the week is recorded.

    ``refused`` is what stands against it, by posting.
    """

    def __init__(self, refused: Mapping[int, Refusal], names: Sequence[str]) -> None:
        super().__init__(
            zh=f"{'、'.join(names)}的登记有误，本周尚未确认，请按提示改正后重新提交。",
            en=f"What was entered for {', '.join(names)} cannot stand; nothing is confirmed yet.",
        )
        self.refused = refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """One exception as the host typed it."""

    entered: Entered
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What confirming a week came to; ``earlier`` is how many earlier weeks still wait."""

    people: int
    exceptions: int
    earlier: int


@dataclass(slots=True)
class _Week:
    """What is to be written of one week, gathered person by person."""

    week: Days
    by: User | None
    at: datetime
    confirmations: list[Confirmation] = field(default_factory=list)
    exceptions: list[TypedException] = field(default_factory=list)
    refused: dict[int, Refusal] = field(default_factory=dict)
    repeated: list[AlreadyConfirmed] = field(default_factory=list)

    def add(
        self, one: Recorded, typed: Sequence[Typed], *, closed: date, again: list[Days]
    ) -> None:
        """Take what one person's week adds, or what stands against it."""
        on = timezone.localdate(self.at)
        part = self.week.within(one.stay.days)
        try:
            found = confirmable(
                self.week,
                stay=one.stay.days,
                confirmed=one.confirmed_days,
                on=on,
                closed_before=opens_on(part, closed, again),
            )
        except AlreadyConfirmed as repeated:
            if not typed:
                self.repeated.append(repeated)
            found = []
        except Refusal as refusal:
            self.refused[one.posting.pk] = refusal
            return
        self.confirmations += [self._confirmation(one.posting, days, on) for days in found]
        self._type(one, typed, closed=closed, again=again)

    def _type(
        self, one: Recorded, typed: Sequence[Typed], *, closed: date, again: list[Days]
    ) -> None:
        standing = list(one.entered)
        for each in typed:
            days = _touched(each.entered)
            try:
                refuse_unfit(
                    each.entered,
                    stay=one.stay,
                    entered=standing,
                    allowed=one.rules.exceptions,
                    calendar=working_days.shipped(),
                    closed_before=opens_on(days, closed, again),
                )
            except Refusal as refusal:
                self.refused[one.posting.pk] = refusal
                return
            standing.append(each.entered)
            self.exceptions.append(self._exception(one.posting, each))

    def _confirmation(self, posting: Posting, days: Days, on: date) -> Confirmation:
        return Confirmation(
            posting=posting,
            starts_on=days.starts_on,
            ends_before=days.ends_before,
            at=self.at,
            by=self.by,
            days_late=(on - days.ends_before).days,
        )

    def _exception(self, posting: Posting, typed: Typed) -> TypedException:
        entered = typed.entered
        return TypedException(
            posting=posting,
            exception=entered.exception.value,
            starts_slot=entered.starts_at.slot,
            ends_slot=entered.ends_before.slot,
            instead_slot=entered.instead.slot if entered.instead else None,
            leave_kind=entered.leave_kind,
            note=typed.note.strip(),
            typed_by=self.by,
            typed_at=self.at,
        )


@transaction.atomic
def confirm_week(
    *,
    host: Institution,
    week: Days,
    by: User | None,
    at: datetime,
    typed: Mapping[int, Sequence[Typed]] | None = None,
    left_out: Collection[int] = (),
) -> Outcome:
    """Confirm a week of everybody posted to a host, with the exceptions typed; all or nothing.

    ``typed`` and ``left_out`` are by posting; who is left out waits on. Who was confirmed
    meanwhile by a colleague stays so, and what is typed about them is added. Raises
    ``NobodyPosted``, ``AlreadyConfirmed`` where there is nothing to add, the one refusal that
    concerns everybody (``MonthClosed``, ``DaysToCome``), or ``WeekRefused``.
    """
    posted = Posting.objects.filter(host=host).overlapping(week.starts_on, week.ends_before)
    postings = [one for one in locked(posted) if one.pk not in left_out]
    if not postings:
        raise NobodyPosted(
            zh=f"{said(week.starts_on)}起的一周没有需要确认的派驻人员。",
            en=f"Nobody is to be confirmed in the week of {week.starts_on}.",
        )
    known = _known(postings)
    on = timezone.localdate(at)
    closed = closed_before({one.programme_id for one in postings}, on=on)
    again = reopened(known)
    gathered = _Week(week=week, by=by, at=at)
    for key, one in known.items():
        gathered.add(
            one,
            (typed or {}).get(key, ()),
            closed=closed[one.posting.programme_id],
            again=again.get(key, []),
        )
    _refuse(gathered, known)
    _write(gathered, [(host, gathered)])
    earlier = [_earlier(one, week) for one in known.values()]
    return Outcome(
        people=len({one.posting_id for one in gathered.confirmations}),
        exceptions=len(gathered.exceptions),
        earlier=max(earlier, default=0),
    )


@transaction.atomic
def record_confirmations(
    *,
    weeks: Iterable[tuple[Days, datetime]],
    postings: Iterable[int],
    by: User | None,
    typed: Mapping[int, Sequence[Typed]] | None = None,
) -> int:
    """Take over confirmations kept elsewhere before: many weeks of many postings, entry by host.

    Months that are closed by now were open when they were confirmed, so only days to come, days
    outside a stay and days confirmed before are left out. How many confirmations were added.
    """
    rows = list(locked(Posting.objects.filter(pk__in=list(postings))))
    known = _known(rows)
    weeks = list(weeks)
    by_host: dict[int, tuple[Institution, _Week]] = {}
    for key, one in known.items():
        host = one.posting.host
        _, gathered = by_host.setdefault(host.pk, (host, _Week(_over(weeks), by, weeks[0][1])))
        _take_over(gathered, one, weeks, (typed or {}).get(key, ()))
    if not by_host:
        return 0
    written = [gathered for _host, gathered in by_host.values()]
    for gathered in written:
        _refuse(gathered, known)
    whole = _Week(
        _over(weeks),
        by,
        weeks[0][1],
        confirmations=[row for each in written for row in each.confirmations],
        exceptions=[row for each in written for row in each.exceptions],
    )
    _write(whole, list(by_host.values()))
    return len(whole.confirmations)


@transaction.atomic
def withdraw_exception(*, row: TypedException, by: User | None, at: datetime) -> None:
    """Take back an exception typed by mistake, while its month is open. The row stays.

    Raises ``NotTyped`` or ``MonthClosed``.
    """
    posting = locked(Posting.objects.filter(pk=row.posting_id)).get()
    held = TypedException.objects.select_for_update().get(pk=row.pk)
    if held.withdrawn_at is not None:
        raise NotTyped(zh="该例外已撤销，无需再次办理。", en="The exception was taken back before.")
    days = _touched(entered_of(held))
    closed = closed_before([posting.programme_id], on=timezone.localdate(at))[posting.programme_id]
    if days.starts_on < opens_on(days, closed, reopened([posting.pk]).get(posting.pk, [])):
        raise month_closed(days)
    held.withdrawn_by, held.withdrawn_at = by, at
    held.save(update_fields=["withdrawn_by", "withdrawn_at"])
    journal.record_many(
        actor=by,
        events=[
            about(
                "exception.withdrawn",
                posting,
                exception=DutyException.of(held.exception).zh,
                starts_on=days.starts_on,
            )
        ],
    )


def _known(postings: Sequence[Posting]) -> dict[int, Recorded]:
    definitions = definitions_of({posting.programme_id for posting in postings})
    return recorded_of(postings, definitions=definitions)


def _touched(entered: Entered) -> Days:
    slots = [*entered.slots, *([entered.instead.slot] if entered.instead else [])]
    days = [HalfDay.of_slot(slot).day for slot in slots] or [entered.starts_at.day]
    return Days(min(days), date.fromordinal(max(days).toordinal() + 1))


def _refuse(gathered: _Week, known: Mapping[int, Recorded]) -> None:
    """Raise what stands against the week as a whole, or against some of its people."""
    refused = gathered.refused
    if refused:
        first = next(iter(refused.values()))
        alike = {str(refusal) for refusal in refused.values()} == {str(first)}
        if alike and len(refused) == len(known):
            raise first
        raise WeekRefused(refused, [known[key].posting.worker.name for key in refused])
    if gathered.repeated and not gathered.confirmations and not gathered.exceptions:
        raise gathered.repeated[0]


def _write(gathered: _Week, hosts: Sequence[tuple[Institution, _Week]]) -> None:
    Confirmation.objects.bulk_create(gathered.confirmations, batch_size=2000)
    TypedException.objects.bulk_create(gathered.exceptions, batch_size=1000)
    events: list[Event] = []
    for host, own in hosts:
        events.append(at_host("week.confirmed", host, _facts(own)))
        events += [_typed_event(row) for row in own.exceptions]
    journal.record_many(actor=gathered.by, events=events)


def _facts(own: _Week) -> dict[str, object]:
    return {
        "starts_on": own.week.starts_on,
        "ends_before": own.week.ends_before,
        "workers": len({row.posting_id for row in own.confirmations}),
        "exceptions": len(own.exceptions),
    }


def _typed_event(row: TypedException) -> Event:
    starts_at = HalfDay.of_slot(row.starts_slot)
    return about(
        "exception.typed",
        row.posting,
        exception=DutyException.of(row.exception).zh,
        starts_on=starts_at.day,
        half_days=row.ends_slot - row.starts_slot,
        note=row.note,
    )


def _earlier(one: Recorded, week: Days) -> int:
    return len(waiting(one.stay.days, one.confirmed_days, on=week.starts_on))


def _over(weeks: Sequence[tuple[Days, datetime]]) -> Days:
    return Days(
        min(days.starts_on for days, _at in weeks), max(days.ends_before for days, _at in weeks)
    )


def _take_over(
    gathered: _Week,
    one: Recorded,
    weeks: Sequence[tuple[Days, datetime]],
    typed: Sequence[Typed],
) -> None:
    own = one.stay.days
    for days, at in weeks:
        on = timezone.localdate(at)
        if not days.meets(own):
            continue
        try:
            found = confirmable(
                days,
                stay=one.stay.days,
                confirmed=one.confirmed_days,
                on=on,
                closed_before=date.min,
            )
        except Refusal:
            continue
        for part in found:
            row = gathered._confirmation(one.posting, part, on)
            row.at = at
            gathered.confirmations.append(row)
    gathered._type(one, typed, closed=date.min, again=[])
