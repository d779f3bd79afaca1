"""A small invented county: a sending hospital, hosts and people, for intake and postings."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.intake.models import Need
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.standards import spelling

SINCE = date(2000, 1, 1)
TERM = (date(2025, 1, 1), date(2026, 1, 1))


@dataclass(frozen=True)
class Places:
    """One sending hospital in the city, two hosts in its county, one far away."""

    sender: Institution
    north: Institution
    south: Institution
    far: Institution


def places() -> Places:
    return Places(
        sender=institution("SENDER", "东海市中心医院", "370502", "general_hospital", 3),
        north=institution("NORTH", "河口镇卫生院", "370523101", "township_hospital"),
        south=institution("SOUTH", "清水镇卫生院", "370523102", "township_hospital"),
        far=institution("FAR", "远山县医院", "650102", "general_hospital", 2),
    )


def institution(
    code: str, name: str, area: str, category: str = "other", level: int = 0
) -> Institution:
    full, initials = spelling.of_name(name)
    return Institution.objects.create(
        code=code,
        name=name,
        name_pinyin=full,
        name_initials=initials,
        category=category,
        level=level,
        area_code=area,
        valid_from=SINCE,
    )


def programme(code: str = "deputies", title: str = "业务院长选派") -> Programme:
    return Programme.objects.create(
        code=code,
        title_zh=title,
        area_code="3705",
        starts_on=TERM[0],
        ends_before=TERM[1],
    )


def worker(name: str, home: Institution, *, rank: int = 2, number: str = "") -> Worker:
    full, initials = spelling.of_person(name)
    return Worker.objects.create(
        name=name,
        name_pinyin=full,
        name_initials=initials,
        staff_number=number or name,
        home=home,
        rank=rank,
        valid_from=SINCE,
    )


def need(host: Institution, within: Programme, **changed: object) -> Need:
    stated: dict[str, object] = {
        "department_name": "内科",
        "subject_codes": ["03"],
        "form": "resident",
        "starts_on": TERM[0],
        "ends_before": TERM[1],
    }
    return Need.objects.create(host=host, programme=within, **(stated | changed))


def user(name: str, role: str, *, area: str = "", at: str = "") -> User:
    account = User.objects.create(username=name, name=name)
    reach = "area" if area else "institution" if at else "own"
    Grant.objects.create(
        user=account,
        role=role,
        reach=reach,
        area_prefix=area,
        institution_code=at,
        starts_on=min(SINCE, timezone.localdate()),
    )
    return account
