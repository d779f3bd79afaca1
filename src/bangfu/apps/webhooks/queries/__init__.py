"""What a keeper reads of subscriptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import verbs
from bangfu.apps.journal.queries import latest_number
from bangfu.apps.webhooks.models import Delivery, Subscription
from bangfu.core.webhooks.topics import known, topics
from bangfu.web.components import Fact, Tone
from bangfu.web.wording import enumerated, in_own_language, moment, number

DELIVERIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A subscription in the list."""

    pk: int
    title: str
    address: str
    topics: str
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message as its keeper reads it."""

    at: datetime
    kind: str
    entry: int | None
    said: str
    tone: Tone


def kept_by(user: User) -> QuerySet[Subscription]:
    """One's own that were not ended; nobody reads another's."""
    return Subscription.objects.standing().filter(holder=user)


def rows(user: User) -> list[Row]:
    """One's subscriptions, the newest first."""
    return [
        Row(
            pk=one.pk,
            title=one.title,
            address=one.address,
            topics=titles_of(one.topics),
            state=state_of(one)[0],
            tone=state_of(one)[1],
        )
        for one in kept_by(user)
    ]


def facts_of(subscription: Subscription) -> list[Fact]:
    """What is known of one: where to, what, how far."""
    behind = latest_number() - subscription.told
    return [
        Fact(_("接收地址"), subscription.address),
        Fact(_("事项"), titles_of(subscription.topics)),
        Fact(_("已推送到"), _("日志第%(entry)s条") % {"entry": number(subscription.told)}),
        Fact(_("其后的日志"), _("%(count)s条") % {"count": number(behind)}),
        *(
            [Fact(_("下次推送"), moment(subscription.next_at))]
            if subscription.failures and subscription.paused_at is None
            else []
        ),
    ]


def sent(subscription: Subscription) -> list[Sent]:
    """The latest messages, the newest first."""
    language = get_language() or ""
    return [
        Sent(
            at=one.sent_at,
            kind=verbs.label_of(one.verb, language) if one.entry else str(_("测试消息")),
            entry=one.entry,
            said=str(_("已送达")) if one.arrived else _in_language(one.failed_zh, one.failed_en),
            tone="ok" if one.arrived else "danger",
        )
        for one in Delivery.objects.filter(subscription=subscription)[:DELIVERIES]
    ]


def state_of(subscription: Subscription) -> tuple[str, Tone]:
    """Where it stands, in words."""
    if subscription.paused_at is not None:
        why = _in_language(subscription.paused_why_zh, subscription.paused_why_en)
        said = _("已暂停（%(why)s）") % {"why": why} if why else _("已暂停")
        return str(said), "warn"
    if subscription.failures:
        said = _("连续%(count)s次未送达，将自动重试") % {"count": subscription.failures}
        return str(said), "warn"
    return str(_("正常")), "ok"


def titles_of(chosen: Sequence[str]) -> str:
    """The topics by name."""
    return enumerated(in_own_language(topics()[one].title) for one in known(chosen))


def _in_language(zh: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") else zh
