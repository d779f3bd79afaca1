"""What a programme attaches to a failed duty, shown beside the fact; nobody is judged by it here.

A definition lists cases and what may follow (``duty.consequences``). This module says which of the
cases the record gives occasion to look at, with the figures. Whether one holds is for the authority
to find, after hearing the person; nothing follows by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bangfu.core.programmes.quota_rules import YearlyDays
from bangfu.core.programmes.vocabulary_review import DutyCase
from bangfu.core.programmes.wording import counted, figure, listed
from bangfu.core.programmes.words import Text
from bangfu.core.programmes.work import Consequence, Duty

from .account import Tally
from .days import HALVES
from .flags import Flag
from .progress import Progress

LEAVE_FLAGS = frozenset({"not_reported_back", "reported_back_late"})
"""Flags of :mod:`.leave` that give occasion to look at leave papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A case that the record gives occasion to look at, and the figure it rests on."""

    case: DutyCase
    fact: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """An occasion, and what the programme says may follow, with its source."""

    occasion: Occasion
    consequence: Consequence

    @property
    def sentence(self) -> Text:
        """One sentence: the fact, what the rule provides, who decides."""
        measures = listed(measure.label for measure in self.consequence.measures)
        years = self.consequence.years
        fact = self.occasion.fact
        return Text(
            zh=f"{fact.zh}。经核实属于“{self.consequence.case.zh}”的，项目规定："
            f"{measures.zh}" + (f"（{years}年）" if years else "") + "；由主管部门认定。",
            en=f"{fact.en}. If found to be “{self.consequence.case.en}”, the programme provides: "
            f"{measures.en}" + (f" ({counted(years, 'years')})" if years else "") + ".",
        )


def occasions(
    tally: Tally, *, flags: Iterable[Flag] = (), progress: Iterable[Progress] = (), until: date
) -> Iterator[Occasion]:
    """Cases that a stay's record gives occasion to look at.

    Days are short only once their year is over: before, there is time to serve them.
    """
    if tally.absent:
        days = figure(float(Fraction(tally.absent, HALVES)))
        yield Occasion(
            case=DutyCase.ABSENT_WITHOUT_REASON,
            fact=Text(zh=f"登记缺勤{days}天", en=f"{days} day(s) of absence are entered"),
        )
    for flag in flags:
        if flag.code in LEAVE_FLAGS:
            yield Occasion(
                case=DutyCase.LEAVE_IRREGULAR,
                fact=Text(zh=flag.zh.rstrip("。"), en=flag.en.rstrip(".")),
            )
    for asked in progress:
        over = asked.span is not None and asked.span.ends_before <= until
        if isinstance(asked.rule, YearlyDays) and over and not asked.met and not asked.waiting:
            sentence = asked.sentence
            yield Occasion(
                case=DutyCase.DAYS_SHORT,
                fact=Text(zh=sentence.zh.rstrip("。"), en=sentence.en.rstrip(".")),
            )


def possible(found: Iterable[Occasion], duty: Duty | None) -> list[Possible]:
    """What the programme says may follow; nothing where it says nothing of the case."""
    stated = duty.consequences if duty else ()
    return [
        Possible(occasion=occasion, consequence=consequence)
        for occasion in found
        for consequence in stated
        if consequence.case is occasion.case
    ]
