"""The telling itself: the journal is read on from where each program stopped, entry by entry.

Nothing is queued when something happens, so nothing is lost and no change waits for a program. A
message is sent at least once; its number stays the same, by which a receiver knows it again.
"""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from bangfu.apps.journal import verbs
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import latest_number
from bangfu.apps.webhooks.models import Delivery, Subscription
from bangfu.apps.webhooks.secret import secret_of
from bangfu.core.webhooks.envelope import envelope, next_try
from bangfu.core.webhooks.topics import told
from bangfu.web import outbound

KEEP = "webhooks.keep_subscription"
PING = "ping"
MOST = 100
"""Messages to one program before the others have their turn."""
PATIENCE = 30.0
"""Seconds spent on one program before the others have their turn."""
CLAIM = timedelta(minutes=2)
"""So long a program belongs to the worker that tells it; a worker that died gives it back."""
KEPT = timedelta(days=30)


def tell_all(*, at: datetime) -> int:
    """Tell every program what is due; how many messages arrived."""
    due = list(Subscription.objects.due(at).values_list("pk", flat=True))
    arrived = sum(tell(pk=pk, at=at) for pk in due)
    forget_deliveries(before=at - KEPT)
    return arrived


def tell(*, pk: int, at: datetime) -> int:
    """Tell one program what it has not heard, unless somebody else is at it; how many arrived."""
    standing = Subscription.objects.standing().filter(pk=pk)
    if not standing.filter(paused_at=None, next_at__lte=at).update(next_at=at + CLAIM):
        return 0
    subscription = standing.select_related("holder").get()
    until, ends_at, arrived = latest_number(), time.monotonic() + PATIENCE, 0
    entries = list(_unheard(subscription, until)[:MOST])
    for entry in entries:
        delivery = _sent(subscription, entry.verb, entry.at, _facts(entry), entry=entry.number)
        if not delivery.arrived:
            _try_later(subscription, delivery)
            return arrived
        arrived += 1
        standing.update(told=entry.number, failures=0, next_at=timezone.now() + CLAIM)
        if time.monotonic() > ends_at:
            break
    else:
        if len(entries) < MOST:
            standing.filter(told__lt=until).update(told=until)
    standing.update(next_at=timezone.now())
    return arrived


def try_out(*, subscription: Subscription, at: datetime) -> Delivery:
    """Send a message that tells of nothing, now."""
    return _sent(subscription, PING, at, {})


def forget_deliveries(*, before: datetime) -> int:
    """Drop the record of old messages; the journal itself stays."""
    return Delivery.objects.filter(sent_at__lt=before).delete()[0]


def _unheard(subscription: Subscription, until: int) -> QuerySet[Entry]:
    """What the holder may read of the chosen topics, the oldest first."""
    if not subscription.holder.is_active:
        return Entry.objects.none()
    scope = subscription.holder.scope_of(KEEP)
    wanted = [verb for verb in verbs.every() if told(subscription.topics, verb)]
    found = Entry.objects.filter(number__gt=subscription.told, number__lte=until, verb__in=wanted)
    return found.filter(scope.filter(area="area_code", institution="institution_code")).order_by(
        "number"
    )


def _facts(entry: Entry) -> Mapping[str, object]:
    """What is told: which thing and where, never a name; the rest is asked for by whoever may."""
    return {
        "entry": entry.number,
        "subject": {"type": entry.subject_type, "id": entry.subject_id},
        "area": entry.area_code,
        "institution": entry.institution_code,
        "programme": entry.programme,
    }


def _sent(
    subscription: Subscription,
    kind: str,
    at: datetime,
    facts: Mapping[str, object],
    *,
    entry: int | None = None,
) -> Delivery:
    now = timezone.now()
    made = envelope(
        number=f"{subscription.pk}-{entry or int(now.timestamp())}",
        kind=kind,
        at=at,
        facts=facts,
        secret=secret_of(subscription),
        now=now,
    )
    status, failed = _answer(subscription.address, made.body, made.headers)
    return Delivery.objects.create(
        subscription=subscription,
        entry=entry,
        verb=kind,
        sent_at=now,
        status=status,
        failed_zh=failed[0],
        failed_en=failed[1],
    )


def _answer(
    address: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int | None, tuple[str, str]]:
    """The status that came back, and why that is a failure, in both languages."""
    inside: bool = settings.WEBHOOK_PRIVATE
    allowed, seconds = (
        outbound.Allowed(this_machine=inside, private=inside),
        settings.WEBHOOK_SECONDS,
    )
    try:
        url = outbound.usable(address)
        answer = outbound.posted(url, body, headers, seconds=seconds, allowed=allowed)
    except (outbound.Unusable, outbound.Unreachable) as refused:
        return None, (refused.zh, refused.en)
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return answer.status, ("", "")
    return answer.status, (f"答复状态{answer.status}", f"it answered {answer.status}")


def _try_later(subscription: Subscription, delivery: Delivery) -> None:
    """Wait longer with each failure; pause where the receiver is gone or it failed too often."""
    failures, now = subscription.failures + 1, timezone.now()
    wait = None if delivery.status == HTTPStatus.GONE else next_try(failures)
    held = Subscription.objects.standing().filter(pk=subscription.pk)
    if wait is None:
        held.update(
            failures=failures,
            paused_at=now,
            paused_why_zh=delivery.failed_zh,
            paused_why_en=delivery.failed_en,
        )
    else:
        held.update(failures=failures, next_at=now + wait)
