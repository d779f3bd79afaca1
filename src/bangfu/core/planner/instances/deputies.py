"""One clinical deputy for every township hospital: a single-term programme of any size.

Ten candidates for three posts, about 300 in each sending hospital. A county of 12 township
hospitals is supported by two hospitals anywhere in the nation, so that nothing falls apart into
smaller problems. A department spares eight, a hospital 120. Every stay is the whole term: limits
on people nest, and the best plan is one minimum-cost flow.
"""

from datetime import date

import numpy as np

from bangfu.core.planner.horizon import Horizon
from bangfu.core.planner.problem import (
    Department,
    Form,
    Hospital,
    Host,
    Person,
    Post,
    Problem,
    Quota,
)
from bangfu.core.planner.tables import IntArray

SPECIALTIES = 16
PEOPLE_OF_A_HOSPITAL = 300
TOWNSHIPS_OF_A_COUNTY = 12
SUPPORTERS = 2
MOST_SENT, MOST_AWAY = 120, 8
"""By a hospital in all, and by a department at once."""
RANKS = (0.0, 0.25, 0.45, 0.3)
"""Shares of ranks 1 to 4; a deputy is an attending or above."""
CONSENT = 0.7
ELSEWHERE: tuple[Form, ...] = ("resident", "visiting")
"""What those agree to who would not be deputies."""


def deputies(title: str, posts: int, *, seed: int) -> Problem:
    """The programme with so many posts; equal for equal seeds, in this version of numpy."""
    random = np.random.default_rng([seed, posts])
    people, counties = posts * 10 // 3, -(-posts // TOWNSHIPS_OF_A_COUNTY)
    hospitals = max(SUPPORTERS, people // PEOPLE_OF_A_HOSPITAL)
    homes = np.sort(random.integers(0, hospitals * SPECIALTIES, people))
    supporters = random.integers(0, hospitals, (counties, SUPPORTERS))
    return Problem(
        title=title,
        horizon=Horizon(unit="months", starts_on=date(2026, 9, 1), count=24),
        hospitals=tuple(
            Hospital(
                id=f"h{n}",
                tier="tertiary" if 3 * n < hospitals else "secondary",
                quota=Quota(upper=MOST_SENT),
            )
            for n in range(hospitals)
        ),
        departments=tuple(
            Department(
                id=f"h{d // SPECIALTIES}/{d % SPECIALTIES}",
                hospital=f"h{d // SPECIALTIES}",
                staff=2 * n,
                minimum=max(0, 2 * n - MOST_AWAY),
            )
            for d, n in enumerate(np.bincount(homes, minlength=hospitals * SPECIALTIES).tolist())
        ),
        hosts=tuple(Host(id=f"t{n}", area=f"{n // TOWNSHIPS_OF_A_COUNTY}") for n in range(posts)),
        people=_people(random, homes),
        posts=_posts(random, posts, supporters),
        goals=("coverage", "quality"),
    )


def _people(random: np.random.Generator, homes: IntArray) -> tuple[Person, ...]:
    """Candidates by department; what they still owe tells them apart within a rank."""
    count = len(homes)
    rank = random.choice(len(RANKS), count, p=RANKS) + 1
    agreed = random.random(count) < CONSENT
    owed = random.integers(0, 25, count)
    knows = [(f"s{s}",) for s in range(SPECIALTIES)]
    return tuple(
        Person(
            id=f"w{n}",
            hospital=f"h{home // SPECIALTIES}",
            department=f"h{home // SPECIALTIES}/{home % SPECIALTIES}",
            specialties=knows[home % SPECIALTIES],
            rank=step,
            owed_months=months,
            forms=None if willing else ELSEWHERE,
        )
        for n, (home, step, willing, months) in enumerate(
            zip(homes.tolist(), rank.tolist(), agreed.tolist(), owed.tolist(), strict=True)
        )
    )


def _posts(random: np.random.Generator, count: int, supporters: IntArray) -> tuple[Post, ...]:
    need = random.integers(0, SPECIALTIES, count)
    priority = random.integers(1, 4, count)
    senders = [tuple(f"h{h}" for h in dict.fromkeys(of)) for of in supporters.tolist()]
    return tuple(
        Post(
            id=f"p{n}",
            host=f"t{n}",
            form="leadership",
            specialties={f"s{own}": 100},
            rank_floor=3,
            priority=urgency,
            senders=senders[n // TOWNSHIPS_OF_A_COUNTY],
        )
        for n, (own, urgency) in enumerate(zip(need.tolist(), priority.tolist(), strict=True))
    )
