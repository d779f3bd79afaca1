"""The base file of a branch: which papers a year wants, and which of them are there by a day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated

from msgspec import Meta

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Count, Section, Text
from bangfu.definitions import FOLDER

MONTHS = 12


class Paper(Section, frozen=True, kw_only=True):
    """A kind of paper: how many a year wants; a single one is due by the end of ``due_month``."""

    code: Code
    title: Text
    least: Count
    source: Code
    hint: Text | None = None
    due_month: Annotated[int, Meta(ge=1, le=12)] = MONTHS
    committee_only: bool = False


class BaseFile(Section, frozen=True, kw_only=True):
    """Every kind of paper; each ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One kind of paper in a year: how many are there, asked by now, and in the whole year."""

    paper: Paper
    kept: int
    asked_by_now: int
    asked: int

    @property
    def missing(self) -> int:
        """How many should be there by now and are not."""
        return max(0, self.asked_by_now - self.kept)


def read(text: str, *, file: str = "base_file.toml") -> BaseFile:
    """Papers from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, BaseFile, file=file, check=_problems)


@cache
def shipped_papers() -> Mapping[str, Paper]:
    """The papers that come with the product, by code, in their order."""
    text = (FOLDER / "branches" / "base_file.toml").read_text(encoding="utf-8")
    return {paper.code: paper for paper in read(text).papers}


def lines(
    papers: Sequence[Paper],
    kept: Mapping[str, int],
    *,
    year: int,
    on: date,
    since: date,
    has_committee: bool,
) -> list[PaperLine]:
    """Every paper a branch founded on ``since`` is asked for in a year, as it stands on a day.

    ``kept`` says how many there are by code. Nothing is asked for the months before founding.
    """
    return [
        PaperLine(
            paper,
            kept.get(paper.code, 0),
            _asked(paper, year=year, since=since, until=on),
            _asked(paper, year=year, since=since, until=date(year + 1, 1, 1)),
        )
        for paper in papers
        if has_committee or not paper.committee_only
    ]


def is_complete(found: Sequence[PaperLine]) -> bool:
    """Whether nothing is missing."""
    return not any(line.missing for line in found)


def _asked(paper: Paper, *, year: int, since: date, until: date) -> int:
    """How many papers months that are over ask for; a single one when its month is over.

    Written so that a month counts from the first of the month after the branch was founded.
    """
    over = MONTHS if until.year > year else until.month - 1 if until.year == year else 0
    before = MONTHS if since.year > year else since.month if since.year == year else 0
    if before >= MONTHS or over <= before:
        return 0
    if paper.least == 1:
        return 1 if over >= max(paper.due_month, before + 1) else 0
    return paper.least * over // MONTHS - paper.least * before // MONTHS


def _problems(file: BaseFile) -> Iterator[Problem]:
    yield from unknown_sources(file, file.sources)
    seen: set[str] = set()
    for place, paper in enumerate(file.papers):
        if paper.code in seen:
            yield Problem(
                ("papers", place, "code"),
                f"材料代码“{paper.code}”重复，请改正。",
                f'the paper "{paper.code}" stands twice; correct one.',
            )
        seen.add(paper.code)
