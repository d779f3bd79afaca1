"""Programs that ask to be told: entered, paused, given another secret, ended."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.queries import latest_number
from bangfu.apps.webhooks.models import Subscription
from bangfu.core.refusal import Refusal
from bangfu.core.webhooks.topics import known, topics
from bangfu.web import outbound

MOST = 20
"""Subscriptions that one account keeps: each is asked for every minute."""


class AddressUnfit(Refusal):
    """Nothing can be sent to that address."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            zh=f"接收地址不能使用：{zh}。请写完整的地址，如 https://platform.example/bangfu。",
            en=f"The address cannot be used: {en}. Write it in full, "
            "such as https://platform.example/bangfu.",
        )


class NoTopic(Refusal):
    """A subscription to nothing."""

    def __init__(self) -> None:
        super().__init__(zh="请至少选择一类事项。", en="Choose at least one topic.")


class TooManySubscriptions(Refusal):
    """The account keeps as many as it may."""

    def __init__(self) -> None:
        super().__init__(
            zh=f"一个账号最多保留{MOST}个推送，请先停用不再使用的。",
            en=f"An account keeps at most {MOST}; end those no longer used first.",
        )


class AlreadyEnded(Refusal):
    """The subscription was ended."""

    def __init__(self) -> None:
        super().__init__(
            zh="此推送已停用，需要时请重新建立。", en="It was ended; make another one if needed."
        )


@transaction.atomic
def subscribe(
    *, holder: User, title: str, address: str, about: Sequence[str], at: datetime
) -> Subscription:
    """Have a program told of what happens from now on, as far as its holder may read.

    Raises ``AddressUnfit``, ``NoTopic`` or ``TooManySubscriptions``.
    """
    User.objects.select_for_update(no_key=True).get(pk=holder.pk)
    try:
        url = outbound.usable(address)
    except outbound.Unusable as refused:
        raise AddressUnfit(refused.zh, refused.en) from None
    chosen = known(about)
    if not chosen:
        raise NoTopic
    if Subscription.objects.standing().filter(holder=holder).count() >= MOST:
        raise TooManySubscriptions
    made = Subscription.objects.create(
        holder=holder,
        title=title.strip()[:60],
        address=url.geturl(),
        topics=list(chosen),
        told=latest_number(),
        next_at=at,
        made_at=at,
    )
    _record("webhook.made", made, by=holder)
    return made


@transaction.atomic
def pause_subscription(*, subscription: Subscription, by: User, at: datetime) -> Subscription:
    """Stop telling; what happens meanwhile is told when it is resumed. Raises ``AlreadyEnded``."""
    held = _held(subscription)
    if held.paused_at is None:
        held.paused_at, held.paused_why_zh, held.paused_why_en = at, "", ""
        held.save(update_fields=["paused_at", "paused_why_zh", "paused_why_en"])
        _record("webhook.paused", held, by=by)
    return held


@transaction.atomic
def resume_subscription(*, subscription: Subscription, by: User, at: datetime) -> Subscription:
    """Go on where it stopped. Raises ``AlreadyEnded``."""
    held = _held(subscription)
    if held.paused_at is not None or held.failures:
        held.paused_at, held.failures, held.next_at = None, 0, at
        held.save(update_fields=["paused_at", "failures", "next_at"])
        _record("webhook.resumed", held, by=by)
    return held


@transaction.atomic
def renew_secret(*, subscription: Subscription, by: User) -> Subscription:
    """Sign with another secret from now on. Raises ``AlreadyEnded``."""
    held = _held(subscription)
    held.turn += 1
    held.save(update_fields=["turn"])
    _record("webhook.secret_renewed", held, by=by)
    return held


@transaction.atomic
def end_subscription(*, subscription: Subscription, by: User, at: datetime) -> Subscription:
    """Tell that program nothing any more. Raises ``AlreadyEnded``."""
    held = _held(subscription)
    held.ended_at, held.ended_by = at, by
    held.save(update_fields=["ended_at", "ended_by"])
    _record("webhook.ended", held, by=by)
    return held


def _held(subscription: Subscription) -> Subscription:
    held = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if held.ended_at is not None:
        raise AlreadyEnded
    return held


def _record(verb: str, subscription: Subscription, *, by: User) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=subscription,
        facts={
            "receiver": subscription.address,
            "topics": [topics()[one].title.zh for one in known(subscription.topics)],
        },
    )
