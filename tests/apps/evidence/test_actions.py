"""Storing once, attaching once, taking back with a reason, sweeping what nobody keeps."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence import actions, folder, queries
from bangfu.apps.evidence.models import Attachment, StoredFile
from bangfu.apps.evidence.refusals import NoReason, NotThere
from bangfu.apps.journal.models import Entry
from bangfu.core.evidence import Clean, checked

from .conftest import AT

pytestmark = pytest.mark.django_db


def contents(data: Path) -> Iterator[Path]:
    return (path for path in (data / "evidence").rglob("*") if path.is_file())


def aged(path: Path, days: float) -> None:
    then = datetime.now(UTC).timestamp() - days * 86400
    os.utime(path, (then, then))


class TestStore:
    def test_writes_content_and_preview_under_the_digest(
        self, photo: Clean, uploader: User, data: Path
    ) -> None:
        stored = actions.store(clean=photo, by=uploader, at=AT)

        held = data / "evidence" / photo.digest[:2] / photo.digest[2:4] / photo.digest
        assert sha256(held.read_bytes()).hexdigest() == stored.digest == photo.digest
        assert held.with_name(f"{photo.digest}.preview").read_bytes() == photo.preview
        assert (stored.kind, stored.size, stored.width) == ("jpeg", photo.size, 120)
        assert len(list(contents(data))) == 2

    def test_twice_gives_one_file_and_one_row(
        self, photo: Clean, uploader: User, data: Path
    ) -> None:
        once = actions.store(clean=photo, by=uploader, at=AT)
        again = actions.store(clean=checked(photo.content, "另一个名字.jpg"), by=None, at=AT)

        assert once == again
        assert len(list(contents(data))) == 2

    @given(st.lists(st.sampled_from([b"a,1\n", b"b,2\n", b"c,3\n"]), max_size=8))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
    def test_as_many_rows_as_files_as_contents(
        self, data: Path, db: None, given_contents: list[bytes]
    ) -> None:
        with transaction.atomic():
            for content in given_contents:
                actions.store(clean=checked(content, "表.csv"), by=None, at=AT)

            digests = {sha256(content).hexdigest() for content in given_contents}
            assert set(StoredFile.objects.values_list("digest", flat=True)) == digests
            assert digests <= {path.name for path in contents(data)}
            transaction.set_rollback(True)

    def test_a_write_that_fails_leaves_nothing_half(
        self, photo: Clean, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_handle: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)

        with pytest.raises(OSError, match="No space"):
            actions.store(clean=photo, by=None, at=AT)

        assert list(contents(data)) == []
        assert not StoredFile.objects.exists()

    def test_many_at_once_write_one_whole_file(self, photo: Clean, data: Path) -> None:
        def put() -> None:
            folder.put(photo.digest, photo.content)

        threads = [threading.Thread(target=put) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        (only,) = contents(data)
        assert only.read_bytes() == photo.content


class TestAttach:
    def test_tells_the_journal_once(self, photo: Clean, uploader: User, record: User) -> None:
        before = Entry.objects.count()

        attachment = actions.attach(
            file=photo, to=record, by=uploader, at=AT, area_code="3705", institution_code="HOST"
        )

        entry = Entry.objects.order_by("number").last()
        assert Entry.objects.count() == before + 1
        assert (entry.verb, entry.subject_id) == ("evidence.attached", str(record.pk))
        assert (entry.area_code, entry.institution_code) == ("3705", "HOST")
        assert entry.facts == {"files": "义诊现场.jpg", "digests": photo.digest[:16]}
        assert (attachment.name, attachment.attached_by) == ("义诊现场.jpg", uploader)

    def test_the_same_file_proves_a_record_once(
        self, photo: Clean, uploader: User, record: User
    ) -> None:
        first = actions.attach(file=photo, to=record, by=uploader, at=AT)
        entries = Entry.objects.count()

        assert actions.attach(file=photo, to=record, by=uploader, at=AT) == first
        assert Entry.objects.count() == entries

    def test_within_an_owners_action_no_entry_is_written(
        self, photo: Clean, sheet: Clean, uploader: User, record: User
    ) -> None:
        before = Entry.objects.count()

        attached = actions.add_to_record(files=[photo, sheet, photo], to=record, by=uploader, at=AT)

        assert Entry.objects.count() == before
        assert [a.name for a in queries.attachments_on(record)] == ["义诊现场.jpg", "签到表.xlsx"]
        assert len({each.pk for each in attached}) == 2
        assert actions.facts_of(attached[:2])["files"] == "义诊现场.jpg、签到表.xlsx"
        assert actions.facts_of([]) == {}


class TestDetach:
    def test_keeps_the_file_and_the_reason(
        self, photo: Clean, uploader: User, record: User
    ) -> None:
        attachment = actions.attach(file=photo, to=record, by=uploader, at=AT)

        actions.detach(attachment=attachment, of=record, reason="传错文件", by=uploader, at=AT)

        assert queries.attachments_on(record) == []
        held = Attachment.objects.get()
        assert (held.reason, held.detached_by, held.detached_at) == ("传错文件", uploader, AT)
        assert folder.path_of(photo.digest).exists()
        assert Entry.objects.order_by("number").last().facts["reason"] == "传错文件"

    def test_can_be_attached_again(self, photo: Clean, uploader: User, record: User) -> None:
        first = actions.attach(file=photo, to=record, by=uploader, at=AT)
        actions.detach(attachment=first, of=record, reason="传错", by=uploader, at=AT)

        again = actions.attach(file=photo, to=record, by=uploader, at=AT)

        assert again != first
        assert [each.pk for each in queries.attachments_on(record)] == [again.pk]

    def test_refuses(self, photo: Clean, uploader: User, record: User) -> None:
        attachment = actions.attach(file=photo, to=record, by=uploader, at=AT)

        with pytest.raises(NoReason):
            actions.detach(attachment=attachment, of=record, reason=" ", by=uploader, at=AT)
        with pytest.raises(NotThere):
            actions.detach(attachment=attachment, of=uploader, reason="x", by=uploader, at=AT)
        actions.detach(attachment=attachment, of=record, reason="x", by=uploader, at=AT)
        with pytest.raises(NotThere, match="已经撤下"):
            actions.detach(attachment=attachment, of=record, reason="x", by=uploader, at=AT)


class TestSweep:
    def test_takes_old_files_without_a_row_and_nothing_else(
        self, photo: Clean, sheet: Clean, data: Path
    ) -> None:
        actions.store(clean=photo, by=None, at=AT)
        with transaction.atomic():
            actions.store(clean=sheet, by=None, at=AT)
            transaction.set_rollback(True)  # as where the owner's action fails
        young = checked(b"a,b\n", "a.csv")
        folder.put(young.digest, young.content)
        half = folder.path_of(sheet.digest).with_name(".new-x")
        half.write_bytes(b"half")
        for path in contents(data):
            aged(path, 0.5 if path.name == young.digest else 2)

        swept = actions.sweep(now=datetime.now(UTC))

        assert swept == 2
        assert {path.name for path in contents(data)} == {
            photo.digest,
            f"{photo.digest}.preview",
            young.digest,
        }

    def test_spares_what_was_stored_again_meanwhile(self, sheet: Clean, data: Path) -> None:
        folder.put(sheet.digest, sheet.content)
        path = folder.path_of(sheet.digest)
        aged(path, 2)
        since = (datetime.now(UTC) - timedelta(days=1)).timestamp()
        assert [digest for digest, _ in folder.older_than(since)] == [sheet.digest]

        folder.put(sheet.digest, sheet.content)  # somebody stores it before the sweep is there

        assert folder.remove(path, untouched_since=since) is False
        assert path.read_bytes() == sheet.content

    def test_the_command_says_how_many(self, sheet: Clean, capsys: pytest.CaptureFixture) -> None:
        folder.put(sheet.digest, sheet.content)
        aged(folder.path_of(sheet.digest), 2)

        call_command("sweep_evidence")

        assert "清除1个" in capsys.readouterr().out

    def test_nothing_was_ever_stored(self) -> None:
        assert actions.sweep(now=AT) == 0


class TestCheck:
    def test_all_is_well(self, photo: Clean, capsys: pytest.CaptureFixture[str]) -> None:
        actions.store(clean=photo, by=None, at=AT)

        call_command("check_evidence")

        assert "佐证文件完整：共1个" in capsys.readouterr().out

    def test_names_what_is_missing_and_what_was_changed(
        self, photo: Clean, sheet: Clean, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for clean in (photo, sheet):
            actions.store(clean=clean, by=None, at=AT)
        folder.path_of(photo.digest).unlink()
        folder.path_of(sheet.digest).write_bytes(b"another")

        with pytest.raises(CommandError, match="2个文件不完整"):
            call_command("check_evidence")

        said = capsys.readouterr().out
        assert f"缺失：义诊现场.jpg（{photo.digest}）" in said
        assert f"内容已变：签到表.xlsx（{sheet.digest}）" in said

    def test_a_preview_that_is_gone_counts_too(self, photo: Clean) -> None:
        actions.store(clean=photo, by=None, at=AT)
        folder.path_of(photo.digest, preview=True).unlink()

        assert [is_missing for _, is_missing in queries.unsound()] == [True]
