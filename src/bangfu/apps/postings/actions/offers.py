"""Offers: a name put forward, agreed by both sides or declined, and replaced by a substitute.

The rules are those of ``bangfu.core.duty.posting_steps``; here rows are held and written and each
step is journalled, in one transaction. Each raises the refusals of its step, among them
``NotYours`` and ``NotNow``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.admission import refuse_second_place, refuse_unfit
from bangfu.apps.postings.departments import refuse_thin_departments
from bangfu.apps.postings.models import Offer
from bangfu.apps.postings.offering import (
    as_posting,
    life_of,
    refuse_declined,
    refuse_not_nominated,
    refuse_second_offer,
)
from bangfu.apps.postings.suitability import Grounds, grounds_of
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import Days
from bangfu.core.duty import posting_steps as steps
from bangfu.core.duty.posting_life import Life
from bangfu.core.duty.sides import NotNow, NotYours, Side
from bangfu.core.refusal import Refusal

from .opening import Draft, held_needs, held_workers


class OtherUnit(Refusal):
    """A sender puts forward its own people only."""


class NothingToAllow(Refusal):
    """Only what a side declined, and nobody has allowed since, can be allowed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A name to be put forward and, beside what speaks for it anyway, what a plan found."""

    draft: Draft
    grounds: Sequence[Grounds] = ()


@transaction.atomic
def make_offers(
    *,
    proposals: Sequence[Proposal],
    side: Side,
    by: User | None,
    at: datetime,
    plan_reference: str = "",
) -> list[Offer]:
    """Put several names forward, all of them or none.

    A sender agrees thereby, and puts forward its own people only (the caller says whose they are).
    With ``plan_reference`` a plan has weighed the days of the nominations. Raises ``NotNominated``,
    ``RefusedBefore``, ``AlreadyPosted``, ``AlreadyOffered``, ``DepartmentTooThin``, and as
    ``open_postings`` where person, need and days do not go together.
    """
    drafts = [proposal.draft for proposal in proposals]
    needs, workers = held_needs(drafts), held_workers(drafts)
    offers = []
    for draft in drafts:
        need, worker = needs[draft.need.pk], workers[draft.worker.pk]
        days = Days(draft.starts_on, draft.ends_before)
        life = steps.nominate(worker=str(worker.pk), days=days, by=side)
        agreed = Side.SENDER in life.agreed
        offers.append(
            Offer(
                need=need,
                worker=worker,
                home=worker.home,
                starts_on=draft.starts_on,
                ends_before=draft.ends_before,
                sessions_per_week=draft.sessions_per_week or need.sessions_per_week,
                state=life.state.value,
                plan_reference=plan_reference,
                sender_agreed_at=at if agreed else None,
                sender_agreed_by=by if agreed else None,
                offered_by=by,
                offered_at=at,
            )
        )
    _refuse_unfit(offers, within_days=not plan_reference)
    said = grounds_of((offer.need, offer.worker) for offer in offers)
    for offer, proposal, grounds in zip(offers, proposals, said, strict=True):
        offer.reasons = [*grounds, *proposal.grounds]
    Offer.objects.bulk_create(offers, batch_size=500)
    if side is Side.SENDER:
        refuse_thin_departments(offers)
    journal.record_many(actor=by, events=[_event("offer.made", one) for one in offers])
    return offers


@transaction.atomic
def agree_offers(
    *, offers: Sequence[Offer], side: Side, by: User | None, at: datetime
) -> list[Offer]:
    """One side agrees to several names, all of them or none.

    Raises ``AlreadyAgreed``; for a sender ``DepartmentTooThin``; and what keeps a posting from
    being opened by now, such as ``NeedNotOpen``.
    """
    held = held_offers(offers)
    for offer in held:
        life = step_of(offer, lambda life: steps.agree(life, by=side))
        refuse_unfit(as_posting(offer))
        offer.state = life.state.value
        if side is Side.SENDER:
            offer.sender_agreed_at, offer.sender_agreed_by = at, by
        else:
            offer.host_agreed_at, offer.host_agreed_by = at, by
    if side is Side.SENDER:
        refuse_thin_departments(held)
    fields = ["state", f"{side.value}_agreed_at", f"{side.value}_agreed_by"]
    Offer.objects.bulk_update(held, fields, batch_size=500)
    events = [_event("offer.agreed", one, side=side.zh) for one in held]
    journal.record_many(actor=by, events=events)
    return held


@transaction.atomic
def withdraw_offer(
    *, offer: Offer, side: Side, reason: str, by: User | None, at: datetime
) -> Offer:
    """Decline, or take back before the appointment, with a reason; raises ``ReasonMissing``."""
    held = held_offers([offer])[0]
    life = steps.withdraw(life_of(held), by=side, reason=reason)
    held.state, held.reason = life.state.value, life.reason
    held.declined_by, held.declined_at, held.declined_account = side.value, at, by
    held.save(update_fields=["state", "reason", "declined_by", "declined_at", "declined_account"])
    event = _event("offer.declined", held, side=side.zh, reason=life.reason)
    journal.record_many(actor=by, events=[event])
    return held


@transaction.atomic
def substitute_offer(
    *, offer: Offer, worker: Worker, by: User | None, at: datetime, reason: str = ""
) -> Offer:
    """The sender names another of its people for the same need and days, and agrees thereby.

    The host speaks anew. Raises ``OtherUnit``, ``SamePerson`` and as :func:`make_offers`; then
    nothing has changed.
    """
    held = held_offers([offer])[0]
    if worker.pk == held.worker_id:
        raise steps.SamePerson(
            zh="替换人选不能是本人，请另选。", en="Choose another person instead."
        )
    if worker.home_id != held.home_id:
        raise OtherUnit(
            zh=f"{worker}不是{held.home}的职工，请从本单位推荐的人选中选择。",
            en=f"{worker} is not of {held.home}; choose among the unit's own nominees.",
        )
    said = reason.strip() or f"派出单位改派{worker.name}"
    withdrawn = withdraw_offer(offer=held, side=Side.SENDER, reason=said, by=by, at=at)
    draft = Draft(
        need=held.need,
        worker=worker,
        starts_on=held.starts_on,
        ends_before=held.ends_before,
        sessions_per_week=held.sessions_per_week,
    )
    made = make_offers(proposals=[Proposal(draft=draft)], side=Side.SENDER, by=by, at=at)[0]
    made.instead_of = withdrawn
    made.plan_reference = held.plan_reference
    made.save(update_fields=["instead_of", "plan_reference"])
    return made


@transaction.atomic
def allow_again(*, offer: Offer, side: Side, by: User | None, at: datetime) -> Offer:
    """An authority lets a declined person be put forward for that need again.

    Raises ``NotYours`` or ``NothingToAllow``.
    """
    if side is not Side.AUTHORITY:
        raise NotYours(
            zh=f"“允许再次提出”由主管部门办理，{side.zh}不能办理。",
            en=f"To allow another try is for the authority, not for the {side.en}.",
        )
    held = held_offers([offer])[0]
    if held.declined_by not in ("host", "sender") or held.allowed_at is not None:
        raise NothingToAllow(
            zh="该人选未被谢绝，或已允许再次提出，无需办理。",
            en="This person was not declined, or another try is allowed already.",
        )
    held.allowed_at, held.allowed_by = at, by
    held.save(update_fields=["allowed_at", "allowed_by"])
    journal.record_many(actor=by, events=[_event("offer.allowed", held)])
    return held


def held_offers(offers: Iterable[Offer]) -> list[Offer]:
    """The offers as they stand now, locked in one order; who comes second sees the first's."""
    asked = Offer.objects.filter(pk__in={one.pk for one in offers}).order_by("pk")
    # Who waited for the lock would read joined rows, such as a posting, as they were before it.
    list(asked.select_for_update().values_list("pk"))
    return list(asked.in_full())


def step_of(offer: Offer, step: Callable[[Life], Life]) -> Life:
    """A step of one of several: where it is too late, the refusal says for whom."""
    try:
        return step(life_of(offer))
    except (NotNow, steps.AlreadyAgreed) as refused:
        raise type(refused)(
            zh=f"{offer.worker}：{refused.zh}", en=f"{offer.worker}: {refused.en}"
        ) from None


def _refuse_unfit(offers: Sequence[Offer], *, within_days: bool) -> None:
    wanted = [as_posting(offer) for offer in offers]
    for posting in wanted:
        refuse_unfit(posting)
    refuse_not_nominated(offers, within_days=within_days)
    refuse_declined(offers)
    refuse_second_place(wanted, among_themselves=False)
    refuse_second_offer(offers)


def _event(verb: str, offer: Offer, **facts: object) -> Event:
    """A journal entry about an offer: it names the host, so that all who see the host see it."""
    return Event(
        verb,
        offer,
        area_code=offer.need.host.area_code,
        institution_code=offer.need.host.code,
        programme=offer.need.programme.code,
        facts={
            "worker": offer.worker.name,
            "home": offer.home.code,
            "starts_on": offer.starts_on,
            "ends_before": offer.ends_before,
            **facts,
        },
    )
