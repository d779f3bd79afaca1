"""What capacity building leaves open: named settings with sources, of ``definitions/capacity``."""

from collections.abc import Iterator
from functools import cache

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Count, Section
from bangfu.definitions import FOLDER


class Soon(Section, frozen=True, kw_only=True):
    """How many days before a posting ends skills nobody can do alone are called to mind."""

    days: Count
    source: Code


class Settings(Section, frozen=True, kw_only=True):
    """All settings; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    soon: Soon


def read(text: str, *, file: str = "settings.toml") -> Settings:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Settings, file=file, check=_problems)


@cache
def shipped() -> Settings:
    """The settings that come with the product."""
    return read((FOLDER / "capacity" / "settings.toml").read_text(encoding="utf-8"))


def _problems(settings: Settings) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)
