"""Who will miss a target: a projection of the end from what was done until a day.

What is still to come by the curve is expected at the pace of late: how much was done in the last
months of each part the curve asked for in them. Where the curve asked for nothing in those months,
the pace since the beginning stands in. The range lies between both paces, widened by a margin.
More done, in any month, never lowers the projection, and nothing after the day enters it.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bangfu.core.duty.days import Days
from bangfu.core.programmes.words import Coded
from bangfu.core.programmes.work import Target

from .bounds import Bound, Sense
from .settings import Forecasting
from .standing import CLOSE
from .sums import exact
from .windows import last_day_due, share_due

DAYS_A_MONTH = Fraction(3044, 100)


class Verdict(Coded):
    """What is expected of a target."""

    REACHED = "reached", "已完成", "reached"
    ON_TIME = "on_time", "可按期完成", "will be met in time"
    AT_RISK = "at_risk", "有风险", "at risk"
    WILL_EXCEED = "will_exceed", "预计超出", "will be exceeded"
    WILL_MISS = "will_miss", "预计完不成", "will be missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What is expected at the end, between ``low`` and ``high``.

    ``per_month`` is what is needed a month from now on to reach the whole, 0 once it is reached.
    """

    verdict: Verdict
    expected: Fraction
    low: Fraction
    high: Fraction
    per_month: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is known on a day: how much was done by then, and how much of it since ``since``."""

    done: Fraction
    lately: Fraction
    since: date
    on: date


def forecast(
    target: Target, bound: Bound, course: Course, *, window: Days, settings: Forecasting
) -> Forecast | None:
    """The projection for one amount.

    Nothing is said of what holds throughout, before the window, after the last day in time, of
    what is exceeded already, and while hardly anything is due and nothing was done: it would be a
    guess.
    """
    if bound.throughout or bound.sense is Sense.AT_MOST or course.on not in window:
        return None
    if bound.excess(course.done):
        return None
    last_day = last_day_due(target, window)
    due_now = _due(target, window, course.on)
    whole_due = bound.amount * due_now
    early = due_now < exact(settings.nothing_below) or (bound.in_whole_numbers and whole_due < 1)
    if early or course.on >= last_day:
        return _reached(course.done) if bound.met_by(course.done) else None
    due_since = due_now - _due(target, window, course.since)
    to_come = _due(target, window, window.last_day) - due_now
    paces = [course.done / whole_due]
    if due_since > CLOSE:
        paces.append(course.lately / (bound.amount * due_since))
    return _projected(bound, course, to_come, paces, last_day, settings)


def _projected(
    bound: Bound,
    course: Course,
    to_come: Fraction,
    paces: list[Fraction],
    last_day: date,
    settings: Forecasting,
) -> Forecast:
    ahead = bound.amount * to_come
    spread = exact(settings.spread)
    expected = course.done + ahead * paces[-1]
    low = course.done + ahead * min(paces) * (1 - spread)
    high = course.done + ahead * max(paces) * (1 + spread)
    months = max(Fraction(1), (last_day - course.on).days / DAYS_A_MONTH)
    reached = bound.met_by(course.done)
    return Forecast(
        verdict=Verdict.REACHED if reached else _verdict(bound, (low, expected, high), settings),
        expected=expected,
        low=low,
        high=high,
        per_month=max(Fraction(0), bound.amount - course.done) / months,
    )


def _verdict(
    bound: Bound, projected: tuple[Fraction, Fraction, Fraction], settings: Forecasting
) -> Verdict:
    whole, (low, expected, high) = bound.amount, projected
    if bound.excess(low):
        return Verdict.WILL_EXCEED
    if expected + CLOSE >= whole:
        return Verdict.ON_TIME
    near = expected >= whole * exact(settings.at_risk_from)
    return Verdict.AT_RISK if near or high >= whole else Verdict.WILL_MISS


def _reached(done: Fraction) -> Forecast:
    return Forecast(
        verdict=Verdict.REACHED, expected=done, low=done, high=done, per_month=Fraction(0)
    )


def _due(target: Target, window: Days, on: date) -> Fraction:
    return exact(share_due(target, window, on) or 0.0)
