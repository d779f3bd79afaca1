"""Lags and the notes about them as pages show them."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.targets.models import LagNote
from bangfu.apps.targets.queries.lagging import Lag
from bangfu.apps.targets.queries.stage import Stage
from bangfu.core.targets import Spread
from bangfu.core.targets.lags import Cause
from bangfu.core.targets.settings import shipped
from bangfu.web.wording import in_own_language

from . import presentation
from .pages import LagRow, NoteShown
from .rows import address


def lag_row(stage: Stage, lag: Lag, *, on: date) -> LagRow:
    """One lag of the list."""
    member = lag.part.member
    row = presentation.member_row(stage, lag.line, member, lag.part.amount, on=on)
    return LagRow(
        institution=member.name,
        institution_url=row.url,
        target=presentation.title_of(lag.line),
        target_url=address("target", stage, target=lag.line.key, on=on.isoformat()),
        row=row,
        common=lag.spread.is_common(shipped().common),
        spread=spread_words(lag.spread),
        note=shown(lag.note) if lag.note else None,
    )


def spread_words(spread: Spread) -> str:
    """Whether a lag is common or particular, and of how many."""
    words = {"lagging": spread.lagging, "judged": spread.judged}
    if spread.is_common(shipped().common):
        return _("共性：%(judged)s家中%(lagging)s家滞后") % words
    return _("个性：%(judged)s家中%(lagging)s家滞后") % words


def shown(note: LagNote) -> NoteShown:
    """A note, with the answer to it."""
    return NoteShown(
        pk=note.pk,
        url=reverse("lag_note", args=[note.pk]),
        cause=in_own_language(Cause.of(note.cause).label),
        why=note.why,
        measures=note.measures,
        responsible=note.responsible,
        new_due=note.new_due,
        by=str(note.by or ""),
        at=note.at,
        comment=note.comment,
        in_ledger=bool(note.problem),
    )
