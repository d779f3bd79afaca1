"""Over which stretch of days a target is counted on a day, and what is due of it by then.

A year is one of the programme: it begins on the anniversary of the first day, so that no
first year is asked the whole for a few months. Shorter stretches are those of the calendar, cut to
the term.
"""

from datetime import date, timedelta
from itertools import accumulate

import msgspec

from bangfu.core.duty.days import Days, month_of, months_later
from bangfu.core.programmes.pace import share_due as share_in_term
from bangfu.core.programmes.parties import Term
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.work import PacePoint, Target
from bangfu.core.tasks.periods import period_of

CALENDAR = (Per.WEEK, Per.MONTH, Per.QUARTER, Per.HALF_YEAR)


def window_of(per: Per, term: Term, on: date) -> Days:
    """The stretch a target is counted over on a day; the first one before the term, the last after.

    A batch has no days of its own in a target: it is counted over the term.

    >>> term = Term(starts_on=date(2019, 8, 23), ends_before=date(2021, 8, 23))
    >>> window_of(Per.YEAR, term, date(2021, 1, 1)).starts_on
    datetime.date(2020, 8, 23)
    """
    whole = Days(term.starts_on, term.ends_before)
    day = min(max(on, whole.starts_on), whole.last_day)
    if per in CALENDAR:
        return period_of(day, per).within(whole)
    if per is Per.YEAR:
        return _year(whole, day)
    return whole


def months_of(window: Days, *, term: Term, until: date) -> Days:
    """The whole months in which a window is counted, up to the month of a day.

    A month that two windows share counts in the later one, so that it counts once.
    """
    starts_on = window.starts_on.replace(day=1)
    last = window.ends_before >= term.ends_before
    end = month_of(window.last_day).ends_before if last else window.ends_before.replace(day=1)
    return Days(starts_on, max(starts_on, min(end, month_of(until).ends_before)))


def share_due(target: Target, window: Days, on: date) -> float | None:
    """The share of a window's amount due by a day, from 0 to 1; ``None`` where it holds throughout.

    The points of a curve are those of the window they lie in. A yearly target repeats them every
    year; another window without a point of its own goes evenly.
    """
    moved = in_window(target, window)
    return share_in_term(
        moved, Term(starts_on=window.starts_on, ends_before=window.ends_before), on
    )


def last_day_due(target: Target, window: Days) -> date:
    """The last day on which the whole amount is in time."""
    moved = in_window(target, window)
    full = [point.by for point in moved.pace if point.share >= 1]
    return min([*full, moved.due or window.last_day, window.last_day])


def _year(whole: Days, day: date) -> Days:
    years = day.year - whole.starts_on.year
    starts_on = months_later(whole.starts_on, 12 * years)
    if starts_on > day:
        years -= 1
        starts_on = months_later(whole.starts_on, 12 * years)
    end = months_later(whole.starts_on, 12 * (years + 1))
    return Days(starts_on, min(end, whole.ends_before))


def in_window(target: Target, window: Days) -> Target:
    """The target with its days in a window: of a yearly one moved by whole years, else left out."""
    if target.per is not Per.YEAR:
        inside = target.due if target.due and target.due in window else None
        pace = tuple(point for point in target.pace if point.by in window)
        return msgspec.structs.replace(target, due=inside, pace=pace)
    due = _in_year(target.due, window) if target.due else None
    own = [point for point in target.pace if point.by in window] or list(target.pace)
    shares: dict[date, float] = {}
    for point in own:
        by = _in_year(point.by, window)
        shares[by] = max(shares.get(by, 0.0), point.share)
    notes = {_in_year(point.by, window): point.note for point in own}
    highest = accumulate((shares[by] for by in sorted(shares)), max)
    curve = [
        PacePoint(by=by, share=share, note=notes[by])
        for by, share in zip(sorted(shares), highest, strict=True)
    ]
    return msgspec.structs.replace(target, due=due, pace=tuple(curve))


def _in_year(day: date, window: Days) -> date:
    """The same day of the year inside a window; its last day where the window is too short."""
    years = window.starts_on.year - day.year
    found = months_later(day, 12 * years)
    if found < window.starts_on:
        found = months_later(day, 12 * (years + 1))
    return min(found, window.ends_before - timedelta(days=1))
