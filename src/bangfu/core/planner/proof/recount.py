"""Every bound of a certificate computed anew: stays listed once, all levels priced over them."""

from msgspec.structs import replace

from bangfu.core.planner.certificate import LevelProof, Price
from bangfu.core.planner.plan import Plan, Violation
from bangfu.core.planner.problem import Problem

from .bounds import PartBound
from .cases import Place
from .minimums import Minimums, key_of
from .partition import Partition
from .paths import Timetable
from .reached import Reached
from .sides import Sides
from .stays import Enumeration


class Recount:
    """What the levels' prices prove of a plan; the levels must be free of objections.

    ``part_bounds[level][part]`` is a part's bound, ``None`` where it prices lower sides that are
    not its own; those are told in ``foreign``. ``bounds`` are those of whole levels, by goal.
    """

    def __init__(
        self, problem: Problem, plan: Plan, levels: tuple[LevelProof, ...], keep: Plan | None
    ) -> None:
        self.problem, self.levels = problem, levels
        self._goals = [level.goal for level in levels]
        over, sides = Enumeration(problem, self._goals, keep), Sides(problem)
        self._number = over.post_number
        self._partition = Partition(problem, levels)
        self._reached = Reached(problem, plan, keep)
        self._minimums = Minimums(over, plan)
        self._parts = [
            [
                PartBound(over, sides, proof, -sum(map(self._reached.needed, posts)))
                for proof, posts in zip(level.parts, self._partition.posts[number], strict=True)
            ]
            for number, level in enumerate(levels)
        ]
        for group, block in over.blocks(self._partition.posts[0]):
            self._minimums.see(group, block)
            times = Timetable(block, problem.horizon.count)
            for number, parts in enumerate(self._parts):
                parts[self._partition.part_of[number][group]].add(block, times)
        self.foreign: list[Violation] = []
        self.part_bounds = [
            [self._bound(number, part) for part in range(len(level.parts))]
            for number, level in enumerate(levels)
        ]
        self.bounds = {
            level.goal: sum(bound for bound in bounds if bound is not None)
            for level, bounds in zip(levels, self.part_bounds, strict=True)
            if None not in bounds
        }

    def _bound(self, number: int, part: int) -> int | None:
        """A part's bound on its goal: that of its weakest case, and never below the plan."""
        if foreign := self._foreign_rows(number, part):
            self.foreign += foreign
            return None
        values = [self._value(goal, number, part) for goal in self._goals[: number + 1]]
        own, bound = self._goals[number], values[-1]
        held = self._parts[number][part]
        for case, total in zip(held.tree.cases, held.totals, strict=True):
            weights = [case.leaf.weights.get(goal, 0) for goal in self._goals[:number]]
            earlier = sum(w * value for w, value in zip(weights, values[:-1], strict=True))
            bound = max(bound, (total - earlier) // case.leaf.weights[own])
        return bound

    def _value(self, goal: str, number: int, part: int) -> int:
        """What the plan reaches on a goal in a part of a level."""
        total = sum(self._reached.of(goal, post) for post in self._partition.posts[number][part])
        if goal == "rules":
            part_of = self._partition.part_of[number]
            total -= sum(
                lack
                for key, lack in self._minimums.lacking.items()
                if lack and self._minimums.owner(key, part_of) == part
            )
        return total

    def _foreign_rows(self, number: int, part: int) -> list[Violation]:
        """Lower sides priced in a part that has not all of their stays."""
        return [
            Place(self._goals[number], part + 1, at + 1).fault(
                f"“{'、'.join(price.of)}”的下限还涉及其他部分的岗位，不能在此定价。",
                f"the lower side of {', '.join(price.of)} concerns posts of other parts, too, and "
                f"cannot be priced here.",
            )
            for at, case in enumerate(self._parts[number][part].tree.cases)
            for price in case.leaf.prices
            if price.price < 0 and not self._owns(number, part, price)
        ]

    def _owns(self, number: int, part: int, price: Price) -> bool:
        if price.rule == "pinned":
            return self._number[price.of[1]] in self._partition.posts[number][part]
        part_of = self._partition.part_of[number]
        return self._minimums.owner(key_of(price), part_of) == part


def bounded(
    problem: Problem, plan: Plan, levels: tuple[LevelProof, ...], keep: Plan | None = None
) -> tuple[LevelProof, ...]:
    """The levels with the bounds that their prices give; for whoever makes a certificate.

    ``levels`` must be of the right form and the plan must keep every rule.
    """
    recount = Recount(problem, plan, levels, keep)
    found = []
    for level, bounds in zip(levels, recount.part_bounds, strict=True):
        parts = tuple(
            replace(proof, bound=proof.bound if bound is None else bound)
            for proof, bound in zip(level.parts, bounds, strict=True)
        )
        found.append(replace(level, bound=sum(part.bound for part in parts), parts=parts))
    return tuple(found)
