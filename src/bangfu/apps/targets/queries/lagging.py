"""The lag list: every institution behind on a target, the furthest first, with what it says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from bangfu.apps.targets.models import AskedLag, LagNote
from bangfu.core.targets import Spread

from .board import Line, MemberLine
from .stage import Stage


@dataclass(frozen=True, slots=True)
class Lag:
    """One lag with the newest note about it, and how many lag on the same target."""

    line: Line
    part: MemberLine
    note: LagNote | None
    spread: Spread


def lags(stage: Stage, lines: Sequence[Line]) -> list[Lag]:
    """Every lag of some lines, the furthest behind first: one query."""
    notes = newest_notes(stage, lines)
    found = [
        Lag(
            line,
            part,
            notes.get((line.key, part.member.pk, line.window.starts_on.isoformat())),
            line.spread,
        )
        for line in lines
        for part in line.members
        if part.amount.state.lags
    ]
    return sorted(found, key=_furthest)


def newest_notes(stage: Stage, lines: Iterable[Line]) -> dict[tuple[str, int, str], LagNote]:
    """The newest note by target, institution and first day of the window."""
    rows = LagNote.objects.filter(
        programme=stage.programme,
        target__in=[line.key for line in lines],
        institution__in={member.pk for member in stage.members},
    ).select_related("by", "comment_by")
    return {
        (row.target, row.institution_id, row.window.isoformat()): row for row in rows.order_by("pk")
    }


def _furthest(lag: Lag) -> tuple[float, str, str]:
    standing = lag.part.amount.standing
    behind = float(standing.behind) if standing else 0.0
    return -behind, lag.line.key, lag.part.member.name


def asked_by_reviews(stage: Stage, line: Line, institution: int) -> QuerySet[AskedLag]:
    """What kept reviews ask an institution about a target over the same stretch, answered or not.

    What was asked may be explained although the lag is gone, and an answer may be put right.
    """
    return AskedLag.objects.filter(
        review__programme=stage.programme,
        target=line.key,
        institution=institution,
        window=line.window.starts_on,
    )
