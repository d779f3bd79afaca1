"""A county's spot checks: an office, two checkers, hosts with posted doctors, a draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.spotchecks import actions
from bangfu.apps.spotchecks.actions import Person
from bangfu.apps.spotchecks.models import Check, Draw, Finding, Subjects
from bangfu.apps.spotchecks.queries.listing import Scheme
from bangfu.core.duty.days import Half
from bangfu.core.spotchecks.finding_life import Side
from bangfu.core.spotchecks.presence import Found

NOW = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
TODAY = NOW.date()
BEFORE = NOW - timedelta(days=3)
VALUE_AT = NOW - timedelta(days=1)
SEED = bytes(range(32))
UNIT, CHECKER, OFFICE = Side.UNIT, Side.CHECKER, Side.AUTHORITY


@dataclass
class County:
    """The county, its programme and the accounts around it."""

    places: world.Places
    programme: Programme
    clerk: User
    deputy: User
    assessor: User
    second: User
    host: User
    sender: User
    postings: list[Posting]

    def scheme(self, **changed: Any) -> Scheme:
        given: dict[str, Any] = {
            "programme": self.programme,
            "within": self.clerk.scope_of("spotchecks.manage_check"),
            "area_code": "370523",
            "subjects": Subjects.HOSTS,
            "way": Draw.Way.VISIT,
            "strata_by": "none",
            "seats": 1,
            "as_of": BEFORE.date(),
            "held_on": TODAY,
        }
        return Scheme(**(given | changed))

    def committed(
        self, *, checkers: Sequence[User] = (), replaces: Draw | None = None, **changed: Any
    ) -> Draw:
        timing = {
            name: changed.pop(name) for name in ("at", "public_after", "seed") if name in changed
        }
        given: dict[str, Any] = {"at": BEFORE, "public_after": VALUE_AT, "seed": SEED}
        return actions.commit_draw(
            scheme=self.scheme(**changed),
            checkers=checkers or [self.assessor, self.second],
            title="一季度在岗抽查",
            public_event="某期公开摇号",
            by=self.clerk,
            replaces=replaces,
            **(given | timing),
        )

    def drawn(self, **changed: Any) -> Draw:
        draw = self.committed(**changed)
        return actions.reveal_draw(draw=draw, value="03 17 9", by=self.clerk, at=NOW)

    def check(self, **changed: Any) -> Check:
        """The first check of a draw, with somebody who is to carry it out."""
        return self.drawn(**changed).checks.in_full().order_by("pk")[0]

    def who(self, check: Check) -> User:
        return User.objects.get(spot_checks__check_to_do=check)

    def recorded(
        self, check: Check, found: Found = Found.ON_POST, *, reason: str = "", **more: Any
    ) -> Check:
        there = Posting.objects.filter(host=check.host).on(TODAY)
        concerned = [check.posting] if check.posting else there
        given: dict[str, Any] = {
            "people": {one.pk: Person(found, reason) for one in concerned if one},
            "on": TODAY,
            "half": Half.MORNING,
            "by": more.get("by") or self.who(check),
            "at": NOW,
        }
        return actions.record_check(check=check, **(given | more))

    def finding(self, check: Check | None = None, **more: Any) -> Finding:
        made = check or self.recorded(self.check(), Found.ABSENT)
        given: dict[str, Any] = {
            "kind": "absent",
            "title": "检查时无人在岗",
            "institution": made.host,
            "by": self.who(made),
            "on": TODAY,
            "at": NOW,
        }
        return actions.raise_finding(check=made, **(given | more))

    def replied(self, finding: Finding, **more: Any) -> Finding:
        given: dict[str, Any] = {
            "words": "当日外出未登记",
            "measures": "落实请假制度",
            "promised": TODAY + timedelta(7),
            "side": UNIT,
            "by": self.host,
            "on": TODAY,
            "at": NOW,
        }
        return actions.reply(finding=finding, **(given | more))

    def remedied(self, finding: Finding, **more: Any) -> Finding:
        given: dict[str, Any] = {
            "words": "已建立请假登记本",
            "side": UNIT,
            "by": self.host,
            "on": TODAY,
            "at": NOW,
        }
        return actions.report_remedy(finding=finding, **(given | more))

    def looked(self, finding: Finding, *, holds: bool = True, **more: Any) -> Finding:
        given: dict[str, Any] = {
            "words": "登记本齐全",
            "side": CHECKER,
            "by": self.assessor,
            "on": TODAY,
            "at": NOW,
        }
        return actions.look_again(finding=finding, holds=holds, **(given | more))

    def closed(self, finding: Finding | None = None) -> Finding:
        return self.looked(self.remedied(self.replied(finding or self.finding())))


def posted(
    host: Institution, programme: Programme, home: Institution, name: str, **more: Any
) -> Posting:
    """Somebody on post at a host since two months."""
    starts: date = TODAY - timedelta(60)
    return Posting.objects.create(
        **(
            {
                "need": world.need(host, programme),
                "programme": programme,
                "worker": world.worker(name, home),
                "home": home,
                "host": host,
                "form": "resident",
                "department_name": "内科",
                "starts_on": starts,
                "ends_before": TODAY + timedelta(120),
                "planned_ends_before": TODAY + timedelta(120),
                "arrived_on": starts,
            }
            | more
        )
    )


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


@pytest.fixture
def county(db: None) -> County:
    """Two hosts with a doctor each; an office of two, two checkers, accounts of units."""
    places, programme = world.places(), world.programme()
    parts = ((places.sender, "sender"), (places.north, "host"), (places.south, "host"))
    for institution, role in parts:
        Party.objects.create(
            programme=programme, institution=institution, role=role, starts_on=BEFORE.date()
        )
    return County(
        places=places,
        programme=programme,
        clerk=world.user("clerk", "commission_clerk", area="370523"),
        deputy=world.user("deputy", "commission_clerk", area="370523"),
        assessor=world.user("assessor", "assessor", area="370523"),
        second=world.user("second", "assessor", area="370523"),
        host=world.user("host", "host_office", at="NORTH"),
        sender=world.user("sender", "sender_office", at="SENDER"),
        postings=[
            posted(places.north, programme, places.sender, "林知远"),
            posted(places.south, programme, places.sender, "周明"),
        ],
    )
