"""An invented programme: three island hospitals each wait for a deputy head for two years."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from bangfu.apps.accounts.actions import give_grant
from bangfu.apps.accounts.models import User
from bangfu.apps.intake.actions import nominate, state_need
from bangfu.apps.intake.models import Need
from bangfu.apps.planning.facts import Period
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Area, Department, Institution, Worker, WorkerSpecialty

DEFINITION = """
code    = "island_deputies"
edition = 2025
title   = { zh = "海岛卫生院业务院长选派", en = "Deputy heads for island hospitals" }
area    = "3705"

[dispatch]
forms = ["leadership"]

[[dispatch.posts]]
code     = "deputy"
title    = { zh = "业务院长" }
form     = "leadership"
per_host = 1
stint    = { whole_term = true }

[[dispatch.rules]]
kind    = "tier_quota"
exactly = { tertiary = 2, secondary = 1 }

[[dispatch.rules]]
kind = "rank_floor"
rank = "intermediate"

[[dispatch.rules]]
kind     = "qualification"
requires = ["management_experience"]
"""
PERIOD = Period(date(2025, 9, 1), date(2027, 9, 1))
OPENED = date(2020, 1, 1)


@dataclass
class Islands:
    """The programme with its senders, hosts, needs and people, as rows."""

    programme: Programme
    clerk: User
    needs: list[Need] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)

    def add_worker(self, home: Institution, *, subject: str = "03", rank: int = 3) -> Worker:
        number = f"{len(self.workers) + 1:03}"
        department, _ = Department.objects.get_or_create(
            institution=home, name="内科", defaults={"staff": 9, "minimum_staff": 6}
        )
        worker = Worker.objects.create(
            name=f"海岛{number}",
            staff_number=number,
            home=home,
            department=department,
            rank=rank,
            valid_from=OPENED,
        )
        WorkerSpecialty.objects.create(worker=worker, subject_code=subject, is_primary=True)
        nominate(
            programme=self.programme,
            worker=worker,
            forms=["leadership"],
            available_from=PERIOD.starts_on,
            available_before=PERIOD.ends_before,
            consented=True,
            by=self.clerk,
        )
        self.workers.append(worker)
        return worker


def hospital(code: str, name: str, level: int) -> Institution:
    return Institution.objects.create(
        code=code,
        name=name,
        category="general_hospital",
        level=level,
        area_code="3705",
        valid_from=OPENED,
    )


@pytest.fixture
def clerk(db: None) -> User:
    clerk = User.objects.create(username="clerk", name="周经办")
    give_grant(user=clerk, role="commission_clerk", area_prefix="3705", by=None, on=OPENED)
    return clerk


@pytest.fixture
def islands(clerk: User) -> Islands:
    Area.objects.create(code="3705", name="海滨市", level=2, valid_from=OPENED)
    adopt_edition(text=DEFINITION, by=clerk, on=OPENED)
    world = Islands(Programme.objects.get(code="island_deputies"), clerk)
    tertiary, secondary = hospital("T", "市中心医院", 3), hospital("S", "县人民医院", 2)
    for name in ("东岛", "南岛", "北岛"):
        host = hospital(name, f"{name}卫生院", 1)
        need = state_need(
            programme=world.programme,
            host=host,
            department_name="内科",
            subject_codes=["03"],
            form="leadership",
            role_title="业务院长",
            rank_floor=3,
            starts_on=PERIOD.starts_on,
            ends_before=PERIOD.ends_before,
            by=clerk,
        )
        world.needs.append(need)
    for _ in range(3):
        world.add_worker(tertiary)
    world.add_worker(secondary)
    world.add_worker(secondary, rank=2)
    return world
