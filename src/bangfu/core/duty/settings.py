"""What rules leave open: named settings with their sources, read from ``definitions/duty``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Annotated

from msgspec import Meta

from bangfu.core.programmes.loading import read_table
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.sources import Source, unknown_sources
from bangfu.core.programmes.vocabulary import DutyUnit
from bangfu.core.programmes.vocabulary_review import DutyException, Treatment
from bangfu.core.programmes.words import Code, Coded, Count, Section, Text
from bangfu.core.programmes.work import Duty
from bangfu.definitions import FOLDER


class UnitLength(Section, frozen=True, kw_only=True):
    """How many days of the calendar one of a unit is, when service is added up."""

    unit: DutyUnit
    days: Annotated[
        str,
        Meta(
            pattern=r"^[1-9][0-9]{0,5}(/[1-9][0-9]{0,5})?\Z",
            extra={
                "zh": '天数，写成整数或分数，例如 "30" 或 "1/2"',
                "en": 'a number of days, whole or a fraction, as "30" or "1/2"',
            },
        ),
    ]
    source: Code

    @property
    def length(self) -> Fraction:
        """As an exact number."""
        return Fraction(self.days)


class ExceptionRule(Section, frozen=True, kw_only=True):
    """How half-days under an exception are treated."""

    exception: DutyException
    treatment: Treatment
    source: Code


class LeaveKind(Section, frozen=True, kw_only=True):
    """A kind of leave that may be asked for."""

    code: Code
    title: Text
    treatment: Treatment
    source: Code


class HandoverItem(Section, frozen=True, kw_only=True):
    """What is handed over where a programme lists nothing of its own."""

    title: Text
    source: Code


class WorkingYear(Section, frozen=True, kw_only=True):
    """Working days in a year, where days of the calendar become working days by conversion."""

    days: Count
    source: Code


class Thresholds(Section, frozen=True, kw_only=True):
    """From where on a check speaks up, and how long a stay may pause."""

    break_after_days: Count
    month_closes_after_days: Count
    copied_months: Count
    weeks_in_one_minute: Count
    perfect_months: Count
    perfect_people: Count
    source: Code


class Settings(Section, frozen=True, kw_only=True):
    """All settings of duty; every ``source`` is one of ``sources``."""

    sources: tuple[Source, ...]
    units: tuple[UnitLength, ...]
    working_year: WorkingYear
    exceptions: tuple[ExceptionRule, ...]
    leave: tuple[LeaveKind, ...]
    handover: tuple[HandoverItem, ...]
    thresholds: Thresholds

    def length_of(self, unit: DutyUnit) -> Fraction:
        """Days of the calendar in one of a unit."""
        return _lengths(self)[unit]

    def leave_kind(self, code: str) -> LeaveKind | None:
        """The kind of leave of a code, or nothing."""
        return next((kind for kind in self.leave if kind.code == code), None)

    def treatments(self, duty: Duty | None = None) -> "Treatments":
        """How exceptions are treated, a programme's own word before the usual one."""
        by_exception = {rule.exception: rule.treatment for rule in self.exceptions}
        by_leave = {kind.code: kind.treatment for kind in self.leave}
        for rule in duty.treatments if duty else ():
            by_exception[rule.exception] = rule.treatment
            if rule.exception is DutyException.LEAVE:
                by_leave = {}
        return Treatments(MappingProxyType(by_exception), MappingProxyType(by_leave))

    def break_after(self, duty: Duty | None = None) -> int:
        """Days in a row without service after which a stay counts as broken."""
        own = duty.break_after_days if duty else None
        return own if own is not None else self.thresholds.break_after_days


@dataclass(frozen=True, slots=True)
class Treatments:
    """How exceptions are treated in one programme; a kind of leave may have its own way."""

    by_exception: Mapping[DutyException, Treatment]
    by_leave: Mapping[str, Treatment]

    def of(self, exception: DutyException, leave_kind: str = "") -> Treatment:
        """The treatment of an exception; that of its kind of leave, where it has one."""
        usual = self.by_exception[exception]
        if exception is not DutyException.LEAVE:
            return usual
        return self.by_leave.get(leave_kind, usual)


def read(text: str, *, file: str = "settings.toml") -> Settings:
    """Settings from their TOML text; raises ``DefinitionRefused`` with every mistake found."""
    return read_table(text, Settings, file=file, check=_problems)


@cache
def shipped() -> Settings:
    """The settings that come with the product."""
    return read((FOLDER / "duty" / "settings.toml").read_text(encoding="utf-8"))


def _problems(settings: Settings) -> Iterator[Problem]:
    yield from unknown_sources(settings, settings.sources)
    listed: tuple[tuple[str, list[Coded], type[Coded]], ...] = (
        ("units", [unit.unit for unit in settings.units], DutyUnit),
        ("exceptions", [rule.exception for rule in settings.exceptions], DutyException),
    )
    for name, given, words in listed:
        for word in words:
            if given.count(word) != 1:
                yield Problem(
                    (name,),
                    f"“{word.zh}”（{word.value}）须列一次，现列了{given.count(word)}次，请改正。",
                    f'"{word.value}" must stand once; it stands {given.count(word)} times.',
                )


@cache
def _lengths(settings: Settings) -> Mapping[DutyUnit, Fraction]:
    return MappingProxyType({unit.unit: unit.length for unit in settings.units})
