"""What prices take from stays: each row's use of capacity, restated from the rules' wording."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from bangfu.core.planner.certificate import Price, Stays
from bangfu.core.planner.problem import Burden

from .staff import FORM_ORDER, TIER_ORDER, Whole
from .stays import VISITING, Block, Enumeration

Numbers = npt.NDArray[np.int64] | npt.NDArray[np.object_]
"""Whole numbers: 64 bits where every sum fits, Python's own where it might not."""


class Charges:
    """Prices of one leaf (or multipliers of one cut) as tables over people, posts and the rest.

    A price that holds in a period is summed along time beforehand, so that a stay's charge is the
    difference of two entries.
    """

    def __init__(self, over: Enumeration, prices: Iterable[Price], *, large: bool) -> None:
        self.over = over
        self.number: type = object if large else np.int64
        by_rule: dict[str, list[Price]] = defaultdict(list)
        for price in prices:
            by_rule[price.rule].append(price)
        staff = over.staff
        self._person = self._timed(by_rule["one_place"], _alone(staff.number))
        self._department = self._timed(
            by_rule["department_minimum"], _alone(staff.department_number)
        )
        self._seats = self._timed(by_rule["headcount"], _alone(over.post_number))
        self._pairs, self._places = self._shared(by_rule["one_seat"])
        self._hospital = self._quotas(by_rule["hospital_quota"])
        self._programme = self._programmes([*by_rule["tier_quota"], *by_rule["person_times"]])
        self._burden = self._burdens(by_rule["burden_cap"])
        self._duties: Counter[tuple[int, int, int | None, int | None]] = Counter()
        for p in by_rule["pinned"]:
            person, post = p.of
            self._duties[over.post_number[post], staff.number[person], p.period, p.end] += p.price

    def of(self, block: Block) -> Numbers:
        """What each stay pays, shape (n,)."""
        staff, post = self.over.staff, block.post
        form = self.over.form[post]
        total: Numbers = np.zeros(len(block), dtype=self.number)
        if self._person is not None:
            total = total + block.load * self._person.between(
                block.person, block.arrival, block.rested
            )
        if self._department is not None:
            home = staff.department[block.person]
            away = (form != VISITING) & (home >= 0)
            total = total + away * self._department.between(home, block.arrival, block.end)
        if self._seats is not None:
            total = total + self._seats.between(post, block.start, block.end)
        if self._places is not None:
            code = post * len(self.over.problem.people) + block.person
            near = np.minimum(np.searchsorted(self._pairs, code), len(self._pairs) - 1)
            pair = np.where(self._pairs[near] == code, near, -1)
            total = total + self._places.between(pair, block.start, block.end)
        if self._hospital is not None:
            total = total + self._hospital[staff.hospital[block.person], form]
        if self._programme is not None:
            total = total + self._programme[post, staff.tier[block.person]]
        if self._burden is not None:
            scale = self.over.problem.burden or Burden()
            weight = np.where(form == VISITING, scale.visiting, scale.full_time)
            total = total + self._burden[block.person] * weight
        for (at, person, start, end), price in self._duties.items():
            same = (post == at) & (block.person == person)
            same &= (block.start == start) & (block.end == end)
            total = total + same * price
        return total

    def _shared(self, prices: list[Price]) -> tuple[Whole, "_Timed | None"]:
        """Persons on posts of several places: codes of the priced pairs, and their prices."""
        posts, people = self.over.post_number, self.over.staff.number
        code = {p.of: posts[p.of[1]] * len(people) + people[p.of[0]] for p in prices}
        codes = np.array(sorted(set(code.values())), dtype=np.int64)
        place = {of: int(np.searchsorted(codes, value)) for of, value in code.items()}
        return codes, self._timed(prices, place)

    def _timed(self, prices: list[Price], number: dict[tuple[str, ...], int]) -> "_Timed | None":
        if not prices:
            return None
        return _Timed(prices, number, self.over.problem.horizon.count, self.number)

    def _quotas(self, prices: list[Price]) -> Numbers | None:
        if not prices:
            return None
        problem = self.over.problem
        table: Numbers = np.zeros((len(problem.hospitals), len(FORM_ORDER)), dtype=self.number)
        for price in prices:
            quota = problem.hospital(price.of[0]).quota
            for form in () if quota is None else quota.forms:
                table[self.over.staff.hospital_number[price.of[0]], FORM_ORDER.index(form)] += (
                    price.price
                )
        return table

    def _programmes(self, prices: list[Price]) -> Numbers | None:
        """By post and tier of the home hospital."""
        if not prices:
            return None
        problem = self.over.problem
        members: dict[str | None, list[int]] = defaultdict(list)
        for n, post in enumerate(problem.posts):
            members[post.programme].append(n)
        table: Numbers = np.zeros((len(problem.posts), len(TIER_ORDER)), dtype=self.number)
        for price in prices:
            tiers = TIER_ORDER if price.rule == "person_times" else price.of[1:]
            for tier in tiers:
                table[members[price.of[0]], TIER_ORDER.index(tier)] += price.price
        return table

    def _burdens(self, prices: list[Price]) -> Numbers | None:
        if not prices:
            return None
        table: Numbers = np.zeros(len(self.over.problem.people), dtype=self.number)
        for price in prices:
            table[self.over.staff.number[price.of[0]]] += price.price
        return table


class _Timed:
    """Prices by entity and period, summed along time; entities without a price share line 0."""

    def __init__(
        self, prices: list[Price], number: dict[tuple[str, ...], int], count: int, whole: type
    ) -> None:
        lines = {id: n + 1 for n, id in enumerate(dict.fromkeys(p.of for p in prices))}
        each: Numbers = np.zeros((len(lines) + 1, count + 1), dtype=whole)
        for price in prices:
            each[lines[price.of], (price.period or 0) + 1] += price.price
        self._sums: Any = np.cumsum(each, axis=1)
        self._line = np.zeros(len(number) + 1, dtype=np.int64)
        for id, line in lines.items():
            self._line[number[id]] = line

    def between(self, entity: Whole, first: Whole, end: Whole) -> Numbers:
        """Sum of each entity's prices from period ``first`` up to ``end``; of -1, nothing."""
        line = self._line[entity]
        found: Numbers = self._sums[line, end] - self._sums[line, first]
        return found


def _alone(number: dict[str, int]) -> dict[tuple[str, ...], int]:
    """Numbers by id as numbers by what a row is of."""
    return {(id,): n for id, n in number.items()}


def matching(stays: Stays, over: Enumeration, block: Block) -> npt.NDArray[np.intp]:
    """Places of the block's stays that match, in order. Ids must be known."""
    staff = over.staff
    same = np.ones(len(block), dtype=np.bool_)
    if stays.person is not None:
        same &= block.person == staff.number[stays.person]
    if stays.post is not None:
        same &= block.post == over.post_number[stays.post]
    if stays.hospital is not None:
        same &= staff.hospital[block.person] == staff.hospital_number[stays.hospital]
    if stays.department is not None:
        same &= staff.department[block.person] == staff.department_number[stays.department]
    if stays.start is not None:
        same &= block.start == stays.start
    if stays.end is not None:
        same &= block.end == stays.end
    if stays.serving is not None:
        same &= (block.start <= stays.serving) & (stays.serving < block.end)
    return np.flatnonzero(same)
