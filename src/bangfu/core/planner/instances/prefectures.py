"""Invented prefectures: hospitals, staff, counties and posts, drawn whole arrays at a time.

A prefecture has 17 sending hospitals (5 tertiary) with some 14 of 20 specialties each, about 3.3
people per post, and 8 counties that four hospitals support each; a single county has 6 hospitals
(3 tertiary) and 2 receiving institutions. In a province the first prefecture's two leading
hospitals also serve the most urgent posts everywhere. Every name is made up.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np

from bangfu.core.planner.horizon import Horizon, Span
from bangfu.core.planner.problem import (
    Burden,
    Department,
    Hospital,
    Host,
    Pairing,
    Person,
    Post,
    Problem,
    Quota,
)
from bangfu.core.planner.tables import FloatArray, IntArray

from .sizes import FORMS, Size, stays

SPECIALTIES = 20
PEOPLE_PER_POST = 3.3
AWAY_SHARE = 0.14
"""Share of a department that may be away at once."""
QUOTA_SHARE = 0.45
"""Share of a hospital's people that it sends in a whole plan, visits not counted."""
SUPPORTERS = 4
"""Hospitals that support a county."""
CAPITALS = 2
"""Hospitals of the first prefecture that support every other one's most urgent posts."""
FITS = (70, 55, 40)
"""Fit of a post's own specialty and of its two stand-ins."""
RANKS = (0.17, 0.33, 0.5)
"""Shares of ranks 1 to 3."""
PRIORITIES = (0.15, 0.35, 0.5)
"""Shares of priorities 1 to 3."""


def drawn(title: str, size: Size, *, seed: int) -> Problem:
    """The region of a size; equal for equal sizes and seeds, in this version of numpy."""
    made = _Region(size, np.random.default_rng([seed, size.prefectures, size.posts, size.first]))
    return Problem(
        title=title,
        horizon=Horizon(unit=size.unit, starts_on=date(2026, 9, 1), count=size.periods),
        hospitals=tuple(made.hospitals),
        departments=tuple(made.departments),
        hosts=tuple(made.hosts),
        people=tuple(made.people),
        posts=tuple(made.posts),
        pairings=tuple(made.pairings),
        burden=Burden(cap=2, full_time=2, visiting=1),
        goals=("coverage", "quality"),
    )


