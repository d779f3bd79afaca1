"""Each of the nine kinds of rule with parameters nobody chose, held against its formula.

The formula is written down here a second time, in plain fractions. Every kind keeps its bounds,
is rounded half up once, and never rewards the worse of two figures.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.appraisal.test_rules import Alone, Mean, item

from bangfu.core.appraisal import Measured, State, Typed
from bangfu.core.appraisal.rules import KINDS as SHIPPED
from bangfu.core.appraisal.rules import Inputs, Meaning, Scored
from bangfu.core.appraisal.rules.judgement import AboveCap, BelowFloor, TooManyPlaces
from bangfu.core.programmes import Text

FIGURE = st.decimals(-50, 1000, places=2)
POINTS = st.integers(1, 6000).map(lambda n: n / 100)
SMALL = st.integers(1, 999).map(lambda n: n / 100)
ENDS = st.lists(st.integers(-300, 300), min_size=2, max_size=2, unique=True)
MEANINGS = {code: Meaning(code=code, title=Text(zh=code)) for code in ("a", "b")}


def fraction(number: object) -> Fraction:
    return Fraction(str(number))


@dataclass(frozen=True, kw_only=True)
class Case:
    """A rule, what it is given beside its own figure, and what its formula gives for a figure.

    ``rises`` says whether more of the figure is better; ``None`` where neither is.
    """

    rule: dict[str, Any]
    points: float
    formula: Callable[[Fraction], Fraction]
    rises: bool | None
    sort: str = "scored"
    last: Decimal | None = None
    mean: Fraction | None = None
    gate: Decimal | None = None
    others: dict[str, Decimal] = field(default_factory=dict)

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        most = fraction(self.points)
        return (-most, Fraction(0)) if self.sort == "deduction" else (Fraction(0), most)

    def scored(self, figure: Decimal) -> Scored:
        made = item(self.rule, points=self.points, sort=self.sort)
        measured = {"a": Measured(value=figure, last_value=self.last)}
        measured |= {code: Measured(value=one) for code, one in self.others.items()}
        reached = {} if self.gate is None else {"y": Scored(State.SCORED, self.gate)}
        inputs = Inputs(measured=measured, typed={}, reached=reached, meanings=MEANINGS)
        return made.rule.points(inputs, made, Alone() if self.mean is None else Mean(self.mean))


@st.composite
def full_or_nothing(draw: st.DrawFn) -> Case:
    points, sort = draw(POINTS), draw(st.sampled_from(["scored", "deduction"]))
    least = draw(st.integers(1, 999))
    low, high = least / 100, draw(st.none() | st.integers(least, 99_999).map(lambda n: n / 100))
    rule = {"kind": "full_or_nothing", "input": "a", "at_least": low}
    rule |= {} if high is None else {"at_most": high}
    worth, nothing = fraction(points), Fraction(0)
    if sort == "deduction":
        worth, nothing = Fraction(0), -fraction(points)

    def formula(figure: Fraction) -> Fraction:
        met = fraction(low) <= figure and (high is None or figure <= fraction(high))
        return worth if met else nothing

    rises = True if high is None else None
    return Case(rule=rule, points=points, formula=formula, rises=rises, sort=sort)


@st.composite
def per_unit_deduction(draw: st.DrawFn) -> Case:
    each, per, free, points = draw(SMALL), draw(SMALL), draw(st.integers(0, 5)), draw(POINTS)
    sort = draw(st.sampled_from(["scored", "deduction"]))
    whole = draw(st.booleans())
    least = draw(st.integers(0, int(points)))
    due = draw(st.none() | st.sampled_from(["target", "expected"]))
    target = draw(SMALL)
    rule = {"kind": "per_unit_deduction", "input": "a", "each": each, "per": per, "free": free}
    rule |= {"whole_units": whole, "floor": least}
    rule |= {"target": target} if due == "target" else {}
    rule |= {"expected": "b"} if due == "expected" else {}

    def formula(figure: Fraction) -> Fraction:
        amount = figure if due is None else max(Fraction(0), fraction(target) - figure)
        units = max(Fraction(0), amount - free) / fraction(per)
        units = Fraction(floor(units)) if whole else units
        if sort == "deduction":
            return -units * fraction(each)
        return max(Fraction(least), fraction(points) - units * fraction(each))

    others = {"b": Decimal(str(target))} if due == "expected" else {}
    return Case(
        rule=rule,
        points=points,
        formula=formula,
        rises=due is not None,
        sort=sort,
        others=others,
    )


@st.composite
def per_unit_bonus(draw: st.DrawFn) -> Case:
    each, per, above, points = draw(SMALL), draw(SMALL), draw(st.integers(0, 50)), draw(POINTS)
    whole = draw(st.booleans())
    rule = {"kind": "per_unit_bonus", "input": "a", "each": each, "per": per, "above": above}
    rule |= {"whole_units": whole}

    def formula(figure: Fraction) -> Fraction:
        units = max(Fraction(0), figure - above) / fraction(per)
        return (Fraction(floor(units)) if whole else units) * fraction(each)

    sort = draw(st.sampled_from(["scored", "bonus"]))
    return Case(rule=rule, points=points, formula=formula, rises=True, sort=sort)


@st.composite
def ratio_to_target(draw: st.DrawFn) -> Case:
    target, points, nothing = draw(SMALL), draw(POINTS), draw(st.integers(0, 100)) / 100
    fewer, other = draw(st.booleans()), draw(st.booleans())
    rule = {"kind": "ratio_to_target", "input": "a", "nothing_below": nothing}
    rule |= {"lower_is_better": fewer} | ({"target_input": "b"} if other else {"target": target})

    def formula(figure: Fraction) -> Fraction:
        due = fraction(target)
        share = figure / due
        if fewer:
            share = Fraction(1) if figure <= due else due / figure
        return Fraction(0) if share < fraction(nothing) else fraction(points) * min(share, 1)

    others = {"b": Decimal(str(target))} if other else {}
    return Case(rule=rule, points=points, formula=formula, rises=not fewer, others=others)


@st.composite
def tiers(draw: st.DrawFn) -> Case:
    fewer = draw(st.booleans())
    bounds = draw(st.lists(st.integers(-20, 900), min_size=1, max_size=5, unique=True))
    worth = draw(st.lists(POINTS, min_size=len(bounds) + 1, max_size=len(bounds) + 1))
    bounds.sort(reverse=not fewer)
    worth.sort(reverse=True)
    listed = [{"bound": b, "points": p} for b, p in zip(bounds, worth, strict=False)]
    rule = {"kind": "tiers", "input": "a", "tiers": listed, "lower_is_better": fewer}
    rule |= {"otherwise": worth[-1]}

    def formula(figure: Fraction) -> Fraction:
        reached = [p for b, p in zip(bounds, worth, strict=False) if within(figure, b)]
        return fraction(max(reached, default=worth[-1]))

    def within(figure: Fraction, bound: int) -> bool:
        return figure <= bound if fewer else figure >= bound

    return Case(rule=rule, points=worth[0], formula=formula, rises=not fewer)


@st.composite
def growth(draw: st.DrawFn) -> Case:
    full_at, zero_at = (end / 100 for end in draw(ENDS))
    before, points = draw(FIGURE.filter(bool)), draw(POINTS)
    rule = {"kind": "growth", "input": "a", "full_at": full_at, "zero_at": zero_at}

    def formula(figure: Fraction) -> Fraction:
        grown = (figure - Fraction(before)) / abs(Fraction(before))
        return on_the_line(grown, zero_at, full_at, points)

    return Case(rule=rule, points=points, formula=formula, rises=full_at > zero_at, last=before)


@st.composite
def peer_mean(draw: st.DrawFn) -> Case:
    full_at, zero_at = (end / 100 for end in draw(ENDS))
    mean, points = draw(st.fractions(Fraction(1, 9), 900, max_denominator=97)), draw(POINTS)
    rule = {"kind": "peer_mean", "input": "a", "full_at": full_at, "zero_at": zero_at}

    def formula(figure: Fraction) -> Fraction:
        return on_the_line(figure / mean, zero_at, full_at, points)

    return Case(rule=rule, points=points, formula=formula, rises=full_at > zero_at, mean=mean)


@st.composite
def threshold_gate(draw: st.DrawFn) -> Case:
    full_at, zero_at = draw(ENDS)
    points, bound = draw(POINTS), draw(st.integers(0, 20))
    gate = Decimal(draw(st.integers(0, 2000))) / 100
    rule = {"kind": "threshold_gate", "item": "y", "at_least": bound, "input": "a"}
    rule |= {"full_at": full_at, "zero_at": zero_at}

    def formula(figure: Fraction) -> Fraction:
        if gate < bound:
            return Fraction(0)
        return on_the_line(figure, zero_at, full_at, points)

    return Case(rule=rule, points=points, formula=formula, rises=full_at > zero_at, gate=gate)


def on_the_line(found: Fraction, zero_at: float, full_at: float, points: float) -> Fraction:
    """Points of a straight line through (zero_at, 0) and (full_at, points), level beyond them."""
    start, end = fraction(zero_at), fraction(full_at)
    if found in (start, end) or (found < start) != (found < end):
        return fraction(points) * (found - start) / (end - start)
    return fraction(points) if (found > end) == (end > start) else Fraction(0)


KINDS = {
    "full_or_nothing": full_or_nothing(),
    "per_unit_deduction": per_unit_deduction(),
    "per_unit_bonus": per_unit_bonus(),
    "ratio_to_target": ratio_to_target(),
    "tiers": tiers(),
    "growth": growth(),
    "peer_mean": peer_mean(),
    "threshold_gate": threshold_gate(),
}
COMPUTED = pytest.mark.parametrize("kind", KINDS)


def test_every_kind_is_here() -> None:
    assert {*KINDS, "judgement"} == {str(rule.__struct_config__.tag) for rule in SHIPPED}


@COMPUTED
@given(st.data(), FIGURE)
def test_is_its_formula_within_bounds_rounded_half_up_once(
    kind: str, data: st.DataObject, figure: Decimal
) -> None:
    case = data.draw(KINDS[kind])
    low, high = case.bounds
    expected = min(high, max(low, case.formula(Fraction(figure))))

    found = case.scored(figure)

    assert found.state is State.SCORED
    assert found.exact == expected
    assert found.points == half_up(expected)
    assert low <= found.points <= high


@COMPUTED
@given(st.data(), FIGURE, FIGURE)
def test_never_rewards_the_worse_of_two_figures(
    kind: str, data: st.DataObject, one: Decimal, other: Decimal
) -> None:
    case = data.draw(KINDS[kind].filter(lambda made: made.rises is not None))
    worse, better = sorted((one, other), reverse=not case.rises)

    below, above = (case.scored(figure).points for figure in (worse, better))

    assert below is not None
    assert above is not None
    assert below <= above


@given(st.data(), FIGURE, st.decimals(0, 20, places=2), st.decimals(0, 20, places=2))
def test_more_points_before_a_gate_never_earn_less(
    data: st.DataObject, figure: Decimal, one: Decimal, other: Decimal
) -> None:
    case = data.draw(threshold_gate())
    low, high = sorted((one, other))

    closed, opened = (replace(case, gate=gate).scored(figure).points for gate in (low, high))

    assert closed is not None
    assert opened is not None
    assert closed <= opened


class TestJudgement:
    """Points a person types are taken as typed, or refused in words; never cut, never rounded."""

    @given(
        POINTS,
        st.sampled_from(["scored", "bonus", "deduction"]),
        st.decimals(-70, 70, places=3),
    )
    def test_is_what_was_typed_or_refused(self, points: float, sort: str, typed: Decimal) -> None:
        made = item({"kind": "judgement"}, points=points, sort=sort)
        inputs = Inputs(
            measured={},
            typed={"x": Typed(points=typed, reason="现场查看")},
            reached={},
            meanings={},
        )
        most = Decimal(str(points))
        low, high = (-most, Decimal(0)) if sort == "deduction" else (Decimal(0), most)
        refusal = (
            AboveCap
            if typed > high
            else BelowFloor
            if typed < low
            else TooManyPlaces
            if typed != typed.quantize(Decimal("0.01"))
            else None
        )

        if refusal:
            with pytest.raises(refusal):
                made.rule.points(inputs, made, Alone())
        else:
            assert made.rule.points(inputs, made, Alone()).points == typed


def half_up(value: Fraction) -> Decimal:
    """Two places by the decimal module: hundredths are cut at 30 places, and a half never lies
    beyond the third, so that cutting decides nothing."""
    cut = Decimal(abs(value.numerator) * 10**30 // value.denominator).scaleb(-30)
    stated = cut.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return -stated if value < 0 else stated


def test_a_gate_names_the_item_before_it_by_its_title() -> None:
    made = item({"kind": "threshold_gate", "item": "y", "at_least": 6})
    inputs = Inputs(
        measured={},
        typed={},
        reached={"y": Scored(State.SCORED, Decimal(5))},
        meanings={},
        titles={"y": Text(zh="在岗率", en="on-post rate")},
    )

    (step,) = made.rule.points(inputs, made, Alone()).steps

    assert step.zh == "前提项目“在岗率”得5分，不足6分，本项不得分"
    assert step.en == 'item "on-post rate" has 5 points, fewer than 6: no points here'
