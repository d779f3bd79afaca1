"""Appointing: whom both sides agreed on become postings, as one batch, all or none."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.admission import Clash, already_posted
from bangfu.apps.postings.models import Offer, Posting
from bangfu.apps.postings.notice import refuse_short_notice
from bangfu.apps.postings.offering import as_posting
from bangfu.core.duty import posting_steps as steps
from bangfu.core.duty.sides import Side

from .offers import held_offers, step_of
from .opening import Draft, open_postings


@transaction.atomic
def appoint_offers(
    *,
    offers: Sequence[Offer],
    appointment_document: str,
    on: date,
    notice_days: int,
    side: Side,
    by: User | None,
    batch: str = "",
    short_notice: bool = False,
) -> list[Posting]:
    """Open a posting for each of several offers that both sides agreed to, all or none.

    ``on`` is the day of the notice; nobody starts before it and ``notice_days`` more, unless
    ``short_notice`` says that this is known. Raises ``ShortNotice``, ``NotYours``, ``NotNow`` and
    as ``open_postings``, among them ``AlreadyPosted``: also where another clerk has just appointed
    one of them.
    """
    held = sorted(held_offers(offers), key=lambda one: (one.starts_on, one.pk))
    _refuse_appointed(held)
    for offer in held:
        life = step_of(
            offer, lambda life: steps.appoint(life, by=side, document=appointment_document)
        )
        offer.state = life.state.value
    refuse_short_notice(
        [one.starts_on for one in held], on=on, notice_days=notice_days, accepted=short_notice
    )
    opened = open_postings(
        drafts=[_draft(offer) for offer in held],
        by=by,
        batch=batch,
        appointment_document=appointment_document.strip(),
    )
    for offer, posting in zip(held, opened, strict=True):
        offer.posting = posting
    Offer.objects.bulk_update(held, ["state", "posting"], batch_size=500)
    return opened


def _refuse_appointed(held: Sequence[Offer]) -> None:
    """Raise ``AlreadyPosted`` for those that are appointed by now, naming their postings."""
    if done := [Clash(as_posting(one), one.posting) for one in held if one.posting]:
        raise already_posted(done)


def _draft(offer: Offer) -> Draft:
    return Draft(
        need=offer.need,
        worker=offer.worker,
        starts_on=offer.starts_on,
        ends_before=offer.ends_before,
        sessions_per_week=offer.sessions_per_week,
        plan_reference=offer.plan_reference,
    )
