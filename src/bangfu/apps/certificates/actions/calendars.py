"""Secret calendar addresses, made and renewed by their owners."""

import secrets
from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates.models import CalendarAddress
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Institution, Worker

SECRET_BYTES = 32
"""256 bits, written in 43 characters: nobody guesses one."""


@transaction.atomic
def renew_address(*, owner: Worker | Institution, by: User | None, at: datetime) -> CalendarAddress:
    """A new secret address for a worker or a host; the one before leads nowhere from now on.

    The journal says that it was renewed, never what it is.
    """
    worker = owner if isinstance(owner, Worker) else None
    host = owner if isinstance(owner, Institution) else None
    made = {"secret": secrets.token_urlsafe(SECRET_BYTES), "made_by": by, "made_at": at}
    address, _created = CalendarAddress.objects.update_or_create(
        worker=worker, host=host, defaults=made
    )
    place = owner.home if isinstance(owner, Worker) else owner
    journal.record(
        actor=by,
        verb="calendar.renewed",
        subject=owner,
        area_code=place.area_code,
        institution_code=place.code,
    )
    return address
