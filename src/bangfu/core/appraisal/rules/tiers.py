"""A table of tiers: from each bound on, so many points."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar

from msgspec import Meta

from bangfu.core.appraisal.arithmetic import Signed, exact
from bangfu.core.appraisal.vocabulary import Step
from bangfu.core.programmes.words import Amount, Section, Text

from .base import InputCode, Inputs, Marked, Peers, Rule, Scored, award, missing


class Tier(Section, frozen=True, kw_only=True):
    """From this bound on (down to it, where less is better), so many points."""

    bound: Signed
    points: Amount


class Tiers(Rule, frozen=True, kw_only=True, tag="tiers"):
    """The points of the best tier whose bound is reached; ``otherwise`` below all of them.

    Tiers stand from the best to the worst; a bound belongs to its own tier.
    """

    label: ClassVar[Text] = Text(zh="分档计分", en="tiers")

    input: InputCode
    tiers: Annotated[tuple[Tier, ...], Meta(min_length=1)]
    lower_is_better: bool = False
    otherwise: Amount = 0

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.input,)

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        value = inputs.now(self.input)
        if value is None:
            return missing(inputs, self.input)
        meaning = inputs.meaning(self.input)
        found = next((tier for tier in self.tiers if self._reaches(value, tier)), None)
        said = Step("{0}：{1}", "{0}: {1}", (meaning.title, meaning.quantity(value)))
        if found is None:
            given = exact(self.otherwise)
            step = Step("未达任何一档，得{0}分", "no tier reached, {0} points", (given,))
        else:
            given, bound = exact(found.points), meaning.quantity(exact(found.bound))
            step = (
                Step("不超过{0}的一档，得{1}分", "tier up to {0}: {1} points", (bound, given))
                if self.lower_is_better
                else Step("达到{0}的一档，得{1}分", "tier from {0}: {1} points", (bound, given))
            )
        return award(given, inputs, item, (said, step))

    def _reaches(self, value: Fraction, tier: Tier) -> bool:
        bound = exact(tier.bound)
        return value <= bound if self.lower_is_better else value >= bound

    def mistakes(self) -> Iterable[tuple[str, Text]]:
        for better, worse in pairwise(self.tiers):
            in_order = (
                better.bound < worse.bound if self.lower_is_better else better.bound > worse.bound
            )
            if not in_order:
                yield (
                    "tiers",
                    Text(
                        zh=f"档次应从好到差排列，{better.bound}与{worse.bound}次序不对或重复。",
                        en=f"tiers stand best first; {better.bound} and {worse.bound} do not.",
                    ),
                )
            if better.points < worse.points:
                yield (
                    "tiers",
                    Text(
                        zh=f"做得好反而得分少：{better.bound} 得 {better.points} 分，"
                        f"{worse.bound} 得 {worse.points} 分，请改正。",
                        en=f"better work earns less: {better.bound} gives {better.points} points, "
                        f"{worse.bound} gives {worse.points}.",
                    ),
                )
        if self.otherwise > self.tiers[-1].points:
            yield (
                "otherwise",
                Text(
                    zh="未达任何一档的得分高于最低一档，请改正。",
                    en="reaching no tier earns more than the lowest tier.",
                ),
            )
