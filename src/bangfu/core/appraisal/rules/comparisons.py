"""Points for standing against the period before, or against the mean of the peers."""

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from bangfu.core.appraisal.arithmetic import Signed, exact
from bangfu.core.appraisal.vocabulary import Step
from bangfu.core.programmes.words import Count, Text

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


class Growth(Rule, frozen=True, kw_only=True, tag="growth"):
    """Points along a straight line of growth: none at ``zero_at``, all at ``full_at``.

    Growth is (now − before) ÷ before, 0.1 being 10 %. Where less is better, ``full_at`` lies below
    ``zero_at``. From nothing there is no growth: the item does not apply.
    """

    label: ClassVar[Text] = Text(zh="比上期增幅", en="growth against the last period")

    input: InputCode
    full_at: Signed
    zero_at: Signed = 0

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.input,)

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        value = inputs.now(self.input)
        if value is None:
            return missing(inputs, self.input)
        meaning = inputs.meaning(self.input)
        before = inputs.measured[self.input].last
        if not before:
            zh, en = "“{0}”上期没有数据或为0，无从比较", 'nothing of "{0}" before to compare with'
            return not_applicable(zh, en, meaning.title)
        growth = (value - before) / abs(before)
        share = between(growth, exact(self.zero_at), exact(self.full_at))
        step = Step(
            "{0}：上期{1}，本期{2}，增幅{3}%",
            "{0}: {1} before, {2} now, growth {3}%",
            (meaning.title, meaning.quantity(before), meaning.quantity(value), growth * 100),
        )
        return award(item.highest * share, inputs, item, (step, _line(item, share)))

    def mistakes(self) -> Iterable[tuple[str, Text]]:
        if self.full_at == self.zero_at:
            yield "full_at", SAME_ENDS


class PeerMean(Rule, frozen=True, kw_only=True, tag="peer_mean"):
    """Points along a straight line of value ÷ mean of the peers, one's own value included.

    ``pooled`` divides the sums of all peers instead of taking the mean of their values. Fewer than
    ``peers_at_least`` with a figure, or a mean of 0, and the item does not apply.
    """

    label: ClassVar[Text] = Text(zh="与同组平均比较", en="against the peers' mean")

    input: InputCode
    full_at: Signed = 1
    zero_at: Signed = 0
    pooled: bool = False
    peers_at_least: Count = 2

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.input,)

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        value = inputs.now(self.input)
        if value is None:
            return missing(inputs, self.input)
        meaning = inputs.meaning(self.input)
        found = peers.mean(inputs.group, self.input, pooled=self.pooled)
        mean, count = found or (Fraction(0), 0)
        if count < self.peers_at_least or mean == 0:
            zh = "同组有“{0}”数据的{1}家，不足{2}家或平均为0，无从比较"
            en = '{1} peers with "{0}", fewer than {2} or with a mean of 0: nothing to compare with'
            least = Fraction(self.peers_at_least)
            return not_applicable(zh, en, meaning.title, Fraction(count), least)
        share = between(value / mean, exact(self.zero_at), exact(self.full_at))
        step = Step(
            "{0}：{1}，同组{2}家平均{3}",
            "{0}: {1}, mean of {2} peers {3}",
            (meaning.title, meaning.quantity(value), Fraction(count), meaning.quantity(mean)),
        )
        return award(item.highest * share, inputs, item, (step, _line(item, share)))

    def mistakes(self) -> Iterable[tuple[str, Text]]:
        if self.full_at == self.zero_at:
            yield "full_at", SAME_ENDS


def _line(item: Marked, share: Fraction) -> Step:
    return Step("{0}×{1}%", "{0} × {1}%", (item.highest, share * 100))
