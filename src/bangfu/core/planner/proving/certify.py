"""Certificates for small and middle problems: relaxations rounded to whole prices, and cases."""

from collections.abc import Callable

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

from bangfu.core.planner.certificate import (
    Certificate,
    Leaf,
    LevelProof,
    PartProof,
    Split,
    certified,
)
from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.proof import bounded
from bangfu.core.planner.proof.reached import Reached
from bangfu.core.planner.proof.stays import Block, Enumeration
from bangfu.core.planner.tally import level_names

from .labelled import IntArray, Labelled, labelled
from .pricing import Pricing
from .relaxed import Relaxed
from .tree import Tree

MOST_CASES = 400
"""Cases per goal and part after which the best bound found has to do."""

MOST_STAYS = 20_000
"""If more stays might improve the plan, it is far from the bound, and cases cost too much."""

FORCE = 100
"""What violating a branch or an earlier goal by one costs, in the largest values of a stay."""


def certify(
    problem: Problem,
    plan: Plan,
    *,
    keep: Plan | None = None,
    most_cases: int = MOST_CASES,
    stopped: Callable[[], bool] = lambda: False,
) -> Certificate:
    """A certificate of a plan that keeps every rule but minimums.

    Its gap is 0 where the plan is optimal and the cases suffice; else it holds the best bound
    found. ``stopped`` is asked now and then; after it says so no case is split further.
    """
    goals = level_names(problem, keep is not None)
    parts = divided(Enumeration(problem, goals, keep))
    reached = Reached(problem, plan, keep)
    levels: list[LevelProof] = []
    best = True
    for number, goal in enumerate(goals):
        proofs = []
        for posts, part in parts:
            level = _Level(part, goals[: number + 1], posts, reached, plan)
            # After a goal that is not proven best the gap is settled: bounds need no cases.
            proof = level.proof(most_cases if best else 1, stopped)
            names = () if len(parts) == 1 else tuple(problem.posts[n].id for n in posts)
            proofs.append(PartProof(posts=names, bound=0, proof=proof))
            best = best and level.settled
        levels.append(LevelProof(goal=goal, bound=0, parts=tuple(proofs)))
    return certified(problem, plan, bounded(problem, plan, tuple(levels), keep))


def divided(over: Enumeration) -> list[tuple[list[int], Labelled]]:
    """Groups of posts that share no row, each with its stays and rows.

    Posts that nobody can serve, and rows that nothing serves, belong to the first.
    """
    everyone = range(len(over.problem.posts))
    blocks = [block for _, block in over.blocks([everyone])]
    if not blocks:
        blocks = [_nothing(over)]
    whole = labelled(over, joined(blocks))
    block, n_posts = whole.block, len(over.problem.posts)
    row, stay = whole.matrix.nonzero()
    n_rows = len(whole.rows)
    size = n_posts + n_rows
    links = (np.ones(len(row)), (block.post[stay], n_posts + row))
    _, label = connected_components(sparse.csr_matrix(links, shape=(size, size)), directed=False)
    of_post, of_row = label[:n_posts], label[n_posts:]
    served = np.unique(of_post[block.post]).tolist() or [-1]
    found = []
    for group in served:
        first = group == served[0]
        posts = [n for n in everyone if of_post[n] == group or (first and of_post[n] not in served)]
        rows = np.flatnonzero((of_row == group) | (first & ~np.isin(of_row, served)))
        stays = np.flatnonzero(np.isin(block.post, posts))
        found.append((posts, whole.of(rows, stays, only(block, posts, stays))))
    return found


def joined(blocks: list[Block]) -> Block:
    """Several blocks as one, in order."""
    offsets = np.cumsum([0, *(len(block.posts) for block in blocks)])
    return Block(
        posts=np.concatenate([block.posts for block in blocks]),
        seat=np.concatenate([b.seat + o for b, o in zip(blocks, offsets, strict=False)]),
        **{
            name: np.concatenate([getattr(block, name) for block in blocks])
            for name in ("person", "start", "end", "arrival", "rested", "load")
        },
        value={
            goal: np.concatenate([block.value[goal] for block in blocks])
            for goal in blocks[0].value
        },
    )


