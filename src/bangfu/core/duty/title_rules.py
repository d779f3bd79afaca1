"""What service a title asks for, by area: data of ``definitions/duty/titles.toml``.

An area's rules are those of the longest codes first: a county's before its city's, its city's
before its province's, the nation's last.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache

from bangfu.core.programmes.choices import choice_problems
from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.quota_rules import Conversion, Exemption, Rule, ServiceBeforeTitle
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.vocabulary import Form, Place, Rank
from bangfu.core.programmes.words import AreaCode, Code, Section
from bangfu.definitions import FOLDER


class AreaTitleRules(Section, frozen=True, kw_only=True):
    """The rules of one area; an empty code is the nation.

    They hold from ``valid_from`` to before ``valid_before``, so that a person is told what holds on
    the day asked for; an area may have several editions that do not overlap.
    """

    area: AreaCode
    rules: tuple[ServiceBeforeTitle | Exemption | Conversion, ...]
    valid_from: date | None = None
    valid_before: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the edition holds on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_before is None or day < self.valid_before)

    def overlaps(self, other: "AreaTitleRules") -> bool:
        """Whether both hold on some day."""
        latest = max(self.valid_from or date.min, other.valid_from or date.min)
        return latest < min(self.valid_before or date.max, other.valid_before or date.max)


class ListedPlaces(Section, frozen=True, kw_only=True):
    """Areas that are of a class of place which no code tells, such as poor counties."""

    place: Place
    areas: tuple[AreaCode, ...]
    source: Code
    valid_from: date | None = None
    valid_before: date | None = None

    def holds(self, area: str, day: date) -> bool:
        """Whether an area lies in one that is listed on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        standing = begun and (self.valid_before is None or day < self.valid_before)
        return standing and area.startswith(self.areas)


class TitleRules(Section, frozen=True, kw_only=True):
    """The rules of all areas that are known; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    areas: tuple[AreaTitleRules, ...]
    places: tuple[ListedPlaces, ...] = ()

    def owed(self, area: str, on: date) -> list[ServiceBeforeTitle]:
        """What each title asks for in an area on a day: of several rules for one the nearest."""
        found: dict[Rank, ServiceBeforeTitle] = {}
        for rule in self._nearest(area, on):
            if isinstance(rule, ServiceBeforeTitle):
                found.setdefault(rule.title, rule)
        return sorted(found.values(), key=lambda rule: -rule.title.digit)

    def exemptions(self, area: str, on: date) -> list[Exemption]:
        """Who need not serve in an area."""
        return [rule for rule in self._nearest(area, on) if isinstance(rule, Exemption)]

    def conversion(self, area: str, form: Form, on: date) -> Conversion | None:
        """How an area counts a form of service, where it says so."""
        rules = self._nearest(area, on)
        return next((r for r in rules if isinstance(r, Conversion) and r.form is form), None)

    def listed(self, area: str, on: date) -> frozenset[Place]:
        """The classes of place that an area is listed for on a day."""
        return frozenset(one.place for one in self.places if one.holds(area, on))

    def _nearest(self, area: str, on: date) -> Iterator[Rule]:
        around = [one for one in self.areas if area.startswith(one.area) and one.holds_on(on)]
        for one in sorted(around, key=lambda one: -len(one.area)):
            yield from one.rules


def read(text: str, *, file: str = "titles.toml") -> TitleRules:
    """Title rules from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, TitleRules, file=file, check=_problems)


@cache
def shipped() -> TitleRules:
    """The title rules that come with the product."""
    return read((FOLDER / "duty" / "titles.toml").read_text(encoding="utf-8"))


def _problems(rules: TitleRules) -> Iterator[Problem]:
    yield from unknown_sources(rules, rules.sources)
    yield from choice_problems(rules)
    for index, one in enumerate(rules.areas):
        for earlier, other in enumerate(rules.areas[:index]):
            if one.area == other.area and one.overlaps(other):
                yield Problem(
                    ("areas", index, "area"),
                    f"行政区划“{one.area or '全国'}”与第{earlier + 1}项重复或有效期重叠，请合并。",
                    f'the area "{one.area or "nation"}" stands twice; put both together, or part '
                    "their days.",
                )
