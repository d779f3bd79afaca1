"""The host confirms a week of everybody posted to it, typing only exceptions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import TypedException
from bangfu.apps.duty.recorded import (
    Recorded,
    closed_before,
    entered_of,
    opens_on,
    reopened,
)
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings.actions import confirm_arrival
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import (
    Days,
    waiting,
)
from bangfu.core.duty.confirming import month_closed
from bangfu.core.duty.days import said
from bangfu.core.duty.sides import Side
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.refusal import Refusal

from .entries import about, locked
from .gathering import (
    Gathered,
    Typed,
    WeekRefused,
    known_of,
    refuse_what_cannot_stand,
    touched,
    write,
)


class NobodyPosted(Refusal):
    """Nobody is posted to the host in that week."""


class NotTyped(Refusal):
    """The exception was taken back before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What confirming a week came to; ``earlier`` is how many earlier weeks still wait.

    ``arrived`` are those whose arrival the host named, whether or not it lies in the week.
    """

    people: int
    exceptions: int
    earlier: int
    arrived: int = 0


@transaction.atomic
def confirm_week(
    *,
    host: Institution,
    week: Days,
    by: User | None,
    at: datetime,
    typed: Mapping[int, Sequence[Typed]] | None = None,
    left_out: Collection[int] = (),
    arrivals: Mapping[int, date] | None = None,
) -> Outcome:
    """Confirm a week of everybody posted to a host, with the exceptions typed; all or nothing.

    ``typed`` and ``left_out`` are by posting; who is left out waits on. Who is new has arrived on
    the day that ``arrivals`` names, else as reported or appointed; who came after the week is
    confirmed with the weeks to come. Who was confirmed meanwhile by a colleague stays so, and what
    is typed about them is added. Raises
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
    on = timezone.localdate(at)
    arrived = _settle(postings, arrivals or {}, by=by, on=on)
    known = {key: one for key, one in known_of(postings).items() if one.stay.days.meets(week)}
    closed = closed_before({one.programme_id for one in postings}, on=on)
    again = reopened(known)
    if not known:
        return Outcome(people=0, exceptions=0, earlier=0, arrived=arrived)
    gathered = Gathered(week=week, by=by, at=at)
    for key, one in known.items():
        gathered.add(
            one,
            (typed or {}).get(key, ()),
            closed=closed[one.posting.programme_id],
            again=again.get(key, []),
        )
    refuse_what_cannot_stand(gathered, known)
    write(gathered, [(host, gathered)])
    earlier = [_earlier(one, week) for one in known.values()]
    return Outcome(
        people=len({one.posting_id for one in gathered.confirmations}),
        exceptions=len(gathered.exceptions),
        earlier=max(earlier, default=0),
        arrived=arrived,
    )


@transaction.atomic
def withdraw_exception(*, row: TypedException, by: User | None, at: datetime) -> None:
    """Take back an exception typed by mistake, while its month is open. The row stays.

    Raises ``NotTyped`` or ``MonthClosed``.
    """
    posting = locked(Posting.objects.filter(pk=row.posting_id)).get()
    held = TypedException.objects.select_for_update().get(pk=row.pk)
    if held.withdrawn_at is not None:
        raise NotTyped(zh="该例外已撤销，无需再次办理。", en="The exception was taken back before.")
    days = touched(entered_of(held))
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


def _settle(
    postings: Sequence[Posting], arrivals: Mapping[int, date], *, by: User | None, on: date
) -> int:
    """Confirm the arrivals of those who are new, or raise ``WeekRefused``; how many they were."""
    refused: dict[int, Refusal] = {}
    arrived = 0
    for posting in postings:
        arrived_on = arrivals.get(posting.pk)
        if arrived_on is None or posting.arrived_on is not None:
            continue
        try:
            settled = confirm_arrival(
                posting=posting, arrived_on=arrived_on, side=Side.HOST, by=by, on=on
            )
        except Refusal as refusal:
            refused[posting.pk] = refusal
        else:
            posting.arrived_on = settled.arrived_on
            arrived += 1
    if refused:
        raise WeekRefused(refused, [one.worker.name for one in postings if one.pk in refused])
    return arrived


def _earlier(one: Recorded, week: Days) -> int:
    return len(waiting(one.stay.days, one.confirmed_days, on=week.starts_on))
