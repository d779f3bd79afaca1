"""A county that appraises two hosts: self-rating, a commission's rating, and somebody to decide."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Edition, Mark, Round, Scheme, Subject
from bangfu.apps.appraisal.queries.candidates import candidates
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Party, Programme
from bangfu.core.appraisal import Kind, Measured
from bangfu.core.programmes.vocabulary_review import RoundKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = timezone.localdate()
YEAR = TODAY.year
BEGAN, ENDS = date(YEAR, 1, 1), date(YEAR + 1, 1, 1)

PROGRAMME = f"""
code    = "county_support"
edition = {YEAR}
area    = "370523"
title   = {{ zh = "县域帮扶", en = "County support" }}

[term]
starts_on   = {BEGAN}
ends_before = {ENDS}

[[parties.members]]
code  = "hosts"
role  = "host"
title = {{ zh = "受援单位", en = "Hosts" }}
"""

TABLE = f"""
code    = "county_hosts"
edition = {YEAR}
title   = {{ zh = "受援单位年度考核表", en = "Yearly table of hosts" }}
kind    = "host"

[total]
base = 100

[[blocks]]
code  = "duty"
title = {{ zh = "在岗", en = "Duty" }}
base  = 60

[[blocks]]
code  = "care"
title = {{ zh = "保障", en = "Care" }}
base  = 40

[[items]]
code   = "presence"
title  = {{ zh = "在岗率", en = "Presence" }}
block  = "duty"
points = 60
rule   = {{ kind = "ratio_to_target", input = "on_post_rate", target = 1 }}

[[items]]
code   = "lodging"
title  = {{ zh = "食宿保障", en = "Lodging" }}
block  = "care"
points = 40
rule   = {{ kind = "judgement" }}

[[vetoes]]
fact  = "false_attendance"
title = {{ zh = "考勤弄虚作假", en = "False attendance" }}
sets  = "failed"

[[grades]]
code       = "good"
title      = {{ zh = "合格", en = "Passed" }}
from_score = 60

[[grades]]
code       = "failed"
title      = {{ zh = "不合格", en = "Failed" }}
from_score = 0

[[levels]]
code  = "self"
title = {{ zh = "自评", en = "Self-rating" }}

[[levels]]
code  = "county"
title = {{ zh = "县级评定", en = "County" }}
"""


def at(day: date = TODAY) -> datetime:
    return datetime.combine(day, time(9), tzinfo=SHANGHAI)


def frozen(text: str = TABLE, *, code: str = "county_hosts", kind: str = "host") -> Edition:
    from hashlib import sha256

    scheme = Scheme.objects.create(code=code, title_zh="受援单位年度考核表", kind=kind)
    return Edition.objects.create(
        scheme=scheme,
        number=YEAR,
        text=text,
        state=Edition.State.FROZEN,
        changed_at=at(),
        frozen_at=at(),
        digest=sha256(text.encode()).hexdigest(),
    )


@dataclass
class Appraisal:
    """A round of two hosts and the people around it."""

    places: world.Places
    programme: Programme
    edition: Edition
    round: Round
    clerk: User
    assessor: User
    second: User
    third: User
    north: User

    def subject(self, key: str = "north") -> Subject:
        place = getattr(self.places, key)
        return Subject.objects.get(round=self.round, institution=place)

    def give(self, points: object, *, by: User, to: str = "north", **more: Any) -> Mark:
        given = {"item": "lodging", "reason": "食堂未开放"} | more
        return actions.give_points(
            subject=self.subject(to), points=Decimal(str(points)), by=by, at=at(), **given
        )

    def close(self, level: str, *, by: User, of: str = "north") -> None:
        actions.close_level(subject=self.subject(of), level=level, by=by, at=at())

    def close_all(self, keys: Iterable[str] = ("north", "south")) -> None:
        """Both sheets filled in and closed at both levels."""
        for key, host in zip(keys, (self.north, self.south()), strict=False):
            self.give(40, by=host, to=key, reason="")
            self.close("self", by=host, of=key)
            self.close("county", by=self.assessor, of=key)

    def south(self) -> User:
        found = User.objects.filter(username="south").first()
        return found or world.user("south", "host_office", at="SOUTH")

    def announced(self, *, days: int = 5) -> Round:
        self.close_all()
        actions.decide_round(round=self.round, by=self.clerk, at=at())
        return actions.announce_round(
            round=self.round, until=TODAY + timedelta(days), by=self.clerk, on=TODAY
        )


@pytest.fixture
def appraisal(db: None) -> Appraisal:
    """Two hosts are appraised; the north was on post 9 of 10 half-days, the south all."""
    places = world.places()
    programme = adopt_edition(text=PROGRAMME, by=None, on=BEGAN).programme
    for place in (places.north, places.south):
        Party.objects.create(
            programme=programme, institution=place, role="host", party_code="hosts", starts_on=BEGAN
        )
    edition = frozen()
    clerk = world.user("clerk", "commission_clerk", area="370523")
    held = actions.open_round(
        programme=programme,
        edition=edition,
        title="年度考核",
        kind=RoundKind.YEAR_END,
        starts_on=BEGAN,
        ends_before=ENDS,
        subjects=candidates(programme, Kind.HOST, starts_on=BEGAN, ends_before=ENDS),
        by=clerk,
        at=at(),
    )
    world_of = Appraisal(
        places=places,
        programme=programme,
        edition=edition,
        round=held,
        clerk=clerk,
        assessor=world.user("assessor", "assessor", area="3705"),
        second=world.user("second", "assessor", area="3705"),
        third=world.user("third", "assessor", area="3705"),
        north=world.user("north", "host_office", at="NORTH"),
    )
    rates = {"north": 9, "south": 10}
    actions.take_figures(
        round=held,
        figures={
            world_of.subject(key).pk: {
                "on_post_rate": Measured(
                    numerator=Decimal(served), denominator=Decimal(10), sources=("duty:1",)
                )
            }
            for key, served in rates.items()
        },
        by=clerk,
        at=at(),
    )
    return world_of
