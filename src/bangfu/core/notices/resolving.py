"""Facts held against one another: sums of parts, figures that disagree, what parts are parts of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .facts import DONE, EXACT, Fact
from .notice import Notice
from .numerals import whole

_TOTAL_BEFORE = re.compile(r"(?:共|共计|合计|总计|总共|共选派|共选派\S{0,6})$")
_OF_WHICH = re.compile(r"其中|包括|分别")
_COUNTED = frozenset({"people", "person_times", "institutions", "units", "yuan"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures that do not agree, and the facts that state them."""

    zh: str
    en: str
    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts, by the numbers of their facts."""

    total: int
    parts: tuple[int, ...]


def resolved(notice: Notice, found: Sequence[Fact]) -> tuple[list[Fact], list[Conflict]]:
    """The facts with what parts inherit from their total, and the conflicts among them."""
    facts = list(found)
    conflicts: list[Conflict] = []
    for added in sums_in(notice, facts):
        total = facts[added.total]
        parts = [facts[number] for number in added.parts]
        reached = whole(sum(float(part.value) for part in parts))
        if reached != total.value:
            conflicts.append(_sum_conflict(added, facts, reached))
        for number in (*added.parts, added.total):
            facts[number] = _related(facts[number], total, agrees=reached == total.value)
    conflicts += _contradictions(facts)
    conflicts += _doubtful_names(facts)
    return facts, conflicts


def sums_in(notice: Notice, facts: Sequence[Fact]) -> Iterator[Sum]:
    """Totals with their parts: 9名、5名共14名, or 71名，其中17名、54名."""
    quantities = [n for n, f in enumerate(facts) if f.kind == "quantity" and f.unit in _COUNTED]

    def within(number: int) -> tuple[int, str]:
        sentence = notice.sentence_at(facts[number].place[0])
        return (sentence.start if sentence else -1, facts[number].unit)

    for (start, _unit), group in groupby(sorted(quantities, key=within), key=within):
        if start >= 0:
            numbers = sorted(group, key=lambda number: facts[number].place)
            yield from _sums(notice, facts, numbers, start)


def _sums(notice: Notice, facts: Sequence[Fact], numbers: list[int], start: int) -> Iterator[Sum]:
    text = notice.text.text
    for position, number in enumerate(numbers):
        fact = facts[number]
        before = text[start : fact.place[0]]
        behind = numbers[position + 1 :]
        if _OF_WHICH.search(text[fact.place[1] : fact.place[1] + 40]) and len(behind) >= 2:
            parts = _listed(text, facts, behind)
            if len(parts) >= 2 and _OF_WHICH.search(text[fact.place[1] : facts[parts[0]].place[0]]):
                yield Sum(number, tuple(parts))
                return
        elif position >= 2 and _TOTAL_BEFORE.search(before[-10:]):
            parts = _listed(text, facts, numbers[:position])
            if len(parts) >= 2:
                yield Sum(number, tuple(parts))
                return


def _listed(text: str, facts: Sequence[Fact], numbers: Sequence[int]) -> list[int]:
    """Figures that form one list: nothing but a clause between them, and no limit among them."""
    listed: list[int] = []
    for number in numbers:
        fact = facts[number]
        if fact.bound != EXACT:
            break
        if listed:
            between = text[facts[listed[-1]].place[1] : fact.place[0]]
            if len(between) > 36 or "。" in between or "；" in between:
                listed = []
        listed.append(number)
    return listed


def _related(fact: Fact, total: Fact, *, agrees: bool) -> Fact:
    """A sum that holds makes its figures surer; one that fails makes them doubtful."""
    sure = min(0.97, fact.confidence + 0.05) if agrees else min(fact.confidence, 0.82)
    modality = fact.modality if fact.modality == DONE else total.modality
    return replace(fact, confidence=sure, modality=modality)


def _sum_conflict(added: Sum, facts: Sequence[Fact], reached: float | int) -> Conflict:
    parts = " + ".join(str(facts[number].value) for number in added.parts)
    total = facts[added.total].value
    return Conflict(
        zh=f"合计不符：{parts} = {reached}，文中写的是{total}，请核对原文。",
        en=f"The sum does not agree: {parts} = {reached}, the text says {total}.",
        facts=(*added.parts, added.total),
    )


def _contradictions(facts: Sequence[Fact]) -> Iterator[Conflict]:
    """The same thing counted differently in two sentences that both speak of what is planned."""
    first: dict[tuple[str, str], int] = {}
    for number, fact in enumerate(facts):
        if fact.kind != "quantity" or fact.bound != EXACT or fact.modality != "planned":
            continue
        if fact.unit not in ("people", "institutions") or len(fact.object) < 4:
            continue
        key = (fact.unit, fact.object)
        other = first.setdefault(key, number)
        if facts[other].value != fact.value and facts[other].sentence != fact.sentence:
            yield Conflict(
                zh=f"前后不一致：“{fact.object}”先写{facts[other].value}，后写{fact.value}，请核对。",
                en=f"“{fact.object}” is {facts[other].value} here and {fact.value} there.",
                facts=(other, number),
            )


def _doubtful_names(facts: Sequence[Fact]) -> Iterator[Conflict]:
    """A short name that may mean a longer one is asked about, never merged: 市医院, 市人民医院."""
    first: dict[str, int] = {}
    for number, fact in enumerate(facts):
        if fact.kind == "party" and fact.object in ("sender", "host") and fact.is_offered:
            first.setdefault(str(fact.value), number)
    for short, one in first.items():
        for name, other in first.items():
            if len(name) > len(short) and _could_be(short, name):
                yield Conflict(
                    zh=f"“{short}”与“{name}”是否为同一单位，请确认。",
                    en=f"Are “{short}” and “{name}” the same institution?",
                    facts=(one, other),
                )


def _could_be(short: str, name: str) -> bool:
    """The characters of one in order within the other, and more than just its end."""
    if name.endswith(short) or short[0] != name[0] or short[-2:] != name[-2:]:
        return False
    rest = iter(name)
    return all(char in rest for char in short)
