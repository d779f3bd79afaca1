"""What a reading finds of a notice, held against what people wrote down about it.

``NAME.toml`` beside ``NAME.txt`` states the facts a clerk needs, and under ``also`` what is true
but not needed. A fact that is offered is right where it is stated in either.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bangfu.core.notices import Fact, Reading

NOTICES = Path(__file__).resolve().parent.parent / "tests/core/notices/notices"

Wanted = tuple[str, dict[str, str]]

_SINGLE = {
    "kind": "kind", "title": "title", "issuer": "issuer", "number": "number",
    "issued_on": "issued_on", "published_on": "published_on",
}  # fmt: skip
_LISTS = {
    "dates": "day", "basis": "basis", "senders": "sender", "hosts": "host",
    "authorities": "authority", "leading_groups": "leading_group", "forms": "form",
    "ranks": "rank_floor", "reviews": "review", "aims": "aim", "tasks": "task",
    "annexes": "annex", "principles": "principle", "persons": "person", "quantities": "quantity",
}  # fmt: skip
_DAYS = ("date", "deadline", "starts_on", "ends_on")
_TOLD = {"review_method", "review_level", "qualification", "publisher", "government"}
"""Kinds that are not stated for every notice, and so are not judged."""


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what was wanted was found, and how much of what was offered is right."""

    wanted: int
    found: int
    offered: int
    right: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.wanted + other.wanted,
            self.found + other.found,
            self.offered + other.offered,
            self.right + other.right,
            self.missed + other.missed,
            self.wrong + other.wrong,
        )

    @property
    def recall(self) -> float:
        """The share of the facts needed that were found and offered."""
        return self.found / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """The share of what is offered that is right."""
        return self.right / self.offered if self.offered else 1.0


NOTHING = Score(0, 0, 0, 0, (), ())


def notices() -> list[str]:
    """The names of all notices."""
    return sorted(path.stem for path in NOTICES.glob("*.txt"))


def first_sights() -> dict[int, Score]:
    """What was found and right when each round of notices met the rules for the first time.

    Written down once, before any rule was mended by them: afterwards nothing tells how the next
    notice will be read. A round of new ones is added the same way.
    """
    rounds: dict[int, Score] = {}
    for name in notices():
        if seen := stated(name).get("first_sight"):
            found = Score(seen["needed"], seen["found"], seen["offered"], seen["right"], (), ())
            rounds[seen["round"]] = rounds.get(seen["round"], NOTHING) + found
    return dict(sorted(rounds.items()))


def stated(name: str) -> dict[str, Any]:
    """What was written down about a notice."""
    return tomllib.loads((NOTICES / f"{name}.toml").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    """The notice itself."""
    return (NOTICES / f"{name}.txt").read_text(encoding="utf-8")


def score(reading: Reading, truth: dict[str, Any]) -> Score:
    """A reading held against the truth."""
    wanted = list(_entries(truth))
    allowed = wanted + list(_entries(truth.get("also", {})))
    shown_first = [f for f in reading.facts if f.is_offered]
    offered = [f for f in shown_first if _judged(f)]
    missed = [w for w in wanted if not any(_says(fact, w) for fact in shown_first)]
    wrong = [f for f in offered if not any(_says(fact, w) for fact in [f] for w in allowed)]
    return Score(
        len(wanted),
        len(wanted) - len(missed),
        len(offered),
        len(offered) - len(wrong),
        tuple(f"{kind}: {' '.join(entry.values())}" for kind, entry in missed),
        tuple(f"{f.kind}: {f.value} {f.unit} {f.object} {f.bound} {f.modality}" for f in wrong),
    )


def _entries(truth: dict[str, Any]) -> Iterator[Wanted]:
    for key, kind in _SINGLE.items():
        if key in truth:
            yield kind, {"value": str(truth[key])}
    for key, kind in _LISTS.items():
        for line in truth.get(key, ()):
            parts = [part.strip() for part in line.split("|")]
            names = (
                ("value", "unit", "object", "bound", "modality")
                if kind == "quantity"
                else ("value", "object")
            )
            yield kind, dict(zip(names, parts, strict=False))


def _judged(fact: Fact) -> bool:
    return fact.kind not in _TOLD and fact.object != "government" and fact.kind != "requirement"


def _says(fact: Fact, wanted: Wanted) -> bool:
    kind, entry = wanted
    value = entry["value"]
    if kind == "quantity":
        return (
            (
                fact.kind == "quantity"
                and f"{fact.value:g}" == f"{float(value):g}"
                and fact.unit == entry["unit"]
                and (not entry["object"] or entry["object"] in fact.object)
                and fact.bound == entry["bound"]
                and fact.modality == entry["modality"]
            )
            if isinstance(fact.value, int | float)
            else False
        )
    if kind == "day":
        return fact.kind in _DAYS and fact.value == value
    if kind in ("sender", "host", "authority"):
        return fact.kind == "party" and fact.object == kind and _alike(str(fact.value), value)
    if kind == "person":
        return (
            fact.kind == "person" and fact.value == value and entry.get("object", "") in fact.object
        )
    if kind in ("task", "aim"):
        return fact.kind in (kind, "requirement") and _alike(str(fact.value), value)
    return fact.kind == kind and str(fact.value) == value


def _alike(found: str, wanted: str) -> bool:
    """The same words, or one within the other."""
    return wanted in found or (found in wanted and len(found) >= 3)


def shown(scores: Sequence[tuple[str, Score]]) -> str:
    """The scores as lines, with what was missed and what was wrong."""
    lines = []
    for name, found in scores:
        lines.append(
            f"{name}: {found.found}/{found.wanted} found, {found.right}/{found.offered} right"
        )
        lines += [f"   - {line}" for line in found.missed]
        lines += [f"   ? {line}" for line in found.wrong]
    return "\n".join(lines)
