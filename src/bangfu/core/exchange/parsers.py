"""From a cell to a value: a parser takes a filled cell, gives its value or raises ``BadValue``."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from bangfu.core.standards import id_number
from bangfu.core.standards.code_lists import plain

from .cell_errors import BadValue
from .cells import Raw, shown

Parser = Callable[[Raw], object]

# Excel keeps 15 digits of a number; whatever follows has become zeros.
_EXACT_DIGITS = 15
_DAY = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))"
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_YES = frozenset({"是", "有", "y", "yes", "1", "true", "√", "✓"})
_NO = frozenset({"否", "无", "n", "no", "0", "false", "×", "✗"})


def text(*, longest: int) -> Parser:
    """Words without spaces around them, at most so many characters; a number becomes its digits.

    >>> text(longest=30)(12)
    '12'
    """

    def parse(raw: Raw) -> str:
        word = " ".join(shown(raw).split())
        if isinstance(raw, int | float) and not isinstance(raw, bool) and len(word) > _EXACT_DIGITS:
            raise _digits_lost()
        if len(word) > longest:
            raise BadValue(
                "too_long",
                zh=f"内容有 {len(word)} 个字符，最多 {longest} 个。",
                en=f"The text has {len(word)} characters, {longest} at most.",
                remedy_zh="请缩短。",
                remedy_en="Shorten it.",
            )
        return word

    return parse


def whole_number(*, least: int, most: int) -> Parser:
    """A whole number within bounds, both included.

    >>> whole_number(least=0, most=100)("１２")
    12
    """

    def parse(raw: Raw) -> int:
        word = plain(shown(raw)).replace(",", "")
        if not re.fullmatch(r"[+-]?[0-9]{1,15}", word) or isinstance(raw, bool):
            raise BadValue(
                "not_a_number",
                zh="应为整数。",
                en="A whole number belongs here.",
                remedy_zh=f"请填 {least} 至 {most} 之间的整数，不带单位。",
                remedy_en=f"Enter a whole number of {least} to {most} without a unit.",
            )
        if not least <= int(word) <= most:
            raise BadValue(
                "out_of_range",
                zh=f"应在 {least} 至 {most} 之间。",
                en=f"The number must be {least} to {most}.",
                remedy_zh="请核对后改正。",
                remedy_en="Check and correct it.",
            )
        return int(word)

    return parse


def day(*, latest: date | None = None) -> Parser:
    """A date: a date cell, or text such as 2025-03-17, 2025/3/17, 2025年3月17日, 20250317.

    >>> day()("2025年3月17日")
    datetime.date(2025, 3, 17)
    """

    def parse(raw: Raw) -> date:
        found = raw.date() if isinstance(raw, datetime) else raw
        if not isinstance(found, date):
            found = _written_day(plain(shown(raw)))
        if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
            raise BadValue(
                "year_out_of_reach",
                zh=f"年份{found.year}不在{_FIRST_YEAR}年至{_LAST_YEAR}年之间。",
                en=f"The year {found.year} does not lie between {_FIRST_YEAR} and {_LAST_YEAR}.",
                remedy_zh="请核对年份后改正。",
                remedy_en="Check the year and correct it.",
            )
        if latest is not None and found > latest:
            raise BadValue(
                "day_to_come",
                zh=f"{_told(found)}晚于{_told(latest)}。",
                en=f"{found.isoformat()} lies after {latest.isoformat()}.",
                remedy_zh="请核对后改正。",
                remedy_en="Check and correct it.",
            )
        return found

    return parse


def yes_or_no(raw: Raw) -> bool:
    """是 or 否, and the other ways to say so.

    >>> yes_or_no("是"), yes_or_no("否"), yes_or_no(1)
    (True, False, True)
    """
    word = plain(shown(raw)).lower()
    if word not in _YES | _NO:
        raise BadValue(
            "not_yes_or_no",
            zh="应填“是”或“否”。",
            en="是 (yes) or 否 (no) belongs here.",
            remedy_zh="请填“是”或“否”；不填作“否”。",
            remedy_en="Enter 是 or 否; empty means 否.",
        )
    return word in _YES


def one_of(choices: Mapping[str, object]) -> Parser:
    """One of several words, each with the value it stands for.

    >>> one_of({"男": "male", "女": "female"})(" 男")
    'male'
    """
    by_word = {plain(word): value for word, value in choices.items()}

    def parse(raw: Raw) -> object:
        word = plain(shown(raw))
        if word not in by_word:
            raise unknown_word("、".join(choices))
        return by_word[word]

    return parse


def found_by(find: Callable[[str], object | None], *, expected_zh: str, expected_en: str) -> Parser:
    """What a look-up makes of the words; ``None`` from it is an error naming what is expected."""

    def parse(raw: Raw) -> object:
        found = find(shown(raw))
        if found is None:
            raise unknown_word(expected_zh, expected_en)
        return found

    return parse


def citizen(*, on: date) -> Parser:
    """An identity number that passes the check of GB 11643, as it is stored."""

    def parse(raw: Raw) -> str:
        if isinstance(raw, int | float) and not isinstance(raw, bool) and raw >= 10**_EXACT_DIGITS:
            raise _digits_lost()
        number = id_number.normal(shown(raw))
        if findings := id_number.check(number, on=on):
            what, _, remedy = findings[0].zh.partition("；")
            what_en, _, remedy_en = findings[0].en.rpartition(";")
            raise BadValue(
                findings[0].code,
                zh=f"{what}。",
                en=f"{what_en.strip()}.",
                remedy_zh=remedy,
                remedy_en=remedy_en.strip().capitalize(),
            )
        return number

    return parse


def unknown_word(expected_zh: str, expected_en: str = "") -> BadValue:
    """The error of a word that is none of those expected."""
    return BadValue(
        "unknown_word",
        zh="不是可填的内容。",
        en="This is none of the words that may stand here.",
        remedy_zh=f"可填：{expected_zh}。",
        remedy_en=f"Expected: {expected_en or expected_zh}.",
    )


def _written_day(word: str) -> date:
    found = _DAY.fullmatch(word)
    if not found:
        raise BadValue(
            "not_a_day",
            zh="不是日期。",
            en="This is no date.",
            remedy_zh="请填成 2025-03-17 这样的日期，或把单元格格式设为日期。",
            remedy_en="Write it like 2025-03-17, or format the cell as a date.",
        )
    year, month, of_month = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, of_month)
    except ValueError:
        raise BadValue(
            "no_such_day",
            zh=f"{year}年{month}月{of_month}日不是存在的日期。",
            en=f"There is no {year}-{month:02}-{of_month:02}.",
            remedy_zh="请核对月份和日期后改正。",
            remedy_en="Check month and day and correct them.",
        ) from None


def _digits_lost() -> BadValue:
    return BadValue(
        "digits_lost",
        zh="被当作数字保存，第15位以后的数字已经丢失。",
        en="It was saved as a number, and the digits after the fifteenth are lost.",
        remedy_zh="请先把该列的单元格格式设为“文本”，再重新填写。",
        remedy_en="Format the column as text first, then enter it again.",
    )


def _told(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
