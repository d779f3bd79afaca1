"""A district with its ledger: an office that supervises, two hospitals that bear tasks."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.models import Task
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_life import Outcome

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = timezone.localdate()
YEAR = TODAY.year
BEGAN = date(YEAR - 1, 1, 1)
DUE = TODAY + timedelta(60)
US, THEM = Side.RESPONSIBLE, Side.AUTHORITY

DEFINITION = f"""
code    = "district_review"
edition = {YEAR}
area    = "370523"
title   = {{ zh = "半年总结讲评", en = "Half-year review" }}

[term]
starts_on   = {BEGAN}
ends_before = {YEAR + 2}-01-01

[[parties.members]]
code         = "bureau"
role         = "authority"
title        = {{ zh = "县卫生健康局", en = "County bureau" }}

[[parties.members]]
code  = "units"
role  = "member"
title = {{ zh = "县属各单位", en = "Units of the county" }}

[[parties.members]]
code  = "branches"
role  = "branch"
title = {{ zh = "各党支部", en = "Branches" }}

[tasks]
checked  = "quarter"
problems = ["subjective_objective", "common_particular"]

[[tasks.items]]
code    = "rules"
title   = {{ zh = "建立一套规范的管理制度", en = "Establish rules" }}
project = {{ zh = "“四个一”建设", en = "Four things" }}
party   = "units"
each    = true
due     = {DUE}

[[tasks.items]]
code    = "reform"
title   = {{ zh = "推进医改重点工程", en = "Reform" }}
project = {{ zh = "重点工程", en = "Key projects" }}
party   = "units"
due     = {DUE}

[[tasks.items]]
code    = "planning"
title   = {{ zh = "加强行业管理", en = "Manage the trade" }}
project = {{ zh = "重点工程", en = "Key projects" }}
party   = "bureau"
due     = {DUE}

[[tasks.items]]
code    = "conduct"
title   = {{ zh = "加强行风建设", en = "Clean conduct" }}
party   = "units"
repeat  = "standing"

[[tasks.items]]
code    = "liaison"
title   = {{ zh = "局领导联系基层单位", en = "Leaders keep contact" }}
project = {{ zh = "联系报告", en = "Contact and report" }}
office  = {{ zh = "局领导班子", en = "leaders of the bureau" }}
repeat  = "quarterly"

[[tasks.items]]
code    = "badges"
title   = {{ zh = "党员亮牌上岗", en = "Badges" }}
party   = "branches"
each    = true
"""
FLAGGED = """
[appraisal]
subjects = ["unit"]
flag     = { title = { zh = "流动红旗", en = "Movable flag" }, per = "half_year" }

[[appraisal.levels]]
code  = "self"
title = { zh = "自评", en = "Self" }

[[appraisal.rounds]]
code        = "year_end"
title       = { zh = "年终", en = "Year end" }
kind        = "year_end"
repeats     = "year"
"""


def at(day: date = TODAY) -> datetime:
    return datetime.combine(day, time(9), tzinfo=SHANGHAI)


@dataclass
class Ledger:
    """A county, its programme, and the accounts around it."""

    places: world.Places
    bureau: Institution
    programme: Programme
    clerk: User
    deputy: User
    host: User

    def open(self, *, on: date = TODAY, **more: Any) -> list[Task]:
        return actions.open_ledger(
            programme=self.programme, by=self.clerk, on=on, at=at(on), **more
        )

    def task(self, key: str = "rules:NORTH") -> Task:
        return Task.objects.in_full().get(programme=self.programme, key=key)

    def added(self, title: str = "补齐急救设备", **more: Any) -> Task:
        given = {
            "programme": self.programme,
            "title": title,
            "institution": self.places.north,
            "by": self.clerk,
            "on": TODAY,
            "at": at(),
            "due": DUE,
        }
        return actions.open_task(**(given | more))

    def reported(self, task: Task, share: int, *, on: date = TODAY, **more: Any) -> None:
        given = {"done": "已起草", "by": self.host, "at": at(), "today": TODAY, "side": US}
        actions.report_progress(task=task, share=share, on=on, **(given | more))

    def asked(self, task: Task, *, on: date = TODAY, **more: Any) -> None:
        given = {"summary": "已建立制度12项", "document": "河卫〔2025〕3号", "by": self.host}
        actions.ask_acceptance(task=task, side=US, on=on, at=at(on), **(given | more))

    def accepted(self, task: Task, *, on: date = TODAY, **more: Any) -> Task:
        given = {"outcome": Outcome.DONE, "by": self.clerk}
        return actions.accept_task(task=task, side=THEM, on=on, at=at(on), **(given | more))

    def closed(self, task: Task, *, on: date = TODAY, **more: Any) -> Task:
        self.asked(task, on=on, **more)
        return self.accepted(task, on=on)


def adopted(text: str = DEFINITION) -> Programme:
    return adopt_edition(text=text, by=None, on=BEGAN).programme


def member(programme: Programme, institution: Institution, code: str = "units") -> None:
    Party.objects.create(
        programme=programme,
        institution=institution,
        role="authority" if code == "bureau" else "member",
        party_code=code,
        starts_on=BEGAN,
    )


@pytest.fixture
def ledger(db: None) -> Ledger:
    """Two hospitals and the bureau take part; nothing is opened yet."""
    places, programme = world.places(), adopted()
    bureau = world.institution("BUREAU", "海滨县卫生健康局", "370523", "commission")
    member(programme, bureau, "bureau")
    for place in (places.north, places.south):
        member(programme, place)
    return Ledger(
        places=places,
        bureau=bureau,
        programme=programme,
        clerk=world.user("clerk", "commission_clerk", area="370523"),
        deputy=world.user("deputy", "commission_clerk", area="370523"),
        host=world.user("host", "host_office", at="NORTH"),
    )


@pytest.fixture
def flagged(ledger: Ledger) -> Ledger:
    """The same with a movable flag."""
    text = DEFINITION.replace(f"edition = {YEAR}", f"edition = {YEAR + 1}") + FLAGGED
    adopt_edition(text=text, by=None, on=BEGAN)
    return ledger
