"""What a cell of a table may hold: written so that Excel leaves it alone, read strictly.

A text stands as it is. One that Excel would take for a number, a date or a formula, or that holds
spaces or separators of its own, stands in quotation marks with the escapes of JSON. Lists are
divided by ``；``, amounts follow ``=``, spans are two periods with 至 between them.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.exchange.parsers import day as parse_day

Language = Literal["zh", "en"]
Value = Any
"""A cell's value as plain Python: text, number, flag, date, list, or dictionary."""

NOTHING: dict[Language, str] = {"zh": "（无）", "en": "(none)"}
"""An empty list, where a blank cell would mean that nothing is stated."""

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_ITEM = re.compile(rf"\s*({_QUOTED}|[^；;\"][^；;]*?)\s*(?:[；;]|$)")
_AMOUNT = re.compile(
    rf"\s*({_QUOTED}|[^；;=＝\"][^；;=＝]*?)\s*[=＝]\s*([^；;=＝]*?)\s*(?:[；;]|$)"
)
_SPAN = re.compile(r"(\d{1,9})\s*(?:至|到|to|~|-|—|–)\s*(\d{1,9})")
_LIKE_A_NUMBER = re.compile(r"(?=.*\d)[\d .,:/%+\-年月日时分秒e]+|true|false", re.IGNORECASE)
MOST_CHARACTERS = 32_767
"""Excel keeps no more in a cell."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How values of one kind are written into a cell, and read from it.

    ``read`` takes a cell that is not blank and raises ``BadValue``.
    """

    write: Callable[[Value, Language], str]
    read: Callable[[str], Value]


def written_text(text: str, language: Language = "zh") -> str:
    """A text as it stands in a cell or in a list.

    >>> written_text("内科"), written_text("007"), written_text("=1+1")
    ('内科', '"007"', '"=1+1"')
    """
    needs_marks = (
        text != text.strip()
        or not text
        or text[0] in "=+-@\"'"
        or re.search(r"[；;=＝]", text) is not None
        or any(unicodedata.category(sign)[0] in "CZ" and sign != " " for sign in text)
        or text in NOTHING.values()
        or _LIKE_A_NUMBER.fullmatch(text) is not None
    )
    return json.dumps(text, ensure_ascii=False) if needs_marks else text


def read_text(cell: str) -> str:
    """The text of a cell or of one entry of a list."""
    text = cell.strip()
    if not text.startswith('"'):
        return text
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, str):
        raise BadValue(
            "quotes",
            zh="引号没有成对或其中有不认识的转义。",
            en="The quotation marks do not match, or hold an unknown escape.",
            remedy_zh="请改正，或去掉引号。",
            remedy_en="Correct or remove them.",
        )
    return found


def _read_whole(cell: str) -> int:
    text = unicodedata.normalize("NFKC", cell).strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
        raise BadValue(
            "not_a_number",
            zh="应为整数。",
            en="A whole number belongs here.",
            remedy_zh="请填整数，不带单位、小数和千位分隔符。",
            remedy_en="Enter a whole number without unit, decimals or separators.",
        )
    return int(text)


def _read_flag(cell: str) -> bool:
    word = cell.strip().lower()
    if word not in {"是", "否", "yes", "no", "true", "false"}:
        raise BadValue(
            "not_yes_or_no",
            zh="应填“是”或“否”。",
            en="Yes or no belongs here.",
            remedy_zh="请改为“是”或“否”；不填作“否”。",
            remedy_en="Enter yes or no; blank means no.",
        )
    return word in {"是", "yes", "true"}


def choice(words: Mapping[str, str]) -> Kind:
    """One of several values, each with its Chinese word; either is understood.

    >>> choice({"tertiary": "三级"}).read("三级"), choice({"tertiary": "三级"}).read("tertiary")
    ('tertiary', 'tertiary')
    """
    by_word = {**{zh: value for value, zh in words.items()}, **{value: value for value in words}}

    def read(cell: str) -> str:
        word = cell.strip()
        if word not in by_word:
            raise BadValue(
                "unknown_word",
                zh="不是可填的内容。",
                en="This is none of the words that may stand here.",
                remedy_zh=f"可填：{'、'.join(words.values())}。",
                remedy_en=f"Enter one of: {', '.join(words)}.",
            )
        return by_word[word]

    return Kind(lambda value, language: words[value] if language == "zh" else value, read)


