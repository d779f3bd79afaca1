"""What is planned in the measurements, and the bars that each size must hold."""

from collections.abc import Callable
from dataclasses import dataclass

from bangfu.core.planner import Problem, examples, instances

SHAPES: dict[str, Callable[[], Problem]] = {
    "residents": examples.resident_and_visiting,
    "rotation-weeks": lambda: examples.rotation(unit="weeks"),
}
"""Problems in the shape of real programmes that are not among the invented regions."""


def problem(name: str) -> Problem:
    """The problem of a name: a shape, a region, or one province of a nation."""
    return SHAPES[name]() if name in SHAPES else instances.region(name)


def posts(region: str) -> int:
    """How many posts a region has, without making it."""
    size = instances.size(region)
    return size.prefectures * size.posts


@dataclass(frozen=True, slots=True)
class Proof:
    """A plan is to be proven optimal within so many seconds.

    ``explained``: the reasons for every empty period are part of those seconds. ``certified``: a
    certificate is made afterwards, and the plan is as good as the verifier says.
    """

    seconds: float
    gibibytes: float
    covered: float
    """Per cent of the post-periods: where people are scarce, more than this is not."""
    explained: bool = False
    certified: bool = True


@dataclass(frozen=True, slots=True)
class Distance:
    """After so many seconds of one run the gap is at most so large, in per cent.

    ``certified`` as for a proof.
    """

    gaps: tuple[tuple[float, float], ...]
    gibibytes: float
    covered: float
    certified: bool = True

    @property
    def seconds(self) -> float:
        """How long the run lasts."""
        return max(limit for limit, _ in self.gaps)


PROOFS = {
    "township": Proof(0.1, 0.6, 100),
    "county71": Proof(2.0, 0.6, 95, explained=True),
    "county71-weeks": Proof(10.0, 0.6, 95, explained=True),
    "residents": Proof(10.0, 0.6, 95, explained=True),
    "rotation": Proof(1.0, 0.6, 100),
    "rotation-weeks": Proof(1.0, 0.6, 100),
    "city300": Proof(15.0, 0.6, 82),
    "deputies36k": Proof(5.0, 2.0, 95, certified=False),
    "deputies300k": Proof(65.0, 8.0, 95, certified=False),
}

DISTANCES = {
    "city1000": Distance(((3, 1.0), (30, 0.10), (60, 0.06)), 0.6, 78.5),
    "prov10k": Distance(((20, 1.5), (45, 0.8), (240, 0.20)), 1.5, 82),
    "prov30k": Distance(((50, 1.5), (720, 0.3)), 2.0, 82, certified=False),
}

NATIONS = {
    "nation100k": Distance(((80, 2.5), (160, 1.5)), 1.0, 82),
    "nation300k": Distance(((240, 2.5), (480, 1.5)), 1.0, 82),
}
"""Each limit is a run of its own here: a province is planned once, for its share of the time."""
