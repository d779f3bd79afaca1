"""What changed from one edition of a table to the next, place by place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from .arithmetic import canonical, exact, rounded
from .scheme import Scheme

# By what the rows of a list are known; rows without one are known by their place.
_KEYS = ("code", "fact", "ladder")
_NAMES = frozenset({"code", "edition"})


@dataclass(frozen=True, slots=True)
class Alteration:
    """One thing that differs: its place (``items.on_post.points``), and both texts.

    ``before`` is empty for what was added, ``after`` for what was taken out; of a whole row only
    its title is told.
    """

    place: str
    before: str
    after: str


def alterations(old: Scheme, new: Scheme) -> tuple[Alteration, ...]:
    """Everything that differs but code and edition; nothing where only rows were moved."""
    before, after = (
        {key: value for key, value in msgspec.to_builtins(one).items() if key not in _NAMES}
        for one in (old, new)
    )
    return tuple(_differing("", before, after))


def _differing(place: str, old: Any, new: Any) -> Iterator[Alteration]:
    if _same(old, new):
        return
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        old, new = _by_key(old), _by_key(new)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _differing(f"{place}.{key}".lstrip("."), old.get(key), new.get(key))
        return
    yield Alteration(place, _told(old), _told(new))


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    return bool(old == new)


def _by_key(rows: Any) -> dict[str, Any]:
    """Rows by what they are known by; several of one name by their place as well."""
    found: dict[str, Any] = {}
    for number, row in enumerate(rows, start=1):
        name = str(number)
        if isinstance(row, Mapping):
            name = next((str(row[key]) for key in _KEYS if key in row), name)
        found[name if name not in found else f"{name}#{number}"] = row
    return found


def _told(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        title = value.get("title", value)
        return str(title.get("zh") or "、".join(f"{key}={_told(v)}" for key, v in title.items()))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return canonical(rounded(exact(value), 10))
    if isinstance(value, list | tuple):
        return "、".join(_told(part) for part in value)
    return str(value)
