"""What an office does by hand: post after post, the best person who is free, as long as possible.

Posts by priority, then those with the fewest candidates; no choice is ever taken back.
"""

from collections import Counter

import numpy as np

from bangfu.core.planner import Duty, Plan, Post, Problem

from . import Answer
from .eligible import Register, Stays


def planned(problem: Problem, seconds: float) -> Answer:
    """The plan; seconds are not asked for, the office stops when it has gone through once."""
    register = Register(problem)
    scarcity = [len(register.candidates(post)[0]) for post in problem.posts]
    order = sorted(range(len(scarcity)), key=lambda n: (problem.posts[n].priority, scarcity[n], n))
    office = _Office(register)
    for number in order:
        office.fill(problem.posts[number])
    return Answer(Plan(duties=tuple(office.duties)))


class _Office:
    """What has been given away so far."""

    def __init__(self, register: Register) -> None:
        self.register, self.duties = register, list[Duty]()
        problem = register.problem
        longest = max((post.rest for post in problem.posts), default=0)
        shape = (len(problem.people), register.periods + longest)
        self.taken = np.zeros(shape, dtype=np.int16)
        self.spare, self.cap = register.spare.copy(), register.cap.copy()
        self.sent: Counter[int] = Counter()
        self.tiers: Counter[tuple[str, str]] = Counter()

    def fill(self, post: Post) -> None:
        """Fill a post's seats one after the other, each from its first day on."""
        stays = self.register.stays(post)
        # The longest stay first, the best person first, among those that begin on one day.
        order = np.lexsort((stays.person, -stays.points, -stays.end, stays.start))
        left = order.tolist()
        seated: dict[int, int] = {}
        for _ in range(post.headcount):
            covered, passed = 0, []
            for n in left:
                person, start = int(stays.person[n]), int(stays.start[n])
                # With half-days to spare somebody could be taken for two seats at once.
                free = not _overlaps(seated.get(person, 0), start, int(stays.end[n]))
                if start >= covered and free and self._send(post, stays, n):
                    covered = int(stays.end[n])
                    seated[person] = seated.get(person, 0) | _mask(start, covered)
                else:
                    passed.append(n)
            left = passed

    def _send(self, post: Post, stays: Stays, n: int) -> bool:
        """Send one person if no rule is broken."""
        register, person = self.register, int(stays.person[n])
        weight = register.weight(post)
        if self.cap[person] < weight:
            return False
        week = self.taken[person, stays.since[n] : stays.until[n]]
        if week.max(initial=0) + stays.load[n] > register.released[person]:
            return False
        if not self._released(post, stays, n):
            return False
        week += stays.load[n].astype(np.int16)
        self.cap[person] -= weight
        duty = Duty(
            person=register.problem.people[person].id,
            post=post.id,
            start=int(stays.start[n]),
            end=int(stays.end[n]),
        )
        self.duties.append(duty)
        return True

    def _released(self, post: Post, stays: Stays, n: int) -> bool:
        """Whether department, hospital and programme let the person go; if so, it is noted."""
        register, person = self.register, int(stays.person[n])
        number = int(register.hospital[person])
        hospital = register.problem.hospitals[number]
        counts = hospital.quota is not None and post.form in hospital.quota.forms
        most = hospital.quota.upper if hospital.quota is not None and counts else None
        if most is not None and self.sent[number] >= most:
            return False
        tier = (post.programme or "", hospital.tier)
        if self.tiers[tier] >= register.tiers.get(tier, 10**9):
            return False
        home = int(register.department[person])
        if home >= 0 and post.form != "visiting":
            left = self.spare[home, stays.since[n] : stays.end[n]]
            if left.min(initial=1) < 1:
                return False
            left -= 1
        self.sent[number] += counts
        self.tiers[tier] += 1
        return True


def _mask(start: int, end: int) -> int:
    """Periods as bits."""
    return (1 << end) - (1 << start)


def _overlaps(held: int, start: int, end: int) -> bool:
    return bool(held & _mask(start, end))
