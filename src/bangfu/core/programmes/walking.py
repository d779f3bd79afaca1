"""Every mistake of shape in a table, not only the first: keys, kinds, types and limits.

The decoder stops at the first mistake and names it in its own words. This walk goes over the same
types, names all of them, and suggests the nearest key. A property test holds the two together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from enum import Enum
from typing import Any

from msgspec import inspect

from .problems import Path, Problem
from .words import Coded


def shape_problems(raw: Any, kind: type) -> list[Problem]:
    """What keeps a plain value from being decoded as ``kind``; empty where nothing does."""
    return list(_walk(raw, inspect.type_info(kind), ()))


def _walk(raw: Any, kind: inspect.Type, path: Path) -> Iterator[Problem]:
    told: Mapping[str, str] | None = None
    if isinstance(kind, inspect.Metadata):
        told, kind = kind.extra, kind.type
    if isinstance(kind, inspect.UnionType):
        yield from _walk_union(raw, kind, path, told)
    elif isinstance(kind, inspect.StructType):
        yield from _walk_struct(raw, kind, path)
    elif isinstance(kind, inspect.VarTupleType):
        yield from _walk_list(raw, kind, path, told)
    elif isinstance(kind, inspect.EnumType):
        yield from _walk_choice(raw, kind.cls, path)
    elif not _fits(raw, kind):
        yield _wrong(raw, kind, path, told)


def _walk_union(
    raw: Any, kind: inspect.UnionType, path: Path, told: Mapping[str, str] | None
) -> Iterator[Problem]:
    choices = [choice for choice in kind.types if not isinstance(choice, inspect.NoneType)]
    structs = [choice for choice in choices if isinstance(choice, inspect.StructType)]
    if len(structs) > 1:
        yield from _walk_tagged(raw, structs, path)
    elif len(choices) == 1:
        yield from _walk(raw, choices[0], path)
    else:
        tried = [list(_walk(raw, choice, path)) for choice in choices]
        if all(tried):
            yield tried[-1 if isinstance(raw, float) else 0][0]


def _walk_tagged(raw: Any, structs: list[inspect.StructType], path: Path) -> Iterator[Problem]:
    tag_field = structs[0].tag_field or "kind"
    if not isinstance(raw, Mapping):
        yield _expected(raw, path, "一个表（{ … } 或 [[…]]）", "a table ({ … } or [[…]])")
        return
    by_tag = {str(struct.tag): struct for struct in structs}
    called = {code: _called(struct.cls) for code, struct in by_tag.items()}
    tag = raw.get(tag_field)
    if tag_field not in raw:
        yield _missing(tag_field, path, by_tag)
    elif not isinstance(tag, str) or tag not in by_tag:
        yield _no_such(tag, by_tag, (*path, tag_field), "规则类型", "kind", called)
    else:
        yield from _walk_struct(raw, by_tag[tag], path)


def _called(kind: type) -> str:
    """The Chinese name of a kind of rule."""
    label = getattr(kind, "label", None)
    return label.zh if label else ""


def _walk_struct(raw: Any, kind: inspect.StructType, path: Path) -> Iterator[Problem]:
    if not isinstance(raw, Mapping):
        yield _expected(raw, path, "一个表（{ … } 或 […]）", "a table ({ … } or […])")
        return
    fields = {field.encode_name: field for field in kind.fields}
    known = [*fields, *([kind.tag_field] if kind.tag_field else [])]
    for key, value in raw.items():
        if key in fields:
            yield from _walk(value, fields[key].type, (*path, key))
        elif key not in known:
            yield _unknown(key, known, (*path, key))
    for key, field in fields.items():
        if field.required and key not in raw:
            yield _missing(key, path)


def _walk_list(
    raw: Any, kind: inspect.VarTupleType, path: Path, told: Mapping[str, str] | None
) -> Iterator[Problem]:
    if not isinstance(raw, list | tuple):
        yield _expected(raw, path, "一个列表（方括号）", "a list in square brackets")
        return
    if kind.min_length and len(raw) < kind.min_length:
        yield _expected(
            raw,
            path,
            (told or {}).get("zh", f"至少{kind.min_length}项"),
            (told or {}).get("en", f"at least {kind.min_length} item(s)"),
        )
    for index, item in enumerate(raw):
        yield from _walk(item, kind.item_type, (*path, index))


def _walk_choice(raw: Any, codes: type[Enum], path: Path) -> Iterator[Problem]:
    known = [str(word.value) for word in codes]
    if not isinstance(raw, str) or raw not in known:
        titles = {str(w.value): w.zh for w in codes} if issubclass(codes, Coded) else {}
        yield _no_such(raw, known, path, "代码", "code", titles)


def _fits(raw: Any, kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.StrType):
        long_enough = isinstance(raw, str) and len(raw) >= (kind.min_length or 0)
        return long_enough and (kind.pattern is None or bool(re.search(kind.pattern, raw)))
    if isinstance(kind, inspect.BoolType):
        return isinstance(raw, bool)
    if isinstance(kind, inspect.IntType | inspect.FloatType):
        whole = isinstance(raw, int) and not isinstance(raw, bool)
        numeric = whole or (isinstance(kind, inspect.FloatType) and isinstance(raw, float))
        return numeric and _within(raw, kind)
    return isinstance(raw, date) and not isinstance(raw, datetime)


def _within(raw: float, kind: inspect.IntType | inspect.FloatType) -> bool:
    return (
        raw == raw  # not a NaN
        and (kind.ge is None or raw >= kind.ge)
        and (kind.gt is None or raw > kind.gt)
        and (kind.le is None or raw <= kind.le)
        and (kind.lt is None or raw < kind.lt)
    )


_PLAIN = {
    inspect.StrType: ("一段加引号的文字", "a quoted text"),
    inspect.BoolType: ("true 或 false", "true or false"),
    inspect.IntType: ("整数", "a whole number"),
    inspect.FloatType: ("数字", "a number"),
    inspect.DateType: ("不加引号的日期，例如 2026-03-17", "a date without quotes, as 2026-03-17"),
}


def _wrong(raw: Any, kind: inspect.Type, path: Path, told: Mapping[str, str] | None) -> Problem:
    zh, en = _PLAIN[type(kind)]
    told = told or {}
    return _expected(raw, path, told.get("zh", zh), told.get("en", en))


def _expected(raw: Any, path: Path, zh: str, en: str) -> Problem:
    shown = _shown(raw)
    return Problem(
        path,
        f"此处应填{zh}，现为{shown}，请改正。",
        f"this must be {en}, but is {shown}; please correct it.",
    )


def _missing(key: str, path: Path, choices: Iterable[str] = ()) -> Problem:
    listed = "、".join(choices)
    return Problem(
        (*path, key),
        f"缺少“{key}”，请补上" + (f"（可选：{listed}）。" if listed else "。"),
        f'"{key}" is missing; please add it'
        + (f" (one of: {listed.replace('、', ', ')})." if listed else "."),
    )


def _unknown(key: str, known: Iterable[str], path: Path) -> Problem:
    keys = list(known)
    near = get_close_matches(key, keys, n=1, cutoff=0.6)
    if near:
        return Problem(
            path,
            f"没有“{key}”这个键，是否应为“{near[0]}”？",
            f'there is no key "{key}"; did you mean "{near[0]}"?',
        )
    return Problem(
        path,
        f"没有“{key}”这个键，请删去；此处可用的键：{'、'.join(keys)}。",
        f'there is no key "{key}"; please remove it. Keys known here: {", ".join(keys)}.',
    )


def _no_such(
    raw: Any,
    known: Iterable[str],
    path: Path,
    zh: str,
    en: str,
    titles: Mapping[str, str] | None = None,
) -> Problem:
    codes = list(known)
    near = get_close_matches(str(raw), codes, n=1, cutoff=0.6)
    titled = [f"{code}（{titles[code]}）" if titles else code for code in codes]
    return Problem(
        path,
        f"没有{_shown(raw)}这个{zh}"
        + (f"，是否应为“{near[0]}”？" if near else "，请改正。")
        + f"可选：{'、'.join(titled)}。",
        f"there is no {en} {_shown(raw)}"
        + (f'; did you mean "{near[0]}"?' if near else ".")
        + f" Choose one of: {', '.join(codes)}.",
    )


def _shown(raw: Any) -> str:
    """A value as it may be shown in a sentence: short, and on one line."""
    if isinstance(raw, Mapping):
        return "{ … }"
    if isinstance(raw, list | tuple):
        return "[ … ]" if raw else "[]"
    if isinstance(raw, bool):
        return str(raw).lower()
    text = f"“{raw}”" if isinstance(raw, str) else str(raw)
    text = "".join(sign if sign.isprintable() else " " for sign in text)
    return text if len(text) <= 60 else text[:57] + "…"
