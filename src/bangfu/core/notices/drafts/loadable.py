"""A drafted table becomes the text of a definition that loads.

The sections are made so that they do. Where figures of a notice contradict one another the
definition may still be refused: then the entry named by the refusal is left out and told as a gap,
so that a clerk gets the rest of the draft and a sentence on what is missing from it.
"""

import re
from dataclasses import replace
from typing import Any

from bangfu.core.programmes import DefinitionRefused, Located, read
from bangfu.core.programmes.writing import table_as_toml

from .field import Builder, Field

MOST_ROUNDS = 40


def loadable(definition: dict[str, Any], builder: Builder) -> str:
    """The text; ``definition`` loses what cannot stand, and ``builder`` gains a gap for it."""
    for _ in range(MOST_ROUNDS):
        written = table_as_toml(definition)
        try:
            read(written, file="draft.toml")
        except DefinitionRefused as refused:
            problem = refused.problems[0]
            _leave_out(definition, builder, problem)
            builder.lack(problem.place, f"未写入草案：{problem.zh}", f"Left out: {problem.en}")
        else:
            return written
    kept = {key: definition[key] for key in ("code", "edition", "title")}
    definition.clear()
    definition.update(kept)
    return table_as_toml(definition)


def _leave_out(definition: dict[str, Any], builder: Builder, problem: Located) -> None:
    """Remove the innermost list entry a place names, else its section, with what was said of it."""
    steps = [(name, int(index) - 1 if index else None) for name, index in _steps(problem.place)]
    holder: Any = definition
    removal: tuple[Any, Any] = (definition, steps[0][0] if steps else "")
    removed, place = (steps[0][0] if steps else ""), ""
    for name, index in steps:
        place = f"{place}.{name}" if place else name
        if not isinstance(holder, dict) or name not in holder:
            break
        below = holder[name]
        if index is not None and isinstance(below, list) and 0 <= index < len(below):
            removal, removed = (below, index), place
            below = below[index]
        holder = below
    container, key = removal
    if isinstance(container, list):
        del container[key]
        builder.fields[:] = _renumbered(builder.fields, removed, key + 1)
    else:
        container.pop(key, None)
        builder.fields[:] = [f for f in builder.fields if not f.place.startswith(removed)]
    _drop_empty(definition)


def _renumbered(fields: list[Field], place: str, gone: int) -> list[Field]:
    """Fields without those of an entry that is gone; later entries of its list move up."""
    kept = []
    for field in fields:
        found = re.match(rf"{re.escape(place)}\[(\d+)\]", field.place)
        number = int(found[1]) if found else 0
        if found and number > gone:
            moved = f"{place}[{number - 1}]{field.place[found.end() :]}"
            kept.append(replace(field, place=moved))
        elif number != gone:
            kept.append(field)
    return kept


def _steps(place: str) -> list[tuple[str, str]]:
    return re.findall(r"([a-z_]+)(?:\[(\d+)\])?", place)


def _drop_empty(definition: dict[str, Any]) -> None:
    """A list that lost its last entry goes; so does a section that needs it."""
    for name in list(definition):
        section = definition[name]
        if isinstance(section, dict):
            for key in [key for key, value in section.items() if value == []]:
                del section[key]
        if section in ([], {}) or (name == "parties" and "members" not in section):
            del definition[name]
