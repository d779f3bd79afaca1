"""One search: the parts of a model, the best outcome of each so far, and when to stop."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .engines.outcome import Outcome, Watch
from .ground import Ground
from .plan import Level, gap
from .problem import Duty, Problem
from .result import Progress, Stop, Stopwatch, seconds_allowed
from .tables import IntArray
from .tally import required_periods


class Search:
    """Gathers outcomes of parts into a plan with its levels, and passes on progress."""

    def __init__(
        self,
        problem: Problem,
        ground: Ground,
        numbers: list[IntArray],
        *,
        stop: Stop | None,
        on_progress: Callable[[Progress], object] | None,
        clock: Stopwatch,
    ) -> None:
        self.problem, self.ground, self.numbers = problem, ground, numbers
        self.outcomes: list[Outcome] = []
        self.required = required_periods(problem)
        self.clock = clock
        self.effort = 0
        self._stop, self._on_progress = stop, on_progress
        self._stopped = False

    def watch(self, part: int) -> Watch:
        """The watch of one part's engine."""
        return _PartWatch(self, part)

    def seconds_left(self) -> float:
        """Seconds until the clock says stop; infinite where none does."""
        return seconds_allowed(self._stop) - self.clock.seconds

    def asked(self, phase: str) -> bool:
        """Report progress; true if the search is to end."""
        if self._stop is None and self._on_progress is None:
            return False
        progress = self.progress(phase)
        if self._on_progress is not None and self._on_progress(progress) is True:
            self._stopped = True
        if self._stop is not None and self._stop(progress):
            self._stopped = True
        return self._stopped

    @property
    def chosen(self) -> IntArray:
        """Column numbers of the whole model that are chosen now."""
        pieces = [n[o.chosen] for n, o in zip(self.numbers, self.outcomes, strict=True)]
        return np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *pieces]))

    def levels(self) -> tuple[Level, ...]:
        """Value and bound of every goal, over all parts."""
        fixed = self.ground.offset.copy()
        fixed[0] -= self.ground.unmet
        value = sum((o.value for o in self.outcomes), fixed)
        bound = sum((o.bound for o in self.outcomes), fixed)
        return tuple(
            Level(goal=name, value=int(value[goal]), bound=int(max(bound[goal], value[goal])))
            for goal, name in enumerate(self.ground.names)
        )

    @property
    def duties(self) -> list[Duty]:
        """The chosen columns as duties."""
        people, posts = self.problem.people, self.problem.posts
        return [
            Duty(person=people[i].id, post=posts[j].id, start=start, end=end)
            for i, j, start, end in self.ground.duties(self.chosen)
        ]

    def progress(self, phase: str) -> Progress:
        """Where the search stands."""
        levels = {level.goal: level for level in self.levels()}
        covered = sum(level.value for name, level in levels.items() if name.startswith("coverage"))
        return Progress(
            seconds=self.clock.seconds,
            effort=self.effort,
            phase=phase,
            covered=covered,
            required=self.required,
            quality=levels["quality"].value,
            bound=levels["quality"].bound,
            gap=gap(tuple(levels.values())),
        )


@dataclass(frozen=True, slots=True)
class _PartWatch:
    """Hears of one part's outcomes."""

    search: Search
    part: int

    def __call__(self, phase: str, outcome: Outcome, step: bool = False) -> bool:
        self.search.outcomes[self.part] = outcome
        self.search.effort += step
        return self.search.asked(phase)

    def seconds_left(self) -> float:
        return self.search.seconds_left()
