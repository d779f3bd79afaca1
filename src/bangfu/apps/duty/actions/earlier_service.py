"""Years served before this system, entered by the own unit from the personnel file."""

from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import EarlierService
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.registry.models import Worker
from bangfu.core.programmes.vocabulary import Place
from bangfu.core.refusal import Refusal

MOST_YEARS = 50


class ProofMissing(Refusal):
    """Years served before are entered with the document that proves them."""


class YearsImpossible(Refusal):
    """Nobody has served so many years."""


class AlreadyOnRecord(Refusal):
    """The same document is entered for the same class of place."""


class NotOnRecord(Refusal):
    """The entry was taken back before."""


@transaction.atomic
def enter_earlier_service(
    *, worker: Worker, place: Place, years: int, proof: str, by: User | None, at: datetime
) -> EarlierService:
    """Enter years served before; raises ``ProofMissing``, ``YearsImpossible``, ``AlreadyOnRecord``.

    Together with what is entered already they are no more than fifty.
    """
    person = _held(worker.pk)
    document = proof.strip()
    if not document:
        raise ProofMissing(
            zh="请填写证明材料的名称和文号。", en="Name the document that proves the years."
        )
    standing = EarlierService.objects.filter(worker=person, withdrawn_at__isnull=True)
    if standing.filter(place=place.value, proof=document).exists():
        raise AlreadyOnRecord(
            zh=f"“{document}”已登记，无需重复登记。", en="That document is entered already."
        )
    most = MOST_YEARS - sum(standing.values_list("years", flat=True))
    if not 1 <= years <= most:
        raise YearsImpossible(
            zh=f"以往服务年数合计应在{MOST_YEARS}年以内，请核对。",
            en=f"Years served before are {MOST_YEARS} at most in all; check the figure.",
        )
    row = EarlierService.objects.create(
        worker=person,
        place=place.value,
        years=years,
        proof=document,
        entered_by=by,
        entered_at=at,
    )
    _record("earlier_service.entered", row, person, by=by)
    return row


@transaction.atomic
def withdraw_earlier_service(
    *, row: EarlierService, by: User | None, at: datetime
) -> EarlierService:
    """Take back what was entered by mistake; the row stays. Raises ``NotOnRecord``."""
    person = _held(row.worker_id)
    held = EarlierService.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.withdrawn_at is not None:
        raise NotOnRecord(zh="该登记已撤销，无需重复办理。", en="It was taken back before.")
    held.withdrawn_by, held.withdrawn_at = by, at
    held.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _record("earlier_service.withdrawn", held, person, by=by)
    return held


def _held(worker: int) -> Worker:
    held = Worker.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("home").get(pk=worker)


def _record(verb: str, row: EarlierService, person: Worker, *, by: User | None) -> None:
    event = Event(
        verb,
        person,
        area_code=person.home.area_code,
        institution_code=person.home.code,
        facts={"place": Place.of(row.place).zh, "years": row.years, "proof": row.proof},
    )
    journal.record_many(actor=by, events=[event])
