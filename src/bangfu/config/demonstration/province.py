"""A whole province, for measuring: 1,500 institutions, 20,000 workers, 10,000 postings.

Shandong's real cities, counties and towns; everything in them is invented. The figures are those of
one province-year of a large programme.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice

from . import departments as usual
from .cast import Cast, Institution, Worker
from .casting import Casting
from .gazetteer import Gazetteer, Place
from .rounds import Need, Stay

PROVINCE = "37"
INSTITUTIONS, WORKERS, POSTINGS = 1_500, 20_000, 10_000
SEED = 37
FIRST_SERIAL = 1_000
"""Serial numbers below belong to the five programmes' institutions."""

STAY = timedelta(days=180)
STAYS_PER_NEED = 2
_SPREAD_DAYS = 540
"""Needs began on any day of the last year and a half: two thirds are being served."""
_TOWNSHIP_STAFF = 4


@dataclass(frozen=True, slots=True)
class Province:
    """Everything to be put into the database at once."""

    cast: Cast
    needs: tuple[Need, ...]
    stays: tuple[Stay, ...]


def build(areas: Gazetteer, *, on: date) -> Province:
    """The same province for the same day."""
    casting = Casting(on=on, seed=SEED, after=FIRST_SERIAL)
    counties = [
        county
        for city in areas.below(PROVINCE)
        for county in areas.below(city.code)
        if areas.towns(county.code)
    ]
    senders = _senders(casting, areas, counties)
    hosts = _hosts(casting, areas, counties, INSTITUTIONS - len(senders))
    helpers = _staff(casting, senders, WORKERS - _TOWNSHIP_STAFF * len(hosts))
    locals_ = _staff(casting, hosts, _TOWNSHIP_STAFF * len(hosts))
    needs = tuple(_needs(hosts, on=on))
    cast = Cast((*senders, *hosts), (*helpers, *locals_))
    return Province(cast, needs, tuple(_stays(needs, helpers)))


def _senders(casting: Casting, areas: Gazetteer, counties: list[Place]) -> tuple[Institution, ...]:
    """Two tertiary hospitals for each city, a general and a TCM hospital for each county."""
    city = [
        casting.institution(
            f"{place.name}第{number}人民医院（演示）", "general_hospital", place.code, level=3,
            grade="甲", departments=usual.TERTIARY,
        )
        for place in areas.below(PROVINCE)
        for number in "一二"
    ]  # fmt: skip
    general = [
        casting.institution(
            f"{place.name}人民医院（演示）", "general_hospital", place.code, level=2,
            departments=usual.SECONDARY,
        )
        for place in counties
    ]  # fmt: skip
    tcm = [
        casting.institution(
            f"{place.name}中医院（演示）", "tcm_hospital", place.code, level=2,
            departments=usual.TCM,
        )
        for place in counties
    ]  # fmt: skip
    return (*city, *general, *tcm)


def _hosts(
    casting: Casting, areas: Gazetteer, counties: list[Place], count: int
) -> tuple[Institution, ...]:
    """Township hospitals of the first towns of each county in turn, until there are ``count``."""
    towns = [
        (place, county)
        for county in counties
        for place in (*areas.towns(county.code), *areas.streets(county.code))
    ]
    chosen = sorted(casting.chance.sample(towns, count), key=lambda pair: pair[0].code)
    return tuple(
        casting.institution(
            f"{county.name}{town.name}卫生院（演示）", "township_hospital", town.code, level=1,
            departments=usual.TOWNSHIP, is_weak=casting.chance.random() < 0.3,
            population=casting.chance.randrange(12_000, 70_000, 100),
        )
        for town, county in chosen
    )  # fmt: skip


def _staff(casting: Casting, homes: tuple[Institution, ...], count: int) -> tuple[Worker, ...]:
    """``count`` workers over institutions, as evenly as can be."""
    each, more = divmod(count, len(homes))
    return tuple(
        worker
        for place, home in enumerate(homes)
        for worker in casting.crowd(home, each + (place < more))
    )


def _needs(hosts: tuple[Institution, ...], *, on: date) -> list[Need]:
    """One need for every second posting, handed round the hosts' departments."""
    wanted = POSTINGS // STAYS_PER_NEED
    places = ((host, department) for department in usual.TOWNSHIP for host in hosts)
    return [
        Need(
            host=host.code,
            department=department.name,
            subjects=(department.subject,),
            form="resident",
            role="驻点医师",
            rank_floor=4,
            starts_on=(start := on - timedelta(days=place * 7919 % _SPREAD_DAYS)),
            ends_before=start + STAY * STAYS_PER_NEED,
            priority=place % 3 + 1,
            counterpart="科室负责人",
        )
        for place, (host, department) in enumerate(islice(places, wanted))
    ]


def _stays(needs: tuple[Need, ...], helpers: tuple[Worker, ...]) -> list[Stay]:
    """Two stays one after the other on each need, by people of the host's own city.

    Nobody is asked again before everybody of the city was asked.
    """
    of_city: dict[str, list[Worker]] = defaultdict(list)
    for worker in helpers:
        of_city[_city(worker.home)].append(worker)
    people = {city: cycle(found) for city, found in of_city.items()}
    return [
        Stay(
            place,
            next(people[_city(need.host)]),
            need.starts_on + STAY * turn,
            need.starts_on + STAY * (turn + 1),
        )
        for place, need in enumerate(needs)
        for turn in range(STAYS_PER_NEED)
    ]


def _city(code: str) -> str:
    """The city in which an institution is registered, from its credit code."""
    return code[2:6]
