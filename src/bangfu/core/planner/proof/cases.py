"""A proof's tree as a list of cases, and what is wrong with its form."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bangfu.core.planner.certificate import Leaf, PartProof, Price, Split, Stays
from bangfu.core.planner.check import goal_in_chinese
from bangfu.core.planner.plan import Violation
from bangfu.core.planner.problem import Problem

from .sides import Sides

DEEPEST = 400
"""Most splits on the way to a case; files nested deeper could not be read back."""


@dataclass(frozen=True, slots=True)
class Case:
    """A leaf, and for each split on the way to it the split's number and whether ``more``."""

    leaf: Leaf
    turns: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """All splits and cases of a proof, from left to right; too deep ones are left out."""

    splits: list[Split]
    cases: list[Case]
    too_deep: bool


def unfolded(proof: Leaf | Split) -> Tree:
    """The tree without recursion."""
    splits: list[Split] = []
    cases: list[Case] = []
    too_deep = False
    waiting: list[tuple[Leaf | Split, tuple[tuple[int, bool], ...]]] = [(proof, ())]
    while waiting:
        node, turns = waiting.pop()
        if isinstance(node, Leaf):
            cases.append(Case(node, turns))
        elif len(turns) >= DEEPEST:
            too_deep = True
        else:
            number = len(splits)
            splits.append(node)
            waiting.append((node.more, (*turns, (number, True))))
            waiting.append((node.less, (*turns, (number, False))))
    return Tree(splits, cases, too_deep)


