"""Fukang's support of Mulei: one doctor of each hospital on post all year, hand-over included."""

from collections.abc import Iterator
from datetime import date

from .cast import Institution
from .casting import Casting
from .fukang import Fukang
from .rounds import CONTINUATION, Need, Nomination, Pool, Round

CODE = "fukang_mulei_support"
FIRST_YEAR = 2009
OFFERED = 9
"""People that each hospital offers for its post over a year."""


def rounds(place: Fukang, casting: Casting) -> tuple[Round, Round]:
    """The year of the plan and the calendar year of the demonstration."""
    year = casting.on.year
    return (
        _round(place, casting, FIRST_YEAR, batch="2009年度"),
        _round(place, casting, year, batch=f"{year}年度（{CONTINUATION}）"),
    )


def ties(place: Fukang) -> list[tuple[Institution, Institution]]:
    """Who supports whom: the hospitals a hospital each, the other units a township each."""
    hosts = (place.county_hospital, place.county_tcm_hospital, *place.townships)
    return list(zip(place.supporters, hosts, strict=False))


def _round(place: Fukang, casting: Casting, year: int, *, batch: str) -> Round:
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    needs: list[Need] = []
    offers: list[Nomination] = []
    for group, sender, host, subjects in (
        (
            "city_hospital_doctor",
            place.city_hospital,
            place.county_hospital,
            ("03", "04", "05", "07"),
        ),
        ("tcm_hospital_doctor", place.tcm_hospital, place.county_tcm_hospital, ("50", "03")),
    ):
        need = Need(
            host=host.code,
            department="门诊部",
            subjects=subjects,
            form="rotating",
            role="支医医师",
            post_group=group,
            starts_on=start,
            ends_before=end,
            priority=1,
            counterpart="门诊部主任",
            tasks="业务坐诊、带教，全年不断岗，轮换时当面交接。",
            sender=sender.code,
        )
        needs.append(need)
        offers += _offers(place, casting, need, sender)
    for visit, visitor in _visits(place, casting, year):
        needs.append(visit)
        offers.append(visitor)
    return Round(CODE, batch, start, end, f"演示〔{year}〕3号", tuple(needs), tuple(offers))


def _visits(place: Fukang, casting: Casting, year: int) -> Iterator[tuple[Need, Nomination]]:
    """The other three units go round the townships at the end of May, one person each."""
    start, end = date(year, 5, 18), date(year, 6, 1)
    for sender, host in zip(place.supporters[2:], place.townships, strict=False):
        need = Need(
            host=host.code,
            department="预防保健科",
            subjects=(sender.departments[0].subject,),
            form="mobile",
            role="巡回义诊",
            rank_floor=4,
            sessions=10,
            starts_on=start,
            ends_before=end,
            counterpart="院长",
            tasks="义诊咨询、健康讲座，送医送药。",
            sender=sender.code,
        )
        pool = Pool(place.cast.staff_of(sender), casting.chance, joined_by=start)
        for worker in pool.draw(need, 1, homes=(sender.code,)):
            yield need, Nomination(worker, ("mobile",), start, end)


def _offers(
    place: Fukang, casting: Casting, need: Need, sender: Institution
) -> Iterator[Nomination]:
    """Most are free all year; every third is not free in one half of it."""
    staff = place.cast.staff_of(sender)
    pool = Pool(staff, casting.chance, joined_by=need.starts_on)
    middle = need.starts_on.replace(month=7)
    for turn, worker in enumerate(pool.draw(need, OFFERED, homes=(sender.code,))):
        early, late = turn % 6 == 2, turn % 6 == 5
        yield Nomination(
            worker,
            ("rotating",),
            middle if late else need.starts_on,
            middle if early else need.ends_before,
            note="上半年可派出" if early else "下半年可派出" if late else "",
        )
