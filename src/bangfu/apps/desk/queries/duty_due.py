"""What waits for a reader from offer to closing, as lines of the first page."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Protocol

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.queries import due as work
from bangfu.apps.appraisal.queries import due as appraisal
from bangfu.apps.branches.queries import due as branches
from bangfu.apps.capacity.queries import due as capacity
from bangfu.apps.certificates.queries.reach import certifiable_by
from bangfu.apps.completion import queries as completion
from bangfu.apps.completion.queries.ends import ready_to_close
from bangfu.apps.completion.queries.reach import acts_for
from bangfu.apps.completion.queries.voice import notes_heard
from bangfu.apps.documents.queries import due as documents
from bangfu.apps.duty.queries.due import Due, count_of, read_at_once, waiting
from bangfu.apps.publicity.queries import due as publicity
from bangfu.apps.spotchecks.queries import due as spotchecks
from bangfu.apps.supervision.queries import due as tasks
from bangfu.apps.targets.queries import due as targets
from bangfu.apps.voice.queries import due as voice
from bangfu.core.duty.sides import Side
from bangfu.web.components import Tone, Waiting
from bangfu.web.wording import number

from .matters import Matter

NOTHING: Mapping[str, Any] = MappingProxyType({})


class _Stage(Protocol):
    """What a stage's ``queries.due`` offers: the rows that wait, and their counts in words."""

    def waiting(self, user: User, *, on: date) -> Mapping[str, QuerySet[Any]]: ...

    def said(self, found: Mapping[str, int], /) -> list[Waiting]: ...


STAGES: tuple[_Stage, ...] = (
    work,
    spotchecks,
    voice,
    publicity,
    appraisal,
    documents,
    capacity,
    targets,
    branches,
)
"""In the order of the page, where nothing is more urgent."""

Line = tuple[int, str, str, str, Tone, str]
"""How many, what, why with a place for the figure, the address, tone and icon."""
ELSEWHERE = ("to_close", "to_certify", "to_hear")
"""What other stages than duty count here, so that all is one query."""
ELSEWHERE_KINDS = ("close", "hear")
"""The same by the kinds of :func:`completion.due_of`."""


def duty_due(
    user: User, *, on: date, also: Mapping[str, Any] = NOTHING
) -> tuple[list[Matter], dict[str, Any]]:
    """What waits beside weeks and leave: one query, one more for each side of postings that end.

    ``also`` are figures that the page wants besides; they come back by their names.
    """
    authority = acts_for(user, Side.AUTHORITY)
    in_ledger = tasks.waiting(user, on=on)
    by_stage = [stage.waiting(user, on=on) for stage in STAGES]
    asked = {
        **waiting(user, on=on),
        **in_ledger,
        **{name: rows for found in by_stage for name, rows in found.items()},
        **(_of_authority(user, on=on) if authority else {}),
    }
    columns = {name: count_of(rows) for name, rows in asked.items()}
    oldest = tasks.oldest(in_ledger)
    sums = read_at_once(user, {**also, **columns, **oldest})
    others = {name: sums.pop(name) for name in also}
    ours = {name: sums.pop(name, 0) for name in ELSEWHERE}
    late_since = {name: sums.pop(name) for name in oldest}
    said = tasks.said({name: sums.pop(name) for name in in_ledger}, late_since)
    for stage, found in zip(STAGES, by_stage, strict=True):
        said += stage.said({name: sums.pop(name) for name in found})
    lines = (*_alarms(Due(**sums)), *_to_do(Due(**sums)), *_elsewhere(ours))
    matters = [
        Matter(what, why % {"count": number(count)}, url, None, tone, icon, count)
        for count, what, why, url, tone, icon in lines
        if count
    ]
    done = ELSEWHERE_KINDS if authority else ()
    return [*matters, *_of_stages(said), *_endings(user, on=on, counted=done)], others


def _endings(user: User, *, on: date, counted: Collection[str]) -> Iterator[Matter]:
    """What waits for the sides of postings that end; what authorities do is counted already."""
    if not any(acts_for(user, side) for side in Side if side is not Side.AUTHORITY):
        return
    for one in completion.due_of(user, on=on):
        if one.kind not in counted:
            yield _of_ending(one)


