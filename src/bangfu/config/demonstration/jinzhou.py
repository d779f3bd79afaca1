"""Jinzhou city: the public hospitals of its Party-building programme. Nobody is dispatched."""

from dataclasses import dataclass

from . import codes
from . import departments as usual
from .cast import Cast, Institution
from .casting import Casting
from .gazetteer import Gazetteer

CODE = "jinzhou_party_building"
CITY = "2107"
CENTRAL = "锦州市中心医院"
_CITY_HOSPITALS = (
    (CENTRAL, "general_hospital", 3, "甲", usual.TERTIARY),
    ("锦州市第二医院", "general_hospital", 3, "乙", usual.SECONDARY),
    ("锦州市中医医院", "tcm_hospital", 3, "乙", usual.TCM),
    ("锦州市妇婴医院", "maternal_child", 3, "乙", usual.MATERNAL_CHILD),
    ("锦州市传染病医院", "general_hospital", 2, "甲", usual.SMALL_HOSPITAL),
    ("锦州市康宁医院", "general_hospital", 2, "甲", usual.SMALL_HOSPITAL),
    ("锦州市口腔医院", "general_hospital", 2, "", usual.SMALL_HOSPITAL),
)
_SMALL = (
    "凌河区第二医院",
    "古塔区中医院",
    "太和区职工医院",
    "凌海市双羊医院",
    "北镇市沟帮子医院",
    "黑山县大虎山医院",
)
"""Six invented small public hospitals, each with fewer than three Party members: too few for a
branch of their own, so that neighbours form a joint branch."""
_SMALL_AREAS = ("210703", "210702", "210711", "210781", "210782", "210726")


@dataclass(frozen=True, slots=True)
class Jinzhou:
    """The city's public hospitals."""

    cast: Cast
    commission: Institution
    organisation: Institution
    hospitals: tuple[Institution, ...]
    small: tuple[Institution, ...]


def build(casting: Casting, areas: Gazetteer) -> Jinzhou:
    """The hospitals of city and counties, in one fixed order."""
    commission = casting.institution(
        "锦州市卫生健康委员会", "commission", CITY, kind=codes.AUTHORITY
    )
    organisation = casting.institution("中共锦州市委组织部", "other", CITY, kind=codes.AUTHORITY)
    city = tuple(
        casting.institution(
            name,
            category,
            CITY + "02",
            level=level,
            grade=grade,
            departments=rows,
            parent=commission,
        )
        for name, category, level, grade, rows in _CITY_HOSPITALS
    )
    county = tuple(
        hospital
        for area in ("210726", "210727", "210781", "210782")
        for hospital in (
            casting.institution(
                f"{areas.name(area)}人民医院", "general_hospital", area, level=2, grade="甲",
                departments=usual.SECONDARY,
            ),
            casting.institution(
                f"{areas.name(area)}中医院", "tcm_hospital", area, level=2, departments=usual.TCM
            ),
        )
    )  # fmt: skip
    small = tuple(
        casting.institution(
            name, "general_hospital", area, level=1, departments=usual.SMALL_HOSPITAL
        )
        for name, area in zip(_SMALL, _SMALL_AREAS, strict=True)
    )
    cast = (
        Cast((commission, organisation))
        + casting.troupe(city, "23")
        + casting.troupe(county, "3")
        + casting.troupe(small, "4")
    )
    return Jinzhou(cast, commission, organisation, (*city, *county, *small), small)
