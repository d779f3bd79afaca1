"""Which stays the rules leave: of all pairs, and of all their stays."""

import numpy as np

from .columns import Columns, candidates, chunks, joined, unfold
from .problem import Problem
from .rules import RULES
from .tables import Tables


def allowed(problem: Problem) -> Columns:
    """Every stint column that no rule on a pair or a single stay forbids."""
    pairs = candidates(Tables(problem))
    admitted = np.ones(len(pairs), dtype=np.bool_)
    for rule in RULES:
        admitted &= rule.admits(pairs)
    pairs = pairs.where(admitted)
    pieces = []
    for lo, hi in chunks(pairs):
        columns = unfold(pairs, lo, hi)
        keep = np.ones(len(columns), dtype=np.bool_)
        for rule in RULES:
            keep &= rule.allows(columns)
        pieces.append(columns.where(keep))
    return joined(pairs, pieces)
