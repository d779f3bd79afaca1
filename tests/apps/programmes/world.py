"""A small invented county and a sixth programme that nobody wrote code for."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from bangfu.apps.accounts.models import Grant, User
from bangfu.apps.programmes import actions
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Area, Department, Institution

SINCE = date(2000, 1, 1)
TODAY = date(2026, 3, 1)

SIXTH = """
code    = "harbour_village_doctors"
edition = 2026
area    = "3705"
title   = { zh = "港湾区驻村医师", en = "Village doctors of the harbour district" }
issuer  = { zh = "港湾区卫生健康局", en = "Harbour Health Bureau" }
term    = { starts_on = 2026-03-01, ends_before = 2027-03-01 }

[[basis.documents]]
code   = "notice"
role   = "issued"
title  = { zh = "关于选派驻村医师的通知", en = "Notice on village doctors" }
number = "港卫发〔2026〕6号"
on     = 2026-02-10

[[parties.members]]
code    = "senders"
role    = "sender"
title   = { zh = "区级医院", en = "District hospitals" }
selects = { levels = ["secondary"], area = "3705" }
source  = "notice"

[[parties.members]]
code    = "hosts"
role    = "host"
title   = { zh = "沿海卫生院", en = "Coastal township hospitals" }
count   = 2
selects = { categories = ["township_hospital"], area = "3705" }
source  = "notice"

[[parties.leading_groups]]
title  = { zh = "驻村医师工作领导小组", en = "Leading group for village doctors" }
head   = { title = { zh = "区卫生健康局局长", en = "Head of the health bureau" } }
source = "notice"

[dispatch]
forms = ["village"]

[[dispatch.posts]]
code     = "village_doctor"
title    = { zh = "驻村医师", en = "Village doctor" }
form     = "village"
per_host = 3
count    = 6
senders  = ["senders"]
hosts    = ["hosts"]
source   = "notice"

[[dispatch.rules]]
kind       = "pairing"
one_to_one = true
source     = "notice"

[[dispatch.rules]]
kind     = "presence"
at_least = 4
unit     = "days"
per      = "week"
source   = "few_days"

[[targets]]
indicator = "people_posted"
at_least  = 6
unit      = "people"
party     = "hosts"
source    = "notice"

[[assumptions]]
code = "few_days"
what = { zh = "每周驻村不少于4天。", en = "At least four days a week in the village." }
why  = { zh = "通知未写天数。", en = "The notice gives no number of days." }
"""


@dataclass(frozen=True)
class Places:
    """Two senders, two hosts, and a hospital outside the area."""

    east: Institution
    west: Institution
    north: Institution
    south: Institution
    far: Institution


def places() -> Places:
    for code, name in (("37", "山东省"), ("3705", "东海市"), ("370523", "北港县")):
        Area.objects.create(
            code=code,
            name=name,
            level=len(code) // 2,
            parent_code=code[:-2],
            valid_from=SINCE,
        )
    return Places(
        east=institution("EAST", "城东医院", "370502", "general_hospital", 2),
        west=institution("WEST", "城西医院", "370503", "general_hospital", 2),
        north=institution("NORTH", "北港镇卫生院", "370523101", "township_hospital"),
        south=institution("SOUTH", "南港镇卫生院", "370523102", "township_hospital"),
        far=institution("FAR", "远山县医院", "650102", "general_hospital", 2),
    )


def institution(
    code: str, name: str, area: str, category: str = "other", level: int = 0
) -> Institution:
    return Institution.objects.create(
        code=code, name=name, category=category, level=level, area_code=area, valid_from=SINCE
    )


def department(of: Institution, name: str) -> Department:
    return Department.objects.create(institution=of, name=name)


def user(name: str, role: str, *, area: str = "", at: str = "") -> User:
    account = User.objects.create(username=name, name=name)
    Grant.objects.create(
        user=account,
        role=role,
        reach="area" if area else "institution" if at else "own",
        area_prefix=area,
        institution_code=at,
        starts_on=min(SINCE, timezone.localdate()),
    )
    return account


def programme(places: Places) -> Programme:
    """The sixth programme with its senders and hosts."""
    adopted = actions.adopt_edition(text=SIXTH, by=None, on=TODAY).programme
    for institution, role, code in (
        (places.east, "sender", "senders"),
        (places.west, "sender", "senders"),
        (places.north, "host", "hosts"),
        (places.south, "host", "hosts"),
    ):
        actions.add_party(
            programme=adopted,
            institution=institution,
            role=role,
            party_code=code,
            starts_on=TODAY,
            by=None,
        )
    return adopted
