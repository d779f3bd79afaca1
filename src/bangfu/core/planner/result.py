"""What a search reports while it runs and when it ends, and what makes it stop."""

import time
from collections.abc import Callable, Iterable

from msgspec import Struct

from .certificate import LevelProof
from .check import goal_in_chinese
from .plan import Claims, Level, Plan, Sentence, Status, claims_of, in_order
from .problem import Duty


class Progress(Struct, frozen=True, kw_only=True):
    """The best plan so far and what is proven of it; ``phase`` is a word such as ``coverage 1``.

    ``effort`` counts finished steps of the search: a goal's integer programme, a run of price
    updates, blocks planned anew, a repair. Equal searches take equal steps on any machine.
    """

    seconds: float
    effort: int = 0
    phase: str
    covered: int
    required: int
    quality: int
    bound: int
    gap: float


class Result(Struct, frozen=True, kw_only=True):
    """A plan with its proof.

    ``claims`` are what the plan says of itself: ``covered`` and ``required`` count post-periods,
    ``quality`` is points, and ``bound`` is the most quality of any plan that does as well on all
    earlier goals. Each goal has its own value and bound in ``levels``, and ``gap`` is that of the
    first goal not proven. ``proven`` is true where no better plan exists, also where rules must
    break. ``proofs`` are the goals' proofs as a certificate states them, where the search has them:
    those of small problems are made afterwards.
    """

    plan: Plan
    claims: Claims
    proven: bool
    seconds: float
    proofs: tuple[LevelProof, ...] = ()

    @property
    def covered(self) -> int:
        """Post-periods covered."""
        return self.claims.covered

    @property
    def required(self) -> int:
        """Post-periods to cover."""
        return self.claims.required

    @property
    def quality(self) -> int:
        """Points of quality."""
        return self.claims.quality

    @property
    def bound(self) -> int:
        """The most points of any plan that does as well on earlier goals."""
        return self.claims.bound

    @property
    def gap(self) -> float:
        """See ``plan.gap``."""
        return self.claims.gap

    @property
    def status(self) -> Status:
        """See ``plan.Status``."""
        return self.claims.status

    @property
    def levels(self) -> tuple[Level, ...]:
        """Every goal in order."""
        return self.claims.levels

    def summary(self) -> Sentence:
        """What the plan reaches and what is proven of it, in one sentence for people."""
        share = self.covered / max(1, self.required)
        zh = f"覆盖{self.covered}/{self.required}岗期（{share:.1%}），质量{self.quality}分，"
        en = f"{self.covered} of {self.required} post-periods covered ({share:.1%}), quality "
        en += f"{self.quality}; "
        short = next((-level.value for level in self.levels if level.goal == "rules"), 0)
        if short:
            zh += f"最低要求尚差{short}，"
            en += f"minimums fall short by {short}; "
        still = next((level for level in self.levels if level.bound > level.value), None)
        if still is None:
            return Sentence(f"{zh}各目标均已证明最优。", f"{en}every goal is proven best.")
        goal, left = goal_in_chinese(still.goal), still.bound - still.value
        return Sentence(
            f"{zh}首个未证明最优的目标是“{goal}”，与上界相差{left}（{self.gap:.2%}）。",
            f"{en}the first goal not proven best is {still.goal}, {left} from its bound "
            f"({self.gap:.2%}).",
        )


def result_of(
    duties: Iterable[Duty],
    levels: tuple[Level, ...],
    *,
    covered: int,
    required: int,
    status: Status,
    seconds: float,
    proofs: tuple[LevelProof, ...] = (),
) -> Result:
    """A result whose plan claims these levels."""
    claims = claims_of(levels, covered=covered, required=required, status=status)
    plan = Plan(duties=in_order(duties), claims=claims)
    proven = claims.gap == 0
    return Result(plan=plan, claims=claims, proven=proven, seconds=seconds, proofs=proofs)


Stop = Callable[[Progress], bool]
"""Asked now and then during a search; true ends it with the best plan so far."""


class _Either:
    """Composable with ``|``: stops as soon as one part says so."""

    def __call__(self, progress: Progress) -> bool:
        raise NotImplementedError

    def __or__(self, other: Stop) -> "AnyOf":
        return AnyOf(self, other)


class AnyOf(_Either):
    """Stops when any of its parts does."""

    def __init__(self, *stops: Stop) -> None:
        self.stops = stops

    def __call__(self, progress: Progress) -> bool:
        return any(stop(progress) for stop in self.stops)


class Seconds(_Either):
    """Stops after so many seconds of search. Not reproducible: a faster machine gets further."""

    def __init__(self, limit: float) -> None:
        self.limit = limit

    def __call__(self, progress: Progress) -> bool:
        return progress.seconds >= self.limit


def seconds_allowed(stop: Stop | None) -> float:
    """How long a search may take in all: the least of the seconds that its stop names.

    >>> seconds_allowed(Seconds(60) | Gap(0.01))
    60
    """
    if isinstance(stop, Seconds):
        return stop.limit
    parts = stop.stops if isinstance(stop, AnyOf) else ()
    return min((seconds_allowed(part) for part in parts), default=float("inf"))


class Effort(_Either):
    """Stops after so many steps of search. Reproducible: equal efforts give equal plans."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def __call__(self, progress: Progress) -> bool:
        return progress.effort >= self.steps


class Gap(_Either):
    """Stops when the proven gap is at most ``limit``, a share such as 0.001."""

    def __init__(self, limit: float) -> None:
        self.limit = limit

    def __call__(self, progress: Progress) -> bool:
        return progress.gap <= self.limit


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Elapsed seconds."""
        return time.perf_counter() - self._begun
