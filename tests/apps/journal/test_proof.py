"""Whoever changes the journal in the database is found, even where all digests are made anew."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import anchors
from bangfu.apps.journal.actions import Event, record_many
from bangfu.apps.journal.chain import GENESIS, digest_of
from bangfu.apps.journal.models import ChainHead, Entry
from bangfu.apps.journal.proof import proven

pytestmark = pytest.mark.django_db
BEGAN = datetime(2025, 3, 17, 1, 0, tzinfo=UTC)
ENTRIES, EVERY = 12, 4
TAMPERINGS = ("changed", "removed", "inserted", "truncated", "put back")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, settings) -> Path:
    path = tmp_path / "elsewhere" / "anchors.log"
    settings.JOURNAL_ANCHORS = [str(path)]
    return path


def write(count: int, *, at: datetime = BEGAN) -> None:
    """So many entries, and an anchor after them."""
    clerk, _ = User.objects.get_or_create(username="clerk")
    with transaction.atomic():
        record_many(actor=clerk, events=[Event("account.opened", clerk) for _ in range(count)])
    anchors.anchor_now(at=at)


def chain_anew() -> None:
    """What an intruder does who knows how digests are made: number, link and digest all."""
    entries = list(Entry.objects.order_by("number"))
    Entry.objects.all().delete()
    previous = GENESIS
    for number, entry in enumerate(entries, start=1):
        entry.number, entry.previous = number, previous
        entry.digest = previous = digest_of(entry)
    Entry.objects.bulk_create(entries)
    ChainHead.objects.update(number=len(entries), digest=previous)


def tamper(kind: str, at: int) -> None:
    """One entry is dealt with, or all from it on."""
    if kind == "changed":
        Entry.objects.filter(number=at).update(actor="别人")
    elif kind == "removed":
        Entry.objects.filter(number=at).delete()
    elif kind == "inserted":
        forged = Entry.objects.get(number=at)
        for entry in Entry.objects.filter(number__gte=at).order_by("-number"):
            Entry.objects.filter(number=entry.number).update(number=entry.number + 1)
        forged.actor = "别人"
        forged.save(force_insert=True)
    else:
        Entry.objects.filter(number__gte=at).delete()
        if kind == "put back":
            last = Entry.objects.order_by("-number").first()
            digest = last.digest if last else GENESIS
            ChainHead.objects.update(number=at - 1, digest=digest)


@pytest.fixture
def journal() -> None:
    for hour in range(ENTRIES // EVERY):
        write(EVERY, at=BEGAN + timedelta(hours=hour))


class TestProven:
    def test_a_journal_nobody_touched_holds(self, journal: None) -> None:
        proof = proven()

        assert proof.breaks == ()
        assert (proof.entries, proof.anchors) == (ENTRIES, ENTRIES // EVERY)
        assert proof.anchored_at == BEGAN + timedelta(hours=2)

    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(kind=st.sampled_from(TAMPERINGS), at=st.integers(1, ENTRIES), is_careful=st.booleans())
    def test_names_the_place_of_any_tampering(
        self, journal: None, kind: str, at: int, is_careful: bool
    ) -> None:
        with transaction.atomic():
            tamper(kind, at)
            if is_careful:
                chain_anew()

            found = proven().breaks

            transaction.set_rollback(True)
        # The careful one is caught by the first anchor at or behind the place.
        assert found
        first = min(each.number for each in found)
        assert first <= at < first + EVERY

    def test_tells_a_database_put_back_from_one_rewritten(self, journal: None) -> None:
        tamper("put back", 6)

        (found,) = proven().breaks

        assert found.number == 5
        assert "记有8条，现只有5条" in found.zh
        assert "数据库被退回到以前" in found.zh
        assert "2025-03-17 10:00" in found.zh

    def test_finds_a_line_of_the_anchors_altered_removed_or_put_in(
        self, journal: None, file: Path
    ) -> None:
        lines = file.read_text().splitlines(keepends=True)
        for damaged in (
            [lines[0], lines[1].replace("anchored 8", "anchored 7"), lines[2]],
            [lines[0], lines[2]],
            [lines[0], lines[0], *lines[1:]],
            [lines[0], lines[1][:40]],
        ):
            file.write_text("".join(damaged))

            (found,) = proven().breaks

            assert f"{file}第2行" in found.zh

    def test_a_restore_gives_up_what_came_after_the_backup_and_says_so(self, journal: None) -> None:
        kept = Entry.objects.get(number=6)
        tamper("put back", 7)
        anchors.anchor_restore(number=6, digest=kept.digest, at=BEGAN + timedelta(hours=3))
        write(2, at=BEGAN + timedelta(hours=4))

        proof = proven()

        assert proof.breaks == ()
        assert "从备份恢复到第6条" in proof.notes[0][0]

    def test_a_restore_gives_up_nothing_before_the_backup(self, journal: None) -> None:
        tamper("changed", 2)
        chain_anew()
        digest = Entry.objects.get(number=12).digest
        anchors.anchor_restore(number=12, digest=digest, at=BEGAN + timedelta(hours=3))

        (found,) = proven().breaks

        assert found.number == 1

    def test_every_file_is_held_against_the_chain(
        self, journal: None, file: Path, settings, tmp_path: Path
    ) -> None:
        settings.JOURNAL_ANCHORS = [str(tmp_path / "new.log"), str(file)]
        tamper("put back", 6)

        assert len(proven().breaks) == 1


class TestAnchorIfDue:
    def test_writes_at_least_hourly_and_soon_after_a_change(self) -> None:
        write(1)
        looks = []
        for minutes in range(1, 121):
            if minutes == 70:
                with transaction.atomic():
                    clerk = User.objects.get(username="clerk")
                    record_many(actor=clerk, events=[Event("account.opened", clerk)])
            if anchors.anchor_if_due(at=BEGAN + timedelta(minutes=minutes)):
                looks.append(minutes)

        assert looks == [55, 70]

    def test_writes_what_is_committed_already(self, file: Path) -> None:
        write(3)

        assert [each.number for each in anchors.read(file).anchors] == [3]
        assert file.stat().st_mode & 0o777 == 0o600

    def test_one_file_that_fails_does_not_keep_another_from_its_line(
        self, tmp_path: Path, file: Path, settings
    ) -> None:
        (tmp_path / "file").write_text("")
        settings.JOURNAL_ANCHORS = [str(tmp_path / "file" / "below"), str(file)]

        with pytest.raises(OSError, match="file"):
            anchors.anchor_if_due(at=BEGAN)

        assert len(anchors.read(file).anchors) == 1

    def test_a_full_disk_leaves_no_half_line(self, file: Path, monkeypatch) -> None:
        write(1)
        before = file.read_bytes()
        real = anchors.os.write
        monkeypatch.setattr(anchors.os, "write", lambda handle, line: real(handle, line[:30]))

        with pytest.raises(OSError, match="space"):
            anchors.anchor_now(at=BEGAN)

        assert file.read_bytes() == before
