"""Points that count only where another item has reached enough."""

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from bangfu.core.appraisal.arithmetic import Signed, exact
from bangfu.core.appraisal.vocabulary import Step
from bangfu.core.programmes.words import Amount, Code, Text

from .base import (
    SAME_ENDS,
    InputCode,
    Inputs,
    Marked,
    Peers,
    Rule,
    Scored,
    award,
    between,
    missing,
    not_applicable,
)


class ThresholdGate(Rule, frozen=True, kw_only=True, tag="threshold_gate"):
    """Nothing unless the item ``item`` has at least ``at_least`` points by its own rule.

    Then full points, or, where an ``input`` is named, points along the line from ``zero_at`` to
    ``full_at``. Where the other item does not apply, neither does this one. What a reviewer makes
    of the other item does not open or close the gate: its computed points do.
    """

    label: ClassVar[Text] = Text(zh="门槛计分", en="threshold gate")

    item: Code
    at_least: Amount
    input: InputCode | None = None
    full_at: Signed = 1
    zero_at: Signed = 0

    @property
    def needs(self) -> tuple[str, ...]:
        return () if self.input is None else (self.input,)

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        other = inputs.reached.get(self.item)
        before = inputs.titles.get(self.item) or Text(zh=self.item)
        if other is None or other.points is None:
            zh, en = "前提项目“{0}”没有得分", 'the item "{0}" it depends on has no points'
            return not_applicable(zh, en, before)
        found, bound = Fraction(other.points), exact(self.at_least)
        figures = (before, found, bound)
        if found < bound:
            step = Step(
                "前提项目“{0}”得{1}分，不足{2}分，本项不得分",
                'item "{0}" has {1} points, fewer than {2}: no points here',
                figures,
            )
            return award(Fraction(0), inputs, item, (step,))
        step = Step(
            "前提项目“{0}”得{1}分，达到{2}分", 'item "{0}" has {1} of {2} points asked', figures
        )
        if self.input is None:
            return award(item.highest, inputs, item, (step,))
        value = inputs.now(self.input)
        if value is None:
            return missing(inputs, self.input)
        meaning = inputs.meaning(self.input)
        share = between(value, exact(self.zero_at), exact(self.full_at))
        line = Step(
            "{0}：{1}，{2}×{3}%",
            "{0}: {1}, {2} × {3}%",
            (meaning.title, meaning.quantity(value), item.highest, share * 100),
        )
        return award(item.highest * share, inputs, item, (step, line))

    def mistakes(self) -> Iterable[tuple[str, Text]]:
        if self.full_at == self.zero_at:
            yield "full_at", SAME_ENDS
