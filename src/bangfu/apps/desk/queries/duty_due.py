"""What waits in duty, as lines of the first page: arrivals, returns, corrections, absences."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.queries.due import Due, due
from bangfu.web.components import Tone
from bangfu.web.wording import number

from .matters import Matter

Line = tuple[int, str, str, str, Tone, str]
"""How many, what, why with a place for the figure, the address, tone and icon."""


def duty_due(user: User, *, on: date) -> list[Matter]:
    """What waits for a reader in duty beside weeks and leave: one query."""
    found = due(user, on=on)
    return [
        Matter(what, why % {"count": number(count)}, url, None, tone, icon)
        for count, what, why, url, tone, icon in (*_alarms(found), *_to_do(found))
        if count
    ]


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
