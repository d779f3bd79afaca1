"""A lobby behind one address: one noisy phone, a program that fills forms, everybody else."""

from datetime import timedelta

import msgspec
import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.voice.conftest import Hall
from tests.apps.voice.test_public import opened

from bangfu.apps.voice.models import PublicRequest
from bangfu.core.voice import settings

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LIMITS = settings.shipped().limits
LOBBY = "192.0.2.7"


def phone() -> Client:
    return Client(REMOTE_ADDR=LOBBY, HTTP_X_FORWARDED_FOR=LOBBY)


class TestLobby:
    def test_is_heard_whole_beside_one_that_never_stops(self, hall: Hall) -> None:
        noisy, taken = phone(), []
        for number in range(30):
            noisy.post(hall.address, {"seal": opened(noisy, hall), "kind": "care"})
            quiet = phone()
            sent = {"seal": opened(quiet, hall), "kind": "window", "words": f"第{number}位"}
            taken.append(quiet.post(hall.address, sent).status_code)

        assert taken == [302] * 30
        assert PublicRequest.objects.filter(kind="care").count() == LIMITS.browser_hour
        assert PublicRequest.objects.filter(kind="window").count() == 30

    def test_clearing_cookies_hides_a_noisy_phone_and_its_flood_is_set_apart(
        self, hall: Hall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few = msgspec.structs.replace(LIMITS, code_hour=5)
        changed = msgspec.structs.replace(settings.shipped(), limits=few)
        monkeypatch.setattr(settings, "shipped", lambda: changed)

        for number in range(8):
            hall.request(number)

        suspects = list(PublicRequest.objects.order_by("pk").values_list("suspect", flat=True))
        assert suspects == [""] * 5 + ["flood"] * 3


class TestPrograms:
    def test_a_field_that_people_do_not_see_sets_a_request_apart(self, hall: Hall) -> None:
        client = phone()

        page = client.get(hall.address).content.decode()
        client.post(
            hall.address,
            {"seal": opened(client, hall), "kind": "care", "website": "http://x.example"},
        )

        assert 'aria-hidden="true"><label>请留空' in page
        assert 'tabindex="-1"' in page
        assert PublicRequest.objects.get().suspect == "hidden_field"

    def test_a_form_sent_at_once_is_set_apart_and_one_that_was_read_is_not(
        self, hall: Hall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        quick, slow = phone(), phone()
        quick.post(hall.address, {"seal": opened(quick, hall), "kind": "care"})
        seal, now = opened(slow, hall), timezone.now()
        later = now + timedelta(seconds=LIMITS.fewest_seconds + 1)
        monkeypatch.setattr(timezone, "now", lambda: later)
        slow.post(hall.address, {"seal": seal, "kind": "nursing"})

        assert PublicRequest.objects.get(kind="care").suspect == "too_fast"
        assert PublicRequest.objects.get(kind="nursing").suspect == ""

    def test_what_is_set_apart_still_has_its_term_and_its_place_in_the_list(
        self, hall: Hall
    ) -> None:
        client = phone()
        client.post(
            hall.address, {"seal": opened(client, hall), "kind": "care", "words": "电梯坏了"}
        )

        found = PublicRequest.objects.get()
        listed = hall.signed_in(hall.office).get("/requests/?state=suspect").content.decode()

        assert found.due is not None
        assert "电梯坏了" in listed
        assert "疑似异常" in listed
