"""Points in proportion to how much of a target was reached."""

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from bangfu.core.appraisal.arithmetic import exact
from bangfu.core.appraisal.vocabulary import Step
from bangfu.core.programmes.words import Share, Text

from .base import DivisionByNothing, InputCode, Inputs, Marked, Peers, Rule, Scored, award, missing
from .per_unit import Positive


class RatioToTarget(Rule, frozen=True, kw_only=True, tag="ratio_to_target"):
    """Points × what was done ÷ what was asked, never more than full.

    ``target`` is a figure, or ``target_input`` the input that holds it. Below ``nothing_below`` of
    the target there are no points. With ``lower_is_better`` full points end at the target and
    shrink as target ÷ value above it.
    """

    label: ClassVar[Text] = Text(zh="按完成比例计分", en="ratio to the target")

    input: InputCode
    target: Positive | None = None
    target_input: InputCode | None = None
    nothing_below: Share = 0
    lower_is_better: bool = False

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.input,) if self.target_input is None else (self.input, self.target_input)

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        value = inputs.now(self.input)
        if value is None:
            return missing(inputs, self.input)
        target = inputs.now(self.target_input) if self.target_input else exact(self.target or 1)
        if target is None:
            return missing(inputs, self.target_input or self.input)
        meaning = inputs.meaning(self.input)
        if target <= 0:
            raise DivisionByNothing(
                zh=f"“{inputs.subject}”的“{meaning.title.zh}”目标值为{target}，无法计算完成比例；"
                "请核对目标，没有下达目标的请认定该项不适用。",
                en=f'"{inputs.subject}": the target of "{meaning.title.in_language("en")}" is '
                f"{target}, so no ratio exists; correct it or declare the item not applicable.",
            )
        share = self._share(value, target)
        steps = [
            Step(
                "{0}：目标{1}，完成{2}",
                "{0}: {1} asked, {2} reached",
                (meaning.title, meaning.quantity(target), meaning.quantity(value)),
            )
        ]
        if share < exact(self.nothing_below):
            floor = exact(self.nothing_below) * 100
            steps.append(Step("不足{0}%，不得分", "below {0}%, no points", (floor,)))
            share = Fraction(0)
        else:
            steps.append(
                Step("{0}×{1}%", "{0} × {1}%", (item.highest, min(share, Fraction(1)) * 100))
            )
        return award(item.highest * min(share, Fraction(1)), inputs, item, steps)

    def _share(self, value: Fraction, target: Fraction) -> Fraction:
        if not self.lower_is_better:
            return value / target
        return Fraction(1) if value <= target else target / value

    def mistakes(self) -> Iterable[tuple[str, Text]]:
        if (self.target is None) == (self.target_input is None):
            yield (
                "target",
                Text(
                    zh="目标值请在 target（固定数）和 target_input（取自数据）中选填一个。",
                    en="give the target either as target (a figure) or as target_input.",
                ),
            )
