"""What everybody reads: nothing before its release, nothing after its end, the same for all."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.publicity.conftest import LATER, NOW, TODAY, Board, photo

from bangfu.apps.certificates import actions as certificates
from bangfu.apps.publicity import actions
from bangfu.apps.voice import actions as voice
from bangfu.core.voice.request_life import Way
from bangfu.web.public_pages import KEPT_SECONDS

pytestmark = [pytest.mark.database, pytest.mark.django_db]

Told = tuple[str, list[str], Callable[[], object], Callable[[], object]]
"""A word, the pages that show it once released, releasing it, ending that."""


def a_list(board: Board) -> Told:
    row = board.list()
    return (
        "林晚舟",
        [f"/public/lists/{row.pk}/"],
        lambda: actions.release(row=row, by=board.second, on=TODAY, at=NOW),
        lambda: actions.withdraw(row=row, reason="有误", by=board.second, at=NOW),
    )


def the_title_of_a_list(board: Board) -> Told:
    row = board.list(title="某某名单公示")
    return (
        "某某名单公示",
        ["/public/", "/public/lists/", f"/public/lists/{row.pk}/"],
        lambda: actions.release(row=row, by=board.second, on=TODAY, at=NOW),
        lambda: actions.withdraw(row=row, reason="有误", by=board.second, at=NOW),
    )


def a_story(board: Board) -> Told:
    row = board.story()
    return (
        "山路上的听诊器",
        ["/public/", "/public/stories/", f"/public/stories/{row.pk}/"],
        lambda: actions.release(row=row, by=board.clerk, on=TODAY, at=NOW),
        lambda: actions.withdraw(row=row, reason="本人要求", by=board.clerk, at=NOW),
    )


def a_roster(board: Board) -> Told:
    host = board.places.north
    return (
        "河口镇卫生院",
        ["/public/", "/experts/", f"/experts/{host.code}/"],
        lambda: certificates.open_roster(host=host, by=board.office, at=NOW),
        lambda: certificates.close_roster(host=host, by=board.office),
    )


def an_answer(board: Board) -> Told:
    code = voice.make_code(institution=board.places.south, by=None, at=NOW)
    asked = voice.ask(code=code, kind="care", words="x", form_key="1", browser="1", at=NOW).request
    steps: dict[str, Any] = {"by": board.office, "on": TODAY, "at": NOW}
    taken = voice.accept(request=asked, way=Way.AT_ONCE, **steps)
    done = voice.answer(request=taken, words="已办", cause="queue", **steps)
    row = voice.draft_release(
        request=done, question="门诊何时开", answer="周三开诊", by=board.office, at=NOW
    )
    return (
        "周三开诊",
        ["/public/", "/answered/"],
        lambda: voice.approve_release(release=row, by=board.clerk, at=NOW),
        lambda: voice.withdraw_release(release=row, reason="有变", by=board.clerk, at=NOW),
    )


EVERYTHING = [a_list, the_title_of_a_list, a_story, a_roster, an_answer]


class TestNothingWithoutItsRelease:
    @pytest.mark.parametrize("make", EVERYTHING, ids=lambda make: make.__name__)
    def test_is_shown_from_its_release_to_its_withdrawal(
        self, board: Board, make: Callable[[Board], Told]
    ) -> None:
        word, addresses, release, withdraw = make(board)

        def shows() -> list[bool]:
            return [word in Client().get(one).content.decode() for one in addresses]

        assert not any(shows())
        release()
        assert all(shows())
        withdraw()
        assert not any(shows())

    def test_what_was_never_released_does_not_exist(self, board: Board) -> None:
        listed, told = board.list(), board.story(files=[photo()], caption="坐诊")
        pages = [f"/public/lists/{listed.pk}/", f"/public/stories/{told.pk}/"]
        pages.append(f"/public/stories/{told.pk}/photo/")

        before = [Client().get(one).status_code for one in pages]
        for row in (listed, told):
            actions.release(row=row, by=board.second, on=TODAY, at=NOW)
        between = [Client().get(one).status_code for one in pages]
        for row in (listed, told):
            actions.withdraw(row=row, reason="有误", by=board.second, at=NOW)
        after = [Client().get(one).status_code for one in pages]

        assert (before, between, after) == ([404] * 3, [200] * 3, [410, 410, 404])

    def test_a_list_of_people_leaves_by_itself(
        self, board: Board, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        row = board.list(shown_until=LATER)
        actions.release(row=row, by=board.second, on=TODAY, at=NOW)

        def status_on(day: date) -> int:
            monkeypatch.setattr(timezone, "localdate", lambda *_args: day)
            return Client().get(f"/public/lists/{row.pk}/").status_code

        assert [status_on(LATER), status_on(LATER + timedelta(days=1))] == [200, 410]

    def test_holds_no_number_of_a_person(self, board: Board) -> None:
        row = board.list()
        actions.release(row=row, by=board.second, on=TODAY, at=NOW)

        page = Client().get(f"/public/lists/{row.pk}/").content.decode()

        assert "林晚舟" in page
        assert "370502198001010011" not in page
        assert "1980" not in page


class TestCopies:
    @pytest.fixture
    def pages(self, board: Board) -> list[str]:
        listed, told = board.list(), board.story(files=[photo()], caption="坐诊")
        for row in (listed, told):
            actions.release(row=row, by=board.second, on=TODAY, at=NOW)
        certificates.open_roster(host=board.places.north, by=board.office, at=NOW)
        return [
            "/public/",
            "/public/lists/",
            f"/public/lists/{listed.pk}/",
            "/public/stories/",
            f"/public/stories/{told.pk}/",
            "/experts/",
            f"/experts/{board.places.north.code}/",
            "/answered/",
        ]

    def test_may_be_kept_for_five_minutes_and_are_told_apart(
        self, board: Board, pages: list[str]
    ) -> None:
        assert KEPT_SECONDS == 300
        for address in pages:
            first = Client().get(address)
            again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})

            assert first.headers["Cache-Control"] == "public, max-age=300", address
            assert first.headers["Vary"] == "Accept-Language", address
            assert not first.cookies, address
            assert (again.status_code, again.content) == (304, b""), address
            assert again.headers["Cache-Control"] == "public, max-age=300", address

    def test_are_the_same_for_somebody_who_is_signed_in(
        self, board: Board, pages: list[str]
    ) -> None:
        office = board.signed_in(board.office)
        office.cookies["django_language"] = "en"

        for address in pages:
            assert office.get(address).content == Client().get(address).content, address

    def test_speak_english_where_asked_in_every_word(self, board: Board, pages: list[str]) -> None:
        for address in pages:
            asked = Client().get(address + "?language=en").content.decode()
            accepted = Client(headers={"Accept-Language": "en-GB,en;q=0.9"}).get(address)

            assert '<html lang="en">' in asked
            assert '<html lang="en">' in accepted.content.decode()
            assert "?language=en" in asked

    def test_weigh_little_and_run_nothing(self, board: Board, pages: list[str]) -> None:
        from pathlib import Path

        from django.contrib.staticfiles import finders

        sheet = Path(finders.find("css/public.css") or "").stat().st_size
        for address in pages:
            page = Client().get(address).content
            assert b"<script" not in page
            assert len(page) + sheet < 50 * 1024, address

    def test_names_of_persons_are_kept_from_search_engines(
        self, board: Board, pages: list[str]
    ) -> None:
        marked = [one for one in pages if "X-Robots-Tag" in Client().get(one).headers]

        assert marked == [pages[2], f"/experts/{board.places.north.code}/"]

    def test_ask_as_often_however_much_there_is(
        self, board: Board, pages: list[str], django_assert_num_queries: Any
    ) -> None:
        for number in range(12):
            row = board.story(title=f"事迹{number}", files=[photo()], caption="坐诊")
            actions.release(row=row, by=board.second, on=TODAY, at=NOW)

        with django_assert_num_queries(5):
            Client().get("/public/")
        with django_assert_num_queries(3):
            Client().get("/public/stories/")
