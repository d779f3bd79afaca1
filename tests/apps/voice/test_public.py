"""What somebody with a phone and no account sees, sends and reads back."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.apps.voice.conftest import NOW, TODAY, Hall

from bangfu.apps.evidence.queries import attachments_of
from bangfu.apps.voice import actions
from bangfu.apps.voice.models import PublicRequest
from bangfu.core.voice.request_life import Way

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def seal_in(page: str) -> str:
    found = re.search(r'name="seal" value="([^"]+)"', page)
    assert found
    return found[1]


def opened(client: Client, hall: Hall) -> str:
    answer = client.get(hall.address)
    assert answer.status_code == 200
    return seal_in(answer.content.decode())


def photo_with_a_place() -> SimpleUploadedFile:
    image, exif, sink = Image.new("RGB", (60, 40), "red"), Image.Exif(), BytesIO()
    exif[0x010F] = "ACME CAMERA"
    image.save(sink, "JPEG", exif=exif)
    return SimpleUploadedFile("photo.jpg", sink.getvalue(), "image/jpeg")


class TestAsking:
    def test_a_tick_is_enough_and_gives_a_receipt(self, hall: Hall) -> None:
        client = Client(enforce_csrf_checks=True)
        seal = opened(client, hall)

        answer = client.post(hall.address, {"seal": seal, "kind": "window"}, follow=True)

        assert answer.status_code == 200
        assert re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", answer.content.decode())
        kept = PublicRequest.objects.get()
        assert (kept.words, kept.name, kept.institution) == ("", "", hall.places.north)

    def test_the_same_form_twice_is_one_request_with_one_receipt(self, hall: Hall) -> None:
        client = Client()
        seal = opened(client, hall)

        first = client.post(hall.address, {"seal": seal, "kind": "window"})
        second = client.post(hall.address, {"seal": seal, "kind": "window"})

        assert first.headers["Location"] == second.headers["Location"]
        assert PublicRequest.objects.count() == 1

    def test_nothing_ticked_keeps_what_was_typed(self, hall: Hall) -> None:
        client = Client()
        typed = "等了两个小时 😀 <script>alert(1)</script>"

        answer = client.post(hall.address, {"seal": opened(client, hall), "words": typed})

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "请先勾选一个类别" in page
        assert "等了两个小时 😀 &lt;script&gt;" in page
        assert "<script>alert" not in page

    def test_ten_thousand_characters_come_back_whole(self, hall: Hall) -> None:
        client = Client()

        answer = client.post(
            hall.address, {"seal": opened(client, hall), "kind": "care", "words": "长" * 10_000}
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "内容有10000字" in page
        assert "长" * 10_000 in page

    def test_a_video_is_refused_by_name_and_the_rest_kept(self, hall: Hall) -> None:
        client = Client()
        film = SimpleUploadedFile("现场.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 200, "video/mp4")

        answer = client.post(
            hall.address,
            {"seal": opened(client, hall), "kind": "care", "words": "请看", "proofs": film},
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "现场.mp4" in page
        assert "请看" in page

    def test_a_photo_loses_its_camera(self, hall: Hall) -> None:
        client = Client()

        client.post(
            hall.address,
            {"seal": opened(client, hall), "kind": "care", "proofs": photo_with_a_place()},
        )

        kept = PublicRequest.objects.get()
        files = attachments_of([kept])[kept.pk]
        viewer = hall.signed_in(hall.office)
        shown = viewer.get(f"/requests/{kept.pk}/files/{files[0].pk}/")
        content = b"".join(shown.streaming_content)  # type: ignore[attr-defined]
        assert content.startswith(b"\xff\xd8")
        assert b"ACME" not in content

    def test_a_strange_seal_asks_again_and_loses_nothing(self, hall: Hall) -> None:
        answer = Client().post(hall.address, {"seal": "x:y:z", "kind": "care", "words": "还在"})

        assert answer.status_code == 422
        assert "还在" in answer.content.decode()
        assert not PublicRequest.objects.exists()

    def test_codes_that_lead_nowhere_say_so(self, hall: Hall) -> None:
        unknown = Client().get("/ask/AAAAAAAAAAAAAAAAAAAAAA/")
        actions.revoke_code(code=hall.code, reason="海报被涂改", by=hall.office, at=NOW)

        ended = Client().get(hall.address)

        assert (unknown.status_code, ended.status_code) == (404, 410)
        assert "服务台" in unknown.content.decode()
        assert "服务台" in ended.content.decode()

    def test_a_replaced_code_gives_way_to_the_new_one(self, hall: Hall) -> None:
        fresh = actions.replace_code(code=hall.code, reason="遗失", by=hall.office, at=NOW)

        old = Client().get(hall.address)
        hall.code = fresh

        assert (old.status_code, Client().get(hall.address).status_code) == (410, 200)

    def test_a_noisy_phone_is_told_kindly_and_others_still_ask(self, hall: Hall) -> None:
        noisy, other = Client(), Client()
        for _turn in range(3):
            noisy.post(hall.address, {"seal": opened(noisy, hall), "kind": "care"})

        refused = noisy.post(hall.address, {"seal": opened(noisy, hall), "kind": "care"})
        taken = other.post(hall.address, {"seal": opened(other, hall), "kind": "care"})

        assert refused.status_code == 429
        assert "我们都收到了" in refused.content.decode()
        assert taken.status_code == 302
        assert PublicRequest.objects.count() == 4

    def test_what_a_program_fills_is_taken_and_looked_at_apart(self, hall: Hall) -> None:
        assert hall.request(1, hidden="http").suspect == "hidden_field"
        assert hall.request(2, seconds=0.4).suspect == "too_fast"
        assert hall.request(3).suspect == ""

    def test_the_page_is_small(self, hall: Hall) -> None:
        """Uncompressed: the page and its one style sheet."""
        page = Client().get(hall.address)
        sheets = re.findall(r'href="/static/(css/[^"]+)"', page.content.decode())
        assert sheets
        sizes = [Path(finders.find(one) or "").stat().st_size for one in sheets]

        assert b"<script" not in page.content
        assert b"<img" not in page.content
        assert len(page.content) + sum(sizes) < 50 * 1024


class TestFollowing:
    def test_the_asker_reads_the_answer_and_closes_it(self, hall: Hall) -> None:
        asked = hall.asked()
        found = actions.accept(
            request=asked.request,
            way=Way.AT_ONCE,
            by=hall.office,
            on=TODAY,
            at=NOW,
        )
        actions.answer(
            request=found, words="已增设窗口", cause="queue", by=hall.office, on=TODAY, at=NOW
        )
        client, address = Client(), f"/follow/{asked.receipt}/"

        assert "已增设窗口" in client.get(address).content.decode()
        client.post(address, {"solved": "yes", "satisfied": "yes", "rate": ""})

        found.refresh_from_db()
        assert (found.state, found.solved, found.satisfied) == ("closed", True, True)

    def test_it_is_asked_again_once(self, hall: Hall) -> None:
        receipt = hall.asked().receipt
        hall.answered()
        client, address = Client(), f"/follow/{receipt}/"

        again = client.post(address, {"words": "还是排队", "again": ""})
        found = PublicRequest.objects.get()

        assert again.status_code == 302
        assert (found.state, found.reopened) == ("new", True)
        assert client.post(address, {"words": "又来", "again": ""}).status_code == 422

    def test_mistyped_and_unknown_receipts_show_nothing(self, hall: Hall) -> None:
        hall.request()

        mistyped = Client().get("/follow/", {"receipt": "12345"})
        unknown = Client().get("/follow/0000-0000-0000-0000/")

        assert (mistyped.status_code, unknown.status_code) == (422, 404)
        assert "排队" not in unknown.content.decode()

    def test_what_offices_say_to_each_other_stays_with_them(self, hall: Hall) -> None:
        asked = hall.asked()
        actions.pass_on(
            request=asked.request,
            institution=hall.places.south,
            words="内部说明",
            by=hall.office,
            on=TODAY,
            at=NOW,
        )

        assert "内部说明" not in Client().get(f"/follow/{asked.receipt}/").content.decode()

    def test_speaks_english_where_asked(self, hall: Hall) -> None:
        page = Client().get(hall.address + "?language=en").content.decode()

        assert '<html lang="en">' in page
        assert "Nursing" in page


class TestAnswered:
    def test_shows_what_another_person_approved_and_may_be_kept(self, hall: Hall) -> None:
        found = hall.answered()
        row = actions.draft_release(
            request=found, question="排队时间长", answer="已增设窗口", by=hall.office, at=NOW
        )
        before = Client().get("/answered/").content.decode()
        actions.approve_release(release=row, by=hall.second, at=NOW)

        after = Client().get("/answered/")

        assert "已增设窗口" not in before
        assert "已增设窗口" in after.content.decode()
        assert "public" in after.headers["Cache-Control"]
        assert "Set-Cookie" not in after.headers
        assert not after.cookies

    def test_a_withdrawn_answer_is_gone(self, hall: Hall) -> None:
        row = actions.draft_release(
            request=hall.answered(), question="问", answer="答复甲", by=hall.office, at=NOW
        )
        actions.approve_release(release=row, by=hall.second, at=NOW)
        actions.withdraw_release(release=row, reason="有误", by=hall.second, at=NOW + timedelta(1))

        assert "答复甲" not in Client().get("/answered/").content.decode()
