"""Entries a clerk adds to a draft, of which the notice says nothing or said it unreadably."""

import copy
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bangfu.core.notices.names import names_in
from bangfu.core.programmes import measurable, shipped_kinds
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Coded
from bangfu.core.programmes.writing import table_as_toml

from .places import at, steps
from .proposing import Part, Proposed, sort_of
from .sorts import Sort, ValueWrong, checked_value


class Addable(Coded):
    """What can be added to a draft."""

    AUTHORITY = "authority", "主管部门", "authority"
    SENDER = "sender", "派出单位", "sender"
    HOST = "host", "受援单位", "host"
    POST = "post", "岗位", "post"
    TARGET = "target", "指标", "target"
    TASK = "task", "任务", "task"


_LISTS = {
    Addable.POST: "dispatch.posts",
    Addable.TARGET: "targets",
    Addable.TASK: "tasks.items",
}
_PARTS = {
    Addable.POST: Part.DISPATCH,
    Addable.TARGET: Part.TARGETS,
    Addable.TASK: Part.TASKS,
}
_AUTHORITY = "authority"
NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a clerk typed of an entry: its words, a figure, and a choice with its stretch of time.

    ``choice`` is the form of a post or the indicator of a target.
    """

    words: str = ""
    figure: str = ""
    choice: str = ""
    per: str = "term"


def added(draft: str, what: Addable, typed: Typed) -> tuple[str, Proposed]:
    """The draft with one more entry, and the value that stands for it; raises ``ValueWrong``."""
    entry, key, label = _entry(what, typed)
    listed = _LISTS.get(what, "parties.members")
    text, place = with_entry(draft, listed, entry)
    table = tomllib.loads(text)
    sort = sort_of(f"{place}.{key}", table)
    kept = checked_value(sort, typed.words if key == "title" else typed.figure)
    return text, Proposed(
        place=f"{place}.{key}",
        part=_PARTS.get(what, Part.PARTIES),
        sort=sort,
        label=label,
        kept=kept,
        confidence=1.0,
        unit=str(entry.get("unit", Unit.PEOPLE.value if what is Addable.POST else "")),
        per=str(entry.get("per", "")),
    )


def with_entry(draft: str, listed: str, entry: Mapping[str, Any]) -> tuple[str, str]:
    """A draft with an entry at the end of one of its lists, and the place of the entry.

    A code that is taken is counted on; sections the draft lacks are made.
    """
    table: dict[str, Any] = tomllib.loads(draft)
    own = dict(copy.deepcopy(entry))
    holder: Any = table
    *above, last = steps(listed)
    for step in above:
        holder = holder.setdefault(step, {})
    entries = holder.setdefault(last, [])
    if "code" in own:
        own["code"] = _free(str(own["code"]), {str(one.get("code")) for one in entries})
    entries.append(own)
    _tied(table, listed, own)
    return table_as_toml(table), f"{listed}[{len(entries)}]"


def entry_at(draft: str, place: str) -> dict[str, Any] | None:
    """The entry that stands at a place of a draft."""
    found = at(tomllib.loads(draft), steps(place))
    return found if isinstance(found, dict) else None


def _free(code: str, taken: set[str]) -> str:
    stem = code.rstrip("0123456789").rstrip("_")
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _tied(table: dict[str, Any], listed: str, entry: Mapping[str, Any]) -> None:
    """What an entry asks of the rest: the form of a post, the kind of activity of a target."""
    if listed == "dispatch.posts":
        forms = table["dispatch"].setdefault("forms", [])
        if entry["form"] not in forms:
            forms.append(entry["form"])
    elif listed == "targets" and "." in entry["indicator"]:
        section = table.setdefault("activities", {"kinds": [], "source": NOTICE})
        kind = entry["indicator"].partition(".")[0]
        if kind not in section["kinds"]:
            section["kinds"] = sorted([*section["kinds"], kind])


def _entry(what: Addable, typed: Typed) -> tuple[dict[str, Any], str, str]:
    """The entry as the definition has it, the key of the value that is shown, and its label."""
    if what is Addable.TARGET:
        return _target(typed)
    words = checked_value(Sort.WORDS, typed.words)
    title = {"zh": words}
    if what is Addable.TASK:
        return {"code": "task", "title": title, "source": NOTICE}, "title", "任务"
    if what is Addable.POST:
        count = int(checked_value(Sort.WHOLE, typed.figure))
        form = checked_value(Sort.FORM, typed.choice)
        post = {"code": "post", "title": title, "form": form, "count": count, "source": NOTICE}
        return post, "count", f"人数：{words}"
    named = next(iter(names_in(words)), None)
    category = named.category if named else "other"
    if category == _AUTHORITY:
        category = "commission"
    return (
        {
            "code": what.value,
            "title": title,
            "role": what.value,
            "source": NOTICE,
            "institutions": [{"title": title, "category": category}],
        },
        "title",
        what.zh,
    )


def _target(typed: Typed) -> tuple[dict[str, Any], str, str]:
    meant = measurable(typed.choice, shipped_kinds())
    if meant is None:
        raise ValueWrong(zh="请从列出的指标中选择。", en="Choose an indicator from the list.")
    percent = meant.unit is Unit.PERCENT
    figure = float(checked_value(Sort.PERCENT if percent else Sort.FIGURE, typed.figure))
    value = round(figure / 100, 6) if percent else figure
    entry = {
        "indicator": typed.choice,
        "title": {"zh": meant.title.zh},
        "at_least": int(value) if value == int(value) else value,
        "unit": meant.unit.value,
        "per": checked_value(Sort.CYCLE, typed.per),
        "source": NOTICE,
    }
    return entry, "at_least", f"指标：{meant.title.zh}"
