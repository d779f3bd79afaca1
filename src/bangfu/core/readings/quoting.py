"""Each entry of a definition tied to the sentences its values were read from."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .kept import Kept
from .places import at, entry_of, steps

if TYPE_CHECKING:
    from .deciding import Decided

NOTICE = "notice"
MASK = "×××"
"""What stands for a person's name: definitions name none."""
LONGEST_QUOTE = 600

_STATES = {
    "title": "title",
    "edition": "edition",
    "area": "area",
    "issuer": "issuer",
    "basis.documents[1].number": "document",
    "basis.documents[1].on": "document",
    "basis.principles": "principles",
}


def quoted(table: dict[str, Any], kept: Kept, values: Sequence["Decided"]) -> None:
    """Add passages and the notes of what a clerk changed; entries name them as their source."""
    written = [value for value in values if value.verdict.is_written]
    passages = _Passages(kept)
    for path in dict.fromkeys(_carrier(value.place) for value in written):
        own = [value for value in written if _carrier(value.place) == path]
        entry = at(table, steps(path))
        if not path or not isinstance(entry, dict) or "source" not in entry:
            continue
        if code := passages.of(fact for value in own for fact in value.facts):
            entry["source"] = code
    for value in written:
        if stated := _STATES.get(value.place) or _STATES.get(value.place.partition("[")[0]):
            passages.state(value.facts, stated)
    if passages.listed:
        table.setdefault("basis", {})["passages"] = passages.listed
    notes = list(_notes(value for value in written if value.kept != value.read))
    if notes:
        table["assumptions"] = [*table.get("assumptions", []), *notes]
    _of_term(table, written, notes)
    _of_added(table, written, notes)


def _carrier(place: str) -> str:
    """The table that carries the source of a value: the entry it stands in, or the term."""
    return entry_of(place) or ("term" if place.startswith("term.") else "")


class _Passages:
    """Passages while they are gathered; the same sentences are quoted once."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._codes: dict[tuple[str, ...], dict[str, Any]] = {}

    @property
    def listed(self) -> list[dict[str, Any]]:
        return list(self._codes.values())

    def of(self, facts: Iterable[int]) -> str:
        """The code of the passage of some facts, or nothing where there are none."""
        quotes = tuple(dict.fromkeys(filter(None, map(self._quote, facts))))
        if not quotes:
            return ""
        entry = self._codes.setdefault(
            quotes,
            {
                "code": f"passage_{len(self._codes) + 1}",
                "document": NOTICE,
                "quotes": list(quotes),
            },
        )
        return str(entry["code"])

    def state(self, facts: Iterable[int], what: str) -> None:
        """Say that something at the head rests on the passage of some facts."""
        code = self.of(facts)
        for entry in self.listed:
            if entry["code"] == code and what not in entry.setdefault("states", []):
                entry["states"].append(what)

    def _quote(self, fact: int) -> str:
        words = self._kept.quote(fact)[:LONGEST_QUOTE]
        for name in self._kept.persons:
            words = words.replace(name, MASK)
        return words


def _notes(changed: Iterable["Decided"]) -> Iterable[dict[str, Any]]:
    """What was written otherwise than read, as assumptions of the definition."""
    for number, value in enumerate(changed, 1):
        if value.place == "code":
            continue
        if value.read:
            why = f"由“{value.read}”改正，经办人核定。"
            why_en = f"Corrected by the clerk from “{value.read}”."
        else:
            why, why_en = (
                "通知未写明，由经办人补充。",
                "The notice does not say; added by the clerk.",
            )
        yield {
            "code": f"clerk_{number}",
            "what": {"zh": f"{value.label}：{value.kept}"},
            "why": {"zh": why, "en": why_en},
        }


def _of_added(
    table: dict[str, Any], written: Sequence["Decided"], notes: Sequence[dict[str, Any]]
) -> None:
    """An entry that a clerk added rests on the note that says so, not on the notice."""
    codes = {note["what"]["zh"]: note["code"] for note in notes}
    for value in written:
        entry = at(table, steps(entry_of(value.place)))
        if value.read or value.facts or not entry_of(value.place) or not isinstance(entry, dict):
            continue
        if code := codes.get(f"{value.label}：{value.kept}"):
            entry["source"] = code


def _of_term(
    table: dict[str, Any], written: Sequence["Decided"], notes: Sequence[dict[str, Any]]
) -> None:
    """A term that a clerk filled in rests on the note that says so."""
    term = table.get("term")
    if not isinstance(term, dict) or term.get("source"):
        return
    own = [value for value in written if value.place.startswith("term.")]
    filled = [f"{value.label}：{value.kept}" for value in own if value.kept != value.read]
    source = next((note["code"] for note in notes if note["what"]["zh"] in filled), "")
    if source:
        term["source"] = source
