"""Days, counts and lists as an official writes them, in both languages at once."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from .vocabulary import Unit
from .words import Text

TEN_THOUSAND = 10_000
"""From here on money goes by 万元."""
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
    return f"{grouped(number)} {_ONE.get(unit, unit) if number == 1 else unit}".rstrip()


def figure(number: float) -> str:
    """A number as short as it is exact.

    >>> figure(6000), figure(0.5), figure(150000.0)
    ('6000', '0.5', '150000')
    """
    return str(int(number)) if number == int(number) else f"{number:.10g}"


def grouped(number: float) -> str:
    """A number for people to read: as short as it is exact, its thousands grouped.

    >>> grouped(6000), grouped(0.5), grouped(12345.67)
    ('6,000', '0.5', '12,345.67')
    """
    return f"{int(number):,}" if number == int(number) else f"{number:,.10g}"


def amount(value: float, unit: Unit | None) -> Text:
    """A value with its unit; a percentage is kept as a share of 1.

    Ten thousand yuan and more go by 万元 where two places say them exactly.

    >>> amount(150000, Unit.YUAN).zh, amount(10800, Unit.YUAN).zh, amount(12345.67, Unit.YUAN).zh
    ('15万元', '1.08万元', '12,345.67元')
    >>> amount(0.85, Unit.PERCENT).zh, amount(1340, Unit.PERSON_TIMES).zh
    ('85%', '1,340人次')
    """
    if unit is None:
        return Text(zh=grouped(value), en=grouped(value))
    if unit is Unit.PERCENT:
        share = f"{grouped(round(value * 100, 6))}%"
        return Text(zh=share, en=share)
    words = counted(value, unit.en)
    if unit is Unit.YUAN and value >= TEN_THOUSAND and value % 100 == 0:
        return Text(zh=f"{grouped(value / TEN_THOUSAND)}万元", en=words)
    return Text(zh=f"{grouped(value)}{unit.zh}", en=words)


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
