"""Words of duty for pages: half-days, what is expected of a week, what was entered."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bangfu.core.duty import Days, Entered, Half, HalfDay, settings
from bangfu.core.duty.leave import Leave
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.programmes.words import Coded, Text
from bangfu.web.wording import ENGLISH_MONTHS, in_english, weekday


def called(word: Coded) -> str:
    """A word of the vocabulary in the reader's language."""
    return said(word.label)


def said(text: Text) -> str:
    """A text in the reader's language."""
    return text.in_language(get_language() or "")


def month_day(on: date) -> str:
    """A day within a year that the page names: 3月17日, or 17 Mar."""
    if in_english():
        return f"{on.day} {ENGLISH_MONTHS[on.month - 1]}"
    return f"{on.month}月{on.day}日"


def week_in_words(days: Days) -> str:
    """A stretch of days by its first and last: 3月10日至16日."""
    first, last = days.starts_on, days.last_day
    if first == last:
        return month_day(first)
    if first.month == last.month and not in_english():
        return f"{month_day(first)}至{last.day}日"
    return _("%(first)s至%(last)s") % {"first": month_day(first), "last": month_day(last)}


def half_day(place: HalfDay) -> str:
    """星期三上午, or Wednesday morning."""
    named = f"{weekday(place.day)} " if in_english() else weekday(place.day)
    return named + called(place.half)


def stretch(starts_at: HalfDay, ends_before: HalfDay) -> str:
    """Half-days from one to before another; whole days without their halves."""
    last = HalfDay.of_slot(ends_before.slot - 1)
    if starts_at.half is Half.MORNING and last.half is Half.AFTERNOON:
        days = Days(starts_at.day, ends_before.day)
        return week_in_words(days)
    first = _with_half(starts_at)
    if starts_at == last:
        return first
    return _("%(first)s至%(last)s") % {"first": first, "last": _with_half(last)}


def leave_title(kind: str) -> str:
    """The name of a kind of leave; its code where there is none any more."""
    known = settings.shipped().leave_kind(kind)
    return said(known.title) if known else kind


def entered_in_words(one: Entered) -> str:
    """An exception as the host reads it back."""
    what = called(one.exception)
    if one.exception is DutyException.LEAVE and one.leave_kind:
        what = leave_title(one.leave_kind)
    if one.instead:
        return _("%(what)s：%(left)s改在%(instead)s") % {
            "what": what,
            "left": half_day(one.starts_at),
            "instead": half_day(one.instead),
        }
    return f"{what} {stretch(one.starts_at, one.ends_before)}"


def leave_in_words(one: Leave) -> str:
    """Leave with its days."""
    return f"{leave_title(one.kind)} {stretch(one.starts_at, one.ends_before)}"


def leave_with_substitute(one: Leave, substitute: object | None, *, on: date) -> str:
    """Leave as the host reads it: kind, days, where it stands, who stands in."""
    state = called(one.state_on(on))
    if substitute:
        return _("%(leave)s（%(state)s，替班：%(substitute)s）") % {
            "leave": leave_in_words(one),
            "state": state,
            "substitute": substitute,
        }
    return _("%(leave)s（%(state)s）") % {"leave": leave_in_words(one), "state": state}


def commitment_state(*, short: int, together: bool, at_most: bool) -> str:
    """How a figure asked of a sender stands."""
    if together:
        return _("合计指标，此处为本单位已派")
    if at_most:
        return _("上限")
    return _("还差%(short)s") % {"short": short} if short else _("已达到")


def expectation(slots: Sequence[HalfDay]) -> str:
    """What a week's roster expects: so many working days, or the half-days one by one."""
    if not slots:
        return _("本周无排班")
    days = {place.day for place in slots}
    if len(slots) == 2 * len(days):
        return ngettext("%(days)d天", "%(days)d天", len(days)) % {"days": len(days)}
    if len(slots) <= 4:
        joint = ", " if in_english() else "、"
        return joint.join(half_day(place) for place in slots)
    return ngettext("%(halves)d个半天", "%(halves)d个半天", len(slots)) % {"halves": len(slots)}


def _with_half(place: HalfDay) -> str:
    joint = " " if in_english() else ""
    return f"{month_day(place.day)}{joint}{called(place.half)}"
