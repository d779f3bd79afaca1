"""A definition written back as TOML: the canonical text of one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from .words import Section

_BARE_KEY = re.compile("[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def as_toml(section: Section) -> str:
    """A definition, or any table of one, as TOML text that reads back as the same value.

    >>> from .words import Text
    >>> print(as_toml(Text(zh="对口支援")), end="")
    zh = "对口支援"
    """
    plain = msgspec.to_builtins(section, builtin_types=(date,))
    return table_as_toml(plain)


def table_as_toml(table: Mapping[str, Any]) -> str:
    """A plain table as TOML text; values are strings, numbers, booleans, dates, lists, tables."""
    return "\n".join(_table_lines(table, ())).strip("\n") + "\n"


def _table_lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    below = []
    for key, value in table.items():
        if _needs_header(value):
            below.append((key, value))
        else:
            yield f"{_key(key)} = {_inline(value)}"
    for key, value in below:
        inner = (*path, key)
        name = ".".join(_key(step) for step in inner)
        if isinstance(value, Mapping):
            yield from ("", f"[{name}]")
            yield from _table_lines(value, inner)
        else:
            for item in value:
                yield from ("", f"[[{name}]]")
                yield from _table_lines(item, inner)


def _needs_header(value: Any) -> bool:
    """Tables of tables and lists of long tables stand below; what is short stands in line."""
    if isinstance(value, Mapping):
        return not all(_is_scalar(item) for item in value.values())
    if isinstance(value, str) or not isinstance(value, Sequence):
        return False
    tables = [isinstance(item, Mapping) for item in value]
    return (
        bool(tables) and all(tables) and any(len(item) > 3 or _needs_header(item) for item in value)
    )


def _is_scalar(value: Any) -> bool:
    if isinstance(value, str):
        return True
    if isinstance(value, Sequence):
        return not any(isinstance(item, Mapping) for item in value)
    return not isinstance(value, Mapping)


def _inline(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{"".join(_sign(sign) for sign in value)}"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_inline(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(_inline(item) for item in value)}]"
    return repr(value)


def _sign(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    return f"\\u{ord(sign):04X}" if ord(sign) < 32 or ord(sign) == 127 else sign


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _inline(key)
