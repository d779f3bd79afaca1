"""The cleaned text as paragraphs, each sentence a value rests on marked and linked to it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bangfu.apps.readings.models import DraftValue
from bangfu.core.notices.lines import METADATA, NOISE
from bangfu.core.readings import Kept
from bangfu.core.readings.kept import KeptLine

from .wording import REASONS, label_of

CHARACTERS = 20_000
"""A page holds so much of the text: some thirty pages of print."""
AROUND = 36
"""Characters of a sentence that are quoted on either side of a value."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; of lines that were left out all that stand together."""

    html: SafeString
    is_dropped: bool = False
    is_metadata: bool = False
    reasons: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence a value was read from, cut to what fits on a card."""

    url: str
    before: str
    words: str
    after: str


class Marked:
    """The text of a reading with the values that rest on it, one stretch of it at a time."""

    def __init__(self, read: Kept, values: Sequence[DraftValue]) -> None:
        self._read = read
        self._value_of: dict[int, DraftValue] = {}
        for value in values:
            for fact in value.fact_numbers:
                self._value_of.setdefault(fact, value)
        self._stretches = _stretches(read.lines)
        self._by_line = self._sentences_by_line()

    @property
    def count(self) -> int:
        """How many stretches there are."""
        return max(1, len(self._stretches))

    def paragraphs(self, stretch: int) -> list[Paragraph]:
        """The paragraphs of one stretch, counted from 1."""
        lines = self._stretches[stretch - 1] if self._stretches else []
        shown: list[Paragraph] = []
        for noise, together in groupby(lines, key=lambda line: line.label == NOISE):
            if noise:
                shown.append(_dropped(list(together), self._read.text))
            else:
                shown += [self._paragraph(line) for line in together]
        return shown

    def sentence_url(self, fact: int, current: int) -> str:
        """Where the sentence of a fact stands: on this page, or in another stretch."""
        start = self._read.facts[fact].sentence[0]
        stretch = self._stretch_of(start)
        return f"#s{start}" if stretch == current else f"?text={stretch}#s{start}"

    def quotes(self, value: DraftValue, current: int) -> list[Quote]:
        """The sentences a value rests on, each once."""
        found: dict[int, Quote] = {}
        for number in value.fact_numbers:
            fact = self._read.facts[number]
            start, end = fact.sentence
            left, right = max(start, fact.place[0]), min(max(start, fact.place[1]), end)
            before = self._read.text[start:left].lstrip()
            after = self._read.text[right:end].rstrip()
            quote = Quote(
                url=self.sentence_url(number, current),
                before=before if len(before) <= AROUND else f"…{before[-AROUND:]}",
                words=self._read.text[left:right],
                after=after if len(after) <= AROUND else f"{after[:AROUND]}…",
            )
            found.setdefault(start, quote)
        return list(found.values())

    def sentences_of(self, value: DraftValue) -> str:
        """The anchors of the sentences of a value, for the script that lights them."""
        starts = {self._read.facts[number].sentence[0] for number in value.fact_numbers}
        return " ".join(f"s{start}" for start in sorted(starts))

    def _sentences_by_line(self) -> Mapping[int, dict[tuple[int, int], list[int]]]:
        """For each line, by its start: its marked sentences with the facts in them."""
        starts = [line.start for line in self._read.lines]
        found: dict[int, dict[tuple[int, int], list[int]]] = defaultdict(dict)
        for number in sorted(self._value_of, key=lambda n: self._read.facts[n].place):
            fact = self._read.facts[number]
            line = bisect_right(starts, fact.sentence[0]) - 1
            if line >= 0:
                found[starts[line]].setdefault(fact.sentence, []).append(number)
        return found

    def _paragraph(self, line: KeptLine) -> Paragraph:
        pieces: list[SafeString] = []
        at = line.start
        for (start, end), facts in sorted(self._by_line.get(line.start, {}).items()):
            if start < at:
                continue
            pieces.append(format_html("{}", self._read.text[at:start]))
            inner = self._sentence(start, min(end, line.end), facts)
            pieces.append(format_html('<span class="rd-sentence" id="s{}">{}</span>', start, inner))
            at = min(end, line.end)
        pieces.append(format_html("{}", self._read.text[at : line.end]))
        return Paragraph(_joined(pieces), is_metadata=line.label == METADATA)

    def _sentence(self, start: int, end: int, facts: Iterable[int]) -> SafeString:
        pieces: list[SafeString] = []
        at = start
        for number in facts:
            left, right = self._read.facts[number].place
            if left < at or right > end:
                continue
            value = self._value_of[number]
            pieces.append(format_html("{}", self._read.text[at:left]))
            pieces.append(
                format_html(
                    '<a class="rd-mark rd-{}" href="#v{}" title="{}">{}</a>',
                    value.verdict,
                    value.pk,
                    label_of(value),
                    self._read.text[left:right],
                )
            )
            at = right
        pieces.append(format_html("{}", self._read.text[at:end]))
        return _joined(pieces)

    def _stretch_of(self, start: int) -> int:
        for number, lines in enumerate(self._stretches, 1):
            if lines[0].start <= start < lines[-1].end:
                return number
        return 1


def _stretches(lines: Sequence[KeptLine]) -> list[list[KeptLine]]:
    """The lines in stretches that a page can hold."""
    found: list[list[KeptLine]] = []
    for line in lines:
        if not found or line.end - found[-1][0].start > CHARACTERS:
            found.append([])
        found[-1].append(line)
    return found


def _dropped(lines: Sequence[KeptLine], text: str) -> Paragraph:
    words = dict.fromkeys(str(REASONS.get(line.reason, line.reason)) for line in lines)
    rows = format_html_join("", "<p>{}</p>", ((text[line.start : line.end],) for line in lines))
    return Paragraph(rows, is_dropped=True, reasons="、".join(words), count=len(lines))


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return SafeString("".join(pieces))
