"""What waits for a reader in the ledger of work: to confirm, to mend, to finish typing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity
from bangfu.core.programmes import shipped_kinds
from bangfu.web.components import DueLine, Waiting, those_waiting

from .entering import drafts_of
from .reach import CONFIRM, RECORD, answerable_by


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """The rows that wait for a reader by what they are; none of it is read yet.

    Entries of what stays behind are mended on their own pages, so they are not counted here.
    """
    found: dict[str, QuerySet[Any]] = {}
    if user.has_perm(CONFIRM):
        found["work_to_confirm"] = answerable_by(user)
    if user.has_perm(RECORD):
        lasting = [kind.code for kind in shipped_kinds().values() if kind.lasting]
        returned = Activity.objects.filter(recorded_by=user, state=Activity.State.RETURNED)
        found["work_returned"] = returned.exclude(kind__in=lasting)
        found["work_drafts"] = drafts_of(user)
    return found


def said(found: Mapping[str, int]) -> list[Waiting]:
    """The figures of :func:`waiting` in words; nothing waits where there are none."""
    lines: list[DueLine] = [
        (
            "work_to_confirm",
            _("确认工作"),
            _("对方登记的%(count)s条工作待确认，可一次确认"),
            reverse("waiting"),
            "warn",
            "checklist",
        ),
        (
            "work_returned",
            _("更正被退回的工作"),
            _("您登记的%(count)s条工作被对方退回，请更正后重新送确认"),
            reverse("activity_list") + "?state=returned",
            "warn",
            "arrow-back-up",
        ),
        (
            "work_drafts",
            _("完成工作草稿"),
            _("%(count)s条登记还有内容要改正，已存为草稿"),
            reverse("draft_list"),
            "info",
            "edit",
        ),
    ]
    return those_waiting(found, lines)
