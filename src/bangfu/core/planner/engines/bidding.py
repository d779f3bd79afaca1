"""A plan from prices: posts take their best stays one after the other, the most urgent first."""

from collections.abc import Iterator

import numpy as np

from bangfu.core.planner.ground import Ground
from bangfu.core.planner.tables import FloatArray, IntArray

from .kernels import take
from .relaxation import Relaxation

ROUNDS = 60

LOTS = 2
"""Orders drawn by lot, beside the one by scarcity."""


def started(ground: Ground, start: IntArray) -> IntArray:
    """The fixed columns and, of those to start from, in order, what fits beside them."""
    left = ground.left(ground.fixed)
    for post, column in zip(ground.post_of(start).tolist(), start.tolist(), strict=True):
        take(ground.lattice, left, post, column)
    return np.flatnonzero(left.gone)


def orders(ground: Ground, urgency: IntArray, random: np.random.Generator) -> Iterator[IntArray]:
    """Orders in which posts may be served, the most urgent first; ``urgency`` has shape (posts,).

    Among equals those with the fewest stays to choose from; then by lot, for nobody knows better.
    """
    yield np.lexsort((np.diff(ground.first), urgency))
    for _ in range(LOTS):
        yield np.lexsort((random.random(ground.posts), urgency))


def urgency(ground: Ground) -> IntArray:
    """The first goal that each post's stays serve, shape (posts,): lower is more urgent."""
    serves = [np.maximum.reduceat(value != 0, ground.first[:-1]) for value in ground.value]
    first: IntArray = np.argmax(serves, axis=0)
    return first


def bid(
    relaxation: Relaxation,
    worth: FloatArray,
    prices: FloatArray,
    chosen: IntArray,
    order: IntArray,
) -> IntArray:
    """Add columns to those chosen, every rule kept, until no post finds a stay that fits.

    Each post in ``order`` takes its best succession of stays among those that still fit, less the
    prices. At last prices no longer count: any stay of worth beats an empty post. ``worth`` has
    shape (columns,).
    """
    left = relaxation.ground.left(chosen)
    for price in (prices, np.zeros_like(prices)):
        for _ in range(ROUNDS):
            if not relaxation.serve(worth, price, order, left):
                break
    return np.flatnonzero(left.gone)
