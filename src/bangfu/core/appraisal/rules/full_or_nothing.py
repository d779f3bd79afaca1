"""All points where a condition holds, none where it does not."""

from collections.abc import Iterable
from typing import ClassVar

from bangfu.core.appraisal.arithmetic import Signed, exact
from bangfu.core.appraisal.vocabulary import Sort, Step
from bangfu.core.programmes.words import Text

from .base import InputCode, Inputs, Marked, Peers, Rule, Scored, award, missing


class FullOrNothing(Rule, frozen=True, kw_only=True, tag="full_or_nothing"):
    """Full points where the input lies within its bounds; a yes is 1, a no is 0.

    Of a deduction, nothing is taken off where it does, and everything where it does not.
    """

    label: ClassVar[Text] = Text(zh="达标得满分", en="full or nothing")

    input: InputCode
    at_least: Signed | None = None
    at_most: Signed | None = None

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.input,)

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        value = inputs.now(self.input)
        if value is None:
            return missing(inputs, self.input)
        meaning = inputs.meaning(self.input)
        holds = (self.at_least is None or value >= exact(self.at_least)) and (
            self.at_most is None or value <= exact(self.at_most)
        )
        bounds = [
            Step(sign + "{0}", english + " {0}", (meaning.quantity(exact(bound)),))
            for sign, english, bound in (
                ("不少于", "at least", self.at_least),
                ("不多于", "at most", self.at_most),
            )
            if bound is not None and not meaning.yes_no
        ]
        steps = [
            Step("{0}：{1}", "{0}: {1}", (meaning.title, meaning.quantity(value))),
            *bounds,
            _outcome(item, holds=holds),
        ]
        return award(item.highest if holds else item.lowest, inputs, item, steps)

    def mistakes(self) -> Iterable[tuple[str, Text]]:
        if self.at_least is None and self.at_most is None:
            yield (
                "at_least",
                Text(
                    zh="没有写明达标条件，请填 at_least 或 at_most。",
                    en="no condition is given; fill in at_least or at_most.",
                ),
            )
            return
        low, high = self.at_least, self.at_most
        if low is not None and high is not None and low > high:
            yield (
                "at_most",
                Text(zh="上限小于下限，请改正。", en="upper bound below lower one."),
            )


def _outcome(item: Marked, *, holds: bool) -> Step:
    points = item.highest if holds else item.lowest
    if item.sort is Sort.DEDUCTION:
        return (
            Step("达标，不扣分", "met, nothing taken off")
            if holds
            else Step("未达标，扣{0}分", "not met, {0} points off", (-points,))
        )
    return Step(
        "达标，得{0}分" if holds else "未达标，得{0}分",
        "met, {0} points" if holds else "not met, {0} points",
        (points,),
    )
