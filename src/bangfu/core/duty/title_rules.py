"""What service a title asks for, by area: data of ``definitions/duty/titles.toml``.

An area's rules are those of the longest codes first: a county's before its city's, its city's
before its province's, the nation's last.
"""

from collections.abc import Iterator
from functools import cache

from bangfu.core.programmes.choices import choice_problems
from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.quota_rules import Conversion, Exemption, Rule, ServiceBeforeTitle
from bangfu.core.programmes.vocabulary import Form, Rank
from bangfu.core.programmes.words import AreaCode, Section
from bangfu.definitions import FOLDER

from .settings import Source, unknown_sources


class AreaTitleRules(Section, frozen=True, kw_only=True):
    """The rules of one area; an empty code is the nation."""

    area: AreaCode
    rules: tuple[ServiceBeforeTitle | Exemption | Conversion, ...]


class TitleRules(Section, frozen=True, kw_only=True):
    """The rules of all areas that are known; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    areas: tuple[AreaTitleRules, ...]

    def owed(self, area: str) -> list[ServiceBeforeTitle]:
        """What each title asks for in an area: of several rules for a title the nearest."""
        found: dict[Rank, ServiceBeforeTitle] = {}
        for rule in self._nearest(area):
            if isinstance(rule, ServiceBeforeTitle):
                found.setdefault(rule.title, rule)
        return sorted(found.values(), key=lambda rule: -rule.title.digit)

    def exemptions(self, area: str) -> list[Exemption]:
        """Who need not serve in an area."""
        return [rule for rule in self._nearest(area) if isinstance(rule, Exemption)]

    def conversion(self, area: str, form: Form) -> Conversion | None:
        """How an area counts a form of service, where it says so."""
        return next(
            (r for r in self._nearest(area) if isinstance(r, Conversion) and r.form is form), None
        )

    def _nearest(self, area: str) -> Iterator[Rule]:
        around = [one for one in self.areas if area.startswith(one.area)]
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
    first: dict[str, int] = {}
    for index, one in enumerate(rules.areas):
        if one.area in first:
            yield Problem(
                ("areas", index, "area"),
                f"行政区划“{one.area or '全国'}”与第{first[one.area] + 1}项重复，请合并。",
                f'the area "{one.area or "nation"}" stands twice; put both together.',
            )
        first.setdefault(one.area, index)