def only(block: Block, posts: list[int], stays: IntArray) -> Block:
    """A block's posts and stays narrowed to these; every stay must be on one of the posts."""
    numbers = np.array(posts, dtype=np.int64)
    place = np.full(int(numbers.max(initial=-1)) + 1, -1)
    place[numbers] = np.arange(len(numbers))
    return Block(
        posts=numbers,
        seat=place[block.post[stays]],
        **{
            name: getattr(block, name)[stays]
            for name in ("person", "start", "end", "arrival", "rested", "load")
        },
        value={goal: value[stays] for goal, value in block.value.items()},
    )


def _nothing(over: Enumeration) -> Block:
    none = np.zeros(0, dtype=np.int64)
    return Block(none, none, none, none, none, none, none, none, dict.fromkeys(over.goals, none))


class _Level:
    """One goal over one part."""

    def __init__(
        self, part: Labelled, goals: list[str], posts: list[int], reached: Reached, plan: Plan
    ) -> None:
        self.part, self.goals = part, goals
        self.values = np.array([part.block.value[goal] for goal in goals], dtype=np.int64)
        self.offset = -sum(map(reached.needed, posts))
        found = [sum(reached.of(goal, post) for post in posts) for goal in goals]
        found[0] -= self._lacking(plan, posts)
        self.reached = np.array(found, dtype=np.int64)
        self.settled = False
        """Whether no plan is better on the goal, known once it has a proof."""

    def _lacking(self, plan: Plan, posts: list[int]) -> int:
        """Units by which the plan falls short of the part's lower sides."""
        block, problem = self.part.block, self.part.over.problem
        inside = {problem.posts[post].id for post in posts}
        chosen = {(d.person, d.post, d.start, d.end) for d in plan.duties if d.post in inside}
        places = zip(
            (problem.people[n].id for n in block.person.tolist()),
            (problem.posts[n].id for n in block.post.tolist()),
            block.start.tolist(),
            block.end.tolist(),
            strict=True,
        )
        x = np.array([place in chosen for place in places], dtype=np.int64)
        least, minimums = np.maximum(self.part.lower, 0), self.part.minimums
        return int(np.maximum(0, least - self.part.matrix @ x)[minimums].sum())

    def proof(self, most_cases: int, stopped: Callable[[], bool]) -> Leaf | Split:
        """Cases that settle the goal, as far as the allowance goes."""
        pricing = Pricing(self.part, self.goals, self.values, self.reached, self.offset)
        target = int(self.reached[-1])
        highest = int(np.abs(self.values[-1]).max(initial=1))
        without = self.reached[:-1].copy()
        without[:1] -= self.offset
        whole = Relaxed(self.part, self.values, without, FORCE * highest)
        whole.admit(np.arange(len(self.part.block)))
        root = whole.solve()
        if root is None:
            return Leaf(weights={self.goals[-1]: 1})
        held = whole
        margin = root.worth + (self.offset if len(self.goals) == 1 else 0) - target - 1
        if margin >= 0 and most_cases > 1:
            # A stay that costs more than what separates the plan from the bound is in no better
            # plan: few remain, and every case is solved over those.
            core = Relaxed(self.part, self.values, without, FORCE * highest)
            core.admit(np.flatnonzero(pricing.worth(root, []) > -margin - 1e-6))
            if len(core.core) > MOST_STAYS:
                most_cases = 1
            elif (start := core.solve()) is not None:
                root, held = start, core
        tree = Tree(held, pricing, target, most_cases=most_cases, stopped=stopped)
        proof = tree.proof(root)
        self.settled = tree.settled
        return proof
