"""What waits for somebody in public requests, counted with the other figures of a first page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.voice.models import PublicRequest, Release
from bangfu.core.voice.request_life import State
from bangfu.web.components import DueLine, Waiting, those_waiting

from .reach import HANDLE, RELEASE, handled_by


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """The rows that wait for a reader; none of it is read yet."""
    found: dict[str, QuerySet[Any]] = {}
    if user.has_perm(HANDLE):
        own = handled_by(user)
        found["requests_late"] = own.late(on)
        fresh = own.filter(state=State.NEW.value)
        found["requests_new"] = fresh.exclude(return_until__gte=on)
        found["requests_passed_to"] = own.filter(state=State.NEW.value, return_until__gte=on)
        # Who received it first stays responsible until it is answered, whoever has it now.
        mine = user.scope_of(HANDLE).filter(institution="first__code")
        elsewhere = PublicRequest.objects.filter(mine).exclude(institution=F("first"))
        found["requests_first_late"] = elsewhere.late(on)
        found["requests_to_call"] = own.to_call()
    if user.has_perm(RELEASE):
        scope = user.scope_of(RELEASE).filter(
            area="request__area_code", institution="request__institution__code"
        )
        drafts = Release.objects.filter(scope, approved_at__isnull=True)
        found["answers_to_release"] = drafts.exclude(written_by=user)
    return found


def said(found: Mapping[str, int]) -> list[Waiting]:
    """The figures of :func:`waiting` in words."""
    listed = reverse("request_list")
    lines: list[DueLine] = [
        (
            "requests_late",
            _("催办群众需求"),
            _("%(count)s件群众需求已过答复期限"),
            listed + "?state=late",
            "danger",
            "alert-circle",
        ),
        (
            "requests_new",
            _("受理群众需求"),
            _("%(count)s件群众需求待受理"),
            listed + "?state=new",
            "warn",
            "inbox",
        ),
        (
            "requests_passed_to",
            _("受理转来的群众需求"),
            _("%(count)s件转来待受理，不属于本单位的请在退回期限内退回"),
            listed + "?state=passed_to",
            "warn",
            "arrows-exchange",
        ),
        (
            "requests_first_late",
            _("跟进首接的群众需求"),
            _("%(count)s件由本单位首接、已转出，超过答复期限"),
            listed + "?state=first_late",
            "danger",
            "alert-circle",
        ),
        (
            "requests_to_call",
            _("回访群众需求"),
            _("%(count)s件已答复，留有电话，待回访"),
            listed + "?state=to_call",
            "info",
            "phone",
        ),
        (
            "answers_to_release",
            _("审核公开答复"),
            _("%(count)s件拟公开答复待审核"),
            listed + "?state=to_release",
            "info",
            "eye",
        ),
    ]
    return those_waiting(found, lines)