def _of_stages(found: Iterable[Waiting]) -> Iterator[Matter]:
    """What the stages say of their own."""
    for one in found:
        why = one.why % {"count": number(one.count)}
        yield Matter(one.what, why, one.url, None, one.tone, one.icon, one.count)


def _of_authority(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """What an authority closes, certifies and hears."""
    found: dict[str, QuerySet[Any]] = {
        "to_close": ready_to_close(user, on=on),
        "to_certify": certifiable_by(user),
    }
    if not user.scope_of(completion.HEAR).is_empty:
        found["to_hear"] = notes_heard(user).filter(heard_at=None)
    return found


def _elsewhere(found: Mapping[str, int]) -> list[Line]:
    return [
        (
            found["to_close"],
            _("办结派驻"),
            _("%(count)s人次期满并完成交接和评价，可以办结"),
            reverse("closing"),
            "info",
            "circle-check",
        ),
        (
            found["to_certify"],
            _("出具服务证明"),
            _("%(count)s人次已办结，尚未出具服务证明"),
            reverse("ready_list"),
            "info",
            "certificate",
        ),
        (
            found["to_hear"],
            _("阅知受援单位情况反映"),
            _("%(count)s件情况反映待阅知"),
            reverse("voice"),
            "warn",
            "message-circle",
        ),
    ]


def _of_ending(one: completion.Due) -> Matter:
    """What waits for one of the sides when postings end."""
    why = _("%(count)s人次期满待办") % {"count": number(one.count)}
    return Matter(one.what, why, one.url, one.by, one.tone, "arrows-exchange", one.count)


def _alarms(found: Due) -> list[Line]:
    watch = reverse("oversight")
    return [
        (
            found.absent,
            _("今日缺勤"),
            _("%(count)s人今日登记缺勤，请了解情况"),
            watch,
            "danger",
            "user-x",
        ),
        (
            found.unseen,
            _("应到未到"),
            _("%(count)s人起始日期已到，受援单位尚未确认到岗"),
            watch + "#expected",
            "danger",
            "user-question",
        ),
        (
            found.unreported,
            _("派出人员未报到"),
            _("%(count)s人起始日期已到，尚未报到"),
            reverse("sent_duty") + "#arrivals",
            "warn",
            "user-question",
        ),
        (
            found.own_arrival,
            _("办理报到"),
            _("您有%(count)s项派驻已到起始日期，报到后由受援单位确认"),
            reverse("posting_list"),
            "warn",
            "user-check",
        ),
    ]


def _to_do(found: Due) -> list[Line]:
    return [
        (
            found.to_answer,
            _("答复待商定人选"),
            _("%(count)s名人选等待本单位答复，同意或说明原因谢绝"),
            reverse("offer_list"),
            "warn",
            "list-check",
        ),
        (
            found.to_appoint,
            _("办理任命"),
            _("%(count)s名人选双方均已同意"),
            reverse("appoint_offers"),
            "warn",
            "send",
        ),
        (
            found.leave_asked,
            _("审批请假"),
            _("%(count)s件请假待批"),
            reverse("sent_duty") + "#to-decide",
            "warn",
            "calendar-off",
        ),
        (
            found.unconfirmed,
            _("确认到岗"),
            _("%(count)s名新到人员待确认到岗日期"),
            reverse("week") + "#newcomers",
            "warn",
            "user-plus",
        ),
        (
            found.returns,
            _("核对销假"),
            _("%(count)s人假期已满，尚未销假"),
            reverse("week") + "#leave",
            "warn",
            "calendar-off",
        ),
        (
            found.own_returns,
            _("办理销假"),
            _("您有%(count)s次休假已满，尚未销假"),
            reverse("passbook"),
            "warn",
            "calendar-off",
        ),
        (
            found.to_finish,
            _("办理更正"),
            _("%(count)s件更正申请已同意，待在原周补正"),
            reverse("week"),
            "info",
            "edit",
        ),
        (
            found.corrections,
            _("答复更正申请"),
            _("%(count)s件更正申请待办理"),
            reverse("progress") + "#corrections",
            "warn",
            "edit",
        ),
    ]
