"""Days as notices write them: 2025年3月17日, 二〇〇九年四月七日, 2025-03-18, 3月底, 5月下旬."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .numerals import CHINESE, number

_DIGIT = r"\d{1,2}"
_ZH = rf"[{CHINESE}]{{1,3}}"
_WRITTEN = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d|[一二][〇○零一二三四五六七八九]{{3}})年(?:度)?)?"
    rf"(?P<month>{_DIGIT}|{_ZH})月(?:(?P<day>{_DIGIT}|{_ZH})[日号]|(?P<part>底|末|初|[上中下]旬))"
)
_NUMERIC = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
)
_MONTHS = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>{_DIGIT})月(?:份)?\s?(?:至|到|—|–|-|~|～)+\s?"
    rf"(?:(?P<last_year>(?:19|20)\d\d)年|(?P<next>次年|翌年|第二年))?(?P<last>{_DIGIT})月(?!\d|[初上中下底末])"
)
"""2025年4月至9月: from the first of one month to the last of another."""
_MONTH_ON = re.compile(rf"(?P<year>(?:19|20)\d\d)年(?P<month>{_DIGIT})月(?:份)?(?=起|开始)")
_YEAR_END = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:底|末)")
_THIS_YEAR_END = re.compile(r"(?<![\d每去上])(?P<named>[今本当]?)年(?:底|末)(?=前)")
"""年底前: of the year the text is about."""
_REST = re.compile(rf"\s?(?:至|到|—|–|-|~|～)+\s?(?P<day>{_DIGIT})日")
_PARTS = {
    "初": (1, 10),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "底": (31, 31),
    "末": (31, 31),
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or a few days of a month, as written; ``year`` is ``None`` where none is written."""

    year: int | None
    month: int
    first: int
    last: int
    start: int
    end: int

    def iso(self, year: int | None) -> str:
        """The last day in ISO 8601, without a year (``--08-23``) where none is known."""
        known = self.year or year
        last = min(self.last, calendar.monthrange(known or 2000, self.month)[1])
        return f"{known:04}-{self.month:02}-{last:02}" if known else f"--{self.month:02}-{last:02}"

    def iso_first(self, year: int | None) -> str:
        """The first day, likewise."""
        known = self.year or year
        day = min(self.first, calendar.monthrange(known or 2000, self.month)[1])
        return f"{known:04}-{self.month:02}-{day:02}" if known else f"--{self.month:02}-{day:02}"


def days_in(text: str, offset: int = 0) -> Iterator[Day]:
    """Every day of a text, in order; ``offset`` is added to the places."""
    found = [
        *(
            match
            for pattern in (_WRITTEN, _NUMERIC, _YEAR_END, _THIS_YEAR_END)
            for match in pattern.finditer(text)
        ),
        *(match for pattern in (_MONTHS, _MONTH_ON) for match in pattern.finditer(text)),
    ]
    taken = -1
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        if match.start() < taken:
            continue
        if match.re in (_MONTHS, _MONTH_ON):
            taken = match.end()
            yield from _whole_months(match, offset)
            continue
        day = _day(match, offset)
        if day is None:
            continue
        taken = match.end()
        yield day
        rest = _REST.match(text, match.end())
        if rest and day.first == day.last:
            value = int(rest["day"])
            if day.last < value <= 31:
                start = offset + rest.start("day")
                yield Day(day.year, day.month, value, value, start, offset + rest.end())
                taken = rest.end()


def _whole_months(match: re.Match[str], offset: int) -> Iterator[Day]:
    """The first month as a day that begins, and the last, where there is one, as one that ends."""
    groups = match.groupdict()
    year = int(groups["year"]) if groups["year"] else None
    month = int(groups["month"])
    ends = int(groups["last"]) if groups.get("last") else month
    if not (1 <= month <= 12 and 1 <= ends <= 12) or (groups.get("next") and year is None):
        return
    start, end = offset + match.start(), offset + match.end("month") + 1
    yield Day(year, month, 1, 31, start, end)
    if groups.get("last"):
        last_year = int(groups["last_year"]) if groups["last_year"] else year
        if groups["next"] or (last_year == year and ends < month):
            last_year = last_year + 1 if last_year else None
        at = (groups["last_year"] and match.start("last_year")) or match.start("last")
        yield Day(last_year, ends, 1, 31, offset + at, offset + match.end())


def first_day(text: str, offset: int = 0) -> Day | None:
    """The first day of a text that has a year, or nothing."""
    return next((day for day in days_in(text, offset) if day.year), None)


def _day(match: re.Match[str], offset: int) -> Day | None:
    groups = match.groupdict()
    year = number(groups["year"]) if groups.get("year") else None
    place = (offset + match.start(), offset + match.end())
    known = int(year) if year is not None else None
    if "month" not in groups:
        return Day(known, 12, 31, 31, *place)
    month = number(groups["month"])
    if month is None or not 1 <= month <= 12:
        return None
    if groups.get("part"):
        return Day(known, int(month), *_PARTS[groups["part"]], *place)
    day = number(groups["day"] or "")
    if day is None or not 1 <= day <= 31:
        return None
    try:
        date(known or 2000, int(month), int(day))
    except ValueError:
        return None
    return Day(known, int(month), int(day), int(day), *place)
