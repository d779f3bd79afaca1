"""Who may serve a post and what a period of theirs is worth, stated by the peers for themselves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bangfu.core.planner import Post, Problem, Stints

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
FULL_WEEK = 10
"""Half-days that a resident is away from home."""


@dataclass(frozen=True, slots=True)
class Stays:
    """Ways to serve one post, equally long arrays.

    ``since`` and ``until`` enclose the periods in which the person is not free, hand-over and rest
    included; ``load`` is half-days a week; ``points`` are those of quality.
    """

    person: IntArray
    start: IntArray
    end: IntArray
    since: IntArray
    until: IntArray
    load: IntArray
    points: IntArray


class Register:
    """The problem as arrays; people, departments and hospitals are numbered from 0.

    Pins are left out: the problems measured here have none.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        people = problem.people
        hospitals = {hospital.id: n for n, hospital in enumerate(problem.hospitals)}
        departments = {department.id: n for n, department in enumerate(problem.departments)}
        self.periods = problem.horizon.count
        self.hospital = np.array([hospitals[p.hospital] for p in people], dtype=np.int64)
        self.department = np.array(
            [departments[p.department] if p.department else -1 for p in people], dtype=np.int64
        )
        self.released = np.array([p.sessions for p in people], dtype=np.int64)
        self.spare = self._spare()
        self.cap = self._caps()
        self._rank = np.array([p.rank for p in people], dtype=np.int64)
        months = problem.horizon.periods_in
        self._owed = np.array([months(p.owed_months) for p in people], dtype=np.int64)
        self._free_until = self._free()
        self._groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, person in enumerate(people):
            for specialty in person.specialties:
                self._groups[specialty, person.hospital].append(n)
        self._paired: dict[str, set[str]] = defaultdict(set)
        for pairing in problem.pairings:
            self._paired[pairing.host].add(pairing.sender)
        self._forbidden = {(entry.person, entry.post) for entry in problem.forbidden}
        self._all = [hospital.id for hospital in problem.hospitals]
        self.tiers: dict[tuple[str, str], int] = {
            (programme.id, tier): count
            for programme in problem.programmes
            for tier, count in programme.tiers.items()
        }

    def _spare(self) -> IntArray:
        """How many a department can spare in each period, shape (departments, periods)."""
        found = np.zeros((len(self.problem.departments), self.periods), dtype=np.int64)
        for n, department in enumerate(self.problem.departments):
            found[n] = department.staff - department.minimum
            for leave in department.leave:
                found[n, leave.start : leave.end] -= leave.people
        return np.maximum(found, 0)

    def _caps(self) -> IntArray:
        """What each person's duties may weigh in all."""
        general = self.problem.burden.cap if self.problem.burden else 10**6
        own = [p.burden_cap for p in self.problem.people]
        return np.array([general if cap is None else cap for cap in own], dtype=np.int64)

    def weight(self, post: Post) -> int:
        """What one duty on the post weighs."""
        burden = self.problem.burden
        if burden is None:
            return 2 if post.form != "visiting" else 1
        return burden.visiting if post.form == "visiting" else burden.full_time

    def _free(self) -> npt.NDArray[np.int16]:
        """The end of the time in which each person is free from a period on; -1 if not then.

        Shape (people, periods).
        """
        people = self.problem.people
        found = np.full((len(people), self.periods), self.periods, dtype=np.int16)
        for n, person in enumerate(people):
            if person.available is None:
                continue
            days = np.zeros(self.periods, dtype=np.bool_)
            for span in person.available:
                days[span.start : span.end] = True
            last = -1
            for period in range(self.periods - 1, -1, -1):
                last = max(last, period + 1) if days[period] else -1
                found[n, period] = last
        return found

    def stays(self, post: Post) -> Stays:
        """Every stay of everybody who may serve the post."""
        person, fit = self.candidates(post)
        lengths, weights, problem = self._shapes(post), self.problem.weights, self.problem
        wish = np.array([problem.people[i].preferences.get(post.host, 0) for i in person.tolist()])
        hours = np.array([problem.people[i].travel.get(post.host, 0) for i in person.tolist()])
        above = np.clip(post.rank_floor - self._rank[person], 0, 2)
        rate = weights.specialty * fit + weights.rank * above + weights.preference * wish
        load = np.full(len(person), FULL_WEEK if post.sessions is None else post.sessions)
        if post.form == "visiting":
            load = np.minimum(FULL_WEEK, load + hours // 2)
        opens = problem.term(post).start
        found = []
        for start, end in lengths:
            arrives = start if start <= opens else max(opens, start - post.overlap)
            able = np.flatnonzero(self._free_until[person, arrives] >= end)
            periods, visiting = end - start, post.form == "visiting"
            owed = 0 if visiting else np.minimum(periods, self._owed[person[able]])
            points = periods * rate[able] + weights.owed * owed - weights.change
            points -= weights.travel * hours[able] * (periods if visiting else 1)
            span = np.full((4, len(able)), [[start], [end], [arrives], [end + post.rest]])
            found.append(np.vstack([person[able], span, load[able], points]).astype(np.int64))
        return Stays(*np.concatenate([np.zeros((7, 0), dtype=np.int64), *found], axis=1))

    def candidates(self, post: Post) -> tuple[IntArray, IntArray]:
        """Numbers of the people who fit, and how well, best fit first for each."""
        senders = self._all if post.senders is None else list(dict.fromkeys(post.senders))
        if self.problem.pairings:
            senders = [sender for sender in senders if sender in self._paired[post.host]]
        fits: dict[int, int] = {}
        for specialty, fit in sorted(post.specialties.items(), key=lambda entry: -entry[1]):
            for sender in senders:
                for n in self._groups.get((specialty, sender), ()):
                    fits.setdefault(n, fit)
        able = [n for n in sorted(fits) if self._agrees(n, post)]
        return (
            np.array(able, dtype=np.int64),
            np.array([fits[n] for n in able], dtype=np.int64),
        )

    def _agrees(self, number: int, post: Post) -> bool:
        person = self.problem.people[number]
        return (
            person.rank <= post.rank_floor
            and (person.id, post.id) not in self._forbidden
            and (person.forms is None or post.form in person.forms)
            and (person.registered is None or post.host in person.registered)
        )

    def _shapes(self, post: Post) -> list[tuple[int, int]]:
        """From when to when somebody may stay."""
        if post.stays is not None:
            return sorted({(stay.start, stay.end) for stay in post.stays})
        term, shape = self.problem.term(post), post.stints
        if shape is None:
            return [(term.start, term.end)]
        return list(_stints(term.start, term.end, shape))


def _stints(start: int, end: int, shape: Stints) -> Iterator[tuple[int, int]]:
    for begins in range(start, end, shape.starts_every):
        for stops in range(begins + shape.shortest, min(begins + shape.longest, end) + 1):
            if stops == end or (stops - begins - shape.shortest) % shape.step == 0:
                yield begins, stops
