"""A county hospital with a code in its hall, a handler, a second pair of eyes, an authority."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.registry.models import Department
from bangfu.apps.voice import actions
from bangfu.apps.voice.actions import Asked
from bangfu.apps.voice.models import AskCode, PublicRequest
from bangfu.apps.voice.tokens import token_of
from bangfu.core.voice.request_life import Way

NOW = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
TODAY = NOW.date()


@dataclass
class Hall:
    """The hall and everybody around it."""

    places: world.Places
    office: User
    second: User
    south_office: User
    clerk: User
    ward: Department
    code: AskCode

    @property
    def address(self) -> str:
        return f"/ask/{token_of(self.code)}/"

    def asked(self, number: int = 1, **changed: Any) -> Asked:
        given: dict[str, Any] = {
            "code": self.code,
            "kind": "window",
            "words": "排队等候时间太长",
            "form_key": f"{number:032x}",
            "browser": f"{number:032x}",
            "at": NOW,
        }
        return actions.ask(**(given | changed))

    def request(self, number: int = 1, **changed: Any) -> PublicRequest:
        return self.asked(number, **changed).request

    def accepted(self, number: int = 1, **changed: Any) -> PublicRequest:
        given: dict[str, Any] = {"way": Way.AT_ONCE, "by": self.office, "on": TODAY, "at": NOW}
        return actions.accept(request=self.request(number), **(given | changed))

    def answered(self, number: int = 1, **asked: Any) -> PublicRequest:
        found = actions.accept(
            request=self.request(number, **asked),
            way=Way.AT_ONCE,
            by=self.office,
            on=TODAY,
            at=NOW,
        )
        return actions.answer(
            request=found,
            words="已增设两个窗口",
            cause="queue",
            by=self.office,
            on=TODAY,
            at=NOW,
        )

    def signed_in(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client


@pytest.fixture
def hall(db: None) -> Hall:
    places = world.places()
    ward = Department.objects.create(institution=places.north, name="内科")
    office = world.user("north", "host_office", at="NORTH")
    return Hall(
        places=places,
        office=office,
        second=world.user("north2", "host_office", at="NORTH"),
        south_office=world.user("south", "host_office", at="SOUTH"),
        clerk=world.user("clerk", "commission_clerk", area="3705"),
        ward=ward,
        code=actions.make_code(institution=places.north, place="门诊大厅", by=office, at=NOW),
    )


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
