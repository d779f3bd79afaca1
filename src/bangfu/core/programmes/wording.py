"""Days, counts and lists as an official writes them, in both languages at once."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from .vocabulary import Unit
from .words import Text

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ONE = {
    "people": "person",
    "person-times": "person-time",
    "times": "time",
    "sessions": "session",
    "operations": "operation",
    "items": "item",
    "institutions": "institution",
    "half-days": "half-day",
    "days": "day",
    "working days": "working day",
    "weeks": "week",
    "months": "month",
    "years": "year",
    "points": "point",
    "posts": "post",
}


def day(on: date) -> Text:
    """A day.

    >>> day(date(2025, 3, 17))
    Text(zh='2025年3月17日', en='17 March 2025')
    """
    return Text(
        zh=f"{on.year}年{on.month}月{on.day}日", en=f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
    )


def span(starts_on: date, ends_before: date) -> Text:
    """Half-open days by their first and last."""
    first, last = day(starts_on), day(ends_before - timedelta(days=1))
    return Text(zh=f"{first.zh}至{last.zh}", en=f"{first.en} to {last.en}")


def counted(number: float, unit: str) -> str:
    """A number with an English unit, singular where it is one.

    >>> counted(1, "people"), counted(14, "people")
    ('1 person', '14 people')
    """
    return f"{figure(number)} {_ONE.get(unit, unit) if number == 1 else unit}".rstrip()


def figure(number: float) -> str:
    """A number as short as it is exact.

    >>> figure(6000), figure(0.5), figure(150000.0)
    ('6000', '0.5', '150000')
    """
    return str(int(number)) if number == int(number) else f"{number:.10g}"


def amount(value: float, unit: Unit | None) -> Text:
    """A value with its unit; a percentage is kept as a share of 1, large sums go by 万元.

    >>> amount(150000, Unit.YUAN).zh, amount(0.85, Unit.PERCENT).zh, amount(10, Unit.TIMES).zh
    ('15万元', '85%', '10次')
    """
    if unit is None:
        return Text(zh=figure(value), en=figure(value))
    if unit is Unit.PERCENT:
        share = figure(round(value * 100, 6))
        return Text(zh=f"{share}%", en=f"{share} %")
    if unit is Unit.YUAN and value >= 10_000 and value % 1_000 == 0:
        return Text(zh=f"{figure(value / 10_000)}万元", en=f"{value:,.0f} yuan")
    return Text(zh=f"{figure(value)}{unit.zh}", en=counted(value, unit.en))


def listed(texts: Iterable[Text]) -> Text:
    """Several texts in a row."""
    found = list(texts)
    return Text(
        zh="、".join(text.zh for text in found) or "—",
        en=_english_list([text.en or text.zh for text in found]) or "—",
    )


def sentence(zh: Sequence[str], en: Sequence[str]) -> Text:
    """Parts put together: Chinese without spaces, English with them and a capital first."""
    joined = " ".join(part for part in en if part)
    return Text(zh="".join(zh), en=joined[:1].upper() + joined[1:])


def _english_list(texts: list[str]) -> str:
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"
