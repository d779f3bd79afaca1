"""Named settings of spot checks with their sources, from ``definitions/spotchecks``."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from bangfu.core.duty.working_days import WorkCalendar
from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Count, Section, Share, Text
from bangfu.definitions import FOLDER


class Tier(Section, frozen=True, kw_only=True):
    """The share drawn from a stratum of at least so many."""

    at_least: Count
    share: Share


class Sampling(Section, frozen=True, kw_only=True):
    """How many are drawn, by the size of a stratum, the largest first."""

    tiers: tuple[Tier, ...]
    source: Code

    def take(self, size: int) -> int:
        """How many of a stratum of ``size`` are drawn: its share, rounded up.

        >>> [shipped().sampling.take(size) for size in (0, 1, 14, 15, 29, 30, 100)]
        [0, 1, 7, 6, 12, 9, 30]
        """
        for tier in self.tiers:
            if size >= tier.at_least:
                # In thousandths, so that 0.3 of 10 is 3 and not one more.
                return -(-size * round(tier.share * 1000) // 1000)
        return 0


class Term(Section, frozen=True, kw_only=True):
    """A term in working days, counted from the day after."""

    working_days: Count
    source: Code

    def ends_on(self, day: date, calendar: WorkCalendar) -> date:
        """The last day of the term that begins after a day."""
        left = self.working_days
        while left:
            day += timedelta(days=1)
            left -= calendar.is_worked(day)
        return day


class RecentPair(Section, frozen=True, kw_only=True):
    """For how many months who checked a place does not check it again."""

    months: Count
    source: Code


class Kind(Section, frozen=True, kw_only=True):
    """A kind of finding; ``off_post`` where it says that somebody was not there."""

    code: Code
    title: Text
    off_post: bool = False


class Question(Section, frozen=True, kw_only=True):
    """One thing to be asked or looked at; an answer other than yes suggests a finding."""

    code: Code
    text: Text
    kind: Code


class Script(Section, frozen=True, kw_only=True):
    """What is said first, and what is asked."""

    opening: Text
    questions: tuple[Question, ...]
    source: Code


class Scripts(Section, frozen=True, kw_only=True):
    """One script for each way of checking."""

    visit: Script
    telephone: Script
    desk: Script


class Consequence(Section, frozen=True, kw_only=True):
    """Something an authority may attach to a finding."""

    code: Code
    title: Text
    source: Code


class Settings(Section, frozen=True, kw_only=True):
    """All settings of spot checks; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    sampling: Sampling
    reply: Term
    second_look: Term
    recent_pair: RecentPair
    kinds: tuple[Kind, ...]
    scripts: Scripts
    consequences: tuple[Consequence, ...]

    def script(self, way: str) -> Script:
        """The script of a way of checking."""
        found: Script = getattr(self.scripts, way)
        return found

    def kind(self, code: str) -> Text:
        """What a kind of finding is called; its code where the file names it no more."""
        return next((kind.title for kind in self.kinds if kind.code == code), Text(zh=code))

    def consequence(self, code: str) -> Text:
        """What a consequence is called; its code where the file names it no more."""
        found = (one.title for one in self.consequences if one.code == code)
        return next(found, Text(zh=code))

    @property
    def off_post(self) -> frozenset[str]:
        """The kinds that say somebody was not there."""
        return frozenset(kind.code for kind in self.kinds if kind.off_post)


def read(text: str, *, file: str = "settings.toml") -> Settings:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Settings, file=file, check=_problems)


@cache
def shipped() -> Settings:
    """The settings that come with the product."""
    return read((FOLDER / "spotchecks" / "settings.toml").read_text(encoding="utf-8"))


def _problems(settings: Settings) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)
    starts = [tier.at_least for tier in settings.sampling.tiers]
    if starts != sorted(set(starts), reverse=True) or starts[-1:] != [1]:
        yield Problem(
            ("sampling", "tiers"),
            "分档应从多到少排列，最后一档从1起。",
            "tiers go from many to few and end at 1.",
        )
    kinds = [kind.code for kind in settings.kinds]
    for field, codes in (
        ("kinds", kinds),
        ("consequences", [one.code for one in settings.consequences]),
    ):
        for code, count in Counter(codes).items():
            if count > 1:
                yield Problem((field,), f"代码“{code}”重复。", f'the code "{code}" stands twice.')
    for way in Scripts.__struct_fields__:
        for at, question in enumerate(settings.script(way).questions):
            if question.kind not in kinds:
                yield Problem(
                    ("scripts", way, "questions", at, "kind"),
                    f"问题类别“{question.kind}”不在 kinds 中。",
                    f'the kind "{question.kind}" is not among kinds.',
                )
