"""What a plan leaves over of everything that duties share: time, seats, staff, quotas.

Each capacity is that of one rule. These statements serve questions about a plan; the solver has its
own, and tests hold these against the checker.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from .plan import Plan
from .problem import FULL_TIME, Burden, Duty, Problem
from .tables import FORMS, HALF_DAY_HOURS, NONE, TIERS, VISITING, BoolArray, IntArray, Tables

Footprint = tuple[str, int, int, int, int]
"""A rule's code, whose capacity it is (a number), first and last period, and the weight."""

Demand = tuple[str, IntArray, IntArray, IntArray, IntArray, IntArray]
"""A rule's code; whose capacity (people,), what is left of it (people, periods), and what a stay
takes (people,); the first and last period of each stay (stays,)."""

BOUNDLESS = 2**40


class LeftOver:
    """Capacities less what a plan takes, each computed when it is first asked for."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.tables = Tables(problem)
        self._footprints: dict[Duty, tuple[Footprint, ...]] = {}

    def demands(
        self, post: int, people: IntArray, start: IntArray, end: IntArray
    ) -> Iterator[tuple[str, IntArray, IntArray, IntArray, IntArray, IntArray]]:
        """Per shared capacity: code, whose, what is left, weight; and windows per stay.

        ``left`` has shape (people, periods): one period only for what counts over the whole plan.
        """
        tables, one = self.tables, np.ones(len(people), dtype=np.int64)
        opens = tables.term_start[post]
        arrives = np.where(start > opens, np.maximum(start - tables.overlap[post], opens), start)
        rested = np.minimum(end + tables.rest[post], self.problem.horizon.count)
        once = np.zeros_like(start)
        here = np.full(len(people), post)
        yield "availability", people, self._free[people], one, arrives, end
        load = self._load(people, post)
        yield "one_place", people, self._time[people], load, arrives, rested
        yield "headcount", here, self.seats[here], one, start, end
        if tables.headcount[post] > 1:
            yield "one_seat", self._seat(post, people), self._places(post, people), one, start, end
        burden = self._weight[tables.form[here]]
        carried = np.where(burden > 0, self._shoulders[people], 0)
        yield "burden_cap", people, carried[:, None], burden, once, once + 1
        if tables.form[post] != VISITING:
            home = tables.department[people]
            left = np.where((home == NONE)[:, None], BOUNDLESS, self.staff[home])
            yield "department_minimum", home, left, one, arrives, end
        hospital = tables.hospital[people]
        left = np.where(
            self._counted[hospital, tables.form[post]], self._quota[hospital], BOUNDLESS
        )
        yield "hospital_quota", hospital, left[:, None], one, once, once + 1
        if tables.programme[post] != NONE:
            tier = tables.programme[post] * len(TIERS) + tables.hospital_tier[hospital]
            yield "tier_quota", tier, self._tiers[tier][:, None], one, once, once + 1

    def footprints(self, duty: Duty) -> tuple[Footprint, ...]:
        """What a duty takes of each shared capacity."""
        if (known := self._footprints.get(duty)) is None:
            known = self._footprints[duty] = tuple(self._footprints_of(duty))
        return known

    def _footprints_of(self, duty: Duty) -> Iterator[Footprint]:
        tables, post = self.tables, self.problem.post(duty.post)
        number, person = tables.post_number[duty.post], tables.person_number[duty.person]
        home = self.problem.person(duty.person)
        arrives, hospital = self.problem.arrival(duty), tables.hospital_number[home.hospital]
        load, visiting = post.sessions or FULL_TIME, post.form == "visiting"
        if visiting:
            load += 2 * home.travel.get(post.host, 0) // HALF_DAY_HOURS
        rested = min(duty.end + post.rest, self.problem.horizon.count)
        yield "one_place", person, arrives, rested, min(load, FULL_TIME)
        yield "headcount", number, duty.start, duty.end, 1
        if post.headcount > 1:
            seat = int(self._seat(number, np.array(person)))
            yield "one_seat", seat, duty.start, duty.end, 1
        yield "burden_cap", person, 0, 1, int(self._weight[tables.form[number]])
        if not visiting and home.department is not None:
            yield (
                "department_minimum",
                tables.department_number[home.department],
                arrives,
                duty.end,
                1,
            )
        if self._counted[hospital, tables.form[number]]:
            yield "hospital_quota", hospital, 0, 1, 1
        if post.programme is not None:
            tier = tables.programme_number[post.programme] * len(TIERS)
            yield "tier_quota", tier + int(tables.hospital_tier[hospital]), 0, 1, 1

    def _seat(self, post: int, people: IntArray) -> IntArray:
        """Numbers for people on one post, shape (people,)."""
        numbers: IntArray = post * len(self.problem.people) + people
        return numbers

    def _places(self, post: int, people: IntArray) -> IntArray:
        """Places of a post that each may still fill at a time, one at most: (people, periods)."""
        left = np.ones((len(people), self.problem.horizon.count), dtype=np.int64)
        for duty in self.by_post.get(self.problem.posts[post].id, ()):
            left[people == self.tables.person_number[duty.person], duty.start : duty.end] -= 1
        return left

    @cached_property
    def by_post(self) -> dict[str, list[Duty]]:
        """The plan's duties by post."""
        groups: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.plan.duties:
            groups[duty.post].append(duty)
        return groups

    def _load(self, people: IntArray, post: int) -> IntArray:
        """Half-days a week that a post takes of people; a visit includes its travel."""
        tables = self.tables
        load = np.full(len(people), tables.sessions[post])
        if tables.form[post] == VISITING:
            host = np.full(len(people), tables.host[post])
            load += 2 * tables.travel.at(people, host) // HALF_DAY_HOURS
        taken: IntArray = np.minimum(load, FULL_TIME)
        return taken

    @cached_property
    def _taken(self) -> dict[str, IntArray]:
        """The plan's footprints by rule, shape (duties, 4): whose, first, last, weight."""
        found: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
        for duty in self.plan.duties:
            for code, *rest in self.footprints(duty):
                found[code].append((rest[0], rest[1], rest[2], rest[3]))
        return {code: np.array(uses, dtype=np.int64) for code, uses in found.items()}

    def _left_over(self, code: str, capacity: IntArray, periods: int) -> IntArray:
        """Capacity, shape (entities,) or (entities, periods), less what the plan takes."""
        used = np.zeros((len(capacity), periods + 1), dtype=np.int64)
        if code in self._taken:
            whose, first, last, weight = self._taken[code].T
            np.add.at(used, (whose, first), weight)
            np.add.at(used, (whose, np.minimum(last, periods)), -weight)
        rest: IntArray = capacity.reshape(len(capacity), -1) - np.cumsum(used, axis=1)[:, :periods]
        return rest

    @cached_property
    def _free(self) -> IntArray:
        """1 where a person is available, shape (people, periods)."""
        people = self.problem.people
        free = np.ones((len(people), self.problem.horizon.count), dtype=np.int64)
        for number, person in enumerate(people):
            if person.available is not None:
                free[number] = 0
                for span in person.available:
                    free[number, span.start : span.end] = 1
        return free

    @cached_property
    def _time(self) -> IntArray:
        """Half-days a week still free, shape (people, periods)."""
        return self._left_over("one_place", self.tables.released, self.problem.horizon.count)

    @cached_property
    def seats(self) -> IntArray:
        """People still wanted, shape (posts, periods)."""
        return self._left_over("headcount", self.tables.headcount, self.problem.horizon.count)

    @cached_property
    def staff(self) -> IntArray:
        """People who may still leave, shape (departments + 1, periods); the last row is empty."""
        departments, periods = self.problem.departments, self.problem.horizon.count
        spare = np.zeros((len(departments) + 1, periods), dtype=np.int64)
        for number, department in enumerate(departments):
            spare[number] = department.staff - department.minimum
            for leave in department.leave:
                spare[number, leave.start : leave.end] -= leave.people
        return self._left_over("department_minimum", spare, periods)

    @cached_property
    def _counted(self) -> BoolArray:
        """Which forms count towards a hospital's upper quota, shape (hospitals, forms)."""
        quotas = [hospital.quota for hospital in self.problem.hospitals]
        flags = [[q is not None and form in q.forms for form in FORMS] for q in quotas]
        return np.array(flags, dtype=np.bool_).reshape(-1, len(FORMS))

    @cached_property
    def _quota(self) -> IntArray:
        """Person-times a hospital may still send, shape (hospitals,)."""
        quotas = [hospital.quota for hospital in self.problem.hospitals]
        upper = [BOUNDLESS if q is None or q.upper is None else q.upper for q in quotas]
        return self._left_over("hospital_quota", np.array(upper, dtype=np.int64), 1)[:, 0]

    @cached_property
    def _tiers(self) -> IntArray:
        """Person-times a programme still takes from a tier, shape (programmes × tiers,)."""
        programmes = self.problem.programmes
        named = [p.tiers.get(tier, BOUNDLESS) for p in programmes for tier in TIERS]
        return self._left_over("tier_quota", np.array(named, dtype=np.int64), 1)[:, 0]

    @cached_property
    def _weight(self) -> IntArray:
        """What a duty of each form weighs, shape (forms,)."""
        scale = self.problem.burden or Burden()
        weights = [scale.visiting if form == "visiting" else scale.full_time for form in FORMS]
        return np.array(weights, dtype=np.int64)

    @cached_property
    def _shoulders(self) -> IntArray:
        """Burden a person may still be given, shape (people,)."""
        default = BOUNDLESS if self.problem.burden is None else self.problem.burden.cap
        caps = [default if p.burden_cap is None else p.burden_cap for p in self.problem.people]
        return self._left_over("burden_cap", np.array(caps, dtype=np.int64), 1)[:, 0]
