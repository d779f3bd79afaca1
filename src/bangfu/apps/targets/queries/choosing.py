"""Which programme and which day a page of targets is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.programmes.queries import decoded

from .board import Projected, lines
from .reach import reach_of, visible_to
from .stage import stage_of

LOOKED_AT = 8
"""Of how many programmes the lags are counted, the latest first: a province runs dozens."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A programme with targets that a reader may follow."""

    programme: Programme
    edition: Edition


def choices(user: User, *, on: date) -> list[Choice]:
    """Programmes in sight that have targets, those running first, then the latest: one query."""
    newest = Edition.objects.filter(programme=OuterRef("programme")).order_by("-number")
    rows = Edition.objects.filter(
        programme__in=visible_to(user), number=Subquery(newest.values("number")[:1])
    ).select_related("programme")
    latest = rows.order_by(F("programme__starts_on").desc(nulls_last=True), "programme__code")
    found = [Choice(row.programme, row) for row in latest if decoded(row).targets]
    return sorted(found, key=lambda choice: not _runs(choice.programme, on))


def chosen(found: Sequence[Choice], code: str) -> Choice | None:
    """The programme of a code; nothing where it is not in sight."""
    return next((one for one in found if one.programme.code == code), None)


def neediest(user: User, found: Sequence[Choice], *, on: date) -> Choice | None:
    """Of the programmes running, the one most of whose targets lag, as far as somebody follows it.

    Next the one where most institutions lag, else the first. It takes the figures of each, so only
    an address that names no programme asks for it.
    """
    running = [one for one in found if _runs(one.programme, on)][:LOOKED_AT]
    if len(running) < 2:
        return found[0] if found else None
    return max(running, key=lambda one: _lags(user, one, on=on))


def _lags(user: User, one: Choice, *, on: date) -> tuple[int, int]:
    """How many targets lag, and how many parts of them."""
    stage = stage_of(one.programme, reach_of(user, one.programme), edition=one.edition)
    board = lines(stage, on=on, projected=Projected.NOTHING)
    wholes = sum(1 for line in board if line.whole.state.lags)
    return wholes, sum(line.spread.lagging for line in board)


def usual_day(programme: Programme, *, today: date) -> date:
    """Today while a programme runs, else its last day, so that a past one shows how it ended."""
    if programme.ends_before and programme.ends_before <= today:
        return programme.ends_before - timedelta(days=1)
    return today


def _runs(programme: Programme, on: date) -> bool:
    started = programme.starts_on is not None and programme.starts_on <= on
    return started and (programme.ends_before is None or on < programme.ends_before)
