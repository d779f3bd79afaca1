"""Fukang city and Mulei county in Changji prefecture: the five supporting units and the supported.

The five units are those the plan of 2009 names; the authorities are renamed later, as in life.
"""

from dataclasses import dataclass

from . import codes
from . import departments as usual
from .cast import Cast, Institution
from .casting import Casting
from .gazetteer import Gazetteer

FUKANG, MULEI = "652302", "652328"
PREFECTURE, AUTHORITY = "6523", "昌吉州卫生健康委员会"


@dataclass(frozen=True, slots=True)
class Fukang:
    """Supporters and supported."""

    cast: Cast
    bureau: Institution
    mulei_bureau: Institution
    city_hospital: Institution
    tcm_hospital: Institution
    supporters: tuple[Institution, ...]
    county_hospital: Institution
    county_tcm_hospital: Institution
    townships: tuple[Institution, ...]


def prefecture(casting: Casting) -> Cast:
    """The authority above both counties, in whose name the clerk of the pair writes."""
    return Cast((casting.institution(AUTHORITY, "commission", PREFECTURE, kind=codes.AUTHORITY),))


def build(casting: Casting, areas: Gazetteer) -> Fukang:
    """Everything on both sides, in one fixed order."""
    bureau = casting.institution(
        "阜康市卫生局", "commission", FUKANG,
        kind=codes.AUTHORITY, now_called="阜康市卫生健康委员会",
    )  # fmt: skip
    mulei_bureau = casting.institution(
        "木垒县卫生局", "commission", MULEI,
        kind=codes.AUTHORITY, now_called="木垒县卫生健康委员会",
    )  # fmt: skip
    city_hospital = casting.institution(
        "阜康市人民医院",
        "general_hospital",
        FUKANG,
        level=2,
        grade="甲",
        departments=usual.SECONDARY,
    )
    tcm_hospital = casting.institution(
        "阜康市中医医院", "tcm_hospital", FUKANG, level=2, grade="乙", departments=usual.TCM
    )
    others = _offices(casting)
    county = casting.institution(
        "木垒县人民医院", "general_hospital", MULEI, level=2, departments=usual.SMALL_HOSPITAL
    )
    county_tcm = casting.institution(
        "木垒县中医院", "tcm_hospital", MULEI, level=1, departments=usual.SMALL_HOSPITAL
    )
    townships = tuple(
        casting.township_hospital(f"木垒县{town.name}", town.code, parent=mulei_bureau)
        for town in areas.towns(MULEI)
    )
    cast = (
        Cast((bureau, mulei_bureau))
        + casting.troupe((city_hospital, tcm_hospital), "12334")
        + casting.troupe(others, "23")
        + casting.troupe((county, county_tcm), "34")
        + casting.troupe(townships, "4")
    )
    supporters = (city_hospital, tcm_hospital, *others)
    return Fukang(
        cast,
        bureau,
        mulei_bureau,
        city_hospital,
        tcm_hospital,
        supporters,
        county,
        county_tcm,
        townships,
    )


def _offices(casting: Casting) -> tuple[Institution, ...]:
    return (
        casting.institution(
            "阜康市疾病预防控制中心", "disease_control", FUKANG, departments=usual.DISEASE_CONTROL
        ),
        casting.institution(
            "阜康市妇幼保健站", "maternal_child", FUKANG, departments=usual.MATERNAL_CHILD
        ),
        casting.institution(
            "阜康市卫生监督所", "health_supervision", FUKANG, departments=usual.SUPERVISION
        ),
    )
