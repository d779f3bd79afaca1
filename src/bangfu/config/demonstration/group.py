"""Experts of Shengli Oilfield Central Hospital at Dongying Second People's Hospital: 17 + 54."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .cast import Department, Institution, Key
from .casting import Casting
from .dongying import OIL_FIELD, SECOND, Dongying
from .rounds import CONTINUATION, Need, Nomination, Pool, Round, Stay

CODE = "shengli_dongying_group"
STARTED = date(2025, 3, 17)
RESIDENTS, VISITORS = 17, 54

_HEADS = 8
"""So many residents also head their department clinically; these hold a senior title."""
_HALF_DAYS = tuple(
    day + half for half in ("上午", "下午") for day in ("周一", "周二", "周三", "周四", "周五")
)
_SETTLED = timedelta(days=150)
"""The batch of the day began at least so long ago, so that it is in full swing."""


@dataclass(frozen=True, slots=True)
class Appointments:
    """Single postings outside any plan: needs, and who serves which of them from when to when."""

    needs: tuple[Need, ...]
    stays: tuple[Stay, ...]
    batch: str
    document: str


def rounds(city: Dongying, casting: Casting, *, busy: Set[Key]) -> tuple[Round, ...]:
    """The first batch of 2025 and, once its year is over, the batch that serves on the day.

    ``busy`` are people another programme has been offered.
    """
    start = current_start(casting.on)
    first = _round(city, casting, STARTED, batch="首批", busy=busy)
    if start == STARTED:
        return (_with_vacancy(first, city),)
    batch = f"{start.year}年批次（{CONTINUATION}）"
    current = _round(city, casting, start, batch=batch, busy=busy)
    return first, _with_vacancy(current, city)


def upcoming(city: Dongying, casting: Casting, *, busy: Set[Key]) -> Round:
    """The clinical heads of the batch to come, planned and not yet published.

    ``busy`` are people offered to this or another programme before.
    """
    start = one_year_after(current_start(casting.on))
    end = one_year_after(start)
    oil_field = city.cast.institution(OIL_FIELD)
    free = [one for one in city.cast.staff_of(oil_field) if one.key not in busy]
    pool = Pool(free, casting.chance, joined_by=casting.on)
    needs = tuple(_residents(city, start, end))[:_HEADS]
    offers = tuple(
        Nomination(worker, (need.form,), start, end)
        for need in needs
        for worker in pool.draw(need, 2, homes=(oil_field.code,))
    )
    return Round(CODE, "", start, end, "", needs, offers, open=True)


def ties(city: Dongying) -> list[tuple[Institution, Institution]]:
    """The one pair of the group."""
    return [(city.cast.institution(OIL_FIELD), city.cast.institution(SECOND))]


def appointments(city: Dongying, casting: Casting, *, busy: Set[Key]) -> Appointments:
    """Two residents whose stay ends within thirty days: one is relieved, one is not."""
    start, end = casting.on - timedelta(days=140), casting.on + timedelta(days=225)
    oil_field = city.cast.institution(OIL_FIELD)
    free = [one for one in city.cast.staff_of(oil_field) if one.key not in busy]
    pool = Pool(free, casting.chance, joined_by=start)
    host = city.cast.institution(SECOND)
    relieved, left = (
        _resident(city, department, start, end, heads=False)
        for department in host.departments[RESIDENTS : RESIDENTS + 2]
    )
    outgoing, incoming = pool.draw(relieved, 2, homes=(oil_field.code,))
    (last,) = pool.draw(left, 1, homes=(oil_field.code,))
    change, close = casting.on + timedelta(days=12), casting.on + timedelta(days=20)
    return Appointments(
        needs=(relieved, left),
        stays=(
            Stay(0, outgoing, start, change),
            Stay(0, incoming, change, end),
            Stay(1, last, start, close),
        ),
        batch=f"增派（{CONTINUATION}）",
        document=f"演示〔{start.year}〕9号",
    )


def current_start(on: date) -> date:
    """The first day of the batch that serves on a day: the first, or one some months old.

    >>> current_start(date(2025, 9, 1)), current_start(date(2026, 11, 22))
    (datetime.date(2025, 3, 17), datetime.date(2026, 6, 17))
    """
    if on < one_year_after(STARTED):
        return STARTED
    settled = on - _SETTLED
    start = settled.replace(day=STARTED.day)
    return max(start, one_year_after(STARTED))


def one_year_after(day: date) -> date:
    """The same day of the next year."""
    return day.replace(year=day.year + 1)


def _round(city: Dongying, casting: Casting, start: date, *, batch: str, busy: Set[Key]) -> Round:
    end = one_year_after(start)
    oil_field = city.cast.institution(OIL_FIELD)
    free = [one for one in city.cast.staff_of(oil_field) if one.key not in busy]
    pool = Pool(free, casting.chance, joined_by=start)
    needs = (*_residents(city, start, end), *_visitors(city, start, end))
    # First somebody for every place, then a choice: small departments have nobody to spare.
    wanted = [*needs, *needs[:RESIDENTS], *needs[RESIDENTS::3]]
    offers = [
        Nomination(worker, (need.form,), start, end)
        for need in wanted
        for worker in pool.draw(need, 1, homes=(oil_field.code,))
    ]
    document = f"演示〔{start.year}〕2号"
    return Round(CODE, batch, start, end, document, needs, tuple(offers))


def _with_vacancy(each: Round, city: Dongying) -> Round:
    """The round with one more place that nobody can fill, so that its reasons can be read."""
    vacancy = replace(
        _resident(
            city, Department("小儿外科", "08", 3, 2), each.starts_on, each.ends_before, heads=True
        ),
        role="常驻专家",
        equipment_ready=False,
        tasks=f"新设科室，{CONTINUATION}用：派出医院没有这一专业的人选。",
    )
    return replace(each, needs=(*each.needs, vacancy))


def _residents(city: Dongying, start: date, end: date) -> Iterator[Need]:
    """One resident in each of 17 departments; the first eight head theirs."""
    host = city.cast.institution(SECOND)
    for place, department in enumerate(host.departments[:RESIDENTS]):
        yield _resident(city, department, start, end, heads=place < _HEADS)


def _resident(
    city: Dongying, department: Department, start: date, end: date, *, heads: bool
) -> Need:
    return Need(
        host=city.cast.institution(SECOND).code,
        department=department.name,
        subjects=(department.subject,),
        form="resident",
        post_group="resident_expert",
        role="业务主任" if heads else "常驻专家",
        rank_floor=2 if heads else 3,
        starts_on=start,
        ends_before=end,
        priority=1 if heads else 2,
        counterpart="科室行政主任",
        tasks="参加查房、手术和疑难病例讨论，每周带教一次。",
        sender=city.cast.institution(OIL_FIELD).code,
    )


def _visitors(city: Dongying, start: date, end: date) -> Iterator[Need]:
    """Three half-days in each of 18 departments."""
    host = city.cast.institution(SECOND)
    clinics = [(department, turn) for department in host.departments[:18] for turn in range(3)]
    for place, (department, turn) in enumerate(clinics[:VISITORS]):
        yield _clinic(
            city, department, _HALF_DAYS[(place * 3 + turn) % len(_HALF_DAYS)], start, end
        )


def _clinic(city: Dongying, department: Department, half_day: str, start: date, end: date) -> Need:
    return Need(
        host=city.cast.institution(SECOND).code,
        department=department.name,
        subjects=(department.subject,),
        form="visiting",
        post_group="clinic_expert",
        role=f"坐诊专家（{half_day}）",
        rank_floor=3,
        sessions=1,
        starts_on=start,
        ends_before=end,
        counterpart="门诊部主任",
        tasks="门诊坐诊，会诊下转和上转患者。",
        sender=city.cast.institution(OIL_FIELD).code,
    )