@dataclass
class _Region:
    """Prefectures, one drawn after the other."""

    size: Size
    random: np.random.Generator
    hospitals: list[Hospital] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    pairings: list[Pairing] = field(default_factory=list)

    def __post_init__(self) -> None:
        demand = self.random.dirichlet(np.full(SPECIALTIES, 3.0))
        for number in range(self.size.first, self.size.first + self.size.prefectures):
            self._prefecture(number, demand)

    def _prefecture(self, number: int, demand: FloatArray) -> None:
        hospitals, tertiary = (6, 3) if self.size.is_county else (17, 5)
        counties = 2 if self.size.is_county else 8
        ids = [f"h{number}-{n}" for n in range(hospitals)]
        hosts = [f"c{number}-{n}" for n in range(counties)]
        homes = self.random.uniform(0, 100, (hospitals, 2))
        places = self.random.uniform(0, 100, (counties, 2))
        distance = np.hypot(*(homes[:, None] - places[None]).transpose(2, 0, 1))
        tiers = np.arange(hospitals) < tertiary
        self.hosts += [Host(id=id, area=f"{number}") for id in hosts]
        share = np.where(tiers, 0.9, 0.6)[:, None]
        where, specialty = np.nonzero(self.random.random((hospitals, SPECIALTIES)) < share)
        weight = np.where(tiers[where], 2.2, 1.0) * self.random.gamma(4, 0.25, len(where))
        staff = self._staffed(ids, where, specialty, weight)
        self._people(ids, hosts, where, specialty, staff, distance.astype(np.int64))
        sent = np.bincount(where, weights=staff, minlength=hospitals)
        self.hospitals += [
            Hospital(
                id=id,
                tier="tertiary" if is_tertiary else "secondary",
                quota=Quota(upper=max(2, int(people * QUOTA_SHARE))),
                area=f"{number}",
            )
            for id, is_tertiary, people in zip(ids, tiers.tolist(), sent.tolist(), strict=True)
        ]
        supporters = [
            tuple(ids[h] for h in self.random.choice(hospitals, SUPPORTERS, replace=False))
            for _ in hosts
        ]
        first = self.size.first
        capitals = tuple(f"h{first}-{n}" for n in range(CAPITALS)) if number != first else ()
        self.pairings += [
            Pairing(sender=sender, host=host)
            for host, senders in zip(hosts, supporters, strict=True)
            for sender in (*senders, *capitals)
        ]
        self._posts(number, hosts, supporters, capitals, demand)

    def _staffed(
        self, ids: list[str], where: IntArray, specialty: IntArray, weight: FloatArray
    ) -> IntArray:
        """Draw the departments; how many people each has, shape (departments,)."""
        expected = int(PEOPLE_PER_POST * self.size.posts) * weight / weight.sum()
        staff: IntArray = np.maximum(1, self.random.poisson(expected))
        spared = (staff * AWAY_SHARE + self.random.random(len(staff))).astype(np.int64)
        away = np.minimum(np.maximum(1, spared), staff)
        self.departments += [
            Department(id=f"{ids[h]}/{s}", hospital=ids[h], staff=n, minimum=n - out)
            for h, s, n, out in zip(
                where.tolist(), specialty.tolist(), staff.tolist(), away.tolist(), strict=True
            )
        ]
        return staff

    def _people(
        self,
        ids: list[str],
        hosts: list[str],
        where: IntArray,
        specialty: IntArray,
        staff: IntArray,
        distance: IntArray,
    ) -> None:
        """Half are attendings; a fifth is free for a part of the time; past service counts against.

        Distance and past service stand among the preferences: both are points per period.
        """
        random, size, count = self.random, self.size, int(staff.sum())
        home = np.repeat(np.arange(len(staff)), staff)
        rank = random.choice(len(RANKS), count, p=RANKS) + 1
        limited = random.random(count) >= 0.8
        start = random.integers(0, size.periods // 2 + 1, count)
        longest = random.integers(size.in_periods(6), size.periods + 1, count)
        end = np.minimum(size.periods, start + longest)
        past = random.integers(0, 13, count)
        owes = (rank == len(RANKS)) & (random.random(count) < 0.35)
        wish = random.integers(0, len(hosts), count)[:, None] == np.arange(len(hosts))
        points = 8 * wish - past[:, None] - distance[where[home]] // 5
        names = [f"{ids[h]}/{s}" for h, s in zip(where.tolist(), specialty.tolist(), strict=True)]
        knows = [(f"s{s}",) for s in specialty.tolist()]
        within = np.arange(count) - np.repeat(np.cumsum(staff) - staff, staff)
        self.people += [
            Person(
                id=f"{names[d]}/{w}",
                hospital=ids[h],
                department=names[d],
                specialties=knows[d],
                rank=step,
                available=_window(since, until) if part else None,
                owed_months=size.months if owed else 0,
                preferences=dict(zip(hosts, wishes, strict=True)),
            )
            for d, h, w, step, part, since, until, owed, wishes in zip(
                home.tolist(),
                where[home].tolist(),
                within.tolist(),
                rank.tolist(),
                limited.tolist(),
                start.tolist(),
                end.tolist(),
                owes.tolist(),
                points.tolist(),
                strict=True,
            )
        ]

    def _posts(
        self,
        number: int,
        hosts: list[str],
        supporters: list[tuple[str, ...]],
        capitals: tuple[str, ...],
        demand: FloatArray,
    ) -> None:
        random, size, count = self.random, self.size, self.size.posts
        shares = (0.0, 0.24, 0.0, 0.76) if size.is_county else (0.1, 0.35, 0.1, 0.45)
        forms = [FORMS[form] for form in random.choice(len(FORMS), count, p=shares).tolist()]
        priorities = random.choice(len(PRIORITIES), count, p=PRIORITIES) + 1
        counties = random.integers(0, len(hosts), count)
        late = np.where(random.random(count) >= 0.85, 3 * random.integers(1, 3, count), 0)
        own = random.choice(SPECIALTIES, count, p=demand)
        related, other = random.random(count) < 0.5, random.random(count) < 0.2
        floors = np.where(random.random(count) < 0.65, 3, 2)
        drawn = zip(
            forms,
            priorities.tolist(),
            counties.tolist(),
            late.tolist(),
            own.tolist(),
            related.tolist(),
            other.tolist(),
            floors.tolist(),
            strict=True,
        )
        for n, (form, priority, county, delay, need, near, far, floor) in enumerate(drawn):
            first = 0 if form == "leadership" else size.in_periods(delay)
            self.posts.append(
                Post(
                    id=f"p{number}-{n}",
                    host=hosts[county],
                    form=form,
                    specialties=_accepted(need, near=near, far=far),
                    rank_floor=floor,
                    priority=priority,
                    term=_window(first, size.periods)[0],
                    stays=stays(form, first, size),
                    sessions=2 if form == "visiting" else None,
                    senders=(*supporters[county], *(capitals if priority == 1 else ())),
                )
            )


@cache
def _window(start: int, end: int) -> tuple[Span]:
    """One span; equal spans of many people are one object."""
    return (Span(start=start, end=end),)


def _accepted(own: int, *, near: bool, far: bool) -> dict[str, int]:
    """Fit of the specialties a post accepts: its own, a neighbour, a stand-in."""
    fits = {own: FITS[0]}
    if near:
        fits[(own + 1) % SPECIALTIES] = FITS[1]
    if far:
        fits[(own + 7) % SPECIALTIES] = FITS[2]
    return {f"s{specialty}": fit for specialty, fit in fits.items()}
