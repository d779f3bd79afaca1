"""What the registry of branches goes by: named settings with sources."""

from collections.abc import Iterator
from functools import cache

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Count, Section
from bangfu.definitions import FOLDER


class Least(Section, frozen=True, kw_only=True):
    """So many full members a branch of one institution has; fewer are refused or pointed out."""

    members: Count
    refuse: bool
    sources: tuple[Code, ...]


class Most(Section, frozen=True, kw_only=True):
    """What a branch usually does not exceed: members, and institutions of a joint branch."""

    members: Count
    institutions: Count
    source: Code


class Committee(Section, frozen=True, kw_only=True):
    """From so many full members on a branch has a committee."""

    members: Count
    source: Code


class Term(Section, frozen=True, kw_only=True):
    """For how many years a secretary and a committee serve; when an election is called to mind."""

    years: Count
    notice_days: Count
    sources: tuple[Code, ...]


class Counts(Section, frozen=True, kw_only=True):
    """After how many days a count of members is old."""

    days: Count
    source: Code


class Settings(Section, frozen=True, kw_only=True):
    """All settings; every source named is one of ``sources``."""

    sources: tuple[Source, ...]
    least: Least
    most: Most
    committee: Committee
    term: Term
    counts: Counts


def read(text: str, *, file: str = "settings.toml") -> Settings:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Settings, file=file, check=_problems)


@cache
def shipped() -> Settings:
    """The settings that come with the product."""
    return read((FOLDER / "branches" / "settings.toml").read_text(encoding="utf-8"))


def _problems(settings: Settings) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)
