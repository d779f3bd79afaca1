"""Large parts cut into blocks that lie together, each planned anew while the others stand.

A block is plain arrays, so it can be worked on by another process. Blocks worked on at the same
time never take the same leftover: what several could take belongs to the first of them.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Event

import numpy as np

from bangfu.core.planner.ground import Ground, Use
from bangfu.core.planner.tables import BoolArray, FloatArray, IntArray

from .generation import Terms, Thoroughness, planned_anew

POSTS = 1_500
"""A block holds no more posts than this, unless one place alone has more."""

HEARTBEAT = 0.2
"""Seconds between two questions whether to stop, while other processes work."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some posts with what they may take, and the columns they have now."""

    ground: Ground
    numbers: IntArray
    start: IntArray
    weights: IntArray
    prices: FloatArray
    thorough: Thoroughness
    seed: int
    seconds: float

    def planned(self, stopped: Callable[[], bool]) -> IntArray | None:
        """Better columns, by their number in the whole, or ``None`` if none were found."""
        end = time.perf_counter() + self.seconds
        terms = Terms(self.thorough, self.seed, stopped, lambda: end - time.perf_counter())
        chosen = planned_anew(self.ground, self.weights, self.prices, self.start, terms)
        return None if chosen is None else self.numbers[chosen]


def cut(ground: Ground, most: int = POSTS) -> list[IntArray]:
    """All posts in blocks: whole districts together up to ``most`` posts, none of them divided."""
    order = np.argsort(ground.district, kind="stable")
    districts = np.split(order, np.flatnonzero(np.diff(ground.district[order])) + 1)
    blocks: list[list[IntArray]] = []
    size = 0
    for district in districts:
        if not blocks or size + len(district) > most:
            blocks.append([])
            size = 0
        blocks[-1].append(district)
        size += len(district)
    return [np.sort(np.concatenate(block)) for block in blocks]


def blocks_of(
    ground: Ground,
    posts: list[IntArray],
    chosen: IntArray,
    weights: IntArray,
    prices: FloatArray,
    *,
    thorough: Thoroughness,
    seed: int,
    seconds: float = np.inf,
) -> list[Block]:
    """Blocks that may be worked on side by side for so long, given all columns chosen now."""
    whose = ground.post_of(chosen)
    everything = ground.use(chosen)
    free = Use(ground.total.upper - everything.total, ground.timed.upper - everything.time)
    given_total = np.zeros(len(free.total), dtype=np.bool_)
    given_time = np.zeros(len(free.time), dtype=np.bool_)
    found = []
    for mine in posts:
        own = chosen[np.isin(whose, mine)]
        use = ground.use(own)
        others = Use(everything.total - use.total, everything.time - use.time)
        withheld = Use(
            np.where(given_total, free.total, 0), np.where(given_time[:, None], free.time, 0)
        )
        sub, numbers = ground.restricted(mine, others, withheld)
        total, timed = _touched(ground, mine)
        given_total |= total
        given_time |= timed
        by_period = prices[len(total) :].reshape(len(timed), ground.periods)
        sub_prices = np.concatenate([prices[: len(total)][total], by_period[timed].ravel()])
        start = np.searchsorted(numbers, own)
        found.append(Block(sub, numbers, start, weights, sub_prices, thorough, seed, seconds))
    return found


def _touched(ground: Ground, posts: IntArray) -> tuple[BoolArray, BoolArray]:
    """Which rows over the plan, and by period, these posts' pairs take from."""
    lattice = ground.lattice
    mine = np.zeros(ground.posts, dtype=np.bool_)
    mine[posts] = True
    pairs = np.repeat(mine, np.diff(lattice.post_first))
    flags = []
    for rows, count in (
        (lattice.total_row, len(ground.total.upper)),
        (lattice.time_row, len(ground.timed.upper)),
    ):
        touched = np.zeros(count + 1, dtype=np.bool_)
        touched[rows[:, pairs]] = True  # nothing, -1, is the last
        flags.append(touched[:count])
    return flags[0], flags[1]


Worked = Iterator[IntArray | None]


class Here:
    """Blocks one after the other, in this process."""

    at_once = 1

    def worked(self, blocks: list[Block], stopped: Callable[[], bool]) -> Worked:
        """What each block found, in order."""
        for block in blocks:
            yield block.planned(stopped)


class Elsewhere:
    """Blocks side by side, each in a process of its own."""

    def __init__(self, pool: Executor, end: Event, workers: int) -> None:
        self._pool, self._end, self.at_once = pool, end, workers

    def worked(self, blocks: list[Block], stopped: Callable[[], bool]) -> Worked:
        """What each block found, in order; asks now and then whether to stop."""
        jobs = [self._pool.submit(_planned, block) for block in blocks]
        while wait(jobs, timeout=HEARTBEAT).not_done:
            if stopped():
                self._end.set()
        for job in jobs:
            yield job.result()


_ended: Event | None = None


def _listen(end: Event) -> None:
    global _ended
    _ended = end


def _planned(block: Block) -> IntArray | None:
    return block.planned(lambda: _ended is not None and _ended.is_set())


@contextmanager
def workshop(workers: int) -> Iterator[Here | Elsewhere]:
    """Where blocks are worked on: here, or in so many processes until the end of the block."""
    if workers <= 1:
        yield Here()
        return
    context = get_context("spawn")  # a fork would copy locks that threads hold
    end = context.Event()
    with ProcessPoolExecutor(workers, context, _listen, (end,)) as pool:
        try:
            yield Elsewhere(pool, end, workers)
        finally:
            end.set()
