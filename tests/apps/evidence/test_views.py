"""A file in the browser: shown or downloaded, never run, never kept for others."""

from urllib.parse import unquote

import pytest
from django.http import HttpResponseBase
from django.template import Context, Template
from django.test import RequestFactory
from tests.core.evidence import files

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence import actions, folder, queries, urls
from bangfu.apps.evidence.models import Attachment
from bangfu.apps.evidence.refusals import ContentGone
from bangfu.apps.evidence.views import stream
from bangfu.core.evidence import Clean, checked

from .conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def attachment(photo: Clean, uploader: User, record: User) -> Attachment:
    return actions.attach(file=photo, to=record, by=uploader, at=AT)


def got(attachment: Attachment, query: str = "", **headers: str) -> HttpResponseBase:
    return stream(RequestFactory().get(f"/x/?{query}", headers=headers), attachment)


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


class TestStream:
    def test_a_photo_is_shown_and_can_run_nothing(
        self, attachment: Attachment, photo: Clean
    ) -> None:
        answer = got(attachment)

        assert body(answer) == photo.content
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert unquote(answer.headers["Content-Disposition"]) == (
            "inline; filename*=utf-8''义诊现场.jpg"
        )

    def test_the_preview_is_the_small_picture(self, attachment: Attachment, photo: Clean) -> None:
        answer = got(attachment, "preview=1")

        assert body(answer) == photo.preview
        assert answer.headers["ETag"] != got(attachment).headers["ETag"]

    @pytest.mark.parametrize(
        ("content", "name", "media_type", "how"),
        [
            (files.pdf(), "协议.pdf", "application/pdf", "inline"),
            (files.docx(), "a.docx", "application/vnd.openxmlformats", "attachment"),
            (files.xlsx(), "a.xlsx", "application/vnd.openxmlformats", "attachment"),
            (b"a,<b>\n", "a.csv", "application/octet-stream", "attachment"),
        ],
    )
    def test_what_browsers_do_not_show_is_downloaded(
        self, record: User, content: bytes, name: str, media_type: str, how: str
    ) -> None:
        attachment = actions.attach(file=checked(content, name), to=record, by=None, at=AT)

        answer = got(attachment, "preview=1")

        assert body(answer) == content
        assert answer.headers["Content-Type"].startswith(media_type)
        assert answer.headers["Content-Disposition"].startswith(how)

    def test_unchanged_is_told_without_the_content(self, attachment: Attachment) -> None:
        answer = got(attachment, **{"If-None-Match": got(attachment).headers["ETag"]})

        assert answer.status_code == 304
        assert answer.headers["Cache-Control"] == "private, no-cache"

    def test_a_content_that_is_gone_is_said_in_words(
        self, attachment: Attachment, photo: Clean
    ) -> None:
        folder.path_of(photo.digest).unlink()

        with pytest.raises(ContentGone, match="从备份恢复"):
            got(attachment)

    def test_there_is_no_address_by_which_a_file_could_be_had(self) -> None:
        assert urls.urlpatterns == []


class TestList:
    def test_shows_pictures_with_words_and_names_of_all(
        self, attachment: Attachment, record: User, sheet: Clean
    ) -> None:
        actions.attach(file=sheet, to=record, by=None, at=AT, name='<b>"表".xlsx')
        template = Template('{% load bangfu %}{% evidence items "account" %}')

        drawn = template.render(Context({"items": queries.attachments_on(record)}))

        assert f'src="/accounts/{attachment.pk}/?preview=1" alt="JPG照片：义诊现场.jpg"' in drawn
        assert drawn.count("<img") == 1
        assert "&lt;b&gt;" in drawn
        assert "<b>" not in drawn

    def test_says_that_there_is_none(self) -> None:
        drawn = Template('{% load bangfu %}{% evidence items "account" %}').render(
            Context({"items": []})
        )

        assert "未上传佐证材料" in drawn
