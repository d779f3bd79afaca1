"""The best succession of stays on each post at given worths: a longest path through time."""

from typing import Any

import numpy as np

from .stays import Block


class Timetable:
    """A block's stays by the period in which they start, ready for many sets of worths."""

    def __init__(self, block: Block, periods: int) -> None:
        self.posts, self.periods = len(block.posts), periods
        self._runs = block.firsts()
        seat, start = block.seat[self._runs], block.start[self._runs]
        order = np.lexsort((seat, start))
        self._steps = []
        for period in range(periods - 1, -1, -1):
            low, high = np.searchsorted(start[order], [period, period + 1])
            if high > low:
                mine = order[low:high]
                begins = np.flatnonzero(np.diff(seat[mine], prepend=-1))
                ends = block.end[self._runs[mine]]
                self._steps.append((period, mine, begins, seat[mine], ends))

    def best(self, worth: Any) -> Any:
        """Each post's most, at least 0 for leaving it empty; from (cases, n) to (cases, posts).

        Going back in time, what is left from a period on is what is left from the next, or a stay
        and what is left from its end.
        """
        cases = worth.shape[0]
        left = np.zeros((cases, self.posts, self.periods + 1), dtype=worth.dtype)
        if not len(self._runs):
            return left[:, :, 0]
        best = np.maximum.reduceat(worth, self._runs, axis=1)
        known = self.periods
        for period, mine, begins, seat, ends in self._steps:
            left[:, :, period:known] = left[:, :, [known]]
            total = best[:, mine] + left[:, seat, ends]
            most = np.maximum.reduceat(total, begins, axis=1)
            whose = seat[begins]
            left[:, whose, period] = np.maximum(left[:, whose, period], most)
            known = period
        return left[:, :, known]
