"""A plan from prices: posts take their best stays, whoever is worth most is served first."""

import numpy as np

from bangfu.core.planner.ground import Ground
from bangfu.core.planner.tables import FloatArray, IntArray

from .kernels import take
from .relaxation import Relaxation

ROUNDS = 60


def started(ground: Ground, start: IntArray) -> IntArray:
    """The fixed columns and, of those to start from, in order, what fits beside them."""
    left = ground.left(ground.fixed)
    for post, column in zip(ground.post_of(start).tolist(), start.tolist(), strict=True):
        take(ground.lattice, left, post, column)
    return np.flatnonzero(left.gone)


def bid(
    relaxation: Relaxation, worth: FloatArray, prices: FloatArray, chosen: IntArray
) -> IntArray:
    """Add columns to those chosen, every rule kept, until no post finds a stay that fits.

    Each post in turn takes its best succession of stays among those that still fit, less the
    prices; the posts whose periods are worth most come first. At last prices no longer count: any
    stay of worth beats an empty post. ``worth`` has shape (columns,).
    """
    ground = relaxation.ground
    left = ground.left(chosen)
    free = np.zeros_like(prices)
    best = np.maximum.reduceat(worth / ground.length_of(np.arange(ground.size)), ground.first[:-1])
    wish = relaxation.sweep(worth, prices).paths
    order = np.lexsort((-wish, -best))
    for price in (prices, free):
        for _ in range(ROUNDS):
            if not relaxation.serve(worth, price, order, left):
                break
    return np.flatnonzero(left.gone)
