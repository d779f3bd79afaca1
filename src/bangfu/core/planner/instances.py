"""Invented regions of every size, equal for equal seeds: what the planner is measured on.

A prefecture has 17 sending hospitals (5 tertiary) with some 14 of 20 specialties each, about 3.3
people per post, and 8 counties that four hospitals support each. In a province the first
prefecture's two leading hospitals also serve the most urgent posts everywhere. Every name is made
up.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np

from . import examples
from .horizon import Horizon, Span
from .problem import (
    Burden,
    Department,
    Form,
    Hospital,
    Host,
    Pairing,
    Person,
    Post,
    Problem,
    Quota,
)
from .tables import BoolArray, IntArray

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
FORMS: tuple[Form, ...] = ("leadership", "resident", "rotating", "visiting")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a region is: ``posts`` per prefecture, ``months`` ahead."""

    prefectures: int
    posts: int
    months: int

    @property
    def is_county(self) -> bool:
        """A single county has fewer hospitals, and neither leadership nor rotating posts."""
        return self.posts <= 200


SIZES = {
    "county71": Size(1, 71, 12),
    "city300": Size(1, 300, 24),
    "city1000": Size(1, 1000, 24),
    "prov10k": Size(11, 910, 24),
}
"""Regions by name; ``township`` is the single-term example of 14 posts and 100 people."""


def region(name: str, *, seed: int = 7) -> Problem:
    """The problem of a named size; ``KeyError`` if there is none of that name.

    >>> len(region("county71").posts)
    71
    """
    if name == "township":
        return examples.leadership(seed=seed)
    size = SIZES[name]
    made = _Region(size, np.random.default_rng([seed, size.prefectures, size.posts]))
    return Problem(
        title=name,
        horizon=Horizon(unit="months", starts_on=date(2026, 9, 1), count=size.months),
        hospitals=tuple(made.hospitals),
        departments=tuple(made.departments),
        hosts=tuple(made.hosts),
        people=tuple(made.people),
        posts=tuple(made.posts),
        pairings=tuple(made.pairings),
        burden=Burden(cap=2, full_time=2, visiting=1),
        goals=("coverage", "quality"),
    )


