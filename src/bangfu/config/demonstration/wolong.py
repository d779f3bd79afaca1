"""Wolong district: the units that its half-year review looks at. Nobody is dispatched."""

from dataclasses import dataclass

from . import codes
from . import departments as usual
from .cast import Cast, Institution
from .casting import Casting
from .gazetteer import Gazetteer

CODE = "wolong_half_year_review"
DISTRICT = "411303"
ALLIANCE_TOWNS = ("蒲山镇", "石桥镇")
"""Towns whose hospitals are branches of a city hospital in a medical alliance."""
PRIVATE = ("安康", "仁和", "博爱", "明德", "惠民")


@dataclass(frozen=True, slots=True)
class Wolong:
    """The reviewed units by kind."""

    cast: Cast
    bureau: Institution
    units: tuple[Institution, ...]
    alliance: tuple[Institution, ...]
    private: tuple[Institution, ...]


def build(casting: Casting, areas: Gazetteer) -> Wolong:
    """The district's units, in one fixed order."""
    bureau = casting.institution(
        "南阳市卧龙区卫生局", "commission", DISTRICT,
        kind=codes.AUTHORITY, now_called="南阳市卧龙区卫生健康委员会",
    )  # fmt: skip
    own = _district_units(casting)
    centres = tuple(
        casting.institution(
            f"卧龙区{street.name.removesuffix('街道')}社区卫生服务中心",
            "community_health_centre", street.code, departments=usual.COMMUNITY,
        )
        for street in areas.streets(DISTRICT)
    )  # fmt: skip
    towns = areas.towns(DISTRICT)
    townships = tuple(
        casting.township_hospital(f"卧龙区{town.name}", town.code, parent=bureau)
        for town in towns
        if town.name not in ALLIANCE_TOWNS
    )
    alliance = tuple(
        casting.institution(
            f"南阳市第一人民医院{town.name.removesuffix('镇')}医院",
            "township_hospital", town.code, level=1, departments=usual.SMALL_HOSPITAL,
            short_name=f"市一院{town.name.removesuffix('镇')}医院",
        )
        for town in towns
        if town.name in ALLIANCE_TOWNS
    )  # fmt: skip
    private = tuple(
        casting.institution(
            f"卧龙{name}医院", "private_hospital", DISTRICT,
            level=1, kind=codes.PRIVATE, departments=usual.SMALL_HOSPITAL,
        )
        for name in PRIVATE
    )  # fmt: skip
    cast = (
        Cast((bureau,))
        + casting.troupe(own, "234")
        + casting.troupe((*centres, *townships), "3")
        + casting.troupe((*alliance, *private), "34")
    )
    return Wolong(cast, bureau, (*own, *centres, *townships), alliance, private)


def _district_units(casting: Casting) -> tuple[Institution, ...]:
    return (
        casting.institution(
            "卧龙区人民医院", "general_hospital", DISTRICT, level=2, grade="乙",
            departments=usual.SECONDARY,
        ),
        casting.institution(
            "卧龙区中医院", "tcm_hospital", DISTRICT, level=2, grade="乙", departments=usual.TCM
        ),
        casting.institution(
            "卧龙区妇幼保健院", "maternal_child", DISTRICT, level=2,
            departments=usual.MATERNAL_CHILD,
        ),
        casting.institution(
            "卧龙区疾病预防控制中心", "disease_control", DISTRICT,
            departments=usual.DISEASE_CONTROL,
        ),
        casting.institution(
            "卧龙区卫生计生监督所", "health_supervision", DISTRICT, departments=usual.SUPERVISION
        ),
    )  # fmt: skip
