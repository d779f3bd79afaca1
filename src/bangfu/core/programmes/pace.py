"""How much of a target is due by the end of a day, by its pace curve or evenly."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from .measured import COMPUTED
from .parties import Term
from .work import Target


def share_due(target: Target, term: Term | None, on: date) -> float | None:
    """The share of a target due by the end of a day, from 0 to 1.

    ``None`` without a term, and where a target holds at any time instead of growing.

    Between two points of the curve, and from the first day of the term to the first point, progress
    is due evenly; a campaign is two points close together. Without a curve it is due evenly from
    the first day of the term to the target's due day, or to the term's last day. Months weigh the
    same, so that a calendar year is half over at the end of June.

    >>> year = Term(starts_on=date(2015, 1, 1), ends_before=date(2016, 1, 1))
    >>> share_due(Target(indicator="task_progress", exactly=1.0), year, date(2015, 12, 31))
    1.0
    """
    if term is None or holds_throughout(target):
        return None
    last_day = target.due or term.ends_before - timedelta(days=1)
    points = [(term.starts_on - timedelta(days=1), 0.0)]
    points += [(point.by, point.share) for point in target.pace] or [(last_day, 1.0)]
    return _between(points, on)


def holds_throughout(target: Target) -> bool:
    """Whether a target binds on every day alike: a ceiling, a zero, a rate without a curve."""
    if not target.at_least and not target.exactly:
        return True
    computed = COMPUTED.get(target.indicator)
    return not target.pace and computed is not None and not computed.adds_up


def _between(points: Sequence[tuple[date, float]], on: date) -> float:
    """The height over a day of the line through points in order; level beyond its ends."""
    before, share_before = points[0]
    if on <= before:
        return share_before
    for after, share_after in points[1:]:
        if on == after:  # exactly the stated share, whatever floats make of the line
            return share_after
        if on < after:
            part = (_end(on) - _end(before)) / (_end(after) - _end(before))
            return share_before + part * (share_after - share_before)
        before, share_before = after, share_after
    return share_before


def _end(day: date) -> float:
    """Where a day ends, in months: each month weighs the same, so that half a year is a half.

    >>> _end(date(2015, 6, 30)) - _end(date(2014, 12, 31))
    6.0
    """
    return day.year * 12 + day.month - 1 + day.day / monthrange(day.year, day.month)[1]
