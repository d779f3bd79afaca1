"""What waits for somebody in spot checks, counted with the other figures of a first page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.queries.due import counted
from bangfu.apps.spotchecks.models import Draw, Finding
from bangfu.core.spotchecks.finding_life import State
from bangfu.web.components import DueLine, Waiting, those_waiting

from .reach import ANSWER, MANAGE, RECORD, own_checks


def matters(user: User, *, on: date) -> list[Waiting]:
    """What waits for a reader: one query, none for who holds no permission of spot checks."""
    return said(counted(user, waiting(user, on=on)))


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """The rows that wait for a reader; none of it is read yet."""
    found: dict[str, QuerySet[Any]] = {}
    if user.has_perm(RECORD):
        found["checks_to_make"] = own_checks(user).waiting()
    if user.has_perm(MANAGE):
        scope = user.scope_of(MANAGE).filter(area="area_code")
        held = Draw.objects.filter(scope)
        found["draws_to_reveal"] = held.filter(
            state=Draw.State.COMMITTED, public_after__lte=timezone.now()
        )
        found["redraws_to_decide"] = held.filter(
            redraw_asked_at__isnull=False, redraw_agreed_at__isnull=True
        ).exclude(redraw_asked_by=user)
        found["findings_to_look_at"] = Finding.objects.filter(scope, state=State.REMEDIED.value)
        found["findings_late"] = Finding.objects.filter(scope).late(on)
    if user.has_perm(ANSWER):
        own = Finding.objects.filter(
            user.scope_of(ANSWER).filter(
                area="institution__area_code", institution="institution__code"
            )
        )
        found["findings_to_answer"] = own.filter(state=State.OPEN.value)
        found["findings_to_remedy"] = own.filter(state=State.ANSWERED.value)
    return found


def said(found: Mapping[str, int]) -> list[Waiting]:
    """The figures of :func:`waiting` in words."""
    findings = reverse("finding_list")
    lines: list[DueLine] = [
        (
            "checks_to_make",
            _("抽查任务"),
            _("%(count)s项抽查由您检查"),
            reverse("own_checks"),
            "warn",
            "clipboard-check",
        ),
        (
            "draws_to_reveal",
            _("双随机抽取"),
            _("%(count)s次抽取的公共数已产生，待录入"),
            reverse("draw_list") + "?state=committed",
            "info",
            "adjustments",
        ),
        (
            "redraws_to_decide",
            _("重新抽取"),
            _("%(count)s次抽取申请重新抽取，待您同意"),
            reverse("draw_list"),
            "warn",
            "gavel",
        ),
        (
            "findings_to_look_at",
            _("复查整改"),
            _("%(count)s个抽查问题已报告整改，待复查"),
            findings + "?state=remedied",
            "info",
            "eye",
        ),
        (
            "findings_late",
            _("督办抽查问题"),
            _("%(count)s个抽查问题已过时限"),
            findings + "?state=late",
            "danger",
            "alert-circle",
        ),
        (
            "findings_to_answer",
            _("答复抽查问题"),
            _("本单位%(count)s个抽查问题待答复"),
            findings + "?state=open",
            "danger",
            "message",
        ),
        (
            "findings_to_remedy",
            _("抽查整改"),
            _("本单位%(count)s个抽查问题正在整改"),
            findings + "?state=answered",
            "warn",
            "adjustments",
        ),
    ]
    return those_waiting(found, lines)
