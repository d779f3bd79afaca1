"""Objections of a round, and one of them with what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Objection, Round
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language

from . import sheets
from .reach import subjects_visible_to

OPEN = (Objection.State.RECEIVED, Objection.State.RECHECKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRow:
    """One objection in a list."""

    pk: int
    subject: str
    item: str
    at: datetime
    state: str
    tone: Tone


def objection_rows(
    user: User, held: Round, *, subject: int | None = None
) -> Sequence[ObjectionRow]:
    """Objections in a reader's reach, the latest first: one query."""
    inside = subjects_visible_to(user).filter(round=held).order_by().values("pk")
    found = Objection.objects.filter(subject__in=inside).select_related("subject")
    if subject is not None:
        found = found.filter(subject=subject)
    return [
        ObjectionRow(
            pk=row.pk,
            subject=row.subject.key,
            item=title_of(held, row.item),
            at=row.at,
            state=row.get_state_display(),
            tone="warn" if row.state in OPEN else "neutral",
        )
        for row in found
    ]


def title_of(held: Round, item: str) -> str:
    """An item's title; nothing where the whole result is meant."""
    return in_own_language(sheets.scheme_of(held).by_item[item].title) if item else ""
