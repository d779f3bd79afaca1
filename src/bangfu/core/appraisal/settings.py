"""Named settings of appraisals with their sources, from ``definitions/appraisal``."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from bangfu.core.duty.working_days import WorkCalendar
from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.words import Code, Coded, Count, Section, Text
from bangfu.definitions import FOLDER

from .scheme import Scheme, Term


class Place(Coded):
    """Where a grade stands among the grades of its table."""

    FIRST = "first", "最高等次", "the best grade"
    BETWEEN = "between", "中间等次", "a grade between"
    LAST = "last", "最低等次", "the last grade"


class Days(Section, frozen=True, kw_only=True):
    """So many days of the calendar."""

    days: Count
    source: Code


class Tier(Section, frozen=True, kw_only=True):
    """What is asked of some results afterwards: by star, or by the place of the grade."""

    code: Code
    title: Text
    stars: tuple[Code, ...]
    grades: Place
    sources: tuple[Code, ...]


class GradePoints(Section, frozen=True, kw_only=True):
    """What a grade of a host's evaluation is worth, of a hundred."""

    grade: Code
    points: Count


class EvaluationPoints(Section, frozen=True, kw_only=True):
    """How grades of evaluations become points."""

    source: Code
    points: tuple[GradePoints, ...]


class PairingFacts(Section, frozen=True, kw_only=True):
    """Whose records speak for a pairing."""

    side: Code
    source: Code


class Settings(Section, frozen=True, kw_only=True):
    """All settings of appraisals; every source is one of ``sources``."""

    sources: tuple[Source, ...]
    objections: Term
    recheck: Term
    improvement: Days
    reporting: Term
    pairing: PairingFacts
    evaluation: EvaluationPoints
    tiers: tuple[Tier, ...]

    def tier(self, code: str) -> Text:
        """What a tier is called; its code where the file names it no more."""
        return next((one.title for one in self.tiers if one.code == code), Text(zh=code))

    def tier_of(self, scheme: Scheme, *, grade: str, star: str) -> Tier | None:
        """The tier of a result; ``None`` where it has neither star nor grade of the table."""
        if star:
            return next((one for one in self.tiers if star in one.stars), None)
        codes = [band.code for band in scheme.grades]
        if grade not in codes:
            return None
        last = len(codes) - 1
        place = {0: Place.FIRST, last: Place.LAST}.get(codes.index(grade), Place.BETWEEN)
        return next((one for one in self.tiers if one.grades is place), None)


def objection_term(scheme: Scheme) -> Term:
    """How long results of a table are open to objections: its own term, or that of the settings."""
    return scheme.objections or shipped().objections


def last_day(day: date, term: Term, calendar: WorkCalendar) -> date:
    """The last day of a term that begins after a day."""
    left = term.working_days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_worked(day)
    return day


def read(text: str, *, file: str = "settings.toml") -> Settings:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Settings, file=file, check=_problems)


@cache
def shipped() -> Settings:
    """The settings that come with the product."""
    return read((FOLDER / "appraisal" / "settings.toml").read_text(encoding="utf-8"))


def _problems(settings: Settings) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)
    seen: set[str] = set()
    for place, tier in enumerate(settings.tiers):
        for star in sorted(seen & set(tier.stars)):
            yield Problem(
                ("tiers", place, "stars"),
                f"星级“{star}”列入了两类，请只留一处。",
                f'the star "{star}" is in two tiers; leave it in one.',
            )
        seen |= set(tier.stars)
