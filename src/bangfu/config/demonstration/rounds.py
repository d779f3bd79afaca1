"""Rounds: the needs and nominations of one programme over one stretch of days, as plain values."""

from dataclasses import dataclass
from datetime import date
from random import Random

from bangfu.core.standards import subjects

from .cast import Key, Worker

CONTINUATION = "演示"
"""Ends the batch of every round that the programme's source does not report."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a host asks for; ``host`` and ``sender`` are institutions' codes."""

    host: str
    department: str
    subjects: tuple[str, ...]
    form: str
    starts_on: date
    ends_before: date
    role: str = ""
    post_group: str = ""
    rank_floor: int = 3
    sessions: int | None = None
    priority: int = 2
    equipment_ready: bool = True
    counterpart: str = ""
    tasks: str = ""
    sender: str = ""

    def accepts(self, worker: Worker) -> bool:
        """Whether a worker's rank and subject meet it; a need naming no subject takes all."""
        if worker.rank > self.rank_floor:
            return False
        return not self.subjects or any(
            subjects.match(offered, wanted)
            for offered in worker.subjects
            for wanted in self.subjects
        )


@dataclass(frozen=True, slots=True)
class Nomination:
    """Somebody their unit offers, in which forms and from when to when."""

    worker: Worker
    forms: tuple[str, ...]
    available_from: date
    available_before: date
    consented: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of one programme: planned, checked and published as a whole.

    An ``open`` one is planned and left to whoever tries the product: to change and to publish.
    """

    programme: str
    batch: str
    starts_on: date
    ends_before: date
    document: str
    needs: tuple[Need, ...]
    nominations: tuple[Nomination, ...]
    open: bool = False

    @property
    def offered(self) -> set[Key]:
        """Everybody nominated."""
        return {offer.worker.key for offer in self.nominations}

    def candidates(self, need: Need) -> list[Worker]:
        """The nominated people whom a need would take, by rank, subject, sender and form."""
        return [
            offer.worker
            for offer in self.nominations
            if need.form in offer.forms
            and need.accepts(offer.worker)
            and need.sender in ("", offer.worker.home)
        ]


@dataclass(frozen=True, slots=True)
class Stay:
    """One posting: which need (by its place in the list), who, from when to when."""

    need: int
    worker: Worker
    starts_on: date
    ends_before: date


class Pool:
    """Workers who may still be nominated: nobody is offered twice in a round."""

    def __init__(self, workers: list[Worker], chance: Random, *, joined_by: date) -> None:
        self._left = [one for one in workers if one.joined_on <= joined_by]
        self._chance = chance

    def draw(self, need: Need, count: int, *, homes: tuple[str, ...]) -> list[Worker]:
        """Up to ``count`` people of some hospitals who suit a need.

        Those whose subject is the one wanted come before those of a related one.
        """
        fitting = [one for one in self._left if one.home in homes and need.accepts(one)]
        self._chance.shuffle(fitting)
        fitting.sort(key=lambda one: -_closeness(one, need))
        chosen = fitting[:count]
        self._left = [one for one in self._left if one not in chosen]
        return chosen


def _closeness(worker: Worker, need: Need) -> int:
    return max(
        (
            int(subjects.match(offered, wanted))
            for offered in worker.subjects
            for wanted in need.subjects[:1]
        ),
        default=0,
    )
