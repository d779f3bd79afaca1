"""What indicators leave open, and which statistics an office reports: from ``definitions``."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated

from msgspec import Meta

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.vocabulary import Unit
from bangfu.core.programmes.words import Code, Coded, Count, Section, Text
from bangfu.definitions import FOLDER

Rank = Annotated[
    int, Meta(ge=1, le=4, extra={"zh": "1 至 4 的职称级别", "en": "a rank from 1 to 4"})
]


class PostedDoctor(Section, frozen=True, kw_only=True):
    """Who counts as a posted doctor: planned for so many months, of a rank or better."""

    months: Count
    rank_floor: Rank
    source: Code


class InDays(Section, frozen=True, kw_only=True):
    """Within how many days something is in time."""

    days: Count
    source: Code


class Refilling(Section, frozen=True, kw_only=True):
    """How many months are filled again each time."""

    months: Count
    source: Code


class Settings(Section, frozen=True, kw_only=True):
    """All settings of indicators; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    posted_doctor: PostedDoctor
    case_answer: InDays
    ledger_confirmation: InDays
    refilling: Refilling


class Level(Coded):
    """Whose figure a statistic is."""

    COUNTY = "county", "县（市、区）", "county"
    INSTITUTION = "institution", "机构", "institution"


class Span(Coded):
    """Whether a statistic is of a day or of a stretch."""

    AT = "at", "时点数", "at a day"
    OVER = "over", "时期数", "over a stretch"


class Item(Section, frozen=True, kw_only=True):
    """A statistic; ``within`` names the one that it is a part of and cannot exceed."""

    code: Code
    title: Text
    unit: Unit
    level: Level
    span: Span
    within: str = ""


class Items(Section, frozen=True, kw_only=True):
    """Every statistic there is."""

    items: tuple[Item, ...]


def read(text: str, *, file: str = "settings.toml") -> Settings:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Settings, file=file, check=_problems)


def read_items(text: str, *, file: str = "statistics.toml") -> Items:
    """The list of statistics; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Items, file=file, check=_item_problems)


@cache
def shipped() -> Settings:
    """The settings that come with the product."""
    return read((FOLDER / "indicators" / "settings.toml").read_text(encoding="utf-8"))


@cache
def statistics() -> Mapping[str, Item]:
    """The statistics that come with the product, by code."""
    text = (FOLDER / "indicators" / "statistics.toml").read_text(encoding="utf-8")
    return {item.code: item for item in read_items(text).items}


def _problems(settings: Settings) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)


def _item_problems(given: Items) -> Iterator[Problem]:
    seen: dict[str, Item] = {}
    for place, item in enumerate(given.items):
        if item.code in seen:
            yield Problem(
                ("items", place, "code"),
                f"统计数“{item.code}”写了两次，请删去一处。",
                f"the statistic “{item.code}” stands twice; remove one.",
            )
        seen[item.code] = item
    for place, item in enumerate(given.items):
        whole = seen.get(item.within)
        if item.within and (whole is None or (whole.level, whole.span) != (item.level, item.span)):
            yield Problem(
                ("items", place, "within"),
                f"“{item.within}”不是同一级别、同一口径的统计数，请改为已列出的代码。",
                f"“{item.within}” is no statistic of the same level and span; name one that is.",
            )
