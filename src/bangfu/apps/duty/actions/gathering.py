"""What is to be written of some weeks, gathered person by person, or what stands against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import Confirmation, TypedException
from bangfu.apps.duty.recorded import (
    Recorded,
    definitions_of,
    opens_on,
    recorded_of,
)
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.actions import settle_arrivals
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import (
    Days,
    Entered,
    HalfDay,
    confirmable,
    refuse_unfit,
    working_days,
)
from bangfu.core.duty.confirming import AlreadyConfirmed
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.refusal import Refusal

from .entries import about, at_host


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


@dataclass(slots=True)
class Gathered:
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
        self.confirmations += [self.confirmation(one.posting, days, on) for days in found]
        self.type(one, typed, closed=closed, again=again)

    def type(
        self, one: Recorded, typed: Sequence[Typed], *, closed: date, again: list[Days]
    ) -> None:
        """Take the exceptions typed about one person, each held against those before it."""
        standing = list(one.entered)
        for each in typed:
            days = touched(each.entered)
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

    def confirmation(self, posting: Posting, days: Days, on: date) -> Confirmation:
        """The row that confirms days of a posting."""
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


def known_of(postings: Sequence[Posting]) -> dict[int, Recorded]:
    """What is on record of some postings."""
    definitions = definitions_of({posting.programme_id for posting in postings})
    return recorded_of(postings, definitions=definitions)


def touched(entered: Entered) -> Days:
    """The days an exception reaches over, those of a swap both."""
    slots = [*entered.slots, *([entered.instead.slot] if entered.instead else [])]
    days = [HalfDay.of_slot(slot).day for slot in slots] or [entered.starts_at.day]
    return Days(min(days), date.fromordinal(max(days).toordinal() + 1))


def refuse_what_cannot_stand(gathered: Gathered, known: Mapping[int, Recorded]) -> None:
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


def write(gathered: Gathered, hosts: Sequence[tuple[Institution, Gathered]]) -> None:
    """Write everything gathered, with one entry for each host and each exception.

    Who is confirmed for the first time has arrived: as reported, or as appointed.
    """
    events = settle_arrivals([row.posting for row in gathered.confirmations])
    Confirmation.objects.bulk_create(gathered.confirmations, batch_size=2000)
    TypedException.objects.bulk_create(gathered.exceptions, batch_size=1000)
    for host, own in hosts:
        events.append(at_host("week.confirmed", host, _facts(own)))
        events += [_typed_event(row) for row in own.exceptions]
    journal.record_many(actor=gathered.by, events=events)


def _facts(own: Gathered) -> dict[str, object]:
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
