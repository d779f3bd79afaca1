"""Text whose every character remembers where it stood in the original file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters ``start`` to ``end`` of a text become ``after``."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One mechanical repair: by which rule, what stood where in the original, what it became."""

    rule: str
    before: str
    after: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and, for each of its characters, its first and last-but-one place in the original.

    ``starts`` and ``ends`` are as long as ``text``; places count characters of the original.

    >>> traced = Traced.of("業(yè)務")
    >>> shorter = traced.edited([Edit(1, 5, "")])
    >>> shorter.text, shorter.span(0, 2)
    ('業務', (0, 6))
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "Traced":
        """A text that is its own original."""
        return cls(text, range(len(text)), range(1, len(text) + 1))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters ``start`` to ``end`` stood in the original."""
        if start >= end:
            place = self.starts[start] if start < len(self.text) else self._end
            return place, place
        return self.starts[start], self.ends[end - 1]

    def part(self, start: int, end: int) -> "Traced":
        """The characters ``start`` to ``end`` alone."""
        return Traced(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def edited(self, edits: Iterable[Edit]) -> "Traced":
        """The text after edits in rising order that do not overlap.

        Where an edit keeps the length each character keeps its own place; otherwise every new
        character stands for all that was replaced.
        """
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        kept = 0
        for edit in edits:
            text.append(self.text[kept : edit.start])
            starts += self.starts[kept : edit.start]
            ends += self.ends[kept : edit.start]
            text.append(edit.after)
            if len(edit.after) == edit.end - edit.start:
                starts += self.starts[edit.start : edit.end]
                ends += self.ends[edit.start : edit.end]
            else:
                first, last = self.span(edit.start, edit.end)
                starts += [first] * len(edit.after)
                ends += [last] * len(edit.after)
            kept = edit.end
        text.append(self.text[kept:])
        starts += self.starts[kept:]
        ends += self.ends[kept:]
        return Traced("".join(text), starts, ends)

    @property
    def _end(self) -> int:
        return self.ends[-1] if len(self.ends) else 0