def stays(form: Form, first: int, months: int) -> tuple[Span, ...]:
    """The stays a form allows from its first month on, within the horizon.

    >>> [(stay.start, stay.end) for stay in stays("leadership", 0, 24)]
    [(0, 12), (0, 24), (12, 24)]
    """
    lengths, step = {
        "leadership": ((12, months), 12),
        "resident": ((6, 12), 3),
        "rotating": ((2, 4, 6), 2),
        "visiting": ((6, 12, 24), 3),
    }[form]
    found = {
        (start, start + length)
        for start in range(0, months, step)
        for length in lengths
        if first <= start and start + length <= months
    }
    return tuple(Span(start=start, end=end) for start, end in sorted(found))


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
        for number in range(self.size.prefectures):
            self._prefecture(number, demand)

    def _prefecture(
        self, number: int, demand: "np.ndarray[tuple[int], np.dtype[np.float64]]"
    ) -> None:
        hospitals, tertiary = (6, 3) if self.size.is_county else (17, 5)
        counties = 2 if self.size.is_county else 8
        ids = [f"h{number}-{n}" for n in range(hospitals)]
        hosts = [f"c{number}-{n}" for n in range(counties)]
        places = (
            self.random.uniform(0, 100, (hospitals, 2)),
            self.random.uniform(0, 100, (counties, 2)),
        )
        distance = np.hypot(*(places[0][:, None] - places[1][None]).transpose(2, 0, 1))
        is_tertiary = np.arange(hospitals) < tertiary
        self.hosts += [Host(id=id, area=f"{number}") for id in hosts]
        sent = self._staff(ids, hosts, is_tertiary, distance.astype(np.int64))
        self.hospitals += [
            Hospital(
                id=id,
                tier="tertiary" if is_tertiary[n] else "secondary",
                quota=Quota(upper=max(2, int(sent[n] * QUOTA_SHARE))),
                area=f"{number}",
            )
            for n, id in enumerate(ids)
        ]
        supporters = [
            [ids[h] for h in self.random.choice(hospitals, SUPPORTERS, replace=False)]
            for _ in hosts
        ]
        capitals = [f"h0-{n}" for n in range(CAPITALS)] if number else []
        self.pairings += [
            Pairing(sender=sender, host=host)
            for host, senders in zip(hosts, supporters, strict=True)
            for sender in [*senders, *capitals]
        ]
        self._posts(number, hosts, supporters, capitals, demand)

    def _staff(
        self, ids: list[str], hosts: list[str], is_tertiary: BoolArray, distance: IntArray
    ) -> IntArray:
        """Draw departments and people; how many people each hospital has, shape (hospitals,)."""
        random = self.random
        share = np.where(is_tertiary, 0.9, 0.6)[:, None]
        where, specialty = np.nonzero(random.random((len(ids), SPECIALTIES)) < share)
        weight = np.where(is_tertiary[where], 2.2, 1.0) * random.gamma(4, 0.25, len(where))
        expected = int(PEOPLE_PER_POST * self.size.posts) * weight / weight.sum()
        staff = np.maximum(1, random.poisson(expected))
        spared = (staff * AWAY_SHARE + random.random(len(staff))).astype(np.int64)
        away = np.minimum(np.maximum(1, spared), staff)
        for h, s, n, out in zip(
            where.tolist(), specialty.tolist(), staff.tolist(), away.tolist(), strict=True
        ):
            home = f"{ids[h]}/{s}"
            self.departments.append(Department(id=home, hospital=ids[h], staff=n, minimum=n - out))
            self.people += [
                self._person(f"{home}/{w}", ids[h], home, hosts, distance[h].tolist())
                for w in range(n)
            ]
        return np.bincount(where, weights=staff, minlength=len(ids)).astype(np.int64)

    def _person(
        self, id: str, hospital: str, home: str, hosts: list[str], distance: list[int]
    ) -> Person:
        """Half are attendings; a fifth is free for a part of the time; past service counts against.

        Distance and past service stand among the preferences: both are points per period.
        """
        random, months = self.random, self.size.months
        rank = int(random.choice(3, p=(0.17, 0.33, 0.5))) + 1
        available = None
        if random.random() >= 0.8:
            start = int(random.integers(0, months // 2 + 1))
            end = min(months, start + int(random.integers(6, months + 1)))
            available = (Span(start=start, end=end),)
        past = int(random.integers(0, 13))
        owes = rank == 3 and random.random() < 0.35
        wish = hosts[int(random.integers(0, len(hosts)))]
        return Person(
            id=id,
            hospital=hospital,
            department=home,
            specialties=(f"s{home.partition('/')[2]}",),
            rank=rank,
            available=available,
            owed_months=months if owes else 0,
            preferences={
                host: 8 * (host == wish) - past - far // 5
                for host, far in zip(hosts, distance, strict=True)
            },
        )

    def _posts(
        self,
        number: int,
        hosts: list[str],
        supporters: list[list[str]],
        capitals: list[str],
        demand: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    ) -> None:
        random, months = self.random, self.size.months
        forms = (0.0, 0.24, 0.0, 0.76) if self.size.is_county else (0.1, 0.35, 0.1, 0.45)
        for n in range(self.size.posts):
            form = FORMS[int(random.choice(4, p=forms))]
            priority = int(random.choice(3, p=(0.15, 0.35, 0.5))) + 1
            county = int(random.integers(0, len(hosts)))
            late = random.random() >= 0.85 and form != "leadership"
            first = 3 * int(random.integers(1, 3)) if late else 0
            own = int(random.choice(SPECIALTIES, p=demand))
            accepted = [own]
            accepted += [(own + 1) % SPECIALTIES] if random.random() < 0.5 else []
            other = random.random() < 0.2
            fits = dict(zip(accepted, FITS, strict=False))
            if other:
                fits[(own + 7) % SPECIALTIES] = FITS[2]
            self.posts.append(
                Post(
                    id=f"p{number}-{n}",
                    host=hosts[county],
                    form=form,
                    specialties={f"s{s}": fit for s, fit in fits.items()},
                    rank_floor=3 if random.random() < 0.65 else 2,
                    priority=priority,
                    term=Span(start=first, end=months),
                    stays=stays(form, first, months),
                    sessions=2 if form == "visiting" else None,
                    senders=(*supporters[county], *(capitals if priority == 1 else [])),
                )
            )
