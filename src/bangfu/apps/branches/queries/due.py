"""What waits for whoever keeps branches: elections, counts that are old, branches too small."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.web.components import DueLine, Waiting, those_waiting

from .lists import due_for_election, few, not_counted_lately, without_secretary
from .reach import CHANGE, changeable_by


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """The rows that wait for a reader by what they are; none of it is read yet.

    ``branches_election``, ``branches_led``, ``branches_few`` and ``branches_count``.
    """
    if user.scope_of(CHANGE).is_empty:
        return {}
    mine = changeable_by(user)
    return {
        "branches_election": due_for_election(mine, on),
        "branches_led": without_secretary(mine, on),
        "branches_few": few(mine, on),
        "branches_count": not_counted_lately(mine, on),
    }


def said(found: Mapping[str, int]) -> list[Waiting]:
    """The figures of :func:`waiting` in words; nothing waits where there are none."""
    here = reverse("branch_list")
    lines: list[DueLine] = [
        (
            "branches_election",
            _("党支部换届"),
            _("%(count)s个党支部任期届满或将在半年内届满，请准备换届"),
            here + "?missing=election",
            "warn",
            "calendar-event",
        ),
        (
            "branches_led",
            _("明确党支部书记"),
            _("%(count)s个党支部没有登记现任书记"),
            here + "?missing=led",
            "warn",
            "user-question",
        ),
        (
            "branches_few",
            _("调整党支部设置"),
            _("%(count)s个党支部正式党员人数不足，请考虑成立联合党支部"),
            here + "?missing=few",
            "warn",
            "users",
        ),
        (
            "branches_count",
            _("更新党员人数"),
            _("%(count)s个党支部的党员人数超过一年没有更新"),
            here + "?missing=count",
            "info",
            "users",
        ),
    ]
    return those_waiting(found, lines)
