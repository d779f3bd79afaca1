"""Who could serve a post, restated in plain Python from the problem alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bangfu.core.planner.problem import FULL_TIME, Person, Post, Problem

Whole = npt.NDArray[np.int64]

TIER_ORDER = ("tertiary", "secondary", "primary")
FORM_ORDER = ("resident", "rotating", "leadership", "visiting")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who may serve one post: person numbers in order, with what each brings. Shapes (n,).

    ``rate``: quality per period; ``hours``: travel one way; ``load``: half-days a week.
    """

    person: Whole
    rate: Whole
    hours: Whole
    load: Whole


class Staff:
    """The people of a problem by number, and the joins that find those who fit a post."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        months = problem.horizon.periods_in
        self.number = {person.id: n for n, person in enumerate(problem.people)}
        self.hospital_number = {hospital.id: n for n, hospital in enumerate(problem.hospitals)}
        self.department_number = {part.id: n for n, part in enumerate(problem.departments)}
        self.hospital = _whole(self.hospital_number[p.hospital] for p in problem.people)
        self.department = _whole(
            -1 if p.department is None else self.department_number[p.department]
            for p in problem.people
        )
        self.tier = _whole(
            TIER_ORDER.index(problem.hospital(p.hospital).tier) for p in problem.people
        )
        self.served = _whole(months(p.served_months) for p in problem.people)
        self.owed = _whole(months(p.owed_months) for p in problem.people)
        self._able: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, person in enumerate(problem.people):
            for specialty in set(person.specialties):
                self._able[person.hospital, specialty].append(n)
        self._paired: dict[str, set[str]] = defaultdict(set)
        for pairing in problem.pairings:
            self._paired[pairing.host].add(pairing.sender)
        self._excluded = {(entry.person, entry.post) for entry in problem.forbidden}
        self._until, self._window = self._windows()

    def _windows(self) -> tuple[Whole, Whole]:
        """Until when a person is free, from each period on: table and each person's line in it.

        Line 0 is everybody who is always free.
        """
        count = self.problem.horizon.count
        lines = [[count] * (count + 1)]
        window = []
        for person in self.problem.people:
            window.append(0 if person.available is None else len(lines))
            if person.available is not None:
                free = {t for span in person.available for t in range(span.start, span.end)}
                until = [count] * (count + 1)
                for t in reversed(range(count)):
                    until[t] = (until[t + 1] if t + 1 in free else t + 1) if t in free else t
                lines.append(until)
        return np.array(lines, dtype=np.int64), _whole(window)

    def free(self, people: Whole, first: Whole, end: Whole) -> npt.NDArray[np.bool_]:
        """Whether each person is available in every period from ``first`` up to ``end``.

        ``people`` has shape (n,), the periods (k,); the answer (k, n).
        """
        return self._until[self._window[people][None, :], first[:, None]] >= end[:, None]

    def candidates(self, post: Post) -> Candidates:
        """Everybody whom pairing, consent, specialty and rank let serve on a post."""
        people = self.problem.people
        senders = (
            set(self.hospital_number) if not self.problem.pairings else self._paired[post.host]
        )
        if post.senders is not None:
            senders = senders & set(post.senders)
        numbers = {
            n
            for sender in senders
            for specialty in post.specialties
            for n in self._able.get((sender, specialty), ())
        }
        fitting = sorted(n for n in numbers if self._accepted(people[n], post))
        chosen = [people[n] for n in fitting]
        return Candidates(
            person=_whole(fitting),
            rate=_whole(self._rate(person, post) for person in chosen),
            hours=_whole(person.travel.get(post.host, 0) for person in chosen),
            load=_whole(_load(person, post) for person in chosen),
        )

    def _accepted(self, person: Person, post: Post) -> bool:
        return (
            person.rank <= post.rank_floor
            and (person.forms is None or post.form in person.forms)
            and (person.registered is None or post.host in person.registered)
            and (person.id, post.id) not in self._excluded
        )

    def _rate(self, person: Person, post: Post) -> int:
        weights = self.problem.weights
        fit = max(
            post.specialties[known] for known in person.specialties if known in post.specialties
        )
        steps = min(2, post.rank_floor - person.rank)
        wish = person.preferences.get(post.host, 0)
        return weights.specialty * fit + weights.rank * steps + weights.preference * wish


def _load(person: Person, post: Post) -> int:
    """Half-days a week; a clinic takes one more for every four hours there and back."""
    sessions = FULL_TIME if post.sessions is None else post.sessions
    if post.form == "visiting":
        sessions += person.travel.get(post.host, 0) * 2 // 4
    return min(FULL_TIME, sessions)


def _whole(numbers: Iterable[int]) -> Whole:
    return np.fromiter(numbers, dtype=np.int64)
