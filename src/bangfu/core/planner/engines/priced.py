"""Large parts: prices, a plan bid at the prices, an integer programme over few columns, repairs.

What is proven comes from prices alone: goal by goal, the most that any plan could reach that does
as well on all earlier goals.
"""

import numpy as np

from bangfu.core.planner.model import Model
from bangfu.core.planner.tables import FloatArray, IntArray

from . import pool
from .ascent import ascended
from .bidding import bid
from .outcome import Outcome, Watch, better
from .pool import narrowed, wanted
from .relaxation import Relaxation

SWEEPS = 150
"""Price updates for the first plan, and again before columns are picked."""
PER_POST = 25
"""Columns of each post that the integer programme may choose from."""
NEIGHBOURS = 100
"""Posts that are planned anew together."""
CLOSE = 1e-4
"""The integer programme over few columns ends within this share of its best."""
STEEPER = 16
"""How many times more an open goal counts when it is tried for by itself."""
FRUITLESS = 10
"""Repairs in a row that improve nothing before the search ends of itself."""


def begun(model: Model) -> Outcome:
    """Nothing but the pinned columns: where a large part starts."""
    value = model.reached(model.fixed)
    return Outcome(model.fixed, value, np.maximum(model.range()[1], value))


def solved(model: Model, first: Outcome, watch: Watch, *, seed: int) -> Outcome:
    """Improve a first outcome until ``watch`` says stop or repairs no longer help."""
    search = _Search(model, first, watch, seed)
    price, prove = search.price, search.prove
    for phase in (price, prove, price, search.pick, prove, search.repair, prove):
        if search.best.proven or search.stopped():
            break
        phase()
    while not search.best.proven and not search.stopped() and search.press():
        search.prove()
    search.prove(every_goal=True)
    return search.best


def level_weights(model: Model) -> IntArray:
    """One weight per goal: in every column a period of a goal outweighs twice all later goals.

    Enough for strict levels nearly everywhere, and small enough for double precision.
    """
    weights = np.zeros(len(model.names), dtype=np.int64)
    later = np.zeros(model.size)
    for goal in range(len(weights) - 1, -1, -1):
        if not model.value[goal].any() and not (goal == 0 and (model.lower > 0).any()):
            continue
        # A unit that a rule falls short of is a whole stay, not a period of one.
        most = later * (model.columns.length if goal == 0 else 1)
        weights[goal] = 1 + int(np.ceil(2 * most.max(initial=0)))
        later += weights[goal] * np.abs(model.value[goal]) / model.columns.length
    return weights


