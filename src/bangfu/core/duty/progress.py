"""How far service has come towards one requirement, and the sentence that says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor

from bangfu.core.programmes.quota_rules import Presence, Rule
from bangfu.core.programmes.vocabulary import DutyUnit, Place
from bangfu.core.programmes.wording import counted, figure
from bangfu.core.programmes.words import Text

from .days import Days, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What exemptions ask about a person: age on the day, years served before, by class of place.

    ``served_years`` are years outside this system; they are known from the personnel file.
    """

    age: int | None = None
    served_years: Mapping[Place, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What one requirement asks and how much of it is there; ``unit`` is days or working days.

    ``waiting`` is what confirmation would add; ``reached_on`` the day to come by which it would be
    met, were everything rostered served and confirmed. ``since`` is the first day of the stretch
    counted, where only an unbroken one counts. ``parts`` are requirements within it, all to be met.
    """

    rule: Rule
    what: Text
    needed: Fraction
    have: Fraction
    unit: DutyUnit = DutyUnit.DAYS
    waiting: Fraction = Fraction(0)
    span: Days | None = None
    since: date | None = None
    reached_on: date | None = None
    exempt: Text | None = None
    parts: tuple["Progress", ...] = ()

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return self.exempt is not None or (
            self.have >= self.needed and all(part.met for part in self.parts)
        )

    @property
    def short(self) -> Fraction:
        """What is missing of its own figure; parts have their own."""
        return Fraction(0) if self.exempt else max(Fraction(0), self.needed - self.have)

    @property
    def sentence(self) -> Text:
        """One sentence: asked, confirmed, still to go."""
        if self.exempt:
            return Text(zh=f"{self.what.zh}：{self.exempt.zh}。", en=f"{self.exempt.en}.")
        zh = [f"{self.what.zh}须满{_zh(self.needed, self.unit)}"]
        en = [f"{self.what.en}: {_en(self.needed, self.unit)} asked"]
        have_zh, have_en = _zh(self.have, self.unit), _en(self.have, self.unit)
        if self.since:
            zh.append(f"自{said(self.since)}起已连续{have_zh}")
            en.append(f"{have_en} unbroken since {self.since}")
        else:
            zh.append(f"已确认{have_zh}")
            en.append(f"{have_en} confirmed")
        if self.waiting > 0:
            zh.append(f"另有{_zh(self.waiting, self.unit)}待受援单位确认")
            en.append(f"{_en(self.waiting, self.unit)} wait for the host")
        if self.short:
            zh.append(f"还差{_zh(self.short, self.unit, up=True)}")
            en.append(f"{_en(self.short, self.unit, up=True)} to go")
            if self.reached_on:
                zh.append(f"按现有排班预计{said(self.reached_on)}满足")
                en.append(f"expected by {self.reached_on} as rostered")
        elif self.met:
            zh.append("已满足")
            en.append("met")
        else:
            zh.append("总时间已满，仍有分项未满足")
            en.append("met in all, but not in every part")
        return Text(zh="，".join(zh) + "。", en=", ".join(en) + ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortPeriod:
    """A week or month with less presence than asked, in the rule's unit."""

    days: Days
    needed: Fraction
    have: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Presences:
    """How many whole, confirmed weeks or months were looked at, and those that fell short."""

    rule: Presence
    looked_at: int
    short: tuple[ShortPeriod, ...]


def _zh(value: Fraction, unit: DutyUnit, *, up: bool = False) -> str:
    return f"{figure(_shown(value, up=up))}{unit.zh}"


def _en(value: Fraction, unit: DutyUnit, *, up: bool = False) -> str:
    return counted(_shown(value, up=up), unit.en)


def _shown(value: Fraction, *, up: bool) -> float:
    """To a tenth: what is there downwards, what is missing upwards, so that both add up."""
    tenths = value * 10
    return (ceil(tenths) if up else floor(tenths)) / 10
