"""Each kind of rule by worked examples, and the laws that all of them keep."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.appraisal import Item, Measured, State
from bangfu.core.appraisal.rules import Inputs, Meaning, Scored
from bangfu.core.programmes import Text

MEANINGS = {"a": Meaning(code="a", title=Text(zh="甲数", en="a"))}


class Alone:
    """No peers."""

    def mean(self, group: str, code: str, *, pooled: bool) -> None:
        return None


class Mean:
    """Three peers with a mean."""

    def __init__(self, mean: object) -> None:
        self._mean = Fraction(str(mean))

    def mean(self, group: str, code: str, *, pooled: bool) -> tuple[Fraction, int]:
        return self._mean, 3


def item(rule: dict[str, Any], *, points: float = 10, sort: str = "scored") -> Item:
    plain = {"code": "x", "title": {"zh": "项"}, "block": "b", "points": points, "sort": sort}
    return msgspec.convert({**plain, "rule": rule}, Item)


def scored(
    rule: dict[str, Any],
    value: object,
    *,
    last: object = None,
    peers: Any = None,
    others: dict[str, object] | None = None,
    reached: dict[str, Scored] | None = None,
    **rest: Any,
) -> Scored:
    made = item(rule, **rest)
    figures = {"a": value, **(others or {})}
    measured = {
        code: Measured(
            value=Decimal(str(figure)), last_value=None if last is None else Decimal(str(last))
        )
        for code, figure in figures.items()
        if figure is not None
    }
    given = Inputs(measured=measured, typed={}, reached=reached or {}, meanings=MEANINGS)
    return made.rule.points(given, made, peers or Alone())


FULL = {"kind": "full_or_nothing", "input": "a", "at_least": 5}
OFF = {"kind": "per_unit_deduction", "input": "a", "each": 0.5}
ON = {"kind": "per_unit_bonus", "input": "a", "each": 2, "per": 3}
RATIO = {"kind": "ratio_to_target", "input": "a", "target": 8}
TIERS = {
    "kind": "tiers",
    "input": "a",
    "tiers": [{"bound": 0.95, "points": 10}, {"bound": 0.9, "points": 8}],
    "otherwise": 1,
}
GROWTH = {"kind": "growth", "input": "a", "full_at": 0.1, "zero_at": -0.1}
PEERS = {"kind": "peer_mean", "input": "a", "zero_at": 0.5}
GATE = {"kind": "threshold_gate", "item": "y", "at_least": 6, "input": "a", "full_at": 4}


@pytest.mark.parametrize(
    ("rule", "value", "points", "rest"),
    [
        (FULL, 5, "10", {}),
        (FULL, 4.99, "0", {}),
        ({**FULL, "at_most": 6}, 7, "0", {}),
        (FULL, 4, "-10", {"sort": "deduction"}),
        (FULL, 6, "0", {"sort": "deduction"}),
        (OFF, 3, "8.5", {}),
        (OFF, 30, "0", {}),
        ({**OFF, "floor": 4}, 30, "4", {}),
        ({**OFF, "free": 2}, 3, "9.5", {}),
        ({**OFF, "free": 2}, 1, "10", {}),
        ({**OFF, "per": 7}, 10, "9.29", {}),
        ({**OFF, "per": 7, "whole_units": True}, 13, "9.5", {}),
        ({**OFF, "target": 52}, 50, "9", {}),
        ({**OFF, "target": 52}, 60, "10", {}),
        ({**OFF, "expected": "b"}, 50, "9", {"others": {"b": 52}}),
        (OFF, 3, "-1.5", {"sort": "deduction"}),
        (OFF, 300, "-10", {"sort": "deduction"}),
        (ON, 6, "4", {}),
        ({**ON, "whole_units": True}, 8, "4", {}),
        ({**ON, "above": 6}, 9, "2", {"sort": "bonus"}),
        (ON, 300, "10", {}),
        (RATIO, 6, "7.5", {}),
        (RATIO, 9, "10", {}),
        ({**RATIO, "nothing_below": 0.8}, 6, "0", {}),
        ({**RATIO, "nothing_below": 0.75}, 6, "7.5", {}),
        ({**RATIO, "lower_is_better": True}, 16, "5", {}),
        ({**RATIO, "lower_is_better": True}, 0, "10", {}),
        (TIERS, 0.95, "10", {}),
        (TIERS, 0.9499, "8", {}),
        (TIERS, 0.1, "1", {}),
        ({**TIERS, "lower_is_better": True}, 0.9, "10", {}),
        (GROWTH, 110, "10", {"last": 100}),
        (GROWTH, 100, "5", {"last": 100}),
        (GROWTH, 80, "0", {"last": 100}),
        ({**GROWTH, "full_at": -0.2, "zero_at": 0}, 90, "5", {"last": 100}),
        (PEERS, 30, "5", {"peers": Mean(40)}),
        (PEERS, 50, "10", {"peers": Mean(40)}),
        (PEERS, 20, "0", {"peers": Mean(40)}),
        (GATE, 3, "7.5", {"reached": {"y": Scored(State.SCORED, Decimal("6.00"))}}),
        (GATE, 3, "0", {"reached": {"y": Scored(State.SCORED, Decimal("5.99"))}}),
    ],
)
def test_worked_examples(
    rule: dict[str, Any], value: object, points: str, rest: dict[str, Any]
) -> None:
    found = scored(rule, value, **rest)

    assert found.state is State.SCORED
    assert found.points == Decimal(points)
    assert found.steps
    assert all("{" not in step.zh + step.en for step in found.steps)


@pytest.mark.parametrize("rule", [FULL, OFF, ON, RATIO, TIERS, GROWTH, PEERS])
def test_no_figure_is_never_a_zero(rule: dict[str, Any]) -> None:
    found = scored(rule, None)

    assert (found.state, found.points) == (State.NOT_APPLICABLE, None)
    assert found.steps[0].zh == "“甲数”没有数据"


@pytest.mark.parametrize(
    ("rule", "rest", "said"),
    [
        (GROWTH, {}, "上期没有数据或为0，无从比较"),
        (GROWTH, {"last": 0}, "上期没有数据或为0，无从比较"),
        (PEERS, {}, "同组有“甲数”数据的0家，不足2家"),
        ({**PEERS, "peers_at_least": 4}, {"peers": Mean(1)}, "数据的3家，不足4家"),
        (PEERS, {"peers": Mean(0)}, "平均为0，无从比较"),
        (GATE, {}, "前提项目“y”没有得分"),
        ({**OFF, "expected": "b"}, {}, "“b”没有数据"),
        ({**RATIO, "target_input": "b", "target": None}, {}, "“b”没有数据"),
    ],
)
def test_nothing_to_compare_with_is_not_applicable(
    rule: dict[str, Any], rest: dict[str, Any], said: str
) -> None:
    found = scored(rule, 5, **rest)

    assert found.state is State.NOT_APPLICABLE
    assert said in found.steps[0].zh


def test_rounding_is_half_up_once_and_told() -> None:
    found = scored({**RATIO, "target": 16}, 9, points=1)  # 0.5625

    assert (found.points, found.exact) == (Decimal("0.56"), Fraction(9, 16))
    assert found.steps[-1].zh == "四舍五入为0.56分"
    half = scored({**RATIO, "target": 8}, 5, points=1)  # 0.625
    assert half.points == Decimal("0.63")
    off = scored({**OFF, "each": 0.625}, 1, sort="deduction")
    assert off.points == Decimal("-0.63")


FIGURES = st.decimals(0, 1000, places=2)
MORE_IS_BETTER = (FULL, ON, RATIO, TIERS, GROWTH, PEERS, GATE)
LESS_IS_BETTER = (
    OFF,
    {**OFF, "free": 2, "per": 7, "whole_units": True, "floor": 2},
    {**RATIO, "lower_is_better": True},
    {"kind": "tiers", "input": "a", "lower_is_better": True, "tiers": [{"bound": 9, "points": 3}]},
    {**GROWTH, "full_at": -0.1, "zero_at": 0.2},
    {**PEERS, "full_at": 0.2, "zero_at": 1.5},
)
KNOWN = {
    "last": 70,
    "peers": Mean(60),
    "reached": {"y": Scored(State.SCORED, Decimal(8))},
}


@given(st.sampled_from(MORE_IS_BETTER), FIGURES, FIGURES)
def test_more_achieved_never_earns_less(rule: dict[str, Any], one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    earned = [scored(rule, value, **KNOWN).points or Decimal(0) for value in (low, high)]

    assert earned[0] <= earned[1]


@given(st.sampled_from(LESS_IS_BETTER), FIGURES, FIGURES)
def test_more_to_blame_never_earns_more(rule: dict[str, Any], one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    earned = [scored(rule, value, **KNOWN).points or Decimal(0) for value in (low, high)]

    assert earned[0] >= earned[1]


@given(
    st.sampled_from([*MORE_IS_BETTER, *LESS_IS_BETTER]),
    st.decimals(-1000, 1000, places=3),
    st.integers(2, 40),
)
def test_caps_and_floors_hold(rule: dict[str, Any], value: Decimal, points: int) -> None:
    made = item(rule, points=points)
    found = scored(rule, value, points=points, **KNOWN)

    assert found.points is not None
    assert made.lowest <= found.points <= made.highest
    assert abs(found.points - Decimal(str(float(found.exact or 0)))) <= Decimal("0.0051")
