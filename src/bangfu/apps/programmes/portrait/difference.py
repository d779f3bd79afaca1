"""What a new edition changes, line by line against the one in force."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["added", "removed", "kept"]
AROUND = 2
"""Unchanged lines shown before and after a change."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison; ``number`` is its line in the text it stands in."""

    change: Change
    number: int
    text: str


def difference(old: str, new: str) -> list[list[Line]]:
    """Stretches of changed lines with a little of what stands around them.

    >>> [[(line.change, line.text) for line in part] for part in difference("a\\nb", "a\\nc")]
    [[('kept', 'a'), ('removed', 'b'), ('added', 'c')]]
    """
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    parts = []
    for group in matcher.get_grouped_opcodes(AROUND):
        part: list[Line] = []
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                part += _lines("kept", after, new_start, new_end)
            else:
                part += _lines("removed", before, start, end)
                part += _lines("added", after, new_start, new_end)
        parts.append(part)
    return parts


def _lines(change: Change, text: list[str], start: int, end: int) -> list[Line]:
    return [Line(change, number + 1, text[number]) for number in range(start, end)]
