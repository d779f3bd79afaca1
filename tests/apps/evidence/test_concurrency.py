"""Two at the same moment: one content, one attachment, one title."""

import pytest
from django.db import connection
from tests.apps.intake import world
from tests.apps.postings.test_concurrency import together

from bangfu.apps.accounts import saved_views
from bangfu.apps.accounts.models import User
from bangfu.apps.evidence import actions, folder
from bangfu.apps.evidence.models import Attachment, StoredFile
from bangfu.apps.journal.models import Entry
from bangfu.core.evidence import Clean

from .conftest import AT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]


@pytest.mark.parametrize("attempt", range(3))
class TestTogether:
    def test_one_content_is_stored_once(self, photo: Clean, attempt: int) -> None:
        ended = together(
            lambda: actions.store(clean=photo, by=None, at=AT) and None,
            lambda: actions.store(clean=photo, by=None, at=AT) and None,
        )

        assert ended == [None, None]
        assert StoredFile.objects.count() == 1
        assert folder.path_of(photo.digest).read_bytes() == photo.content

    def test_one_file_is_attached_once(self, photo: Clean, record: User, attempt: int) -> None:
        ended = together(
            lambda: actions.attach(file=photo, to=record, by=None, at=AT) and None,
            lambda: actions.attach(file=photo, to=record, by=None, at=AT) and None,
        )

        assert ended == [None, None]
        assert Attachment.objects.count() == 1
        assert Entry.objects.filter(verb="evidence.attached").count() == 1

    def test_one_title_is_saved_once(self, attempt: int) -> None:
        clerk = world.user("clerk", "commission_clerk", area="3705")

        def save(query: str) -> None:
            saved_views.save_view(page="posting_list", query=query, title="在岗", by=clerk)

        ended = together(lambda: save("state=serving"), lambda: save("state=closed"))

        assert sorted(ended, key=str) == sorted([None, saved_views.TitleTaken], key=str)
