"""A host opens the roster of its visiting experts to the public, or closes it again."""

from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.models import PublicRoster
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Institution


@transaction.atomic
def open_roster(*, host: Institution, by: User | None, at: datetime) -> PublicRoster:
    """Show everybody who comes when; opening an open one changes nothing."""
    row, created = PublicRoster.objects.get_or_create(
        host=host, defaults={"opened_by": by, "opened_at": at}
    )
    if created:
        _record("roster.opened_to_public", host, by=by)
    return row


@transaction.atomic
def close_roster(*, host: Institution, by: User | None) -> None:
    """Show it to nobody any more; its address answers as if it had never been."""
    deleted, _each = PublicRoster.objects.filter(host=host).delete()
    if deleted:
        _record("roster.closed_to_public", host, by=by)


def _record(verb: str, host: Institution, *, by: User | None) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=host,
        area_code=host.area_code,
        institution_code=host.code,
    )
