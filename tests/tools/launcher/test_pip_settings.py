"""What an office has said to pip holds for the installer as well."""

from pathlib import Path

import pytest

from launcher import pip_settings

MIRROR = "https://mirror.invalid/simple"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment whose only configuration is below the test's own folder."""
    monkeypatch.setattr(pip_settings, "MACHINE_FILE", tmp_path / "etc/pip.conf")
    monkeypatch.setattr(pip_settings.sys, "prefix", str(tmp_path / "prefix"))
    return {"HOME": str(tmp_path), "XDG_CONFIG_DIRS": str(tmp_path / "shared")}


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


class TestRead:
    def test_takes_the_index_from_the_users_file(
        self, home: dict[str, str], tmp_path: Path
    ) -> None:
        write(tmp_path / ".config/pip/pip.conf", f"[global]\nindex-url = {MIRROR}\ncert=/ca.pem\n")

        found = pip_settings.read(home)

        assert found.index == MIRROR
        assert found.certificates == "/ca.pem"
        assert found.indexes() == [MIRROR]

    def test_lets_a_variable_win_over_a_file(self, home: dict[str, str], tmp_path: Path) -> None:
        write(tmp_path / ".pip/pip.conf", "[global]\nindex_url = https://old.invalid/simple\n")

        assert pip_settings.read({**home, "PIP_INDEX_URL": MIRROR}).index == MIRROR

    def test_reads_several_extra_indexes_over_several_lines(
        self, home: dict[str, str], tmp_path: Path
    ) -> None:
        text = "[install]\nextra-index-url =\n    https://a.invalid\n    https://b.invalid\n"
        write(tmp_path / "shared/pip/pip.conf", text)

        assert pip_settings.read(home).extra_indexes == ("https://a.invalid", "https://b.invalid")

    def test_passes_over_a_broken_file(self, home: dict[str, str], tmp_path: Path) -> None:
        write(tmp_path / ".pip/pip.conf", "index-url without a section\n")

        assert pip_settings.read(home).index == ""

    def test_names_no_index_where_none_may_be_asked(self, home: dict[str, str]) -> None:
        said = {**home, "PIP_NO_INDEX": "1", "PIP_INDEX_URL": MIRROR, "PIP_FIND_LINKS": "/a /b"}

        found = pip_settings.read(said)

        assert found.indexes() == []
        assert found.folders == ("/a", "/b")


class TestForInstaller:
    def test_hands_the_index_on_and_trusts_the_machines_certificates(
        self, home: dict[str, str]
    ) -> None:
        said = {**home, "PIP_INDEX_URL": MIRROR}

        own = pip_settings.read(said).for_installer(said)

        assert own["UV_DEFAULT_INDEX"] == MIRROR
        assert own["UV_SYSTEM_CERTS"] == "1"

    def test_leaves_what_was_said_to_the_installer_itself(self, home: dict[str, str]) -> None:
        said = {**home, "PIP_INDEX_URL": MIRROR, "UV_INDEX_URL": "https://own.invalid"}

        own = pip_settings.read(said).for_installer(said)

        assert "UV_DEFAULT_INDEX" not in own
        assert own["UV_INDEX_URL"] == "https://own.invalid"

    def test_says_nothing_where_nothing_is_configured(self, home: dict[str, str]) -> None:
        own = pip_settings.read(home).for_installer(home)

        assert not {"UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "SSL_CERT_FILE"} & own.keys()
