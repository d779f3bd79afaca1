"""A bar: what was measured, and the limit it must hold."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One measured quantity with its limit, in the same unit.

    >>> Bar("first page", limit=120, measured=31.4).ok
    True
    >>> Bar("people placed", limit=14, measured=13, unit="people", at_least=True).ok
    False
    """

    name: str
    limit: float
    measured: float
    unit: str = "s"
    at_least: bool = False
    """The limit is the smallest allowed value, not the largest."""

    @property
    def ok(self) -> bool:
        """Whether the limit is held; what could not be measured (NaN) never is."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit


@dataclass(frozen=True, slots=True)
class Row:
    """One measured run, shown in a table of its own: what was run, and all that was seen.

    ``cells`` are by heading; runs of one benchmark have the same headings.
    """

    cells: dict[str, str | float]


class Clock:
    """Seconds of one measurement, known when its block has ended."""

    seconds: float = float("nan")


@contextmanager
def clock() -> Iterator[Clock]:
    """Measure a block: ``with clock() as taken: …``, then ``taken.seconds``."""
    taken = Clock()
    began = time.perf_counter()
    yield taken
    taken.seconds = time.perf_counter() - began


def repeated(work: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of several runs of the same work."""
    seconds = []
    for _ in range(times):
        with clock() as taken:
            work()
        seconds.append(taken.seconds)
    return seconds


def p95(seconds: Sequence[float]) -> float:
    """The value that 95 of 100 measurements stay within.

    >>> p95([0.1] * 19 + [9.0])
    0.1
    """
    ordered = sorted(seconds)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def median(seconds: Sequence[float]) -> float:
    """The middle measurement, which one slow moment of the machine does not move."""
    return statistics.median(seconds)
