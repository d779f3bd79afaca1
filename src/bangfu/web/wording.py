"""Days, months, numbers and spans as an official writes them, in Chinese and in English."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

ENGLISH_MONTHS = tuple(
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
)
WEEKDAYS = (
    gettext_lazy("星期一"),
    gettext_lazy("星期二"),
    gettext_lazy("星期三"),
    gettext_lazy("星期四"),
    gettext_lazy("星期五"),
    gettext_lazy("星期六"),
    gettext_lazy("星期日"),
)
MISSING = "—"


class Spoken(Protocol):
    """Anything that says itself in two languages."""

    def in_language(self, language: str) -> str: ...


def in_own_language(told: Spoken) -> str:
    """A flag, finding, label or refusal in the reader's language."""
    return told.in_language(get_language() or "")


def in_english() -> bool:
    """Whether the page is being written in English."""
    return (get_language() or "").startswith("en")


def in_brackets(said: str, within: str) -> str:
    """Something with a word in brackets behind it, as the reader's language writes them.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(in_brackets("义诊", "人次"))
    义诊（人次）
    >>> with override("en"): print(in_brackets("clinic", "people"))
    clinic (people)
    """
    return f"{said} ({within})" if in_english() else f"{said}（{within}）"


def told(label: object, value: object) -> str:
    """What something is called, and what it is: 地点：镇中心, or Place: the square.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(told("地点", "镇中心"))
    地点：镇中心
    """
    return f"{label}: {value}" if in_english() else f"{label}：{value}"


def enumerated(parts: Iterable[str]) -> str:
    """Several things in one line: 甲、乙, or A, B.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(enumerated(["甲", "乙"]))
    甲、乙
    """
    return (", " if in_english() else "、").join(parts)


def day(value: date | datetime | None) -> str:
    """A day: 2025年3月17日, or 17 Mar 2025; a dash where there is none.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(day(date(2025, 3, 17)))
    2025年3月17日
    >>> with override("en"): print(day(date(2025, 3, 17)))
    17 Mar 2025
    """
    if value is None:
        return MISSING
    on = _local_day(value)
    if in_english():
        return f"{on.day} {ENGLISH_MONTHS[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


def last_day(ends_before: date | None) -> str:
    """The last day covered of something that ends before a day.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(last_day(date(2025, 9, 1)))
    2025年8月31日
    """
    return MISSING if ends_before is None else day(ends_before - timedelta(days=1))


def month(value: date | datetime | None) -> str:
    """A month: 2025年3月, or Mar 2025."""
    if value is None:
        return MISSING
    on = _local_day(value)
    if in_english():
        return f"{ENGLISH_MONTHS[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月"


def month_name(number_in_year: int) -> str:
    """A month without its year: 3月, or Mar."""
    return ENGLISH_MONTHS[number_in_year - 1] if in_english() else f"{number_in_year}月"


def weekday(value: date | datetime) -> str:
    """The day of the week: 星期一, or Monday.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(weekday(date(2025, 3, 17)))
    星期一
    """
    return str(WEEKDAYS[_local_day(value).weekday()])


def moment(value: datetime | None) -> str:
    """A moment in local time to the minute: 2025年3月17日 09:05."""
    if value is None:
        return MISSING
    at = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(at.date())} {at:%H:%M}"


def span(starts_on: date | None, ends_before: date | None) -> str:
    """A half-open stretch of days by its first and last day.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(span(date(2025, 3, 1), date(2025, 9, 1)))
    2025年3月1日至2025年8月31日
    >>> with override("zh-hans"): print(span(date(2025, 3, 1), None))
    2025年3月1日起
    """
    if starts_on is None:
        return MISSING
    if ends_before is None:
        return _("%(day)s起") % {"day": day(starts_on)}
    last = ends_before - timedelta(days=1)
    return _("%(first)s至%(last)s") % {"first": day(starts_on), "last": day(last)}


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """A number with its thousands grouped.

    >>> number(1286), number(Decimal("12.50"), 1), number(None)
    ('1,286', '12.5', '—')
    """
    return MISSING if value is None else f"{value:,.{decimals}f}"


def percent(value: float | Decimal | None, decimals: int = 1) -> str:
    """A share between 0 and 1 as a percentage.

    All and nothing are written without decimals, and nothing short of all is rounded to it.

    >>> percent(0.957), percent(1), percent(0.9999)
    ('95.7%', '100%', '99.9%')
    """
    if value is None:
        return MISSING
    if value in (0, 1):
        return f"{value:.0%}"
    share = float(value)
    return f"{min(share, 1 - 10 ** -(decimals + 2)) if share < 1 else share:.{decimals}%}"


def days_left(ends_before: date | None, today: date | None = None) -> str:
    """How long something still runs; ``ends_before`` is the first day after it.

    >>> from django.utils.translation import override
    >>> with override("zh-hans"): print(days_left(date(2025, 3, 18), date(2025, 3, 17)))
    今天到期
    """
    if ends_before is None:
        return MISSING
    left = (ends_before - (today or timezone.localdate())).days - 1
    if left == 0:
        return _("今天到期")
    if left > 0:
        return ngettext("还有%(days)d天", "还有%(days)d天", left) % {"days": left}
    return ngettext("已结束%(days)d天", "已结束%(days)d天", -left) % {"days": -left}


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value
