"""Cases of one goal over one part: split where undecided until no case allows a better plan."""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Any

import numpy as np
from msgspec.structs import replace

from bangfu.core.planner.certificate import Leaf, Split, Stays
from bangfu.core.planner.proof.charges import matching

from .branching import undecided
from .pricing import Priced, Pricing
from .relaxed import Branch, Relaxed, Solved

DEEPEST = 300
STEPS = 100
"""Simplex steps of a first look at a split."""

AT_ONCE = 300
"""Stays admitted to the core at a time."""


@dataclass(slots=True)
class Node:
    """A case, or a split of one once ``less`` and ``more`` are set."""

    branches: list[Branch]
    solved: Solved
    priced: Priced
    on: Stays | None = None
    at: int = 0
    less: "Node | None" = None
    more: "Node | None" = None

    def proof(self) -> Leaf | Split:
        """The case or split as a certificate states it."""
        if self.on is None or self.less is None or self.more is None:
            return self.priced.leaf
        return Split(on=self.on, at=self.at, less=self.less.proof(), more=self.more.proof())


class Tree:
    """The search for cases; ``target`` is what the plan reaches, so a bound of it is enough."""

    def __init__(
        self,
        relaxed: Relaxed,
        pricing: Pricing,
        target: int,
        *,
        most_cases: int,
        stopped: Callable[[], bool],
    ) -> None:
        self.relaxed, self.pricing, self.target = relaxed, pricing, target
        self.most_cases, self.stopped = most_cases, stopped
        self.cases = 1
        self._unsettled = 0
        self._number = count()
        self._open: list[tuple[float, int, Node]] = []

    def proof(self, root: Solved) -> Leaf | Split:
        """The tree, as far as the allowance went; every leaf holds the best bound known of it."""
        top = self._settled([], root)
        self._put(top)
        while self._open and self.cases < self.most_cases and not self.stopped():
            node = heappop(self._open)[2]
            self._split(node)
        return top.proof()

    @property
    def settled(self) -> bool:
        """Whether every case is bounded by the target."""
        return self._unsettled == 0

    def _put(self, node: Node) -> None:
        if node.priced.bound <= self.target:
            return
        self._unsettled += 1
        if len(node.branches) < DEEPEST:
            heappush(self._open, (-node.solved.worth, next(self._number), node))

    def _settled(self, branches: list[Branch], solved: Solved) -> Node:
        """A node with its exact bound; stays outside the core that would spoil it are admitted."""
        priced = self.pricing.priced(solved, branches)
        limit = self.target + 1 - self._offset - 1e-4
        while priced.bound > self.target and solved.worth < limit:
            worth = self.pricing.worth(solved, branches)
            worth[self.relaxed.core] = 0.0
            spoiling = np.flatnonzero(worth > 1e-7)
            if not len(spoiling):
                break
            best = spoiling[np.argsort(-worth[spoiling], kind="stable")[:AT_ONCE]]
            self.relaxed.admit(best)
            again = self.relaxed.solve()
            if again is None:
                break
            solved = again
            better = self.pricing.priced(solved, branches)
            priced = better if better.bound < priced.bound else priced
        return Node(branches, solved, priced)

    @property
    def _offset(self) -> int:
        return self.pricing.offset if len(self.pricing.goals) == 1 else 0

    def _split(self, node: Node) -> None:
        over, block = self.pricing.part.over, self.pricing.part.block
        self.relaxed.go_to(node.branches, node.solved.basis)
        best: tuple[float, Stays, int] | None = None
        for on, at in undecided(over, block, node.solved.x):
            score = self._look(node, matching(on, over, block), at)
            if best is None or score > best[0]:
                best = score, on, at
            if score >= 1.0:
                break  # both sides are settled
        if best is None:
            return
        _, on, at = best
        stays = matching(on, over, block)
        children = [self._child(node, Branch(stays, at + more, bool(more))) for more in (0, 1)]
        node.on, node.at, (node.less, node.more) = on, at, children
        self.cases += 1
        self._unsettled -= 1
        for child in children:
            self._put(child)

    def _look(self, node: Node, stays: Any, at: int) -> float:
        """How much both sides of a split bring the bound down, as far as that helps."""
        needed = max(1e-3, node.solved.worth + self._offset - self.target - 1)
        score = 1.0
        for more in (0, 1):
            self.relaxed.push(Branch(stays, at + more, bool(more)))
            worth = self.relaxed.look(STEPS)
            self.relaxed.pop(node.solved.basis)
            gain = 0.0 if worth is None else node.solved.worth - worth
            score *= min(needed, max(gain, 0.0)) / needed + 1e-3
        return score

    def _child(self, node: Node, branch: Branch) -> Node:
        branches = [*node.branches, branch]
        self.relaxed.go_to(branches, node.solved.basis)
        solved = self.relaxed.solve()
        child = None if solved is None else self._settled(branches, solved)
        if child is None or child.priced.bound > node.priced.bound:
            # Whatever holds for a case holds for each half of it.
            same = replace(node.priced.leaf, branches=(*node.priced.leaf.branches, 0))
            inherited = Priced(same, node.priced.bound)
            child = Node(branches, solved or node.solved, inherited)
        return child
