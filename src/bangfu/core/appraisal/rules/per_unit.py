"""So many points for each unit: taken off down to a floor, or added up to a cap."""

from collections.abc import Iterable
from fractions import Fraction
from math import floor
from typing import Annotated, ClassVar

from msgspec import Meta

from bangfu.core.appraisal.arithmetic import exact
from bangfu.core.appraisal.vocabulary import Sort, Step
from bangfu.core.programmes.words import Amount, Text

from .base import InputCode, Inputs, Marked, Meaning, Peers, Rule, Scored, award, missing

_POSITIVE = {"zh": "大于 0 的数", "en": "a number above 0"}
Positive = (
    Annotated[int, Meta(gt=0, le=10**12, extra=_POSITIVE)]
    | Annotated[float, Meta(gt=0, le=1e12, extra=_POSITIVE)]
)


class _PerUnit(Rule, frozen=True, kw_only=True):
    """``each`` points for every ``per`` of the input; ``whole_units`` counts only full ones."""

    input: InputCode
    each: Positive
    per: Positive = 1
    whole_units: bool = False

    def _units(self, amount: Fraction) -> Fraction:
        units = max(Fraction(0), amount) / exact(self.per)
        return Fraction(floor(units)) if self.whole_units else units

    def _told(self, sign: str, units: Fraction, meaning: Meaning) -> Step:
        worth, per = exact(self.each), exact(self.per)
        verb = ("扣", "off") if sign == "-" else ("加", "added")
        if per == 1:
            return Step(
                verb[0] + "{0}×{1}={2}分",
                "{0} × {1} = {2} points " + verb[1],
                (units, worth, units * worth),
            )
        return Step(
            "每{0}" + verb[0] + "{1}分，" + verb[0] + "{2}×{1}={3}分",
            "{1} points for each {0}: {2} × {1} = {3} " + verb[1],
            (meaning.quantity(per), worth, units, units * worth),
        )


class PerUnitDeduction(_PerUnit, frozen=True, kw_only=True, tag="per_unit_deduction"):
    """So many points off for each unit, down to ``floor``.

    Units are the input itself, or what it falls short of ``expected`` (another input, for example
    weeks that should have been served) or of ``target``; ``free`` units cost nothing.
    """

    label: ClassVar[Text] = Text(zh="逐项扣分", en="points off per unit")

    expected: InputCode | None = None
    target: Positive | None = None
    free: Amount = 0
    floor: Amount = 0

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.input,) if self.expected is None else (self.input, self.expected)

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        value = inputs.now(self.input)
        if value is None:
            return missing(inputs, self.input)
        due = inputs.now(self.expected) if self.expected else None
        if self.expected and due is None:
            return missing(inputs, self.expected)
        if self.target is not None:
            due = exact(self.target)
        meaning = inputs.meaning(self.input)
        amount = value if due is None else max(Fraction(0), due - value)
        steps = [self._counted(value, due, meaning)]
        if self.free and amount:
            steps.append(Step("其中{0}免扣", "{0} free", (meaning.quantity(exact(self.free)),)))
        units = self._units(amount - exact(self.free))
        steps.append(
            self._told("-", units, meaning) if units else Step("不扣分", "nothing taken off")
        )
        left = item.highest - units * exact(self.each)
        if left < exact(self.floor) and item.sort is not Sort.DEDUCTION:
            left = exact(self.floor)
            steps.append(Step("扣至{0}分为止", "no lower than {0}", (left,)))
        return award(left, inputs, item, steps)

    def _counted(self, value: Fraction, due: Fraction | None, meaning: Meaning) -> Step:
        if due is None:
            return Step("{0}：{1}", "{0}: {1}", (meaning.title, meaning.quantity(value)))
        return Step(
            "{0}：应为{1}，实为{2}",
            "{0}: {1} expected, {2} found",
            (meaning.title, meaning.quantity(due), meaning.quantity(value)),
        )

    def mistakes(self) -> Iterable[tuple[str, Text]]:
        if self.expected is not None and self.target is not None:
            yield (
                "target",
                Text(
                    zh="应有数只能取自另一项数据或写成固定数，请只留一个。",
                    en="what is expected comes from an input or is a figure; keep one.",
                ),
            )


class PerUnitBonus(_PerUnit, frozen=True, kw_only=True, tag="per_unit_bonus"):
    """So many points for each unit beyond ``above``, up to the item's points."""

    label: ClassVar[Text] = Text(zh="逐项加分", en="points added per unit")

    above: Amount = 0

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.input,)

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        value = inputs.now(self.input)
        if value is None:
            return missing(inputs, self.input)
        meaning = inputs.meaning(self.input)
        steps = [Step("{0}：{1}", "{0}: {1}", (meaning.title, meaning.quantity(value)))]
        if self.above:
            above = meaning.quantity(exact(self.above))
            steps.append(Step("超过{0}的部分计分", "what exceeds {0} counts", (above,)))
        units = self._units(value - exact(self.above))
        steps.append(self._told("+", units, meaning) if units else Step("不得分", "no points"))
        return award(units * exact(self.each), inputs, item, steps)
