"""A rule's figures as one line of text for a cell: ``数据=在岗率；档次=0.95→10、0.9→8``."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from bangfu.core.programmes.words import Section
from bangfu.core.refusal import Refusal

from .rules import KINDS, Meaning, Rule

Meanings = Mapping[str, Meaning]

# One Chinese name for each field that a rule may have; the cell takes either.
NAMES = {
    "input": "数据",
    "expected": "应有数",
    "target_input": "目标数据",
    "target": "目标值",
    "at_least": "不少于",
    "at_most": "不多于",
    "each": "每单位分值",
    "per": "单位",
    "whole_units": "只计整单位",
    "free": "免扣",
    "floor": "保底",
    "above": "起算",
    "nothing_below": "不得分线",
    "lower_is_better": "越低越好",
    "tiers": "档次",
    "otherwise": "其余得分",
    "full_at": "满分值",
    "zero_at": "零分值",
    "pooled": "合并计算",
    "peers_at_least": "至少家数",
    "item": "前提项目",
    "level": "评分层级",
    "reason": "须写理由",
    "evidence": "佐证份数",
    "declared_only": "须人工认定",
    "source": "来源",
}
_FIELDS = {name: field for field, name in NAMES.items()}
_INPUTS = frozenset({"input", "expected", "target_input"})
_CODES = frozenset({"item", "level", "source"})
# These have columns of their own.
_ELSEWHERE = frozenset({"kind", "guide", "how", "within"})
_YES, _NO = "是", "否"
_PARTS = re.compile("[；;\n]")
_PAIR = re.compile(r"^\s*([^=＝]+?)\s*[=＝]\s*(.*?)\s*$", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\d{1,13}(\.\d{1,10})?")


class NotAParameter(Refusal):
    """A part of the line is not ``name=value``, or names nothing that is known."""


def line_of(rule: Section, meanings: Meanings) -> str:
    """The line of a rule, or of what becomes of an absent item; defaults are left out."""
    plain = msgspec.to_builtins(rule)
    return "；".join(
        f"{NAMES[field]}={_written(field, value, meanings)}"
        for field, value in plain.items()
        if field not in _ELSEWHERE
    )


def fields_of(line: str, meanings: Meanings) -> dict[str, Any]:
    """The plain fields that a line states; raises ``NotAParameter``.

    >>> fields_of("数据=weeks；每单位分值=0.5", {})
    {'input': 'weeks', 'each': 0.5}
    """
    by_title = {meaning.title.zh: code for code, meaning in meanings.items()}
    found: dict[str, Any] = {}
    for part in filter(str.strip, _PARTS.split(line)):
        pair = _PAIR.match(part)
        field = _FIELDS.get(pair[1], pair[1]) if pair else ""
        if not pair or field not in NAMES:
            names = "、".join(NAMES.values())
            raise NotAParameter(
                zh=f"“{part.strip()}”看不懂，应写成“名称=值”，多个之间用分号；名称可用：{names}。",
                en=f'"{part.strip()}" is not "name=value"; known names: {", ".join(NAMES)}.',
            )
        if field in found:
            raise NotAParameter(zh=f"“{pair[1]}”写了两次。", en=f'"{pair[1]}" is given twice.')
        found[field] = _read(field, pair[2], by_title)
    return found


def kind_called(label: str) -> str | None:
    """The tag of a kind of rule by its Chinese label."""
    return next((tag_of(kind) for kind in KINDS if kind.label.zh == label), None)


def tag_of(kind: type[Rule]) -> str:
    """The word that names a kind of rule in a file."""
    return str(kind.__struct_config__.tag)


def _written(field: str, value: Any, meanings: Meanings) -> str:
    if field in _INPUTS and value in meanings:
        title = meanings[value].title.zh
        alone = sum(meaning.title.zh == title for meaning in meanings.values()) == 1
        return title if alone and not re.search("[；;=＝\n]", title) else str(value)
    if field == "tiers":
        return "、".join(f"{_figure(t['bound'])}→{_figure(t['points'])}" for t in value)
    if isinstance(value, bool):
        return _YES if value else _NO
    return _figure(value) if isinstance(value, int | float) else str(value)


def _figure(value: float) -> str:
    """A number without an exponent, so that it is read back as itself."""
    return format(Decimal(repr(value)), "f")


def _read(field: str, text: str, by_title: Mapping[str, str]) -> Any:
    if field in _INPUTS:
        return by_title.get(text, text)
    if field in _CODES:
        return text
    if field == "tiers":
        return [_tier(pair) for pair in re.split("[、,，]", text) if pair.strip()]
    if text in (_YES, _NO):
        return text == _YES
    return number(text)


def _tier(text: str) -> dict[str, Any]:
    bound, arrow, points = re.sub("->|＞|>", "→", text).partition("→")
    if not arrow:
        raise NotAParameter(
            zh=f"“{text.strip()}”看不懂，档次应写成“0.95→10、0.9→8”。",
            en=f'"{text.strip()}" is no tier; write "0.95→10、0.9→8".',
        )
    return {"bound": number(bound.strip()), "points": number(points.strip())}


def number(text: str) -> int | float:
    """A written number, whole where it has no point; raises ``NotAParameter``."""
    if not _NUMBER.fullmatch(text):
        raise NotAParameter(
            zh=f"“{text}”不是数，请填写数字（比率写成0.9）。", en=f'"{text}" is no number.'
        )
    return float(text) if "." in text else int(text)
