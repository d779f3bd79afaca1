"""What nobody answered in time is reminded of, the working day after the term ran out."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from bangfu.apps.voice.models import PublicRequest
from bangfu.core.voice.request_life import Side, Step

from .taking import held, record, take


def unreminded(*, on: date) -> list[int]:
    """Requests past their term of which nobody was told since; by key."""
    late = PublicRequest.objects.late(on)
    fresh = late.filter(Q(reminded_on__isnull=True) | Q(reminded_on__lte=F("due")))
    return list(fresh.order_by("due", "pk").values_list("pk", flat=True))


@transaction.atomic
def remind(*, request: PublicRequest, on: date, at: datetime) -> PublicRequest:
    """Put a reminder on a late request's record, once for each term. Raises ``NotNow``."""
    found = held(request, Step.REMIND, Side.CLOCK, on=on)
    due = found.due
    if due is None or due >= on or (found.reminded_on and found.reminded_on > due):
        return found
    found.reminded_on, found.late = on, True
    take(found, Step.REMIND, on=on, at=at, by=None, until=due, target=found.institution)
    record("request.reminded", found, by=None, institution=found.institution.name, due=due)
    return found


def remind_all(*, on: date, at: datetime) -> int:
    """Remind of everything late, each in a transaction of its own; how many there were."""
    keys = unreminded(on=on)
    for found in PublicRequest.objects.filter(pk__in=keys):
        remind(request=found, on=on, at=at)
    return len(keys)
