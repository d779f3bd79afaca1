"""Programs that the launcher starts: what they are told, and what is kept of what they say."""

import sys
from pathlib import Path

import pytest

from launcher import programs


class TestSurroundings:
    def test_find_the_package_before_anything_else(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYTHONPATH", "/elsewhere")

        own = programs.surroundings()

        assert own["PYTHONPATH"].split(":") == [str(programs.SOURCE), "/elsewhere"]

    @pytest.mark.parametrize("home", ["", None])
    def test_lend_a_home_to_those_who_have_none(
        self, home: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("HOME")
        if home is not None:
            monkeypatch.setenv("HOME", home)

        assert programs.surroundings()["HOME"].startswith(str(programs.STATE))


class TestFollow:
    def test_keeps_everything_and_shows_the_end_of_it_when_a_step_fails(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(programs, "LOG", tmp_path / "log")
        lines = "print(*range(20), sep='\\n'); raise SystemExit(3)"

        with pytest.raises(programs.StepFailed, match="安装依赖"):
            programs.follow("安装依赖", [sys.executable, "-c", lines])

        assert (tmp_path / "log").read_text().splitlines()[1:] == [str(n) for n in range(20)]
        assert capsys.readouterr().err.split() == [str(n) for n in range(12, 20)]
