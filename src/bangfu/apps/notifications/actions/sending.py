"""The telling itself: at most one message a day for each way, with everything that is new since."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from bangfu.apps.notifications import gateways
from bangfu.apps.notifications.models import Message, Way
from bangfu.apps.notifications.sealing import opened
from bangfu.core.duty.working_days import shipped
from bangfu.core.notifications.digest import Digest, Item, digest
from bangfu.core.notifications.times import is_time, next_try

from .looking import look


def send_digests(*, at: datetime) -> int:
    """Send what is due, and again what failed; how many messages left."""
    here = timezone.localtime(at)
    if not is_time(here, is_working_day=shipped().is_worked(here.date())):
        return 0
    today = here.date()
    ways = Way.objects.confirmed().filter(user__is_active=True).exclude(looked_on=today)
    for way in ways.select_related("user"):
        _write(way, today, at)
    # Yesterday's that did not leave are in today's, where there is anything left to tell.
    due = Message.objects.filter(on=today, sent_at=None, next_at__lte=at, way__ended_at=None)
    return sum(_send(pk, at) for pk in due.values_list("pk", flat=True))


def _write(way: Way, today: date, at: datetime) -> None:
    """Write today's message of one way, where there is anything new; once, whoever is first."""
    asked = Way.objects.filter(pk=way.pk).exclude(looked_on=today)
    if not asked.update(looked_on=today):
        return
    with override(way.language):
        found = look(user=way.user, at=at)
        new = {
            key
            for key, notice in found.notices.items()
            if way.told_until is None or notice.since > way.told_until
        }
        items = [Item(one.what, one.count, one.url) for one in found.matters if one.key in new]
        if not items:
            return
        made = digest(items, site=settings.SITE, page=reverse("notices"), language=way.language)
    Message.objects.create(
        way=way, on=today, title=made.title, text=made.text, made_at=at, next_at=at
    )


def _send(pk: int, at: datetime) -> bool:
    """Send one message, unless somebody else is at it; whether it left."""
    message = Message.objects.select_related("way").get(pk=pk)
    attempts = message.attempts + 1
    again = next_try(attempts, at=at)
    # Counted before it leaves: a worker that dies sends it later, never twice at once.
    claimed = Message.objects.filter(pk=pk, attempts=message.attempts, sent_at=None)
    if not claimed.update(attempts=attempts, next_at=again):
        return False
    way = message.way
    try:
        gateways.send(way.kind, opened(way.sealed), Digest(message.title, message.text))
    except gateways.NotSent:
        return False
    with transaction.atomic():
        Message.objects.filter(pk=pk).update(sent_at=at, next_at=None)
        Way.objects.filter(pk=way.pk).update(told_until=message.made_at)
    return True
