"""From the bytes of a file to its facts, its draft, and what was dropped and repaired."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .decoding import Original, decode
from .drafting import Draft, draft_of
from .facts import Fact
from .lines import Dropped, classified, dropped
from .notice import Notice
from .repairing import repaired
from .resolving import Conflict, resolved
from .rules import RULES
from .traced import Repair, Traced


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of a notice; a draft points to facts by their place in ``facts``."""

    original: Original
    notice: Notice
    facts: Sequence[Fact]
    conflicts: Sequence[Conflict]
    dropped: Sequence[Dropped]
    repairs: Sequence[Repair]
    draft: Draft

    def with_facts(self, facts: Sequence[Fact], conflicts: Sequence[Conflict]) -> "Reading":
        """The same reading with other facts, drafted again."""
        draft = draft_of(self.notice, facts, conflicts)
        return replace(self, facts=facts, conflicts=conflicts, draft=draft)

    def as_json(self) -> dict[str, Any]:
        """The published form: facts, draft, dropped, repairs."""
        return {
            "facts": [fact.as_json() for fact in self.facts],
            "draft": self.draft.as_json(),
            "dropped": [
                {"text": d.text, "reason": d.reason, "start": d.start, "end": d.end}
                for d in self.dropped
            ],
            "repairs": [
                {
                    "rule": r.rule,
                    "before": r.before,
                    "after": r.after,
                    "start": r.start,
                    "end": r.end,
                }
                for r in self.repairs
            ],
        }


def read_notice(content: bytes, name: str = "") -> Reading:
    """Read a file of any of the known kinds and encodings; raises ``UnreadableNotice``."""
    return _read(decode(content, name))


def read_text(text: str) -> Reading:
    """Read a text that is already decoded."""
    return _read(Original(text, Traced.of(text), "txt", ""))


def _read(original: Original) -> Reading:
    text, repairs = repaired(original.seen)
    lines = classified(text.text)
    notice = Notice.of(text, lines)
    found = [fact for rule in RULES for fact in rule(notice)]
    facts, conflicts = resolved(notice, _unique(found))
    return Reading(
        original=original,
        notice=notice,
        facts=facts,
        conflicts=conflicts,
        dropped=dropped(lines, text),
        repairs=repairs,
        draft=draft_of(notice, facts, conflicts),
    )


def _unique(found: Sequence[Fact]) -> list[Fact]:
    """Facts by their place; one that says the same of the same place only once."""
    best: dict[tuple[object, ...], Fact] = {}
    for fact in found:
        key = (fact.kind, fact.value, fact.place)
        if key not in best or best[key].confidence < fact.confidence:
            best[key] = fact
    return sorted(best.values(), key=lambda fact: fact.place[0])
