"""Three invented problems in the shape of real programmes, equal for equal seeds.

They serve documentation, tests and measurements. No name in them is a person's.
"""

from collections.abc import Sequence
from datetime import date
from random import Random

from msgspec import structs

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
    Programme,
    Quota,
    Stints,
    Tier,
)

SPECIALTIES = {
    "internal_medicine": "内科",
    "surgery": "外科",
    "gynaecology": "妇产科",
    "paediatrics": "儿科",
    "traditional_chinese_medicine": "中医科",
    "imaging": "医学影像科",
    "rehabilitation": "康复医学科",
    "neurology": "神经内科",
}
"""Specialties of the examples and the names of their departments."""

_TIERS: tuple[Tier, ...] = (
    "tertiary",
    "tertiary",
    "tertiary",
    "tertiary",
    "secondary",
    "secondary",
    "secondary",
    "secondary",
    "secondary",
)


def smallest(**changes: object) -> Problem:
    """One person of one hospital for one post of six months; ``changes`` replace its fields.

    >>> smallest().posts[0].name
    '驻点岗'
    """
    problem = Problem(
        horizon=Horizon(unit="months", starts_on=date(2025, 3, 17), count=6),
        hospitals=(Hospital(id="centre", name="中心医院", tier="tertiary"),),
        departments=(
            Department(id="medicine", hospital="centre", name="内科", staff=3, minimum=1),
        ),
        hosts=(Host(id="town", name="镇卫生院"),),
        people=(
            Person(
                id="w1",
                name="甲",
                hospital="centre",
                department="medicine",
                specialties=("internal_medicine",),
                rank=2,
            ),
        ),
        posts=(
            Post(
                id="ward",
                name="驻点岗",
                host="town",
                form="resident",
                specialties={"internal_medicine": 80},
            ),
        ),
    )
    return structs.replace(problem, **changes)


def leadership(*, seed: int = 7, posts: int = 14, people: int = 100) -> Problem:
    """Clinical deputies for weak township hospitals: two years, exactly 9 tertiary and 5 secondary.

    Nine hospitals send at most four each; a department spares one.
    """
    random = Random(seed)  # noqa: S311 - an invented example, no secret
    hospitals = tuple(
        Hospital(id=f"h{n}", name=f"第{n + 1}医院", tier=tier, quota=Quota(upper=4))
        for n, tier in enumerate(_TIERS)
    )
    departments, staff = _staff(random, hospitals, people, hosts=[f"t{n}" for n in range(posts)])
    return Problem(
        title="业务院长选派",
        horizon=Horizon(unit="months", starts_on=date(2019, 8, 23), count=24),
        hospitals=hospitals,
        departments=departments,
        hosts=tuple(Host(id=f"t{n}", name=f"第{n + 1}乡镇卫生院") for n in range(posts)),
        people=staff,
        posts=tuple(
            Post(
                id=f"p{n}",
                name=f"第{n + 1}乡镇卫生院业务院长",
                host=f"t{n}",
                form="leadership",
                specialties=_accepted(random),
                rank_floor=3,
                priority=random.choice((1, 2, 3)),
                programme="deputies",
            )
            for n in range(posts)
        ),
        programmes=(
            Programme(id="deputies", name="业务院长", tiers={"tertiary": 9, "secondary": 5}),
        ),
    )


def rotation(*, seed: int = 7, unit: str = "days", people: int = 8) -> Problem:
    """Two hospitals keep one attending or above each on post all year, with hand-over, never empty.

    From 2009-01-01 for a year; at least ten person-times. Hand-over is every second week: a stay
    is 4 to 12 weeks and a successor comes two days early (with weekly periods, one week).
    """
    random = Random(seed)  # noqa: S311 - an invented example, no secret
    daily = unit == "days"
    week = 7 if daily else 1
    hospitals = tuple(
        Hospital(id=id, name=name, tier="tertiary")
        for id, name in (("north", "城北医院"), ("south", "城南医院"))
    )
    count = 365 if daily else 52
    departments, staff = _staff(random, hospitals, 2 * people, hosts=["county"])
    staff = tuple(
        _limited(random, person, count) if n % 4 == 0 else person for n, person in enumerate(staff)
    )
    return Problem(
        title="轮换驻点",
        horizon=Horizon(unit="days" if daily else "weeks", starts_on=date(2009, 1, 1), count=count),
        hospitals=hospitals,
        departments=departments,
        hosts=(Host(id="county", name="县人民医院"),),
        people=staff,
        posts=tuple(
            Post(
                id=f"post-{hospital.id}",
                name=f"{hospital.name}轮换岗",
                host="county",
                form="rotating",
                specialties=dict.fromkeys(SPECIALTIES, 60) | {"internal_medicine": 100},
                rank_floor=3,
                stints=Stints(
                    shortest=4 * week, longest=12 * week, step=2 * week, starts_every=2 * week
                ),
                overlap=2 if daily else 1,
                rest=4 * week,
                senders=(hospital.id,),
                never_uncovered=True,
                programme="rotation",
            )
            for hospital in hospitals
        ),
        programmes=(Programme(id="rotation", name="轮换驻点", person_times=10),),
    )


