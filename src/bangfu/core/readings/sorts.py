"""What sort of value stands at a place of a draft, and how what a clerk types becomes it."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Any

from bangfu.core.programmes.vocabulary import Form, Per, Qualification, Rank
from bangfu.core.programmes.words import Coded
from bangfu.core.refusal import Refusal

LONGEST_WORDS = 200
MOST = 10_000_000
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


class Sort(Enum):
    """How a value is typed, checked and written; its own value is what is kept of it."""

    WORDS = "words"
    """A Chinese text, written as ``{ zh = … }``."""
    PLAIN = "plain"
    CODE = "code"
    AREA = "area"
    WHOLE = "whole"
    FIGURE = "figure"
    PERCENT = "percent"
    """Typed as 95, written as 0.95."""
    DAY = "day"
    LAST_DAY = "last_day"
    """Typed as the last day, written as the first day no longer covered."""
    FORM = "form"
    RANK = "rank"
    CYCLE = "cycle"
    CONDITIONS = "conditions"
    """Several codes, typed with spaces between."""

    @property
    def choices(self) -> Sequence[Coded]:
        """The words to choose from; none where a value is typed."""
        listed = _CHOICES.get(self)
        return tuple(listed) if listed else ()


_CHOICES: dict[Sort, type[Coded]] = {
    Sort.FORM: Form,
    Sort.RANK: Rank,
    Sort.CYCLE: Per,
    Sort.CONDITIONS: Qualification,
}
_PATTERNS = {
    Sort.CODE: re.compile(r"[a-z][a-z0-9_]{0,63}"),
    Sort.AREA: re.compile(r"|[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}"),
}


class ValueWrong(Refusal):
    """What was typed cannot stand at that place."""


def checked_value(sort: Sort, typed: str) -> str:
    """What a clerk typed, as it is kept; raises ``ValueWrong``.

    >>> checked_value(Sort.WHOLE, " 1,200 "), checked_value(Sort.DAY, "2025-3-7")
    ('1200', '2025-03-07')
    """
    typed = typed.strip()
    if not typed and sort is not Sort.AREA:
        raise ValueWrong(
            zh="请填写内容；不需要这一项的，请选“不采用”。", en="Fill it in, or discard it."
        )
    if sort in (Sort.WORDS, Sort.PLAIN):
        return _words(typed)
    if sort in _PATTERNS:
        return _patterned(sort, typed)
    if sort in (Sort.WHOLE, Sort.FIGURE, Sort.PERCENT):
        return _figure(sort, typed)
    if sort in (Sort.DAY, Sort.LAST_DAY):
        return _day(typed).isoformat()
    return _chosen(sort, typed)


def as_written(sort: Sort, kept: str) -> Any:
    """A kept value as it stands in a definition's table."""
    if sort is Sort.WORDS:
        return {"zh": kept}
    if sort is Sort.WHOLE:
        return int(kept)
    if sort is Sort.FIGURE:
        return _short(float(kept))
    if sort is Sort.PERCENT:
        return round(float(kept) / 100, 6)
    if sort is Sort.DAY:
        return date.fromisoformat(kept)
    if sort is Sort.LAST_DAY:
        return date.fromisoformat(kept) + timedelta(days=1)
    if sort is Sort.CONDITIONS:
        return kept.split()
    return kept


def as_kept(sort: Sort, written: Any) -> str:
    """The other way round: what stands in a table, as it is kept and shown for correction."""
    if sort is Sort.WORDS:
        return str(written["zh"] if isinstance(written, dict) else written)
    if sort is Sort.FIGURE:
        return str(_short(float(written)))
    if sort is Sort.PERCENT:
        return str(_short(round(float(written) * 100, 4)))
    if sort is Sort.LAST_DAY:
        last: date = written - timedelta(days=1)
        return last.isoformat()
    if sort is Sort.CONDITIONS:
        return " ".join(written)
    return str(written)


def _words(typed: str) -> str:
    said = re.sub(r"\s+", " ", typed)
    if len(said) > LONGEST_WORDS:
        raise ValueWrong(
            zh=f"不超过{LONGEST_WORDS}字，现有{len(said)}字，请精简。",
            en=f"At most {LONGEST_WORDS} characters; there are {len(said)}.",
        )
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in said):
        raise ValueWrong(zh="含有无法显示的字符，请重新输入。", en="It holds a control character.")
    return said


def _patterned(sort: Sort, typed: str) -> str:
    if _PATTERNS[sort].fullmatch(typed):
        return typed
    if sort is Sort.CODE:
        raise ValueWrong(
            zh="项目代码由小写字母、数字和下划线组成，以字母开头，不超过64个字符。",
            en="A code has lower-case letters, digits and underscores, begins with a letter, "
            "and is at most 64 long.",
        )
    raise ValueWrong(
        zh="行政区划代码为2、4、6或9位数字，例如3705；全国性项目留空。",
        en="An area code has 2, 4, 6 or 9 digits, such as 3705; empty for the nation.",
    )


def _figure(sort: Sort, typed: str) -> str:
    plain = re.sub(r"[,，\s]", "", typed).rstrip("%％")
    limit = 100.0 if sort is Sort.PERCENT else 1e12 if sort is Sort.FIGURE else float(MOST)
    lowest = 1 if sort is Sort.WHOLE else 0
    pattern = r"[0-9]{1,13}" if sort is Sort.WHOLE else r"[0-9]{1,13}(?:\.[0-9]{1,4})?"
    if not re.fullmatch(pattern, plain) or not lowest <= float(plain) <= limit:
        shown = f"{limit:,.0f}"
        raise ValueWrong(
            zh=f"请填{lowest}至{shown}之间的{'整数' if sort is Sort.WHOLE else '数'}，"
            "用阿拉伯数字，不写单位。",
            en=f"A {'whole number' if sort is Sort.WHOLE else 'number'} of {lowest} to {shown}, "
            "in digits, without its unit.",
        )
    return str(int(plain)) if sort is Sort.WHOLE else str(_short(float(plain)))


def _day(typed: str) -> date:
    found = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", typed)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise ValueWrong(
            zh="请填完整的日期，例如2025年3月17日。", en="Give a whole date, such as 2025-03-17."
        )
    return day


def _chosen(sort: Sort, typed: str) -> str:
    known = {str(word) for word in sort.choices}
    chosen = typed.split() if sort is Sort.CONDITIONS else [typed]
    if not chosen or not set(chosen) <= known:
        raise ValueWrong(zh="请从列出的选项中选择。", en="Choose from the list.")
    return " ".join(dict.fromkeys(chosen))


def _short(value: float) -> float | int:
    return int(value) if value == int(value) else value
