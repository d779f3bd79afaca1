"""Dongying city: its hospitals, all of its township hospitals, and who works there.

The hospitals that the programmes' sources name bear those names; the others are named after the
usual pattern of place and kind. Levels, departments, staff and people are invented.
"""

from dataclasses import dataclass

from . import codes
from . import departments as usual
from .cast import Cast, Institution
from .casting import Casting
from .gazetteer import Gazetteer, Place

CITY = "3705"
OIL_FIELD = "胜利油田中心医院"
SECOND = "东营市第二人民医院"
WEAK_HOSPITALS = 14


@dataclass(frozen=True, slots=True)
class Dongying:
    """The city's institutions by what they are in the programmes."""

    cast: Cast
    commission: Institution
    bureaus: tuple[Institution, ...]
    tertiary: tuple[Institution, ...]
    secondary: tuple[Institution, ...]
    townships: tuple[Institution, ...]

    @property
    def weak(self) -> tuple[Institution, ...]:
        """The weak township hospitals, each of which receives a clinical deputy head."""
        return tuple(one for one in self.townships if one.is_weak)


def build(casting: Casting, areas: Gazetteer) -> Dongying:
    """Everything in the city, in one fixed order."""
    commission = casting.institution(
        "东营市卫生健康委员会", "commission", CITY, kind=codes.AUTHORITY
    )
    bureaus = tuple(
        casting.institution(
            f"{county.name}卫生健康局",
            "commission",
            county.code,
            kind=codes.AUTHORITY,
            parent=commission,
        )
        for county in areas.below(CITY)
        if areas.towns(county.code)  # development zones have a code but no towns
    )
    tertiary = _tertiary(casting)
    secondary = _secondary(casting)
    townships = _townships(casting, areas, bureaus)
    centres = [
        casting.institution(
            f"{street.name.removesuffix('街道')}社区卫生服务中心",
            "community_health_centre",
            street.code,
            departments=usual.COMMUNITY,
        )
        for street in areas.streets("370502")
    ]
    cast = (
        Cast((commission, *bureaus))
        + casting.troupe(tertiary[:1], "1122223334")
        + casting.troupe(tertiary[1:], "12334")
        + casting.troupe(secondary, "2334")
        + casting.troupe((*townships, *centres), "34")
    )
    return Dongying(cast, commission, bureaus, tertiary, secondary, townships)


def _tertiary(casting: Casting) -> tuple[Institution, ...]:
    return (
        casting.institution(
            OIL_FIELD, "general_hospital", "370502", level=3, grade="甲",
            short_name="中心医院", departments=usual.TERTIARY,
        ),
        casting.institution(
            "东营市人民医院", "general_hospital", "370502", level=3, grade="甲",
            short_name="市人民医院", departments=usual.TERTIARY,
        ),
        casting.institution(
            "东营市中医院", "tcm_hospital", "370502", level=3, grade="甲",
            short_name="市中医院", departments=usual.TCM,
        ),
        casting.institution(
            "东营市妇幼保健院", "maternal_child", "370502", level=3, grade="乙",
            short_name="市妇幼保健院", departments=usual.MATERNAL_CHILD,
        ),
    )  # fmt: skip


def _secondary(casting: Casting) -> tuple[Institution, ...]:
    general = {
        SECOND: "370523101",
        "广饶县人民医院": "370523",
        "利津县中心医院": "370522",
        "垦利区人民医院": "370505",
        "河口区人民医院": "370503",
        "东营区人民医院": "370502",
    }
    tcm = {"广饶县中医院": "370523", "利津县中医院": "370522"}
    return (
        *(
            casting.institution(
                name, "general_hospital", area, level=2, grade="甲", departments=usual.SECONDARY,
                short_name="市二院" if name == SECOND else "",
            )
            for name, area in general.items()
        ),
        *(
            casting.institution(
                name, "tcm_hospital", area, level=2, grade="甲", departments=usual.TCM
            )
            for name, area in tcm.items()
        ),
    )  # fmt: skip


def _townships(
    casting: Casting, areas: Gazetteer, bureaus: tuple[Institution, ...]
) -> tuple[Institution, ...]:
    """Every town's hospital; 14 are weak, at least two of them in each county."""
    towns = {bureau.area: areas.towns(bureau.area) for bureau in bureaus}
    weak = _weak_towns(casting, towns)
    return tuple(
        casting.township_hospital(
            areas.name(bureau.area) + town.name, town.code, is_weak=town in weak, parent=bureau
        )
        for bureau in bureaus
        for town in towns[bureau.area]
    )


def _weak_towns(casting: Casting, towns: dict[str, list[Place]]) -> set[Place]:
    chosen = {place for county in towns.values() for place in casting.chance.sample(county, 2)}
    rest = [place for county in towns.values() for place in county if place not in chosen]
    return chosen | set(casting.chance.sample(rest, WEAK_HOSPITALS - len(chosen)))
