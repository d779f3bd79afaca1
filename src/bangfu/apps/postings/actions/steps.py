"""The steps of a posting from its arrival to its end, each taken by one side.

The rules are those of ``bangfu.core.duty.posting_steps``; here the posting is held, its rows are
written and the step is journalled, in one transaction. Each raises the refusals of its step, among
them ``NotYours`` and ``NotNow``.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.admission import refuse_second_place, refuse_unfit
from bangfu.apps.postings.course import life_of, set_course
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import posting_steps as steps
from bangfu.core.duty.posting_life import Life
from bangfu.core.duty.sides import Side

from .entries import event_about


@transaction.atomic
def report_arrival(
    *, posting: Posting, arrived_on: date, side: Side, by: User | None, on: date
) -> Posting:
    """The worker or the sender says that somebody is there; the host confirms."""
    held = held_posting(posting)
    life = steps.report_arrival(life_of(held), by=side, arrived_on=arrived_on, on=on)
    return _taken("posting.arrival_reported", held, life, by=by, arrived_on=arrived_on)


@transaction.atomic
def confirm_arrival(
    *, posting: Posting, arrived_on: date, side: Side, by: User | None, on: date
) -> Posting:
    """The host confirms the day of arrival; service begins with it."""
    held = held_posting(posting)
    life = steps.confirm_arrival(life_of(held), by=side, arrived_on=arrived_on, on=on)
    return _taken("posting.arrived", held, life, by=by, arrived_on=arrived_on)


def settle_arrivals(postings: Iterable[Posting]) -> list[Event]:
    """Whoever is confirmed to have served has arrived: on the day reported, or as appointed.

    ``postings`` are held by the caller, who records the entries; those whose arrival is confirmed
    stay as they are.
    """
    arrived = {one.pk: one for one in postings if one.arrived_on is None}
    for one in arrived.values():
        one.arrived_on = one.reported_on or one.starts_on
    Posting.objects.bulk_update(arrived.values(), ["arrived_on"], batch_size=500)
    return [
        event_about("posting.arrived", one, worker=one.worker.name, arrived_on=one.arrived_on)
        for one in arrived.values()
    ]


@transaction.atomic
def extend_posting(
    *, posting: Posting, ends_before: date, side: Side, by: User | None, document: str = ""
) -> Posting:
    """Move the end later, as far as need and person allow.

    Raises ``EndNotLater``, ``OutsideTerm`` or ``AlreadyPosted`` beside the refusals of any step.
    """
    held = held_posting(posting)
    life = steps.extend(life_of(held), by=side, ends_before=ends_before)
    set_course(held, life)
    refuse_unfit(held)
    refuse_second_place([held])
    return _taken(
        "posting.extended",
        held,
        life,
        by=by,
        ends_before=ends_before,
        appointment_document=document,
    )


@transaction.atomic
def suspend_posting(
    *, posting: Posting, starts_on: date, reason: str, side: Side, by: User | None
) -> Posting:
    """Pause a posting from a day on, with a reason; nothing is expected until it resumes."""
    held = held_posting(posting)
    life = steps.suspend(life_of(held), by=side, starts_on=starts_on, reason=reason)
    return _taken("posting.suspended", held, life, by=by, starts_on=starts_on, reason=life.reason)


@transaction.atomic
def resume_posting(*, posting: Posting, resumes_on: date, side: Side, by: User | None) -> Posting:
    """Go on from a day; the pause stays on record."""
    held = held_posting(posting)
    life = steps.resume(life_of(held), by=side, resumes_on=resumes_on)
    return _taken("posting.resumed", held, life, by=by, starts_on=resumes_on)


@transaction.atomic
def recall_posting(
    *,
    posting: Posting,
    on: date,
    reason: str,
    by: User | None,
    side: Side = Side.AUTHORITY,
) -> Posting:
    """End a posting before its time: ``on`` is the first day no longer served.

    A posting recalled before its first day covers no day at all; its row stays. Raises
    ``EndNotEarlier`` or ``ReasonMissing`` beside the refusals of any step.
    """
    held = held_posting(posting)
    life = steps.recall(life_of(held), by=side, ends_before=max(on, held.starts_on), reason=reason)
    return _taken(
        "posting.recalled",
        held,
        life,
        by=by,
        ends_before=life.days.ends_before,
        planned_ends_before=life.planned_ends_before,
        reason=life.reason,
    )


@transaction.atomic
def hand_over_posting(
    *, posting: Posting, on: date, complete: bool, side: Side, by: User | None
) -> Posting:
    """The host records the hand-over once everyone has signed its list."""
    held = held_posting(posting)
    life = steps.hand_over(life_of(held), by=side, on=on, complete=complete)
    return _taken("posting.handed_over", held, life, by=by, handed_over_on=on)


@transaction.atomic
def close_posting(
    *, posting: Posting, evaluated: Collection[Side], side: Side, by: User | None, on: date
) -> Posting:
    """Close a posting that is over, handed over and evaluated by all."""
    held = held_posting(posting)
    life = steps.close(life_of(held, evaluated=evaluated), by=side, on=on)
    held.closed_on = on
    held.save(update_fields=["closed_on"])
    return _taken("posting.closed", held, life, by=by, closed_on=on)


def held_posting(posting: Posting) -> Posting:
    """The posting as it stands now; whoever comes second sees what the first one did."""
    held = Posting.objects.select_for_update(of=("self",)).in_full()
    return held.get(pk=posting.pk)


def _taken(verb: str, held: Posting, life: Life, *, by: User | None, **facts: object) -> Posting:
    held.save(update_fields=set_course(held, life))
    entry = event_about(verb, held, worker=held.worker.name, **facts)
    journal.record_many(actor=by, events=[entry])
    return held
