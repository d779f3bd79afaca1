from pathlib import Path

import pytest

from bangfu.config.demonstration import folder


def made(place: Path) -> Path:
    folder.prepare(place, reset=False)
    return place


class TestChosen:
    def test_prefers_what_was_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BANGFU_DATA", "/srv/bangfu")

        assert folder.chosen("/tmp/here") == Path("/tmp/here")  # noqa: S108 - never written
        assert folder.chosen(None) == Path("/srv/bangfu")

    def test_is_apart_from_the_product_s_own_data(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.delenv("BANGFU_DATA", raising=False)
        monkeypatch.chdir(tmp_path)

        assert folder.chosen(None) == tmp_path / "var" / "demonstration"


class TestPrepare:
    def test_makes_and_marks_the_folder(self, tmp_path: Path) -> None:
        place = made(tmp_path / "new" / "demo")

        assert (place / folder.MARK).is_file()

    def test_leaves_a_folder_of_something_else_alone(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("mine")

        with pytest.raises(folder.FolderOfSomethingElse):
            folder.prepare(tmp_path, reset=False)

        assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]

    @pytest.mark.parametrize("reset", [True, False])
    def test_leaves_real_data_alone(self, tmp_path: Path, reset: bool) -> None:
        (tmp_path / "bangfu.sqlite3").write_text("an office's own")
        (tmp_path / "secret_key").write_text("key")

        with pytest.raises(folder.FolderOfSomethingElse):
            folder.prepare(tmp_path, reset=reset)

        assert (tmp_path / "bangfu.sqlite3").read_text() == "an office's own"

    def test_keeps_what_stands_without_reset(self, tmp_path: Path) -> None:
        place = made(tmp_path / "demo")
        (place / "bangfu.sqlite3").write_text("built")

        folder.prepare(place, reset=False)

        assert (place / "bangfu.sqlite3").read_text() == "built"

    def test_resets_only_what_a_demonstration_made(self, tmp_path: Path) -> None:
        place = made(tmp_path / "demo")
        for name in ("bangfu.sqlite3", "bangfu.sqlite3-wal", "secret_key", "notes.txt"):
            (place / name).write_text("x")
        (place / "static").mkdir()

        folder.prepare(place, reset=True)

        assert {path.name for path in place.iterdir()} == {folder.MARK, "notes.txt"}

    def test_does_not_reset_a_database_server(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        place = made(tmp_path / "demo")
        monkeypatch.setenv("BANGFU_DATABASE_URL", "postgresql:///bangfu")

        with pytest.raises(folder.NothingToReset):
            folder.prepare(place, reset=True)

    def test_says_so_where_the_folder_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")

        with pytest.raises(folder.FolderNotUsable):
            folder.prepare(tmp_path / "file", reset=False)
