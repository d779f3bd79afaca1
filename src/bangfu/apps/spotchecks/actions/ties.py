"""Declaring that somebody is too near to an institution to check it, and ending that."""

from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Institution
from bangfu.apps.spotchecks.models import Tie
from bangfu.core.refusal import Refusal


class TiedAlready(Refusal):
    """The tie stands already, or is over."""


@transaction.atomic
def declare_tie(
    *,
    account: User,
    institution: Institution,
    kind: str,
    by: User | None,
    at: datetime,
    note: str = "",
) -> Tie:
    """Keep a checker away from an institution in every draw from now on. Raises ``TiedAlready``."""
    User.objects.select_for_update(no_key=True).get(pk=account.pk)
    standing = Tie.objects.filter(account=account, institution=institution, kind=kind)
    if standing.filter(ended_at__isnull=True).exists():
        raise TiedAlready(zh="此项回避已登记。", en="This tie is declared already.")
    tie = Tie.objects.create(
        account=account,
        institution=institution,
        kind=Tie.Kind(kind),
        note=note.strip(),
        declared_by=by,
        declared_at=at,
    )
    _record("tie.declared", tie, by=by)
    return tie


@transaction.atomic
def end_tie(*, tie: Tie, by: User | None, at: datetime) -> Tie:
    """Let a checker be drawn for an institution again. Raises ``TiedAlready``."""
    held = Tie.objects.select_for_update(of=("self",)).select_related("account", "institution")
    row = held.get(pk=tie.pk)
    if row.ended_at:
        raise TiedAlready(zh="此项回避已解除。", en="This tie is over already.")
    row.ended_by, row.ended_at = by, at
    row.save(update_fields=["ended_by", "ended_at"])
    _record("tie.ended", row, by=by)
    return row


def _record(verb: str, tie: Tie, *, by: User | None) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=tie,
        area_code=tie.institution.area_code,
        institution_code=tie.institution.code,
        facts={"user": tie.account.name, "kind": tie.get_kind_display()},
    )
