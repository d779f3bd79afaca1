"""What a reader's notices and ways hold, as rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.desk.queries.matters import Matter
from bangfu.apps.notifications.models import Message, Notice, Way
from bangfu.apps.notifications.sealing import opened
from bangfu.core.notifications.ways import kind_of, masked
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language, moment

SHOWN = timedelta(days=14)
"""So far back an owner sees the messages of a way."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits, since when, and whether the reader sees it for the first time."""

    matter: Matter
    since: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One message: when it was written, and whether it left."""

    title: str
    at: datetime
    said: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way: its kind, its address masked, where it stands, what was sent there."""

    pk: int
    title: str
    address: str
    state: str
    tone: Tone
    waits_for_code: bool
    told: list[Told]


def rows(matters: Iterable[Matter], notices: Mapping[str, Notice]) -> list[Row]:
    """The lines with what is known of each, in their order."""
    return [
        Row(matter, notices[matter.key].since, notices[matter.key].seen_at is None)
        for matter in matters
    ]


def ways(user: User, *, at: datetime) -> list[WayRow]:
    """The reader's own ways: two queries."""
    since = timezone.localdate(at) - SHOWN
    last = Prefetch("messages", Message.objects.filter(on__gte=since).order_by("-on"))
    found = Way.objects.standing().filter(user=user).prefetch_related(last)
    return [_way(way, at) for way in found]


def _way(way: Way, at: datetime) -> WayRow:
    target = opened(way.sealed)
    state, tone = _state(way, target, at)
    return WayRow(
        pk=way.pk,
        title=in_own_language(kind_of(way.kind)),
        address=masked(way.kind, target) if target else "—",
        state=state,
        tone=tone,
        waits_for_code=way.confirmed_at is None,
        told=[_told(message) for message in way.messages.all()],
    )


def _state(way: Way, target: str, at: datetime) -> tuple[str, Tone]:
    if not target:
        return _("密钥已更换，请停用后重新登记"), "danger"
    if way.confirmed_at:
        return _("已启用"), "ok"
    if way.code_until and way.code_until < at:
        return _("验证码已过期"), "danger"
    return _("待确认"), "warn"


def _told(message: Message) -> Told:
    if message.sent_at:
        return Told(message.title, message.made_at, _("已送出"), "ok")
    if message.next_at:
        again = _("未送出，%(moment)s再试") % {"moment": moment(message.next_at)}
        return Told(message.title, message.made_at, again, "warn")
    return Told(message.title, message.made_at, _("未送出，下一工作日一并提醒"), "danger")
