"""What pages load is gathered once, and again when a file has changed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders

from bangfu.config import static_files


@pytest.fixture
def sources(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """A folder with one style sheet, as all there is to gather."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "page.css").write_text("body { color: black }\n" * 100)
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "gathered"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    finders.get_finder.cache_clear()
    yield folder
    finders.get_finder.cache_clear()


class TestGather:
    def test_leaves_hashed_and_compressed_files(self, sources: Path, tmp_path: Path) -> None:
        assert static_files.gather()

        names = {path.name for path in (tmp_path / "gathered").iterdir()}
        assert any(name.startswith("page.") and name.endswith(".css.br") for name in names)

    def test_does_nothing_while_nothing_has_changed(self, sources: Path) -> None:
        static_files.gather()

        assert not static_files.gather()

    def test_notices_a_changed_file(self, sources: Path) -> None:
        static_files.gather()
        (sources / "page.css").write_text("body { color: green }\n" * 100)

        assert static_files.gather()
