"""Places within a definition's table, written as its problems are: ``dispatch.posts[1].count``."""

import re
from typing import Any

Step = str | int


def steps(place: str) -> tuple[Step, ...]:
    """The keys and, counted from 0, the items of lists on the way to a place.

    >>> steps("dispatch.posts[2].count")
    ('dispatch', 'posts', 1, 'count')
    """
    found: list[Step] = []
    for name, index in re.findall(r"([a-z_0-9]+)(?:\[(\d+)\])?", place):
        found.append(name)
        if index:
            found.append(int(index) - 1)
    return tuple(found)


def at(table: Any, path: tuple[Step, ...]) -> Any:
    """What stands at a path, or ``None``."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(table, list) or not 0 <= step < len(table):
                return None
            table = table[step]
        elif isinstance(table, dict):
            table = table.get(step)
        else:
            return None
    return table


def put(table: dict[str, Any], path: tuple[Step, ...], value: Any) -> None:
    """Set what stands at a path; tables on the way are made, items of lists must be there."""
    holder: Any = table
    for step in path[:-1]:
        holder = holder[step] if isinstance(step, int) else holder.setdefault(step, {})
    holder[path[-1]] = value


def entry_of(place: str) -> str:
    """The innermost item of a list that holds a place, or nothing.

    >>> entry_of("dispatch.rules[1].exactly.tertiary"), entry_of("term.starts_on")
    ('dispatch.rules[1]', '')
    """
    end = place.rfind("]")
    return place[: end + 1]