def items(kind: Kind) -> Kind:
    """A list of such entries.

    >>> items(TEXT).read("内科；外科"), items(TEXT).write(["a;b", "c"], "zh")
    (['内科', '外科'], '"a;b"；c')
    """

    def write(values: Value, language: Language) -> str:
        return "；".join(kind.write(one, language) for one in values) or NOTHING[language]

    def read(cell: str) -> list[Value]:
        return [kind.read(entry) for (entry,) in _entries(_ITEM, cell)]

    return Kind(write, read)


def amounts(kind: Kind) -> Kind:
    """Whole numbers by such entries.

    >>> amounts(TEXT).read("内科=90；外科=60"), amounts(TEXT).write({"内科": -3}, "zh")
    ({'内科': 90, '外科': 60}, '内科=-3')
    """

    def write(values: Value, language: Language) -> str:
        told = [f"{kind.write(key, language)}={amount}" for key, amount in values.items()]
        return "；".join(told) or NOTHING[language]

    def read(cell: str) -> dict[Value, int]:
        found: dict[Value, int] = {}
        for entry, amount in _entries(_AMOUNT, cell):
            key = kind.read(entry)
            if key in found:
                raise BadValue(
                    "twice",
                    zh=f"“{key}”写了两次。",
                    en=f"“{key}” stands twice.",
                    remedy_zh="请只留一个。",
                    remedy_en="Keep one.",
                )
            found[key] = _read_whole(amount)
        return found

    return Kind(write, read)


def _entries(pattern: re.Pattern[str], cell: str) -> list[tuple[str, ...]]:
    """The entries of a list, in order; the whole cell must be made of them."""
    text = cell.strip()
    if text in NOTHING.values():
        return []
    found, at = [], 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None or match.end() == at:
            raise _list_in_amounts() if pattern is _AMOUNT else _list_of_texts()
        found.append(match.groups())
        at = match.end()
    return found


def _list_of_texts() -> BadValue:
    return BadValue(
        "list",
        zh="列表写法不对。",
        en="The list is not written as it should be.",
        remedy_zh="请用“；”隔开各项，如“内科；外科”。",
        remedy_en="Divide it by “；”, like “a；b”.",
    )


def _list_in_amounts() -> BadValue:
    return BadValue(
        "list",
        zh="列表写法不对。",
        en="The list is not written as it should be.",
        remedy_zh="请写成“内科=90；外科=60”的形式。",
        remedy_en="Write it like “a=90；b=60”.",
    )


def _written_span(span: Mapping[str, int], language: Language) -> str:
    return f"{span['start']}{'至' if language == 'zh' else ' to '}{span['end']}"


def _read_span(cell: str) -> dict[str, int]:
    match = _SPAN.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if match is None:
        raise BadValue(
            "span",
            zh="时段写法不对。",
            en="The span is not written as it should be.",
            remedy_zh="请写成“0至6”的形式：从第0期起，到第6期之前。",
            remedy_en="Write it like “0 to 6”: from period 0 up to, not including, 6.",
        )
    return {"start": int(match[1]), "end": int(match[2])}


def _written_leave(leave: Mapping[str, int], language: Language) -> str:
    return f"{_written_span(leave, language)}={leave['people']}"


def _read_leaves(cell: str) -> list[dict[str, int]]:
    return [
        {**_read_span(span), "people": _read_whole(people)}
        for span, people in _entries(_AMOUNT, cell)
    ]


def _written_day(value: str | date, language: Language) -> str:
    return str(value)


TEXT = Kind(written_text, read_text)
WHOLE = Kind(lambda value, language: str(value), _read_whole)
FLAG = Kind(
    lambda value, language: (
        {"zh": "是", "en": "yes"}[language] if value else {"zh": "否", "en": "no"}[language]
    ),
    _read_flag,
)
SPAN = Kind(_written_span, _read_span)
DAY = Kind(_written_day, lambda cell: parse_day()(cell))
LEAVES = Kind(
    lambda leaves, language: (
        "；".join(_written_leave(leave, language) for leave in leaves) or NOTHING[language]
    ),
    _read_leaves,
)
