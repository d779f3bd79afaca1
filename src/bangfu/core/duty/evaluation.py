"""Evaluations at the end of a posting and quiet notes on the way: what may be said, who reads it.

What a host says must not reach the people it is said of. The authority reads it in full; a sending
unit learns sums, and only over so many people that nobody can be made out (``released``).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Count, Section, Text
from bangfu.core.refusal import Refusal
from bangfu.definitions import FOLDER

from .posting_life import EVALUATORS
from .sides import Side

READERS: Mapping[Side, frozenset[Side]] = MappingProxyType(
    {
        Side.HOST: frozenset({Side.HOST, Side.AUTHORITY}),
        Side.SENDER: frozenset({Side.SENDER, Side.AUTHORITY}),
        Side.WORKER: frozenset({Side.WORKER, Side.SENDER, Side.AUTHORITY}),
    }
)
"""Who may read whose evaluation, marks and words."""


class MarksIncomplete(Refusal):
    """Every aspect is marked with one of the grades, and no other aspect."""


class NoteUnclear(Refusal):
    """A quiet note names a known kind and says something."""


class Grade(Section, frozen=True, kw_only=True):
    """One of the grades, the best first; ``adverse`` ones nobody would want to have said."""

    code: Code
    title: Text
    adverse: bool = False
    source: Code


class Aspect(Section, frozen=True, kw_only=True):
    """What is marked, and by which sides."""

    code: Code
    title: Text
    by: tuple[Side, ...]
    source: Code


class NoteKind(Section, frozen=True, kw_only=True):
    """What a quiet note may be about."""

    code: Code
    title: Text
    source: Code


class Quiet(Section, frozen=True, kw_only=True):
    """How many people a sum must cover before a sending unit sees it."""

    at_least_people: Count
    source: Code


class Evaluating(Section, frozen=True, kw_only=True):
    """All settings of evaluations; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    quiet: Quiet
    grades: tuple[Grade, ...]
    aspects: tuple[Aspect, ...]
    notes: tuple[NoteKind, ...]

    def aspects_of(self, side: Side) -> tuple[Aspect, ...]:
        """What a side marks, in the order of the form."""
        return tuple(aspect for aspect in self.aspects if side in aspect.by)

    def grade(self, code: str) -> Grade | None:
        """The grade of a code, or nothing."""
        return next((grade for grade in self.grades if grade.code == code), None)

    def note_kind(self, code: str) -> NoteKind | None:
        """The kind of note of a code, or nothing."""
        return next((kind for kind in self.notes if kind.code == code), None)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about one person: the heads it counts under, and on what it was adverse."""

    person: str
    heads: tuple[str, ...]
    adverse: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sums:
    """How often each head was said, over so many people."""

    people: int
    counts: Mapping[str, int]


def refuse_unclear_marks(side: Side, marks: Mapping[str, str], settings: Evaluating) -> None:
    """Raise ``MarksIncomplete`` unless each aspect of the side has a grade."""
    asked = {aspect.code: aspect for aspect in settings.aspects_of(side)}
    missing = [
        aspect.title
        for code, aspect in asked.items()
        if settings.grade(marks.get(code, "")) is None
    ]
    if missing:
        zh = "、".join(title.zh for title in missing)
        en = ", ".join(title.in_language("en") for title in missing)
        raise MarksIncomplete(zh=f"请选择{zh}的评价档次。", en=f"Choose a grade for {en}.")
    if unknown := sorted(set(marks) - set(asked)):
        raise MarksIncomplete(
            zh=f"没有“{'、'.join(unknown)}”这一评价方面，请重新填写。",
            en=f"There is no aspect {', '.join(unknown)}; fill in the form anew.",
        )


def refuse_unclear_note(kind: str, words: str, settings: Evaluating) -> None:
    """Raise ``NoteUnclear`` where the kind is unknown or nothing is said."""
    if settings.note_kind(kind) is None:
        raise NoteUnclear(zh="请选择情况类别。", en="Choose what the note is about.")
    if not words.strip():
        raise NoteUnclear(zh="请写明具体情况。", en="Say what happened.")


def released(said: Iterable[Said], *, at_least: int) -> Sums | None:
    """What a sending unit may see of what was said, in the order it was said; nothing if too few.

    People come in groups of ``at_least``, each counted when its group is full, with all that was
    said of them by then: two looks at different times differ by whole groups, never by one person.
    A group in which something adverse was said of everybody would tell on each of them: it waits
    for further people.

    >>> said = [Said("1", ("good",)), Said("2", ("good",)), Said("3", ("poor",))]
    >>> released(said[:2], at_least=3) is None
    True
    >>> released([*said, Said("4", ("poor",))], at_least=3).counts["good"]
    2
    """
    group: dict[str, list[Said]] = {}
    done: set[str] = set()
    counts: Counter[str] = Counter()
    for one in said:
        # Whoever is in a full group joins the next with what is said later.
        group.setdefault(one.person, []).append(one)
        if len(group) >= at_least and not _adverse_of_all(group.values()):
            done |= group.keys()
            counts.update(head for own in group.values() for each in own for head in each.heads)
            group = {}
    return Sums(len(done), MappingProxyType(dict(counts))) if done else None


def _adverse_of_all(group: Iterable[list[Said]]) -> bool:
    return bool(
        frozenset.intersection(*(frozenset().union(*(e.adverse for e in o)) for o in group))
    )


def read(text: str, *, file: str = "evaluation.toml") -> Evaluating:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Evaluating, file=file, check=_problems)


@cache
def shipped() -> Evaluating:
    """The settings that come with the product."""
    return read((FOLDER / "duty" / "evaluation.toml").read_text(encoding="utf-8"))


def _problems(settings: Evaluating) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)
    listed: tuple[tuple[str, Sequence[Grade | Aspect | NoteKind]], ...] = (
        ("grades", settings.grades),
        ("aspects", settings.aspects),
        ("notes", settings.notes),
    )
    for name, table in listed:
        codes = [one.code for one in table]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield Problem((name, index, "code"), f"“{code}”重复。", f'"{code}" stands twice.')
    for side in EVALUATORS:
        if not settings.aspects_of(side):
            yield Problem(
                ("aspects",),
                f"{side.zh}至少评价一个方面，请补列。",
                f"the {side.en} has nothing to mark; list an aspect.",
            )
