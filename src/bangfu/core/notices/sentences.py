"""Body lines as sentences, each under the headings it stands below."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .lines import BODY, Line

LONGEST_HEADING = 36
LONGEST_SENTENCE = 500
LONGEST_ITEM = 20
"""A numbered paragraph of one sentence is a heading only where it is this short."""

_NUMERAL = "一二三四五六七八九十百"
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第[{_NUMERAL}]{{1,4}}章\s*",
        rf"第[{_NUMERAL}]{{1,4}}条\s*",
        rf"[{_NUMERAL}]{{1,3}}[、.．]\s*",
        rf"（[{_NUMERAL}]{{1,3}}）[、.]?\s*",
        r"\d{1,2}(?:[.．、](?!\d)|[)）])\s*",
        r"（\d{1,2}）\s*",
    )
)
_ENDS = re.compile(r"[。！？；]+[”’）]?")
_ATTACHED = re.compile(r"附(?:件)?[:：]?\s*\d?")
_LABEL = re.compile(r"[^，。；：]{2,14}：")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (0 is the highest), its words, and where they stand."""

    level: float
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the cleaned text; ``headings`` are those above it, the highest first."""

    text: str
    start: int
    end: int
    headings: tuple[Heading, ...]
    opens: bool = False
    """It is, or begins with, a heading itself."""

    @property
    def under(self) -> str:
        """The words of all headings above, as one text."""
        return " / ".join(heading.text for heading in self.headings)


def sentences(lines: Sequence[Line]) -> tuple[list[Sentence], list[Heading]]:
    """The sentences and the outline, in order."""
    found: list[Sentence] = []
    outline: list[Heading] = []
    path: list[Heading] = []
    attached = False
    body = [line for line in lines if line.label == BODY]
    for number, line in enumerate(body):
        attached = _ATTACHED.match(line.text) is not None or (attached and _is_paper(line))
        following = body[number + 1] if number + 1 < len(body) else None
        heading = None if attached else heading_of(line, following)
        if heading:
            path = [above for above in path if above.level < heading.level] + [heading]
            outline.append(heading)
        for start, end in _pieces(line):
            opens = heading is not None and start <= heading.start
            text = line.text[start - line.start : end - line.start]
            found.append(Sentence(text, start, end, tuple(path), opens))
    return found, outline


def _is_paper(line: Line) -> bool:
    """A further line of the list of annexes, which carries a number but heads nothing."""
    return _numbered(line) is not None and "。" not in line.text and len(line.text) < 60


def heading_of(line: Line, following: Line | None = None) -> Heading | None:
    """The heading a line is or opens with; a numbered sentence without one has none.

    The first sentence of a numbered paragraph is its heading where it is short.
    """
    numbered = _numbered(line)
    if numbered is None:
        return _opening(line, following)
    level, found = numbered
    rest = line.text[found.end() :]
    ends = re.search(r"[。：；]|\s{1,4}(?=\S{20})|$", rest)
    words = rest[: ends.start() if ends else len(rest)].strip()
    alone = ends is not None and not rest[ends.end() :].strip() and rest.endswith(("。", "；"))
    is_item = alone and (len(words) > LONGEST_ITEM or "，" in words)
    if not words or len(words) > LONGEST_HEADING or is_item:
        words = ""
    start = line.start + found.end()
    return Heading(level, words, start, start + len(words))


def _numbered(line: Line) -> tuple[float, re.Match[str]] | None:
    for level, pattern in enumerate(_LEVELS):
        if found := pattern.match(line.text):
            return level, found
    return None


def _opening(line: Line, following: Line | None) -> Heading | None:
    """A line of few words and a colon, as 工作计划：, stands above the numbers that follow it."""
    if len(line.text) <= 20 and line.text.endswith("：") and _LABEL.fullmatch(line.text):
        below = _numbered(following) if following else None
        level = below[0] - 0.5 if below else float(len(_LEVELS))
        return Heading(level, line.text[:-1], line.start, line.end - 1)
    return None


def _pieces(line: Line) -> Iterator[tuple[int, int]]:
    start = line.start
    for found in _ENDS.finditer(line.text):
        end = line.start + found.end()
        yield from _bounded(line, start, end)
        start = end
    if start < line.end:
        yield from _bounded(line, start, line.end)


def _bounded(line: Line, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run without an end, such as a list of a whole county, in pieces cut behind a comma.

    Rules look through a sentence for every fact in it; only with a longest one is that linear.
    """
    while end - start > LONGEST_SENTENCE:
        latest = start + LONGEST_SENTENCE - line.start
        comma = max(line.text.rfind(mark, start - line.start + 1, latest) for mark in "，、")
        cut = line.start + comma + 1 if comma > 0 else line.start + latest
        yield start, cut
        start = cut
    yield start, end
