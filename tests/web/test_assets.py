"""Browser assets come from the locked packages, and only what is needed of them."""

import json
from pathlib import Path

import pytest

from tools import assets

DRAWING = "@tabler/icons/icons/outline/users.svg"


@pytest.fixture
def node_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed tree with the files that are wanted, and one that is not."""
    chosen = tmp_path / "icons.txt"
    chosen.write_text("users\n")
    monkeypatch.setattr(assets, "ICONS", chosen)
    tree = tmp_path / "node_modules"
    for source in [*assets.FILES, DRAWING, "left-out/index.js"]:
        (tree / source).parent.mkdir(parents=True, exist_ok=True)
        (tree / source).write_text("content\n/*# sourceMappingURL=content.map */\n")
    (tree / DRAWING).write_text(
        '<!-- tags -->\n<svg\n  width="24"\n>\n  <path stroke="none" d="M0 0h24v24H0z" />\n'
        '  <path d="M5 7" />\n  <path d="M3 21" />\n</svg>\n'
    )
    return tree


class TestLock:
    def test_names_no_address(self) -> None:
        text = assets.LOCK.read_text()

        assert "://" not in text
        assert "resolved" not in text

    def test_pins_every_package_by_checksum(self) -> None:
        packages = json.loads(assets.LOCK.read_text())["packages"]

        for name, package in packages.items():
            assert not name or package["integrity"].startswith("sha512-")


class TestCopyAssets:
    def test_takes_the_wanted_files_and_no_others(self, node_modules: Path, tmp_path: Path) -> None:
        target = tmp_path / "vendor"

        said = assets.copy_assets(node_modules, target)

        found = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
        assert found == {"icons.json", *assets.FILES.values()} == set(said)

    def test_keeps_of_an_icon_its_strokes(self, node_modules: Path, tmp_path: Path) -> None:
        assets.copy_assets(node_modules, tmp_path / "vendor")

        drawings = json.loads((tmp_path / "vendor/icons.json").read_text())
        assert drawings == {"users": '<path d="M5 7" /><path d="M3 21" />'}

    def test_drops_the_mention_of_maps(self, node_modules: Path, tmp_path: Path) -> None:
        assets.copy_assets(node_modules, tmp_path / "vendor")

        assert (tmp_path / "vendor/htmx.min.js").read_text() == "content\n"

    def test_leaves_nothing_of_an_earlier_version(self, node_modules: Path, tmp_path: Path) -> None:
        stale = tmp_path / "vendor/old.js"
        stale.parent.mkdir()
        stale.write_text("old")

        assets.copy_assets(node_modules, tmp_path / "vendor")

        assert not stale.exists()


class TestCopyFonts:
    def test_takes_each_font_and_its_licence(self, tmp_path: Path) -> None:
        for source in assets.FONT_FILES:
            (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / source).write_bytes(b"\x00\x01" + source.encode())

        said = assets.copy_files(tmp_path, assets.FONT_FILES, tmp_path / "fonts")

        assert said == [
            "licence-sans.txt",
            "licence.txt",
            "sans-medium.ttf",
            "serif-bold.ttf",
            "serif-regular.ttf",
        ]
        bold = (tmp_path / "fonts/serif-bold.ttf").read_bytes()
        assert bold.startswith(b"\x00\x01")
        assert b"700Bold" in bold


class TestNpmOfTheMachine:
    @pytest.mark.parametrize(
        ("script", "usable"),
        [("echo 10.8.2", True), ("echo 6.14.4", False), ("exit 1", False)],
    )
    def test_is_used_only_where_it_can_read_the_lock(
        self, script: str, usable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program = tmp_path / "npm"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))

        assert (assets.npm_of_the_machine() is not None) is usable

    def test_may_be_absent(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

        assert assets.npm_of_the_machine() is None


class TestMain:
    def test_does_nothing_where_everything_stands(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(assets, "VENDOR", tmp_path)
        monkeypatch.setattr(assets, "AREAS", tmp_path)
        monkeypatch.setattr(assets, "FONTS", tmp_path)
        monkeypatch.setattr(assets, "digest", lambda *paths: "as it stands")
        monkeypatch.setattr(assets, "fetch", lambda place: pytest.fail("nothing was to be fetched"))
        (tmp_path / ".stamp").write_text("as it stands")
        for name in ("areas.csv", *assets.FONT_FILES.values()):
            (tmp_path / name).write_text("")

        assert assets.main() == 0
        assert "up to date" in capsys.readouterr().out

    def test_says_what_failed_and_leaves_no_stamp(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def unreachable(place: Path) -> Path:
            raise OSError("the registry cannot be reached")

        monkeypatch.setattr(assets, "VENDOR", tmp_path)
        monkeypatch.setattr(assets, "fetch", unreachable)

        assert assets.main() == 1
        assert "the registry cannot be reached" in capsys.readouterr().out
        assert not (tmp_path / ".stamp").exists()
