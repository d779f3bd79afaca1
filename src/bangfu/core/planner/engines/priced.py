"""Large parts: prices, a plan bid at the prices, blocks planned anew over few columns, repairs.

What is proven comes from prices alone: goal by goal, the most that any plan could reach that does
as well on all earlier goals.
"""

from dataclasses import replace
from functools import cached_property
from itertools import islice

import numpy as np
import scipy.sparse as sparse

from bangfu.core.planner.columns import CHUNK
from bangfu.core.planner.ground import Ground
from bangfu.core.planner.lattice import NOWHERE
from bangfu.core.planner.tables import FloatArray, IntArray

from .ascent import ascended, bounding
from .bidding import bid, orders, started, urgency
from .blocks import Elsewhere, Here, blocks_of, cut, workshop
from .generation import Thoroughness
from .outcome import Outcome, Proof, Watch, better
from .relaxation import Relaxation

SWEEPS = 150
"""Price updates for the first plan, and again before columns are picked."""
STEEPER = 16
"""How many times more an open goal counts when it is tried for by itself."""
NEIGHBOURS = (100, 200, 400)
"""Posts that are planned anew together: more of them where fewer no longer help."""
PRESSES = 3
"""Times an open goal is tried for before a proof is begun."""
FRUITLESS = 10
"""Repairs in a row that improve nothing before more posts are taken, or the search ends."""
WHOLE = Thoroughness(per_post=15, more=6, rounds=3, close=5e-4, nodes=50)
"""For a part of one block."""
BLOCK = Thoroughness(per_post=15, more=6, rounds=2, close=1e-3, nodes=20)
"""For one block of many."""
PRESSED = Thoroughness(per_post=15, more=6, rounds=3, close=1e-5, nodes=500)
"""To try for one goal: a tolerance on the sum of all goals would hide what is still to be had."""
REPAIR = Thoroughness(per_post=40, more=10, rounds=1, close=2e-4, nodes=50)
"""For some neighbouring posts."""


def begun(ground: Ground, start: IntArray) -> Outcome:
    """The pinned columns, and of those to start from what fits; ``solved`` fills the rest."""
    chosen = started(ground, start)
    value = ground.reached(chosen)
    return Outcome(chosen, value, np.maximum(ground.range()[1], value))


def solved(ground: Ground, first: Outcome, watch: Watch, *, seed: int, workers: int = 1) -> Outcome:
    """Improve a first outcome until ``watch`` says stop or repairs no longer help."""
    with workshop(workers) as shop:
        search = _Search(ground, first, watch, seed, shop)
        search.complete()
        for phase in (search.price, search.prove, search.price, search.replan, search.prove):
            if search.over():
                break
            phase()
        helps = True
        while helps and not search.over():
            helps = search.press()
            search.prove()
            helps = search.repair() or helps
            search.prove()
        search.prove(every_goal=True)
        return replace(search.best, proofs=tuple(search.proofs.values()))


def prepared(ground: Ground, first: Outcome, watch: Watch, *, seed: int) -> Outcome:
    """A good plan and bounds from prices, for an engine that goes on to the proof."""
    search = _Search(ground, first, watch, seed, Here())
    search.complete()
    for phase in (search.price, search.prove, search.price, search.replan, search.prove):
        if search.over():
            break
        phase()
    for _ in range(PRESSES):
        if search.over() or not search.press():
            break
        search.prove()
    search.prove(every_goal=True)
    return search.best


def level_weights(ground: Ground) -> IntArray:
    """One weight per goal: in every column a period of a goal outweighs twice all later goals.

    Enough for strict levels nearly everywhere, and small enough for double precision.
    """
    weights = np.zeros(len(ground.names), dtype=np.int64)
    pieces = [np.arange(lo, min(lo + CHUNK, ground.size)) for lo in range(0, ground.size, CHUNK)]
    for goal in range(len(weights) - 1, -1, -1):
        if not ground.value[goal].any() and not (goal == 0 and (ground.total.lower > 0).any()):
            continue
        most = 0.0
        for columns in pieces:
            length = ground.length_of(columns)
            later = sum(
                (
                    float(weights[other]) * np.abs(ground.value[other][columns].astype(np.float64))
                    for other in range(goal + 1, len(weights))
                ),
                np.zeros(len(columns)),
            )
            # A unit that a rule falls short of is a whole stay, not a period of one.
            most = max(most, float((later if goal == 0 else later / length).max(initial=0)))
        weights[goal] = 1 + int(np.ceil(2 * most))
    return weights