def fault(zh: str, en: str) -> Violation:
    """One thing wrong with a certificate."""
    return Violation(zh, en, rule="certificate")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a certificate: a goal, a part, perhaps a case; parts and cases count from 1."""

    goal: str
    part: int
    case: int | None = None

    @property
    def zh(self) -> str:
        """In Chinese."""
        case = "" if self.case is None else f"第{self.case}种情形"
        return f"“{goal_in_chinese(self.goal)}”第{self.part}部分{case}"

    @property
    def en(self) -> str:
        """In English."""
        case = "" if self.case is None else f", case {self.case}"
        return f"{self.goal}, part {self.part}{case}"

    def fault(self, zh: str, en: str) -> Violation:
        """A fault at this place."""
        return fault(f"{self.zh}：{zh}", f"{self.en}: {en}")


def objections(
    problem: Problem, sides: Sides, proof: PartProof, place: Place, goals: list[str]
) -> Iterator[Violation]:
    """What is wrong with the form of a part's proof. ``goals``: the level's and those before it."""
    tree = unfolded(proof.proof)
    if tree.too_deep:
        yield place.fault(
            f"分情形超过{DEEPEST}层，不予核对。", f"more than {DEEPEST} splits deep; not checked."
        )
    for split in tree.splits:
        yield from _strangers(problem, split.on, place)
    for number, case in enumerate(tree.cases):
        here = Place(place.goal, place.part, number + 1)
        yield from _weights(case.leaf, here, goals)
        yield from _branches(case, here)
        yield from _prices(sides, case.leaf, here)
        yield from _cuts(sides, case.leaf, here)


def _strangers(problem: Problem, stays: Stays, place: Place) -> Iterator[Violation]:
    named = (
        ("person", stays.person),
        ("post", stays.post),
        ("hospital", stays.hospital),
        ("department", stays.department),
    )
    for kind, id in named:
        if id is not None and not problem.knows(kind, id):
            yield place.fault(
                f"分情形所依据的“{id}”不在问题文件中。",
                f"a split names the {kind} “{id}”, which is not in the problem.",
            )


def _weights(leaf: Leaf, place: Place, goals: list[str]) -> Iterator[Violation]:
    for goal, weight in leaf.weights.items():
        if goal not in goals:
            yield place.fault(
                f"目标“{goal_in_chinese(goal)}”不在本目标及其之前的目标之列，不能加权。",
                f"{goal} is neither this goal nor an earlier one and cannot be weighted.",
            )
        elif weight < 0:
            yield place.fault(
                f"目标“{goal_in_chinese(goal)}”的权重为{weight}，不能为负。",
                f"the weight of {goal} is {weight}; it cannot be negative.",
            )
    if leaf.weights.get(goals[-1], 0) < 1:
        yield place.fault("本目标的权重应不小于1。", "the goal's own weight must be at least 1.")


def _branches(case: Case, place: Place) -> Iterator[Violation]:
    if len(case.leaf.branches) != len(case.turns):
        yield place.fault(
            f"经过{len(case.turns)}次分情形，却有{len(case.leaf.branches)}个分支价格。",
            f"{len(case.turns)} splits lead here, but there are {len(case.leaf.branches)} "
            f"branch prices.",
        )
        return
    for (_, more), price in zip(case.turns, case.leaf.branches, strict=True):
        if (price > 0) if more else (price < 0):
            yield place.fault(
                f"分支价格{price}的正负号不对：“至多”一侧不能为负，“至少”一侧不能为正。",
                f"the branch price {price} has the wrong sign: at least 0 where at most so many "
                f"are chosen, at most 0 otherwise.",
            )


def _prices(sides: Sides, leaf: Leaf, place: Place) -> Iterator[Violation]:
    rows = Counter((price.rule, price.of, price.period, price.end) for price in leaf.prices)
    for price in leaf.prices:
        if not sides.known(price):
            yield _no_such_row(price, place)
        elif price.price > 0 and sides.upper(price) is None:
            yield place.fault(
                f"{_row_zh(price)}没有上限，价格{price.price}不能为正。",
                f"{_row_en(price)} has no upper side; its price {price.price} cannot be positive.",
            )
        elif price.price < 0 and sides.lower(price) is None:
            yield place.fault(
                f"{_row_zh(price)}没有下限，价格{price.price}不能为负。",
                f"{_row_en(price)} has no lower side; its price {price.price} cannot be negative.",
            )
        elif price.rule != "pinned" and -price.price > leaf.weights.get("rules", 0):
            yield place.fault(
                f"{_row_zh(price)}的价格{price.price}超出规则缺口的权重"
                f"{leaf.weights.get('rules', 0)}。",
                f"{_row_en(price)} has the price {price.price}; the weight of rules is "
                f"{leaf.weights.get('rules', 0)} only.",
            )
        if rows[price.rule, price.of, price.period, price.end] > 1:
            yield place.fault(f"{_row_zh(price)}重复定价。", f"{_row_en(price)} is priced twice.")


def _cuts(sides: Sides, leaf: Leaf, place: Place) -> Iterator[Violation]:
    for row in (row for cut in leaf.cuts for row in cut.rows):
        if not sides.known(row):
            yield _no_such_row(row, place)
        elif row.price < 0 or sides.upper(row) is None:
            yield place.fault(
                f"合并取整只能用有上限的规则并取正倍数，{_row_zh(row)}的倍数为{row.price}。",
                f"a cut adds up upper sides, each a positive number of times; {_row_en(row)} "
                f"stands {row.price} times.",
            )


def _no_such_row(price: Price, place: Place) -> Violation:
    return place.fault(
        f"{_row_zh(price)}不在问题文件中，不能定价。",
        f"{_row_en(price)} is not in the problem and cannot be priced.",
    )


_ROWS = {
    "one_place": "一人一处",
    "department_minimum": "科室最低在岗",
    "hospital_quota": "医院名额",
    "tier_quota": "分级名额",
    "person_times": "人次",
    "burden_cap": "负担上限",
    "headcount": "岗位人数",
    "one_seat": "一人一个名额",
    "pinned": "锁定安排",
}


def _row_zh(price: Price) -> str:
    when = "" if price.period is None else f"第{price.period}期"
    until = "" if price.end is None else f"至第{price.end}期"
    return f"{_ROWS[price.rule]}（{'、'.join(price.of)}{when}{until}）"


def _row_en(price: Price) -> str:
    when = "" if price.period is None else f", period {price.period}"
    until = "" if price.end is None else f" to {price.end}"
    return f"{price.rule} of {', '.join(price.of)}{when}{until}"
