"""What waits for a reader: lags a review asks about, notes an authority has not answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.targets.models import AskedLag, LagNote
from bangfu.web.components import DueLine, Waiting, those_waiting
from bangfu.web.scope import Scope

from .reach import EXPLAIN


def waiting(user: User, *, on: date) -> dict[str, QuerySet[Any]]:
    """The rows that wait for a reader by what they are; none of it is read yet.

    ``lags_asked`` for institutions that a kept review asks, ``lags_unanswered`` for the authority:
    a first page must not compute every target, so only what a review found is called to mind.
    """
    found: dict[str, QuerySet[Any]] = {}
    scope = user.scope_of(EXPLAIN)
    if scope.institutions:
        mine = Scope(institutions=scope.institutions).filter(institution="institution__code")
        found["lags_asked"] = AskedLag.objects.filter(mine, note__isnull=True, review__on__lte=on)
    if scope.areas:
        below = Scope(areas=scope.areas).filter(area="institution__area_code")
        asked = AskedLag.objects.filter(note=OuterRef("pk"))
        found["lags_unanswered"] = LagNote.objects.filter(below, Exists(asked), comment="")
    return found


def said(found: Mapping[str, int]) -> list[Waiting]:
    """The figures of :func:`waiting` in words; nothing waits where there are none."""
    lines: list[DueLine] = [
        (
            "lags_asked",
            _("说明滞后原因"),
            _("进度点评列出%(count)s项滞后，请填写原因、措施和时限"),
            reverse("reviews"),
            "warn",
            "target",
        ),
        (
            "lags_unanswered",
            _("审阅滞后说明"),
            _("%(count)s条滞后说明还没有审阅意见"),
            reverse("lags"),
            "info",
            "target",
        ),
    ]
    return those_waiting(found, lines)
