"""What waits for those who issue papers, as a line of the first page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.documents.models import Document
from bangfu.web.components import DueLine, Waiting, those_waiting

from .lists import State
from .reach import ISSUE, offices_of


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """Drafts of the offices that a reader issues for; none of them is read yet."""
    if not user.has_perm(ISSUE):
        return {}
    return {"papers_to_issue": Document.objects.drafts().filter(office__in=offices_of(user, ISSUE))}


def said(found: Mapping[str, int]) -> list[Waiting]:
    """The figure of :func:`waiting` in words."""
    lines: list[DueLine] = [
        (
            "papers_to_issue",
            _("签发文书"),
            _("%(count)s份文书草稿待补充或签发"),
            f"{reverse('document_list')}?state={State.DRAFT.value}",
            "info",
            "file-text",
        )
    ]
    return those_waiting(found, lines)
