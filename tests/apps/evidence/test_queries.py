"""What is attached, in one query; and the same upload elsewhere."""

import pytest
from tests.core.evidence import files

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence import actions, queries
from bangfu.apps.journal.models import Entry
from bangfu.core.evidence import Clean, checked

from .conftest import AT

pytestmark = pytest.mark.django_db


class TestAttachmentsOf:
    @pytest.mark.parametrize("count", [1, 30])
    def test_asks_once_for_a_page_of_records(
        self, uploader: User, photo: Clean, sheet: Clean, django_assert_num_queries, count: int
    ) -> None:
        records = [User.objects.create(username=f"r{n}", name="x") for n in range(count)]
        for record in records:
            actions.attach(file=photo, to=record, by=uploader, at=AT)
            actions.attach(file=sheet, to=record, by=uploader, at=AT)

        with django_assert_num_queries(1):
            found = queries.attachments_of(records)

        assert {key: [a.name for a in held] for key, held in found.items()} == {
            record.pk: ["义诊现场.jpg", "签到表.xlsx"] for record in records
        }
        first = found[records[0].pk][0]
        assert (first.is_photo, first.kind, first.width) == (True, "JPG照片", 120)
        assert first.said == "JPG照片：义诊现场.jpg"
        assert first.by == "受援单位经办人"

    def test_every_record_has_its_list(self, record: User, django_assert_num_queries) -> None:
        assert queries.attachments_of([record]) == {record.pk: []}
        with django_assert_num_queries(0):
            assert queries.attachments_of([]) == {}

    def test_a_record_of_another_model_with_the_same_key_has_none(
        self, uploader: User, record: User, photo: Clean
    ) -> None:
        actions.attach(file=photo, to=record, by=uploader, at=AT)
        entry = Entry.objects.get()
        entry.pk = record.pk

        assert queries.attachments_on(entry) == []
        assert not queries.files_on(entry).exists()
        with pytest.raises(ValueError, match="one model at a time"):
            queries.attachments_of([record, entry])


class TestUsedElsewhere:
    def test_finds_the_same_upload_of_another_record(
        self, uploader: User, record: User, photo: Clean, sheet: Clean
    ) -> None:
        actions.attach(file=photo, to=record, by=uploader, at=AT)
        other = User.objects.create(username="other", name="另一次义诊")

        found = queries.used_elsewhere([photo.digest, sheet.digest], than=other)

        assert found.keys() == {photo.digest}
        (use,) = found[photo.digest]
        assert (use.subject_type, use.subject_id, use.name) == (
            "accounts.user",
            record.pk,
            "义诊现场.jpg",
        )
        assert queries.used_elsewhere([photo.digest], than=record) == {}

    def test_finds_it_by_what_was_sent_before_cleaning(self, uploader: User, record: User) -> None:
        upload = files.photo(90, 60)
        actions.attach(file=checked(upload, "a.jpg"), to=record, by=uploader, at=AT)

        again = checked(upload, "b.jpg")

        assert again.upload_digest in queries.used_elsewhere([again.upload_digest])

    def test_what_was_taken_back_proves_nothing(
        self, uploader: User, record: User, photo: Clean
    ) -> None:
        attachment = actions.attach(file=photo, to=record, by=uploader, at=AT)
        actions.detach(attachment=attachment, of=record, reason="x", by=uploader, at=AT)

        assert queries.used_elsewhere([photo.digest]) == {}
