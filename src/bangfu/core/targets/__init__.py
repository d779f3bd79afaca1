"""Targets: what is asked, over which days, how far it is, what will come of it."""

from .bounds import Bound, Sense, bound_of
from .forecast import Course, Forecast, Verdict, forecast
from .keys import key_of, keyed
from .lags import Cause, Spread, spread_of
from .sharing import Balance, NotDivisible, NotShared, PartsExceed, balanced, evenly, in_proportion
from .standing import Standing, State, due_by, judge
from .sums import UNKNOWN, Sum, exact, total
from .windows import in_window, last_day_due, months_of, share_due, window_of

__all__ = [
    "UNKNOWN",
    "Balance",
    "Bound",
    "Cause",
    "Course",
    "Forecast",
    "NotDivisible",
    "NotShared",
    "PartsExceed",
    "Sense",
    "Spread",
    "Standing",
    "State",
    "Sum",
    "Verdict",
    "balanced",
    "bound_of",
    "due_by",
    "evenly",
    "exact",
    "forecast",
    "in_proportion",
    "in_window",
    "judge",
    "key_of",
    "keyed",
    "last_day_due",
    "months_of",
    "share_due",
    "spread_of",
    "total",
    "window_of",
]
