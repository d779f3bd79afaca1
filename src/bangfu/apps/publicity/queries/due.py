"""What waits for those who release lists and stories, as lines of the first page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.web.components import DueLine, Waiting, those_waiting

from .reach import RELEASE, lists_visible_to, stories_visible_to


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """The rows that wait for a reader who releases; none of it is read yet."""
    if not user.has_perm(RELEASE):
        return {}
    return {
        "lists_to_release": lists_visible_to(user, RELEASE).waiting().exclude(written_by=user),  # type: ignore[attr-defined]
        "stories_to_release": stories_visible_to(user, RELEASE).waiting().exclude(written_by=user),  # type: ignore[attr-defined]
    }


def said(found: Mapping[str, int]) -> list[Waiting]:
    """The figures of :func:`waiting` in words."""
    lines: list[DueLine] = [
        (
            "lists_to_release",
            _("审核名单和公告"),
            _("%(count)s件名单或公告待审核公开"),
            reverse("publication_list"),
            "info",
            "eye",
        ),
        (
            "stories_to_release",
            _("审核典型事迹"),
            _("%(count)s篇典型事迹待审核公开"),
            reverse("story_list"),
            "info",
            "eye",
        ),
    ]
    return those_waiting(found, lines)
