"""A definition without what was not accepted, and without what pointed to it."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .places import at, entry_of, steps
from .proposing import NEEDED

if TYPE_CHECKING:
    from .deciding import Decided

_SIDE = re.compile(r".+\.(?:due|people)|parties\.members\[\d+\]\.count|.+meetings\[\d+\]\.on")
"""Values an entry can do without; without any other value of its own the entry goes."""
_OWN_DOCUMENT = "basis.documents[1]"


def pruned(table: dict[str, Any], values: Sequence["Decided"]) -> None:
    """Take out what was discarded or left open, entry by entry, then what pointed to it."""
    absent = [value.place for value in values if not value.verdict.is_written]
    # The last items of a list first, so that the places of the others stay.
    for place in sorted(absent, key=_order, reverse=True):
        if place not in NEEDED and _is_side(place):
            _drop(table, place)
    entries = {entry_of(place) for place in absent if not _is_side(place)}
    for place in sorted(entries, key=_order, reverse=True):
        _drop(table, place)
    _without_empty_meetings(table, values)
    _closed(table)


def _order(place: str) -> tuple[tuple[str, int], ...]:
    return tuple((step, 0) if isinstance(step, str) else ("", step) for step in steps(place))


def _is_side(place: str) -> bool:
    """Whether its going leaves the entry it stands in."""
    return entry_of(place) in ("", _OWN_DOCUMENT) or _SIDE.fullmatch(place) is not None


def _drop(table: dict[str, Any], place: str) -> None:
    path = steps(place)
    holder = at(table, path[:-1])
    last = path[-1]
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        del holder[last]
    elif isinstance(holder, dict) and isinstance(last, str):
        holder.pop(last, None)


def _without_empty_meetings(table: dict[str, Any], values: Sequence["Decided"]) -> None:
    """A meeting of which nothing was accepted is not told of."""
    parties = table.get("parties")
    if not isinstance(parties, dict):
        return
    said = [value for value in values if value.place.startswith("parties.meetings")]
    if said and not any(value.verdict.is_written for value in said):
        parties.pop("meetings", None)
    for meeting in parties.get("meetings", []):
        if "people" not in meeting:
            meeting.pop("or_more", None)


def _closed(table: dict[str, Any]) -> None:
    """What points to something that is gone goes too; so do sections left without content."""
    _term(table)
    _dispatch(table)
    kinds = sorted(
        {
            code.partition(".")[0]
            for target in table.get("targets", [])
            for code in (target["indicator"], *target.get("together_with", ()))
            if "." in code
        }
    )
    if "activities" in table:
        table["activities"]["kinds"] = kinds
        if not kinds:
            del table["activities"]
    for name, needed in (("tasks", ("items", "checked")), ("appraisal", ("rounds", "levels"))):
        section = table.get(name)
        if isinstance(section, dict) and not any(section.get(key) for key in needed):
            del table[name]
    _without_empty_lists(table)
    if not table.get("parties", {}).get("members", True):
        del table["parties"]


def _term(table: dict[str, Any]) -> None:
    term = table.get("term")
    if isinstance(term, dict) and not {"starts_on", "ends_before"} <= set(term):
        del table["term"]


def _dispatch(table: dict[str, Any]) -> None:
    members = table.get("parties", {}).get("members", [])
    known = {member["code"] for member in members}
    section = table.get("dispatch")
    if not isinstance(section, dict):
        return
    rules = section.get("rules", [])
    for entry in (*section.get("posts", []), *rules):
        for side in ("senders", "hosts"):
            if side in entry:
                entry[side] = [code for code in entry[side] if code in known]
                if not entry[side]:
                    del entry[side]
    forms = [*section.get("forms", []), *(post["form"] for post in section.get("posts", []))]
    section["forms"] = list(dict.fromkeys(forms))
    if not section["forms"] and rules:
        section["forms"] = ["resident"]
    if not section["forms"]:
        del table["dispatch"]


def _without_empty_lists(table: dict[str, Any]) -> None:
    for name in list(table):
        section = table[name]
        if isinstance(section, dict):
            for key in [key for key, value in section.items() if value == []]:
                if not (name == "parties" and key == "members"):
                    del section[key]
        elif section == []:
            del table[name]
