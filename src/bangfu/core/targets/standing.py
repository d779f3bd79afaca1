"""Where a target stands on a day: what was done against what the calendar asks for."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import floor

from bangfu.core.duty.days import Days
from bangfu.core.programmes.words import Coded

from .bounds import Bound
from .sums import Sum, exact

CLOSE = Fraction(1, 10**9)
"""A curve is a line of floats; what differs by less is the same."""


class State(Coded):
    """What is said of a target on a day."""

    NOT_BEGUN = "not_begun", "未开始", "not begun"
    UNKNOWN = "unknown", "无数据", "no figure"
    REACHED = "reached", "已完成", "reached"
    EXCEEDED = "exceeded", "超出", "exceeded"
    ON_COURSE = "on_course", "达到进度", "on course"
    BEHIND = "behind", "滞后", "behind"
    MISSED = "missed", "到期未完成", "missed"
    HELD = "held", "达标", "kept to"
    BROKEN = "broken", "未达标", "not kept to"

    @property
    def lags(self) -> bool:
        """Whether somebody has to explain it; more than exactly so much is told, not a lag."""
        return self in (State.BEHIND, State.MISSED, State.BROKEN)

    @property
    def is_judged(self) -> bool:
        """Whether there was anything to judge."""
        return self not in (State.NOT_BEGUN, State.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one amount stands.

    ``share_done`` is what was done of the whole, ``share_due`` what the calendar asks, both from 0
    upwards; nothing for what holds throughout. ``due`` is the amount asked by the day: of what only
    comes in whole numbers, the whole ones. ``behind`` is what is missing of it, as a share of the
    whole; a broken bound is behind by how far it is off, of the bound or, where that is 0, by 1.
    """

    state: State
    bound: Bound
    share_done: Fraction | None = None
    share_due: float | None = None
    due: Fraction | None = None
    behind: Fraction = Fraction(0)


def judge(
    bound: Bound, done: Sum, *, share_due: float | None, window: Days, last_day: date, on: date
) -> Standing:
    """What is to be said of a sum on a day. Nothing is judged before its window begins."""
    value = done.value
    share_done = value / bound.amount if value is not None and bound.amount else None
    if bound.throughout:
        share_done = None
    if on < window.starts_on:
        return Standing(state=State.NOT_BEGUN, bound=bound, share_done=share_done, share_due=0.0)
    if value is None:
        return Standing(state=State.UNKNOWN, bound=bound, share_due=share_due)
    if bound.throughout or share_due is None:
        return _held(bound, value)
    due = due_by(bound, share_due)
    # A part of nothing was shared out: there is nothing to be behind with.
    behind = max(Fraction(0), (due - value) / bound.amount) if bound.amount else Fraction(0)
    return Standing(
        state=_grown(bound, value, due, late=on >= last_day),
        bound=bound,
        share_done=share_done,
        share_due=share_due,
        due=due,
        behind=behind,
    )


@lru_cache(maxsize=4096)  # a page asks the same of every institution
def due_by(bound: Bound, share_due: float) -> Fraction:
    """How much of an amount is due at a share of the way; nobody owes half a free clinic."""
    due = bound.amount * exact(min(1.0, max(0.0, share_due)))
    return Fraction(floor(due + CLOSE)) if bound.in_whole_numbers else due


def _held(bound: Bound, value: Fraction) -> Standing:
    if bound.met_by(value):
        return Standing(state=State.HELD, bound=bound)
    off = abs(value - bound.amount)
    behind = off / bound.amount if bound.amount else Fraction(1)
    return Standing(state=State.BROKEN, bound=bound, behind=behind)


def _grown(bound: Bound, value: Fraction, due: Fraction, *, late: bool) -> State:
    if bound.met_by(value):
        return State.REACHED
    if bound.excess(value):
        return State.EXCEEDED
    if late:
        return State.MISSED
    return State.ON_COURSE if value + CLOSE >= due else State.BEHIND