def resident_and_visiting(
    *, seed: int = 7, resident: int = 17, visiting: int = 54, people: int = 261, weeks: int = 52
) -> Problem:
    """One hospital sends 17 residents and 54 clinic visitors to another for a year of weeks.

    Residents stay half a year or all of it; visitors hold one or two half-day clinics a week for
    one to four quarters. Each expert takes one appointment.
    """
    random = Random(seed)  # noqa: S311 - an invented example, no secret
    quarter = weeks // 4
    sender = Hospital(id="centre", name="中心医院", tier="tertiary")
    departments, staff = _staff(random, (sender,), people, hosts=["second"])
    staff = tuple(
        _limited(random, person, weeks) if random.random() < 0.2 else person for person in staff
    )
    counts: tuple[tuple[Form, int], ...] = (("resident", resident), ("visiting", visiting))
    posts = [
        Post(
            id=f"{form}-{n}",
            name=f"{'驻点' if form == 'resident' else '坐诊'}专家{n + 1}",
            host="second",
            form=form,
            specialties=_accepted(random),
            rank_floor=random.choice((2, 3)),
            priority=random.choice((1, 2, 3)),
            sessions=None if form == "resident" else random.choice((1, 2)),
            stints=Stints(
                shortest=2 * quarter if form == "resident" else quarter,
                longest=weeks,
                step=2 * quarter if form == "resident" else quarter,
                starts_every=quarter,
            ),
            rest=4 if form == "resident" else 0,
        )
        for form, count in counts
        for n in range(count)
    ]
    return Problem(
        title="派驻专家",
        horizon=Horizon(unit="weeks", starts_on=date(2025, 3, 17), count=weeks),
        hospitals=(sender,),
        departments=departments,
        hosts=(Host(id="second", name="第二人民医院"),),
        people=staff,
        posts=tuple(posts),
        pairings=(Pairing(sender="centre", host="second"),),
        burden=Burden(cap=1, full_time=1, visiting=1),
    )


def _staff(
    random: Random, hospitals: Sequence[Hospital], people: int, *, hosts: Sequence[str]
) -> tuple[tuple[Department, ...], tuple[Person, ...]]:
    """Departments, one per hospital and specialty, and their people, spread evenly by lot."""
    homes = [(hospital.id, specialty) for hospital in hospitals for specialty in SPECIALTIES]
    lots = [homes[n % len(homes)] for n in range(people)]
    staff = tuple(
        Person(
            id=f"w{n}",
            name=f"{n + 1}号医师",
            hospital=hospital,
            department=f"{hospital}/{specialty}",
            specialties=(specialty,),
            rank=random.choice((1, 2, 2, 3, 3, 3)),
            served_months=random.randrange(13),
            owed_months=random.choice((0, 0, 6, 12)),
            preferences={random.choice(hosts): random.randrange(10)},
            travel={host: random.randrange(1, 4) for host in hosts},
            sessions=10,
        )
        for n, (hospital, specialty) in enumerate(lots)
    )
    departments = tuple(
        Department(
            id=f"{hospital}/{specialty}",
            hospital=hospital,
            name=SPECIALTIES[specialty],
            staff=2 * lots.count((hospital, specialty)),
            minimum=2 * lots.count((hospital, specialty))
            - 1
            - lots.count((hospital, specialty)) // 7,
        )
        for hospital, specialty in homes
        if (hospital, specialty) in lots
    )
    return departments, staff


def _accepted(random: Random) -> dict[str, int]:
    first, second = random.sample(list(SPECIALTIES), 2)
    return {first: 90, second: 60} if random.random() < 0.5 else {first: 90}


def _limited(random: Random, person: Person, count: int) -> Person:
    """The person with a window of at least half the time."""
    start = random.randrange(count // 2)
    return Person(
        id=person.id,
        name=person.name,
        hospital=person.hospital,
        department=person.department,
        specialties=person.specialties,
        rank=person.rank,
        available=(Span(start=start, end=min(count, start + count // 2)),),
        served_months=person.served_months,
        owed_months=person.owed_months,
        preferences=person.preferences,
        travel=person.travel,
        sessions=person.sessions,
    )
