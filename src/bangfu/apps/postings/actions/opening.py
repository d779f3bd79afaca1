"""Opening postings: who answers which need, from when to when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.db.models import F

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.admission import refuse_second_place, refuse_unfit
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Worker

from .entries import event_about


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """One posting to be opened: who, for which need, from which day to before which day.

    ``sessions_per_week`` left out is what the need asks for. ``predecessor`` is the posting that
    this one relieves, opened before or drafted in the same batch; left out, it is worked out for
    a need of one person. ``plan_reference`` is that of the batch, where it is left out.
    """

    need: Need
    worker: Worker
    starts_on: date
    ends_before: date
    sessions_per_week: int | None = None
    predecessor: "Posting | Draft | None" = None
    plan_reference: str = ""


def open_posting(
    *,
    need: Need,
    worker: Worker,
    starts_on: date,
    ends_before: date,
    by: User | None,
    sessions_per_week: int | None = None,
    predecessor: Posting | None = None,
    batch: str = "",
    appointment_document: str = "",
    plan_reference: str = "",
) -> Posting:
    """Post a worker to a host to answer a need; raises as :func:`open_postings`."""
    draft = Draft(
        need=need,
        worker=worker,
        starts_on=starts_on,
        ends_before=ends_before,
        sessions_per_week=sessions_per_week,
        predecessor=predecessor,
    )
    return open_postings(
        drafts=[draft],
        by=by,
        batch=batch,
        appointment_document=appointment_document,
        plan_reference=plan_reference,
    )[0]


@transaction.atomic
def open_postings(
    *,
    drafts: Sequence[Draft],
    by: User | None,
    batch: str = "",
    appointment_document: str = "",
    plan_reference: str = "",
) -> list[Posting]:
    """Open several postings, all of them or none, in the order of the drafts.

    Raises ``AlreadyPosted``, ``HostIsHome``, ``RankBelowFloor``, ``OutsideTerm``, ``NeedNotOpen``,
    ``OtherSender``, or ``NotInService`` and ``SessionsWrong`` of the intake.
    """
    needs = held_needs(drafts)
    workers = held_workers(drafts)
    opened = [
        _posting(
            draft,
            needs[draft.need.pk],
            workers[draft.worker.pk],
            batch=batch,
            appointment_document=appointment_document,
            plan_reference=draft.plan_reference or plan_reference,
            opened_by=by,
        )
        for draft in drafts
    ]
    for posting in opened:
        refuse_unfit(posting)
    refuse_second_place(opened)
    Posting.objects.bulk_create(opened, batch_size=500)
    _link(drafts, opened)
    journal.record_many(actor=by, events=[_opened_event(posting) for posting in opened])
    return opened


def held_needs(drafts: Iterable[Draft]) -> dict[int, Need]:
    """The needs as they stand now; nobody withdraws one before this is done."""
    held = Need.objects.select_for_update(of=("self",), no_key=True)
    wanted = {draft.need.pk for draft in drafts}
    found = held.select_related("host", "programme", "sender").filter(pk__in=wanted)
    return {need.pk: need for need in found.order_by("pk")}


def held_workers(drafts: Iterable[Draft]) -> dict[int, Worker]:
    """The workers, locked in one order, so that two batches never wait for each other in a ring."""
    held = Worker.objects.select_for_update(of=("self",), no_key=True)
    wanted = {draft.worker.pk for draft in drafts}
    found = held.select_related("home").filter(pk__in=wanted).order_by("pk")
    return {worker.pk: worker for worker in found}


def _posting(draft: Draft, need: Need, worker: Worker, **rest: object) -> Posting:
    return Posting(
        need=need,
        programme=need.programme,
        worker=worker,
        home=worker.home,
        host=need.host,
        form=need.form,
        role_title=need.role_title,
        department_name=need.department_name,
        starts_on=draft.starts_on,
        ends_before=draft.ends_before,
        planned_ends_before=draft.ends_before,
        sessions_per_week=draft.sessions_per_week or need.sessions_per_week,
        predecessor=draft.predecessor if isinstance(draft.predecessor, Posting) else None,
        **rest,
    )


def _link(drafts: Sequence[Draft], opened: Sequence[Posting]) -> None:
    """Say whom each posting relieves: as drafted, or the one before it on a post for one person."""
    of_draft = dict(zip(map(id, drafts), opened, strict=True))
    before = _predecessors(
        [posting for draft, posting in zip(drafts, opened, strict=True) if not draft.predecessor]
    )
    linked = []
    for draft, posting in zip(drafts, opened, strict=True):
        if isinstance(draft.predecessor, Draft):
            posting.predecessor = of_draft[id(draft.predecessor)]
        elif draft.predecessor is None:
            posting.predecessor = before.get(posting.pk)
        if posting.predecessor is not None:
            linked.append(posting)
    Posting.objects.bulk_update(linked, ["predecessor"], batch_size=500)


def _predecessors(opened: Sequence[Posting]) -> dict[int, Posting]:
    """For postings on needs of one person: the one that began last before, on the same need."""
    single = {posting.need_id for posting in opened if posting.need.headcount == 1}
    if not single:
        return {}
    served = Posting.objects.filter(need__in=single, ends_before__gt=F("starts_on"))
    found: dict[int, Posting] = {}
    for earlier, later in pairwise(served.order_by("need", "starts_on", "pk")):
        if earlier.need_id == later.need_id:
            found[later.pk] = earlier
    return found


def _opened_event(posting: Posting) -> Event:
    return event_about(
        "posting.opened",
        posting,
        worker=posting.worker.name,
        home=posting.home.code,
        form=posting.form,
        starts_on=posting.starts_on,
        ends_before=posting.ends_before,
        batch=posting.batch,
        appointment_document=posting.appointment_document,
        plan_reference=posting.plan_reference,
    )