class _Search:
    """The best plan so far, its bounds, and the prices that led to them."""

    def __init__(self, model: Model, first: Outcome, watch: Watch, seed: int) -> None:
        self.model, self.best = model, first
        self._watch, self._random, self._seed = watch, np.random.default_rng(seed), seed
        self.relaxation = Relaxation(model)
        self.weights = level_weights(model)
        self.prices: FloatArray = np.zeros(len(model.upper))
        self._phase = "prices"
        self._ended = False
        self._proving: dict[int, FloatArray] = {}

    def stopped(self) -> bool:
        """Report, and whether to end; once ended, always."""
        self._ended = self._ended or self._watch(self._phase, self.best)
        return self._ended

    def price(self) -> None:
        """Better prices, and a plan bid at them; the very first plan comes without prices."""
        self._phase = "prices"
        if not self.prices.any():
            self._bid()
        if self.stopped():
            return
        worth = float(self.weights @ (self.best.value - self.model.offset))
        self.prices = ascended(
            self.relaxation,
            self.weights,
            self.prices,
            reached=worth,
            sweeps=SWEEPS,
            stopped=self.stopped,
        ).prices
        self._bid()

    def _bid(self) -> None:
        cost = self.relaxation.cost(self.weights)
        self._adopt(bid(self.relaxation, cost, self.prices, self.model.fixed))

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
        ratio = np.maximum(1, self.weights // self.weights[goal])
        weights = np.where(np.arange(len(ratio)) <= goal, ratio * (self.weights > 0), 0)
        weights[goal] = 1
        counted = self.model.value[: goal + 1].any(axis=0)
        if (self.model.lower > 0).any() or counted.all():
            model, relaxation = self.model, self.relaxation
        else:
            model = narrowed(self.model, np.flatnonzero(counted))
            relaxation = Relaxation(model)
        start = self._proving.get(goal, self.prices / self.weights[goal])
        value = self.best.value - self.model.offset
        found = ascended(
            relaxation,
            weights,
            start,
            reached=float(weights @ value),
            sweeps=2 * SWEEPS,
            stopped=self.stopped,
        )
        self._proving[goal] = found.prices
        try:
            total, parts = relaxation.bound(weights, found.prices)
        except OverflowError:
            return
        earlier = int(weights[:goal] @ self.best.value[:goal])
        offset = int(weights @ (self.model.offset - model.offset))
        most = (total + offset * parts) // parts - earlier
        bound = self.best.bound.copy()
        bound[goal] = max(min(int(bound[goal]), most), int(self.best.value[goal]))
        self.best = Outcome(self.best.chosen, self.best.value, bound)

    def pick(self) -> None:
        """An integer programme over the columns that posts want most at the prices."""
        self._phase = "columns"
        everyone = np.arange(self.model.size)
        self._plan_anew(self._wanted(PER_POST), everyone)

    def press(self) -> bool:
        """Try for the first open goal at the expense of later ones; whether the plan got better.

        The columns are those that posts want at the prices which bound that goal.
        """
        self._phase = "levels"
        goal = int(np.flatnonzero(self.best.value < self.best.bound)[0])
        steeper = np.where(np.arange(len(self.weights)) <= goal, STEEPER, 1)
        weights = self.weights * steeper
        prices = self._proving.get(goal, self.prices / max(1, self.weights[goal]))
        cost = self.relaxation.cost(weights) / max(1, weights[goal])
        for_goal = wanted(self.relaxation, cost - self.relaxation.entries @ prices, PER_POST)
        choice = np.union1d(for_goal, self._wanted(PER_POST))
        return self._plan_anew(choice, np.arange(self.model.size), weights)

    def repair(self) -> None:
        """Plan neighbouring posts anew around one that stands empty, again and again."""
        self._phase = "repair"
        choice = self._wanted(2 * PER_POST)
        fruitless = 0
        while fruitless < FRUITLESS and not self.stopped():
            posts = self._neighbours(choice)
            free = np.flatnonzero(np.isin(self.model.columns.post, posts))
            fruitless = 0 if self._plan_anew(np.intersect1d(choice, free), free) else fruitless + 1

    def _wanted(self, per_post: int) -> IntArray:
        reduced = self.relaxation.cost(self.weights) - self.relaxation.entries @ self.prices
        return wanted(self.relaxation, reduced, per_post)

    def _plan_anew(self, choice: IntArray, free: IntArray, weights: IntArray | None = None) -> bool:
        """Choose again among the free columns, from the pool and those chosen now."""
        is_free = np.zeros(self.model.size, dtype=np.bool_)
        is_free[free] = True
        now = self.best.chosen
        mine, others = now[is_free[now]], now[~is_free[now]]
        columns = np.union1d(np.union1d(choice, mine), self.model.fixed[is_free[self.model.fixed]])
        found = pool.solved(
            narrowed(self.model, columns, others),
            self.weights if weights is None else weights,
            np.searchsorted(columns, mine),
            gap=CLOSE,
            seed=self._seed,
            stopped=self.stopped,
        )
        return found is not None and self._adopt(np.append(columns[found], others))

    def _neighbours(self, choice: IntArray) -> IntArray:
        """Posts whose choice share most rows with a post drawn by how empty it stands."""
        columns = self.model.columns
        post, tables = columns.post, columns.tables
        covered = np.bincount(
            post[self.best.chosen], columns.length[self.best.chosen], len(tables.host)
        )
        present = np.unique(post)
        missing = (tables.term_end - tables.term_start) * tables.headcount - covered
        urgency = np.maximum(missing[present], 0) / tables.priority[present] + 0.1
        centre = self._random.choice(present, p=urgency / urgency.sum())
        rows = self.model.matrix[:, choice]
        touched = np.asarray(rows[:, post[choice] == centre].sum(axis=1)).ravel() > 0
        # A row that nearly all posts share tells nothing about who is near.
        touched &= np.diff(rows.indptr) < len(choice) // 20 + 1
        shared = np.asarray(rows[touched].sum(axis=0)).ravel()
        kinship = np.bincount(post[choice], shared, len(tables.host))[present]
        near: FloatArray = kinship * (0.5 + self._random.random(len(present)))
        near[present == centre] = np.inf
        found: IntArray = present[np.argsort(-near, kind="stable")[:NEIGHBOURS]]
        return found

    def _adopt(self, chosen: IntArray) -> bool:
        """Take a plan that is better; bounds stay as far as they still hold."""
        chosen = np.sort(chosen)
        value = self.model.reached(chosen)
        if not self.model.holds(chosen) or not better(value, self.best.value):
            return False
        bound = self.best.bound.copy()
        worse = np.flatnonzero(value < self.best.value)
        if len(worse):
            # Bounds of later goals held among plans at least as good on this one.
            bound[worse[0] + 1 :] = self.model.range()[1][worse[0] + 1 :]
            self._proving = {g: p for g, p in self._proving.items() if g <= worse[0]}
        self.best = Outcome(chosen, value, np.maximum(bound, value))
        return True
