"""The drill: an installation is lost, brought back elsewhere, and nothing differs."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.config.backups.installation import (
    HISTORY,
    PASSPHRASE,
    TABLES,
    WORK,
    Installation,
    empty,
)

pytestmark = pytest.mark.database
KILLED_AFTER = (4.0, 18.0)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Somebody has worked here."""
    with empty(tmp_path_factory.mktemp("worked")) as made:
        made.run("migrate")
        made.python(WORK)
        yield made


@pytest.fixture(scope="module")
def passphrase(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("passphrase") / "words"
    path.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def backup(worked: Installation, passphrase: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "one.bak"
    worked.run("backup", str(path), "--passphrase-file", passphrase)
    return path


def tables(of: Installation) -> dict[str, list[object]]:
    found: dict[str, list[object]] = json.loads(of.python(TABLES))
    return {label: each for label, each in found.items() if label not in HISTORY}


class TestDrill:
    def test_everything_is_there_again(
        self, worked: Installation, backup: Path, passphrase: str, tmp_path: Path
    ) -> None:
        before = tables(worked)

        with empty(tmp_path / "new") as fresh:
            said = fresh.run("restore", str(backup), "--passphrase-file", passphrase)
            again = fresh.run("restore", str(backup), "--passphrase-file", passphrase, code=2)
            after = tables(fresh)
            chain = fresh.run("journal", "verify")
            evidence = fresh.run("manage", "check_evidence")

        assert "逐表核对相符" in said
        assert "只能恢复到空的系统" in again
        assert after == before
        assert "日志完整" in chain
        assert "佐证文件完整：共3个" in evidence
        key = "secret_key"
        assert (fresh.folder / key).read_text() == (worked.folder / key).read_text()

    def test_a_restore_that_was_killed_is_simply_done_again(
        self, worked: Installation, backup: Path, passphrase: str, tmp_path: Path
    ) -> None:

        with empty(tmp_path / "new") as fresh:
            for seconds in KILLED_AFTER:
                with fresh.start("restore", str(backup), "--passphrase-file", passphrase) as one:
                    time.sleep(seconds)
                    one.send_signal(signal.SIGKILL)
            fresh.run("restore", str(backup), "--passphrase-file", passphrase)

            assert tables(fresh) == tables(worked)
        assert not (fresh.folder / ".restoring").exists()

    def test_another_passphrase_changes_nothing(self, backup: Path, tmp_path: Path) -> None:
        (tmp_path / "words").write_text("nobody ever said this\n")

        with empty(tmp_path / "new") as fresh:
            said = fresh.run(
                "restore", str(backup), "--passphrase-file", str(tmp_path / "words"), code=2
            )

        assert "打不开" in said
        assert not (fresh.folder / "evidence").exists()

    def test_a_folder_with_somebodys_files_is_left_alone(
        self, backup: Path, passphrase: str, tmp_path: Path
    ) -> None:
        own = tmp_path / "new" / "evidence" / "ab" / "letter.pdf"
        own.parent.mkdir(parents=True)
        own.write_text("mine")

        with empty(tmp_path / "new") as fresh:
            said = fresh.run("restore", str(backup), "--passphrase-file", passphrase, code=2)

        assert "evidence/ab/letter.pdf" in said
        assert own.read_text() == "mine"


class TestBackup:
    def test_is_never_made_in_the_open(self, worked: Installation, tmp_path: Path) -> None:
        assert "备份必须加密" in worked.run("backup", str(tmp_path / "a.bak"), code=2)

    def test_says_which_contents_were_lost_before_it(
        self, worked: Installation, passphrase: str, tmp_path: Path
    ) -> None:
        lost = next((worked.folder / "evidence").glob("??/??/*"))
        content = lost.read_bytes()
        lost.unlink()
        try:
            said = worked.run(
                "backup", str(tmp_path / "a.bak"), "--passphrase-file", passphrase, code=1
            )
        finally:
            lost.write_bytes(content)

        assert "1个佐证文件" in said
        assert (tmp_path / "a.bak").exists()

    def test_finds_a_journal_that_was_altered(
        self, worked: Installation, passphrase: str, tmp_path: Path
    ) -> None:
        change = (
            "from bangfu.config.command import set_up_django; set_up_django();"
            "from bangfu.apps.journal.models import Entry;"
            "Entry.objects.filter(number=1).update(actor={!r})"
        )
        before = worked.python(
            "from bangfu.config.command import set_up_django; set_up_django();"
            "from bangfu.apps.journal.models import Entry;"
            "print(Entry.objects.get(number=1).actor)"
        ).strip()
        worked.python(change.format("别人"))
        try:
            said = worked.run(
                "backup", str(tmp_path / "a.bak"), "--passphrase-file", passphrase, code=2
            )
        finally:
            worked.python(change.format(before))

        assert "日志第1条" in said
        assert not (tmp_path / "a.bak").exists()


@pytest.mark.skipif(
    "not __import__('os').environ.get('BANGFU_DATABASE_URL')", reason="needs a server's database"
)
class TestMove:
    def test_from_the_embedded_database_to_a_server_and_back(self, tmp_path: Path) -> None:
        with empty(tmp_path / "here", embedded=True) as here, empty(tmp_path / "x") as server:
            here.run("migrate")
            here.python(WORK)
            before = json.loads(here.python(TABLES))

            said = here.run("move", "--to", server.address)
            refused = here.run("move", "--to", server.address, code=2)
            there = Installation(here.folder, server.address)
            after = json.loads(there.python(TABLES))
            chain = there.run("journal", "verify")
            (here.folder / "bangfu.sqlite3").rename(here.folder / "former.sqlite3")
            there.run("move", "--to", "embedded")
            returned = json.loads(here.python(TABLES))

        assert "末条摘要" in said
        assert "只能恢复到空的系统" in refused
        assert after == before == returned
        assert "日志完整" in chain
