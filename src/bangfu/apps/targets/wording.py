"""Targets in words: amounts, how far, how far behind, what is expected."""

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from bangfu.core.programmes.vocabulary import Per, Unit
from bangfu.core.programmes.wording import TEN_THOUSAND
from bangfu.core.programmes.wording import amount as figure
from bangfu.core.targets import Bound, Forecast, Sense, Standing, State, Sum, Verdict
from bangfu.web.components import Tone
from bangfu.web.wording import MISSING, day, in_own_language, number, percent

TONES: dict[State, Tone] = {
    State.NOT_BEGUN: "neutral",
    State.UNKNOWN: "neutral",
    State.REACHED: "ok",
    State.EXCEEDED: "warn",
    State.ON_COURSE: "ok",
    State.HELD: "ok",
    State.BEHIND: "warn",
    State.BROKEN: "danger",
    State.MISSED: "danger",
}
VERDICT_TONES: dict[Verdict, Tone] = {
    Verdict.REACHED: "ok",
    Verdict.ON_TIME: "ok",
    Verdict.AT_RISK: "warn",
    Verdict.WILL_EXCEED: "warn",
    Verdict.WILL_MISS: "danger",
}


def amount(value: Fraction | None, unit: Unit | None) -> str:
    """An amount with its unit, to a tenth where it is a projection; a dash where there is none."""
    if value is None:
        return MISSING
    digits = 3 if unit is Unit.PERCENT else 2 if unit is Unit.YUAN else 1
    return in_own_language(figure(round(float(value), digits), unit))


def roughly(value: Fraction, unit: Unit | None) -> str:
    """A projected amount: nobody foresees cents, nor single yuan of ten thousand."""
    if unit is Unit.YUAN:
        value = Fraction(round(value, -2 if value >= TEN_THOUSAND else 0))
    return amount(value, unit)


def done(sum_: Sum, unit: Unit | None) -> str:
    """What was done; a rate divided."""
    return amount(sum_.value, unit)


def asked(bound: Bound | None) -> str:
    """What is asked: 不少于2次."""
    if bound is None:
        return _("未分解")
    words = in_own_language(bound.sense.label)
    value = amount(bound.amount, bound.unit)
    return f"{words}{value}" if words == bound.sense.zh else f"{words} {value}"


def per(period: Per) -> str:
    """Over which stretch it is counted."""
    return in_own_language(period.label)


def share(value: Fraction | float | None) -> str:
    """A share in whole percent, so that a column of them can be read; never rounded up to all."""
    if value is None:
        return MISSING
    return percent(float(value), 0)


def course(standing: Standing | None) -> str:
    """How far ahead or behind the calendar, in plain words."""
    if standing is None or standing.share_done is None or standing.share_due is None:
        return ""
    if standing.state in (State.NOT_BEGUN, State.REACHED, State.EXCEEDED):
        return ""
    points = round(100 * (float(standing.share_done) - standing.share_due))
    if standing.state.lags and standing.bound.rate:
        return ""  # the gap says so to a tenth
    if points < 0 and standing.state.lags:
        return _("落后%(points)s个百分点") % {"points": -points}
    if points > 0:
        return _("超前%(points)s个百分点") % {"points": points}
    return _("与时间进度持平")


def gap(standing: Standing | None) -> str:
    """What is missing of the amount due by the day, or how much more was done than asked."""
    if standing is None or standing.due is None or standing.share_done is None:
        return ""
    value = standing.share_done * standing.bound.amount
    if standing.state is State.EXCEEDED:
        over = amount(standing.bound.excess(value), standing.bound.unit)
        return _("比目标多%(over)s") % {"over": over}
    if not standing.state.lags:
        return ""
    short = standing.due - value
    if standing.bound.rate:
        due = amount(standing.due, standing.bound.unit)
        points = number(float(100 * short), 1)
        return _("应达到%(due)s，差%(points)s个百分点") % {"due": due, "points": points}
    return _("应完成%(due)s，差%(short)s") % {
        "due": amount(standing.due, standing.bound.unit),
        "short": amount(short, standing.bound.unit),
    }


def expected(found: Forecast | None, bound: Bound | None) -> str:
    """What the end is expected to be, with its range and what is needed a month."""
    if found is None or bound is None or found.verdict is Verdict.REACHED:
        return ""
    projected = {
        "expected": roughly(found.expected, bound.unit),
        "low": roughly(found.low, bound.unit),
        "high": roughly(found.high, bound.unit),
    }
    if found.verdict is Verdict.WILL_EXCEED:
        return _("预计期末%(expected)s（%(low)s至%(high)s）") % projected
    needed = roughly(_up(found.per_month, bound), bound.unit)
    return _("预计期末%(expected)s（%(low)s至%(high)s），每月还需%(needed)s") % {
        **projected,
        "needed": needed,
    }


def cell(done_: Sum, bound: Bound | None, standing: Standing | None) -> str:
    """One cell of the matrix: a share where it grows, the figure where it holds; with a mark."""
    value = done_.value
    if value is None:
        return MISSING
    if bound is None or standing is None:
        return amount(value, None) if value else "·"
    if standing.share_done is not None and bound.sense is not Sense.AT_MOST:
        words = share(standing.share_done)
    else:
        words = amount(value, bound.unit)
    return words + MARKS.get(standing.state, "")


MARKS = {
    State.REACHED: "✓",
    State.HELD: "✓",
    State.EXCEEDED: "▲",
    State.BEHIND: "▼",
    State.MISSED: "✕",
    State.BROKEN: "✕",
}
"""What a state looks like without its colour."""


def window(starts_on: date, last_day: date) -> str:
    """The days counted."""
    return _("%(first)s至%(last)s") % {"first": day(starts_on), "last": day(last_day)}


def _up(value: Fraction, bound: Bound) -> Fraction:
    """What is needed, in whole ones where only those can be done."""
    return Fraction(-(-value // 1)) if bound.in_whole_numbers else value
