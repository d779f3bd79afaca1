"""Written by one, released by another, withdrawn with a reason: actions and an office's pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from tests.apps.publicity.conftest import LATER, NOW, TODAY, Board, photo

from bangfu.apps.evidence.queries import attachments_on
from bangfu.apps.journal.models import Entry
from bangfu.apps.publicity import actions
from bangfu.apps.publicity.models import PublicList, Story

pytestmark = [pytest.mark.database, pytest.mark.django_db]


class TestLists:
    def test_hold_names_and_places_and_nothing_else_of_a_person(self, board: Board) -> None:
        row = board.list()

        assert row.rows == [
            {
                "name": "林晚舟",
                "title": "",
                "home": "东海市中心医院",
                "host": "河口镇卫生院",
                "post": "内科",
                "form": "resident",
                "starts_on": f"{TODAY - timedelta(days=30)}",
                "ends_before": f"{TODAY + timedelta(days=300)}",
            }
        ]

    def test_stay_as_they_were_written(self, board: Board) -> None:
        row = board.list()
        board.programme.postings.all().delete()

        row.refresh_from_db()

        assert len(row.rows) == 1

    def test_of_people_need_a_last_day(self, board: Board) -> None:
        with pytest.raises(actions.TermMissing):
            board.list(shown_until=None)
        with pytest.raises(actions.TermMissing):
            board.list(shown_until=TODAY - timedelta(days=1))
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicList.objects.filter(pk=board.list().pk).update(shown_until=None)

    def test_of_nobody_are_refused(self, board: Board) -> None:
        board.programme.postings.all().delete()

        with pytest.raises(actions.ListEmpty):
            board.list()

    def test_units_and_notices_need_no_last_day(self, board: Board) -> None:
        units = board.list(kind="units", shown_until=None)
        notice = board.list(kind="notice", shown_until=None)

        assert [row["name"] for row in units.rows] == ["河口镇卫生院", "东海市中心医院"]
        assert notice.rows == []

    def test_a_revised_one_is_read_anew_and_has_another_writer(self, board: Board) -> None:
        row = board.list()
        board.programme.postings.update(department_name="康复科")

        found = actions.revise_list(
            row=row,
            title="更正",
            office="东海市卫生健康委员会",
            shown_until=LATER,
            by=board.second,
            on=TODAY,
            at=NOW,
        )

        assert found.rows[0]["post"] == "康复科"
        with pytest.raises(actions.ReleasedAlone):
            actions.release(row=found, by=board.second, on=TODAY, at=NOW)


class TestRelease:
    @pytest.mark.parametrize("sort", ["list", "story"])
    def test_takes_another_person_and_one_entry(self, board: Board, sort: str) -> None:
        row: Any = getattr(board, sort)(by=board.clerk)
        before = Entry.objects.count()

        with pytest.raises(actions.ReleasedAlone):
            actions.release(row=row, by=board.clerk, on=TODAY, at=NOW)
        actions.release(row=row, by=board.second, on=TODAY, at=NOW)
        with pytest.raises(actions.NotReleasable):
            actions.release(row=row, by=board.second, on=TODAY, at=NOW)

        assert Entry.objects.count() == before + 1

    def test_the_database_keeps_the_second_person_too(self, board: Board) -> None:
        row = board.list()

        with pytest.raises(IntegrityError), transaction.atomic():
            PublicList.objects.filter(pk=row.pk).update(approved_by=board.clerk, approved_at=NOW)

    def test_of_a_story_takes_the_consent_of_those_it_shows(self, board: Board) -> None:
        row = board.story(agreed=False)

        with pytest.raises(actions.NotConsented):
            actions.release(row=row, by=board.clerk, on=TODAY, at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            Story.objects.filter(pk=row.pk).update(approved_by=board.clerk, approved_at=NOW)

    def test_numbers_of_persons_are_refused_before_anything_is_kept(self, board: Board) -> None:
        with pytest.raises(actions.PersonalInside, match="13800001111"):
            board.story(words="请联系13800001111")
        with pytest.raises(actions.PersonalInside):
            board.list(words="身份证370502198001010011")

    def test_what_is_over_is_not_released(self, board: Board) -> None:
        row = board.list(shown_until=TODAY)

        with pytest.raises(actions.TermMissing):
            actions.release(row=row, by=board.second, on=LATER, at=NOW)

    def test_withdrawing_takes_a_reason_and_happens_once(self, board: Board) -> None:
        row = board.list()

        with pytest.raises(actions.Unsaid):
            actions.withdraw(row=row, reason=" ", by=board.clerk, at=NOW)
        actions.withdraw(row=row, reason="名单有误", by=board.clerk, at=NOW)
        with pytest.raises(actions.NotReleasable):
            actions.withdraw(row=row, reason="再撤", by=board.clerk, at=NOW)
        with pytest.raises(actions.NotReleasable):
            actions.release(row=row, by=board.second, on=TODAY, at=NOW)


class TestStories:
    def test_a_new_photo_takes_the_place_of_the_old(self, board: Board) -> None:
        row = board.story(files=[photo()], caption="坐诊")
        first = attachments_on(row)[0].pk
        given = {"title": row.title, "lead": row.lead, "words": row.words, "caption": "出诊"}

        other = photo()
        actions.revise_story(row=row, by=board.office, at=NOW, **given)  # type: ignore[arg-type]
        kept = attachments_on(row)[0].pk
        actions.revise_story(row=row, by=board.office, at=NOW, files=[other], **given)  # type: ignore[arg-type]

        assert kept == first
        assert len(attachments_on(row)) == 1


class TestPages:
    def test_a_list_goes_from_the_draft_to_the_board_and_off_it(self, board: Board) -> None:
        writer, other = board.signed_in(board.clerk), board.signed_in(board.second)
        made = writer.post(
            "/publicity/lists/new/",
            {
                "kind": "persons",
                "programme": board.programme.code,
                "title": "拟选派人员名单公示",
                "office": "东海市卫生健康委员会",
                "shown_until": LATER,
            },
        )
        row = PublicList.objects.get()
        address = f"/publicity/lists/{row.pk}/"
        own = writer.get(address).content.decode()
        alone = writer.post(address + "release/", follow=True).content.decode()

        assert made.headers["Location"] == address
        assert "林晚舟" in own
        assert "须由另一人审核公开" in own
        assert "审核并公开" not in own
        assert "须由拟稿人以外的人审核" in alone
        other.post(address + "release/")
        assert "林晚舟" in other.get(f"/public/lists/{row.pk}/").content.decode()
        silent = other.post(address + "withdraw/", {"reason": ""})
        other.post(address + "withdraw/", {"reason": "名单有误"})
        assert silent.status_code == 422
        assert other.get(f"/public/lists/{row.pk}/").status_code == 410

    def test_a_refused_story_keeps_its_words_and_its_photo(self, board: Board) -> None:
        client = board.signed_in(board.office)
        upload = SimpleUploadedFile("坐诊.jpg", photo().content, "image/jpeg")

        answer = client.post(
            "/publicity/stories/new/",
            {
                "institution": "河口镇卫生院",
                "title": "山路上的听诊器",
                "lead": "每周三坐诊",
                "words": "请联系13800001111",
                "caption": "坐诊",
                "proofs": upload,
            },
        )

        page = answer.content.decode()
        assert answer.status_code == 422
        assert "请删去个人信息：手机号码“13800001111”" in page
        assert "每周三坐诊" in page
        assert "proofs_held" in page
        assert not Story.objects.exists()

    def test_a_photo_without_words_for_it_is_asked_for_them(self, board: Board) -> None:
        upload = SimpleUploadedFile("坐诊.jpg", photo().content, "image/jpeg")

        answer = board.signed_in(board.office).post(
            "/publicity/stories/new/",
            {"institution": "NORTH", "title": "题", "lead": "要", "words": "文", "proofs": upload},
        )

        assert "请写照片说明" in answer.content.decode()

    def test_others_see_nothing(self, board: Board) -> None:
        listed, told = board.list(), board.story()
        client = board.signed_in(board.county)

        for address in (f"/publicity/lists/{listed.pk}/", f"/publicity/stories/{told.pk}/"):
            assert client.get(address).status_code == 404
            assert client.post(address + "release/").status_code == 404
            assert client.post(address + "withdraw/", {"reason": "x"}).status_code == 404
        assert "拟选派" not in client.get("/publicity/").content.decode()

    def test_a_host_tells_stories_and_writes_no_lists(self, board: Board) -> None:
        client = board.signed_in(board.office)
        told = board.story()

        assert "山路上的听诊器" in client.get("/publicity/stories/").content.decode()
        assert client.get(f"/publicity/stories/{told.pk}/revise/").status_code == 200
        assert "拟名单或公告" not in client.get("/publicity/").content.decode()
        answer = client.post(
            "/publicity/lists/new/",
            {"kind": "units", "programme": board.programme.code, "title": "x", "office": "x"},
        )
        assert answer.status_code == 422

    def test_the_first_page_tells_the_second_person(self, board: Board) -> None:
        board.list()
        board.story()

        assert "1件名单或公告待审核公开" in board.signed_in(board.second).get("/").content.decode()
        page = board.signed_in(board.office_second).get("/").content.decode()
        assert "1篇典型事迹待审核公开" in page
        assert "待审核公开" not in board.signed_in(board.office).get("/").content.decode()

    @pytest.mark.parametrize(
        ("address", "queries"), [("/publicity/", 6), ("/publicity/stories/", 5)]
    )
    def test_a_list_asks_as_often_however_long(
        self, board: Board, address: str, queries: int, django_assert_num_queries: Any
    ) -> None:
        client = board.signed_in(board.clerk)
        for _round in range(2):
            for number in range(10):
                board.list(title=f"名单{number}")
                board.story(title=f"事迹{number}")
            client.get(address)
            with django_assert_num_queries(queries):
                client.get(address)
