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


def _round(place: Fukang, casting: Casting, year: int, *, batch: str) -> Round:
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    needs: list[Need] = []
    offers: list[Nomination] = []
    for sender, host, subjects in (
        (place.city_hospital, place.county_hospital, ("03", "04", "05", "07")),
        (place.tcm_hospital, place.county_tcm_hospital, ("50", "03")),
    ):
        need = Need(
            host=host.code,
            department="门诊部",
            subjects=subjects,
            form="rotating",
            role="支医医师",
            rank_floor=3,
            starts_on=start,
            ends_before=end,
            priority=1,
            counterpart="门诊部主任",
            tasks="业务坐诊、带教，全年不断岗，轮换时当面交接。",
            sender=sender.code,
        )
        needs.append(need)
        offers += _offers(place, casting, need, sender)
    return Round(CODE, batch, start, end, f"演示〔{year}〕3号", tuple(needs), tuple(offers))


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
