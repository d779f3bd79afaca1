"""Cells of an exported list, written by their type: as markup of a workbook, as text of a CSV."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

Value = str | int | float | Decimal | bool | date | datetime | None

HEADING, DAY, MOMENT, WRAPPED = 1, 2, 3, 4
"""Positions of the formats in the workbook's list of styles."""

MOST_CHARACTERS = 32_767
"""A cell holds no more; what is longer is cut with a sign that it was."""
# The first day that every reader counts alike: before it some believe in 29 February 1900.
_FIRST_DAY = date(1900, 3, 1)
_DAY_ZERO = date(1899, 12, 30).toordinal()
# Readers keep fifteen digits of a number; longer ones are codes, and stay text.
_MOST_DIGITS = 10**15

_SPECIAL = re.compile(r"[&<>\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
# What no XML may hold. Tab and line feed may stand; a carriage return would be read as one.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# What a spreadsheet takes for the beginning of a formula when it opens a CSV.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class YesNo:
    """How a flag is written."""

    yes: str = "是"
    no: str = "否"


def text_markup(value: str) -> str:
    """A text between tags: escaped, cut to what a cell holds, without what XML forbids.

    >>> text_markup("A&B <1>"), text_markup("_x0041_"), text_markup("甲\\x00乙")
    ('A&amp;B &lt;1&gt;', '_x005F_x0041_', '甲乙')
    """
    if len(value) > MOST_CHARACTERS:
        value = value[: MOST_CHARACTERS - 1] + "…"
    if not _SPECIAL.search(value):
        return value
    plain = _FORBIDDEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    # A reader would take _x0041_ in a text for the letter A.
    return escape(_LOOKS_ESCAPED.sub("_x005F_", plain))


def cell_markup(value: Value, words: YesNo) -> str:
    """What follows the address within a cell's tag; nothing for an empty cell.

    >>> cell_markup("=1+1", YesNo()), cell_markup(7, YesNo()), cell_markup(None, YesNo())
    (' t="inlineStr"><is><t>=1+1</t></is></c>', '><v>7</v></c>', '')
    """
    return _MARKUP.get(type(value), _other)(value, words)


def csv_text(value: Value, words: YesNo) -> str:
    """One cell of a CSV; text that a spreadsheet would run as a formula begins with a quote mark.

    >>> csv_text("=1+1", YesNo()), csv_text(-5, YesNo()), csv_text(date(2025, 3, 17), YesNo())
    ("'=1+1", '-5', '2025-03-17')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return words.yes if value else words.no
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else ""
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    return str(value)


def _text(value: str, _words: YesNo) -> str:
    if not value:
        return ""
    style = f' s="{WRAPPED}"' if "\n" in value else ""
    space = ' xml:space="preserve"' if value[0].isspace() or value[-1].isspace() else ""
    return f'{style} t="inlineStr"><is><t{space}>{text_markup(value)}</t></is></c>'


def _flag(value: bool, words: YesNo) -> str:
    return _text(words.yes if value else words.no, words)


def _whole(value: int, words: YesNo) -> str:
    return f"><v>{value}</v></c>" if abs(value) < _MOST_DIGITS else _text(str(value), words)


def _exact(value: Decimal, words: YesNo) -> str:
    if not value.is_finite():
        return ""
    if len(value.normalize().as_tuple().digits) > 15:
        return _text(f"{value:f}", words)
    return f"><v>{value:f}</v></c>" if abs(value.adjusted()) < 300 else _text(str(value), words)


def _float(value: float, _words: YesNo) -> str:
    return f"><v>{value!r}</v></c>" if math.isfinite(value) else ""


def _day(value: date, words: YesNo) -> str:
    if value < _FIRST_DAY:
        return _text(value.isoformat(), words)
    return f' s="{DAY}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'


def _moment(value: datetime, words: YesNo) -> str:
    """A moment as it stands; the caller has brought it to local time."""
    if value.date() < _FIRST_DAY:
        return _text(f"{value:%Y-%m-%d %H:%M}", words)
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    days = value.toordinal() - _DAY_ZERO
    return f' s="{MOMENT}"><v>{days + seconds / 86400!r}</v></c>'


def _other(value: object, words: YesNo) -> str:
    """Subclasses, such as words of a closed list, and texts still to be translated."""
    for kind, written in _MARKUP.items():
        if kind is not type(None) and isinstance(value, kind):
            return written(value, words)
    return _text(str(value), words)


# A flag is a number to Python and a moment is a day, so the narrower stand first.
_MARKUP: Mapping[type, Callable[..., str]] = {
    str: _text,
    bool: _flag,
    int: _whole,
    Decimal: _exact,
    float: _float,
    datetime: _moment,
    date: _day,
    type(None): lambda _value, _words: "",
}