def proving_weights(weights: IntArray, goal: int) -> IntArray:
    """Weights for the bound of one goal: it counts 1, earlier goals as much more as before."""
    ratio = np.maximum(1, weights // max(1, int(weights[goal]))) * (weights > 0)
    found: IntArray = np.where(np.arange(len(weights)) <= goal, ratio, 0)
    found[goal] = 1
    return found


class _Search:
    """The best plan so far, its bounds, and the prices that led to them."""

    def __init__(
        self, ground: Ground, first: Outcome, watch: Watch, seed: int, shop: Here | Elsewhere
    ) -> None:
        self.ground, self.best, self._shop = ground, first, shop
        self._watch, self._random, self._seed = watch, np.random.default_rng(seed), seed
        self.relaxation = Relaxation(ground, threads=2)
        self.weights = level_weights(ground)
        self.prices: FloatArray = np.zeros(len(self.relaxation.upper))
        self._blocks = cut(ground)
        self._urgency = urgency(ground)
        self._phase = "prices"
        self._ended = False
        self._proving: dict[int, FloatArray] = {}
        self.proofs: dict[int, Proof] = {}

    def stopped(self, *, step: bool = False) -> bool:
        """Report, and whether to end; once ended, always."""
        self._ended = self._ended or self._watch(self._phase, self.best, step)
        return self._ended

    def over(self) -> bool:
        """A step is finished: whether nothing is left to do, or no time."""
        return self.best.proven or self.stopped(step=True)

    def price(self) -> None:
        """Better prices, and plans bid at them."""
        self._phase = "prices"
        self.prices = ascended(
            self.relaxation,
            self.weights,
            self.prices,
            reached=self._worth,
            sweeps=SWEEPS,
            stopped=self.stopped,
            tried=self._tried,
        ).prices
        self._bid(self.ground.fixed)

    def _tried(self, prices: FloatArray) -> float:
        """A plan bid at some prices, in one order; what the best plan is worth by now."""
        self.prices = prices
        self._bid(self.ground.fixed, most=1)
        return self._worth

    @property
    def _worth(self) -> float:
        """What the best plan is worth under the weights, offsets left out."""
        return float(self.weights @ (self.best.value - self.ground.offset))

    def complete(self) -> None:
        """Fill what the start leaves empty, without prices: a plan before anything is asked."""
        self._bid(self.best.chosen, most=1)

    def _bid(self, chosen: IntArray, most: int | None = None) -> None:
        worth = self.relaxation.worth(self.weights)
        for order in islice(orders(self.ground, self._urgency, self._random), most):
            self._adopt(bid(self.relaxation, worth, self.prices, chosen, order))

    def prove(self, *, every_goal: bool = False) -> None:
        """Bounds of the goals in order, up to the first that stays open or for all.

        Once the search is to end, a goal's bound costs one sweep at the prices there are.
        """
        self._phase = "bound"
        for goal in np.flatnonzero(self.weights):
            if self.best.value[goal] < self.best.bound[goal]:
                self._prove(int(goal))
            if self.best.value[goal] < self.best.bound[goal] and not every_goal:
                return

    def _prove(self, goal: int) -> None:
        weights = proving_weights(self.weights, goal)
        value = self.best.value - self.ground.offset
        known = self._proving.get(goal)
        found = (bounding if known is None else ascended)(
            self.relaxation,
            weights,
            self.prices / self.weights[goal] if known is None else known,
            reached=float(weights @ value),
            sweeps=SWEEPS if known is None else 2 * SWEEPS,
            stopped=self.stopped,
        )
        self._proving[goal] = found.prices
        try:
            total, parts, whole = self.relaxation.certified(weights, found.prices)
        except OverflowError:
            return
        self.proofs[goal] = Proof(goal, weights * parts, whole)
        most = total // parts - int(weights[:goal] @ self.best.value[:goal])
        bound = self.best.bound.copy()
        bound[goal] = max(min(int(bound[goal]), most), int(self.best.value[goal]))
        self.best = Outcome(self.best.chosen, self.best.value, bound)

    def replan(self) -> None:
        """Every block anew, over the columns that its posts want at the prices."""
        self._phase = "columns"
        thorough = WHOLE if len(self._blocks) == 1 else BLOCK
        self._pass(self.weights, self.prices, thorough)

    def press(self) -> bool:
        """Try for the first open goal at the expense of later ones; whether the plan got better."""
        self._phase = "levels"
        goal = int(np.flatnonzero(self.best.value < self.best.bound)[0])
        steeper = np.where(np.arange(len(self.weights)) <= goal, STEEPER, 1)
        weights = self.weights * steeper
        prices = self._proving.get(goal, self.prices / max(1, self.weights[goal])) * weights[goal]
        return self._pass(weights, prices, PRESSED)

    def _pass(self, weights: IntArray, prices: FloatArray, thorough: Thoroughness) -> bool:
        """Plan all blocks anew, so many side by side as there are workers; whether it helped."""
        at_once = self._shop.at_once
        helped = False
        for lo in range(0, len(self._blocks), at_once):
            if self.stopped(step=True):
                break
            helped |= self._plan_anew(self._blocks[lo : lo + at_once], weights, prices, thorough)
        return helped

    def repair(self) -> bool:
        """Plan neighbouring posts anew around one that stands empty, again and again."""
        self._phase = "repair"
        helped, size, fruitless = False, 0, 0
        while size < len(NEIGHBOURS) and not self.over():
            posts = self._neighbours(NEIGHBOURS[size])
            if self._plan_anew([posts], self.weights, self.prices, REPAIR):
                helped, size, fruitless = True, 0, 0
            elif len(posts) == self.ground.posts:
                break
            else:
                fruitless += 1
                size, fruitless = (size + 1, 0) if fruitless == FRUITLESS else (size, fruitless)
        return helped

    def _plan_anew(
        self, posts: list[IntArray], weights: IntArray, prices: FloatArray, thorough: Thoroughness
    ) -> bool:
        """Plan some posts anew side by side; whether the plan got better."""
        blocks = blocks_of(
            self.ground,
            posts,
            self.best.chosen,
            weights,
            prices,
            thorough=thorough,
            seed=self._seed,
            seconds=self._watch.seconds_left(),
        )
        helped = False
        for mine, found in zip(posts, self._shop.worked(blocks, self.stopped), strict=True):
            if found is not None:
                now = self.best.chosen
                others = now[~np.isin(self.ground.post_of(now), mine)]
                helped |= self._adopt(np.append(found, others))
        return helped

    @cached_property
    def _meetings(self) -> sparse.csr_matrix:
        """Which rows each post's pairs take from, shape (posts, rows); rows that nearly all share
        tell nothing about who is near, and are left out.
        """
        ground, lattice = self.ground, self.ground.lattice
        post = np.repeat(np.arange(ground.posts), np.diff(lattice.post_first))
        ends, first = [], 0
        for rows in (*lattice.total_row, *lattice.time_row):
            mine = np.flatnonzero(rows != NOWHERE)
            ends.append(np.unique(np.stack([post[mine], rows[mine] + first]), axis=1))
            first += int(rows.max(initial=-1)) + 1
        at = np.concatenate(ends, axis=1) if ends else np.zeros((2, 0), dtype=np.int64)
        shared = sparse.csr_matrix((np.ones(at.shape[1]), tuple(at)), shape=(ground.posts, first))
        common = np.asarray(shared.sum(axis=0)).ravel()
        return sparse.csr_matrix(shared[:, common < ground.posts // 5 + 2])

    def _neighbours(self, most: int) -> IntArray:
        """So many posts that share most rows with a post drawn by how empty it stands."""
        ground, chosen = self.ground, self.best.chosen
        covered = np.bincount(
            ground.post_of(chosen), ground.length_of(chosen), minlength=ground.posts
        )
        missing = np.maximum(ground.room - covered, 0) / (1 + self._urgency) + 0.1
        centre = self._random.choice(ground.posts, p=missing / missing.sum())
        kinship = np.asarray((self._meetings @ self._meetings[[centre]].T).todense()).ravel()
        near: FloatArray = kinship * (0.5 + self._random.random(ground.posts))
        near[centre] = np.inf
        return np.sort(np.argsort(-near, kind="stable")[:most])

    def _adopt(self, chosen: IntArray) -> bool:
        """Take a plan that is better; bounds stay as far as they still hold."""
        chosen = np.sort(chosen)
        value = self.ground.reached(chosen)
        if not better(value, self.best.value) or not self.ground.holds(chosen):
            return False
        worse = np.flatnonzero(value < self.best.value)
        if len(worse):
            self._proving = {g: p for g, p in self._proving.items() if g <= worse[0]}
        self.best = self.best.followed_by(chosen, value, lambda: self.ground.range()[1])
        return True
