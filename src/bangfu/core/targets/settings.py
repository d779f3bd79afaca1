"""What rules of targets leave open: named settings with sources, from ``definitions/targets``."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Annotated

from msgspec import Meta

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Count, Section, Share
from bangfu.definitions import FOLDER

Month = Annotated[int, Meta(ge=1, le=12, extra={"zh": "1 至 12 的月份", "en": "a month, 1 to 12"})]
DayOfMonth = Annotated[int, Meta(ge=1, le=31, extra={"zh": "1 至 31 的日", "en": "a day, 1 to 31"})]


class Review(Section, frozen=True, kw_only=True):
    """The day of the year on which progress is usually held against the calendar."""

    month: Month
    day: DayOfMonth
    source: Code

    def in_year(self, year: int) -> date:
        """The day in a year."""
        return date(year, self.month, self.day)


class Forecasting(Section, frozen=True, kw_only=True):
    """How the end is projected, and from where on it is called at risk."""

    recent_months: Count
    spread: Share
    at_risk_from: Share
    nothing_below: Share
    source: Code


class Common(Section, frozen=True, kw_only=True):
    """From how many institutions, and which share of them, a lag is common."""

    institutions: Count
    share: Share
    source: Code


class Settings(Section, frozen=True, kw_only=True):
    """All settings of targets; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    review: Review
    forecast: Forecasting
    common: Common


def read(text: str, *, file: str = "settings.toml") -> Settings:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Settings, file=file, check=_problems)


@cache
def shipped() -> Settings:
    """The settings that come with the product."""
    return read((FOLDER / "targets" / "settings.toml").read_text(encoding="utf-8"))


def _problems(settings: Settings) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)
    review = settings.review
    try:
        review.in_year(2025)
    except ValueError:
        yield Problem(
            ("review", "day"),
            f"{review.month}月没有{review.day}日，请改正。",
            f"month {review.month} has no day {review.day}.",
        )
