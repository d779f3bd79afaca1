"""What rules of ledgers leave open: named settings with sources, from ``definitions/tasks``."""

from collections.abc import Iterator
from functools import cache

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Count, Section
from bangfu.definitions import FOLDER


class LookBack(Section, frozen=True, kw_only=True):
    """How many months after acceptance the result is looked at again."""

    months: Count
    source: Code


class Soon(Section, frozen=True, kw_only=True):
    """How many days before its last day a task is called to mind."""

    days: Count
    source: Code


class HandIn(Section, frozen=True, kw_only=True):
    """How many days before the end of the year a ledger may be handed in."""

    days_before: Count
    source: Code


class Progress(Section, frozen=True, kw_only=True):
    """What counts into the progress of a ledger; each task weighs the same."""

    standing_counts: bool
    shared_count_for_each: bool
    source: Code


class Settings(Section, frozen=True, kw_only=True):
    """All settings of ledgers; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    look_back: LookBack
    soon: Soon
    hand_in: HandIn
    progress: Progress


def read(text: str, *, file: str = "ledger.toml") -> Settings:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Settings, file=file, check=_problems)


@cache
def shipped() -> Settings:
    """The settings that come with the product."""
    return read((FOLDER / "tasks" / "ledger.toml").read_text(encoding="utf-8"))


def _problems(settings: Settings) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)
