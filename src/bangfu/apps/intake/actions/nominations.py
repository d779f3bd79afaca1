"""Offering people to a programme and taking them back."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Nomination
from bangfu.apps.intake.service_form import ServiceForm
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker
from bangfu.core.refusal import Refusal

from .checks import (
    FormUnknown,
    refuse_again,
    refuse_out_of_service,
    refuse_reversed,
    refuse_silence,
)


class AlreadyNominated(Refusal):
    """The worker already stands nominated for the programme."""


def nominate(
    *,
    programme: Programme,
    worker: Worker,
    forms: Sequence[str],
    available_from: date,
    available_before: date,
    consented: bool,
    by: User | None,
    note: str = "",
) -> Nomination:
    """Offer one worker to a programme; raises as :func:`nominate_many`."""
    nomination = Nomination(
        programme=programme,
        worker=worker,
        forms=list(forms),
        available_from=available_from,
        available_before=available_before,
        consented=consented,
        note=note,
    )
    return nominate_many(nominations=[nomination], by=by)[0]


@transaction.atomic
def nominate_many(*, nominations: Sequence[Nomination], by: User | None) -> list[Nomination]:
    """Offer several workers, given as unsaved rows: all of them, or none.

    Raises ``DaysReversed``, ``FormUnknown``, ``NotInService`` or ``AlreadyNominated``.
    """
    for nomination in nominations:
        _refuse_unfit(nomination)
        nomination.nominated_by = by
    _refuse_nominated(nominations)
    made = Nomination.objects.bulk_create(nominations, batch_size=500)
    journal.record_many(
        actor=by,
        events=[
            _event(
                "nomination.made",
                nomination,
                forms=nomination.forms,
                available_from=nomination.available_from,
                available_before=nomination.available_before,
                consented=nomination.consented,
            )
            for nomination in made
        ],
    )
    return made


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, reason: str, by: User, on: date) -> Nomination:
    """Take a nomination back; the row stays, with the reason and the day.

    Raises ``ReasonMissing`` or ``AlreadyWithdrawn``.
    """
    refuse_silence(reason)
    held = Nomination.objects.select_for_update(of=("self",))
    withdrawn = held.select_related("worker__home", "programme").get(pk=nomination.pk)
    if withdrawn.state == Nomination.State.WITHDRAWN:
        refuse_again(withdrawn.withdrawn_on)
    withdrawn.state = Nomination.State.WITHDRAWN
    withdrawn.withdrawn_on, withdrawn.withdrawal_reason = on, reason.strip()
    withdrawn.save(update_fields=["state", "withdrawn_on", "withdrawal_reason"])
    journal.record_many(
        actor=by,
        events=[_event("nomination.withdrawn", withdrawn, reason=reason.strip())],
    )
    return withdrawn


def _refuse_unfit(nomination: Nomination) -> None:
    refuse_reversed(nomination.available_from, nomination.available_before)
    unknown = [form for form in nomination.forms if form not in ServiceForm.values]
    if unknown or not nomination.forms:
        raise FormUnknown(
            zh=f"没有“{'、'.join(unknown)}”这一派驻形式。"
            if unknown
            else "请至少选择一种派驻形式。",
            en=f"Unknown forms of service: {', '.join(unknown)}."
            if unknown
            else "Choose at least one form of service.",
        )
    refuse_out_of_service(nomination.worker, nomination.available_before)


def _refuse_nominated(nominations: Sequence[Nomination]) -> None:
    workers = sorted({nomination.worker_id for nomination in nominations})
    list(Worker.objects.select_for_update(no_key=True).filter(pk__in=workers).order_by("pk"))
    standing = set(
        Nomination.objects.standing()
        .filter(worker__in=workers)
        .values_list("programme_id", "worker_id")
    )
    for nomination in nominations:
        identity = (nomination.programme_id, nomination.worker_id)
        if identity in standing:
            raise AlreadyNominated(
                zh=f"{nomination.worker}已被推荐到“{nomination.programme}”；"
                "如需变更，请先撤回原推荐。",
                en=f"{nomination.worker} already stands nominated for {nomination.programme}; "
                "withdraw that nomination first.",
            )
        standing.add(identity)


def _event(verb: str, nomination: Nomination, **facts: object) -> Event:
    home = nomination.worker.home
    return Event(
        verb,
        nomination,
        area_code=home.area_code,
        institution_code=home.code,
        programme=nomination.programme.code,
        facts=facts,
    )
