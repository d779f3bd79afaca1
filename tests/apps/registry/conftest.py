"""A small country for the registry's tests: two counties of a city, and one elsewhere."""

from datetime import date

import pytest

from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.registry import actions
from bangfu.apps.registry.drafts import InstitutionDraft, WorkerDraft
from bangfu.apps.registry.models import Area, Institution, Worker
from bangfu.core.standards.area_table import AreaRow

LONG_AGO = date(2015, 1, 1)
TODAY = date(2025, 3, 17)

NORTH, SOUTH, FAR = "12370502MB00000010", "12370523MB00000025", "12210702MB0000003X"

AREAS = [
    AreaRow("37", "山东省", 1, ""),
    AreaRow("3705", "东营市", 2, "37"),
    AreaRow("370502", "东营区", 3, "3705"),
    AreaRow("370523", "广饶县", 3, "3705"),
    AreaRow("370523101", "大王镇", 4, "370523"),
    AreaRow("21", "辽宁省", 1, ""),
    AreaRow("2107", "锦州市", 2, "21"),
    AreaRow("210702", "古塔区", 3, "2107"),
]


@pytest.fixture
def areas(db: None) -> None:
    actions.adopt_areas(rows=AREAS, on=LONG_AGO, by=None)


def granted(username: str, role: str, **place: str) -> User:
    """An account with one role somewhere, in force since long ago."""
    account = User.objects.create(username=username, name=username)
    reach = "area" if "area_prefix" in place else "institution" if place else "own"
    Grant.objects.create(user=account, role=role, reach=reach, starts_on=LONG_AGO, **place)
    return account


@pytest.fixture
def clerk(db: None) -> User:
    """The clerk of Dongying city's commission."""
    return granted("clerk", "commission_clerk", area_prefix="3705")


def hospital(code: str, name: str, area: str, **more: object) -> InstitutionDraft:
    return InstitutionDraft(
        code=code, name=name, category="general_hospital", area_code=area, **more
    )


@pytest.fixture
def north(areas: None) -> Institution:
    return actions.register_institution(
        draft=hospital(NORTH, "东营区北辰医院", "370502", level=3, grade="甲"),
        on=LONG_AGO,
        by=None,
    )


@pytest.fixture
def south(areas: None) -> Institution:
    return actions.register_institution(
        draft=hospital(SOUTH, "广饶县南湖医院", "370523", level=2), on=LONG_AGO, by=None
    )


@pytest.fixture
def far(areas: None) -> Institution:
    return actions.register_institution(
        draft=hospital(FAR, "锦州市远方医院", "210702", level=3), on=LONG_AGO, by=None
    )


def physician(home: Institution, number: str = "0001", **more: object) -> WorkerDraft:
    facts: dict[str, object] = {
        "name": "曾晓明",
        "title_code": "233",
        "department": "心血管内科",
        "subject_codes": ("03.04", "03"),
    }
    return WorkerDraft(home_code=home.code, staff_number=number, **(facts | more))


@pytest.fixture
def doctor(north: Institution) -> Worker:
    return actions.register_worker(draft=physician(north), on=LONG_AGO, by=None)


def area_codes_in_force() -> set[str]:
    return set(Area.objects.filter(valid_to__isnull=True).values_list("code", flat=True))
