"""An authority with two clerks, a host with two people, a programme with somebody on post."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.certificates import actions as certificates
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.publicity import actions
from bangfu.apps.publicity.models import PublicList, Story
from bangfu.apps.voice import actions as voice
from bangfu.apps.voice.tokens import token_of
from bangfu.core.evidence import Clean, checked

NOW = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
TODAY = NOW.date()
LATER = TODAY + timedelta(days=7)


@dataclass
class Board:
    """The notice board and everybody around it."""

    places: world.Places
    programme: Programme
    clerk: User
    second: User
    county: User
    office: User
    office_second: User

    def list(self, **changed: Any) -> PublicList:
        given: dict[str, Any] = {
            "programme": self.programme,
            "kind": "persons",
            "title": "拟选派人员名单公示",
            "words": "现将拟选派人员予以公示。",
            "office": "东海市卫生健康委员会",
            "telephone": "0546-8000000",
            "shown_until": LATER,
            "by": self.clerk,
            "on": TODAY,
            "at": NOW,
        }
        return actions.write_list(**(given | changed))

    def story(self, **changed: Any) -> Story:
        given: dict[str, Any] = {
            "institution": self.places.north,
            "title": "山路上的听诊器",
            "lead": "每周三，她走四十里山路到村里坐诊。",
            "words": "到河口镇的第一个月，她走遍了九个村。",
            "agreed": True,
            "by": self.office,
            "at": NOW,
        }
        return actions.write_story(**(given | changed))

    def signed_in(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client


def photo() -> Clean:
    sink = BytesIO()
    Image.new("RGB", (800, 600), "teal").save(sink, "JPEG")
    return checked(sink.getvalue(), "坐诊.jpg")


@pytest.fixture
def board(db: None) -> Board:
    places, programme = world.places(), world.programme()
    for place, role in ((places.north, "host"), (places.sender, "sender")):
        place.parties.create(programme=programme, role=role, starts_on=world.TERM[0])
    need = world.need(places.north, programme)
    who = world.worker("林晚舟", places.sender)
    who.id_number = "370502198001010011"
    who.save()
    Posting.objects.create(
        worker=who,
        need=need,
        programme=programme,
        home=places.sender,
        host=places.north,
        form="resident",
        department_name="内科",
        starts_on=TODAY - timedelta(days=30),
        ends_before=TODAY + timedelta(days=300),
        planned_ends_before=TODAY + timedelta(days=300),
    )
    return Board(
        places=places,
        programme=programme,
        clerk=world.user("clerk", "commission_clerk", area="3705"),
        second=world.user("second", "commission_clerk", area="3705"),
        county=world.user("county", "commission_clerk", area="3701"),
        office=world.user("office", "host_office", at="NORTH"),
        office_second=world.user("office2", "host_office", at="NORTH"),
    )


@pytest.fixture
def addresses(transactional_db: None, board: Board) -> list[str]:
    """Every public page, with something on those that hold releases."""
    listed, units = board.list(), board.list(kind="units", title="参加单位名单")
    told = board.story(files=[photo()], caption="坐诊")
    for row in (listed, units, told):
        actions.release(row=row, by=board.second, on=TODAY, at=NOW)
    certificates.open_roster(host=board.places.north, by=board.office, at=NOW)
    code = voice.make_code(institution=board.places.north, by=None, at=NOW)
    asked = voice.ask(code=code, kind="care", words="x", form_key="1", browser="1", at=NOW)
    return [
        "/public/",
        "/public/lists/",
        f"/public/lists/{listed.pk}/",
        f"/public/lists/{units.pk}/",
        "/public/stories/",
        f"/public/stories/{told.pk}/",
        "/experts/",
        f"/experts/{board.places.north.code}/",
        "/answered/",
        f"/ask/{token_of(code)}/",
        "/follow/",
        f"/follow/{asked.receipt}/",
        "/results/",
        "/verify/",
        "/sign-in/",
    ]
