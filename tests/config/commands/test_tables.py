"""The command that turns a problem file into tables, and tables into a problem file."""

from pathlib import Path

import msgspec
import pytest

from bangfu.config import command
from bangfu.core.planner import examples
from bangfu.core.planner.files import read_problem

PROBLEM = examples.leadership()


def saved(path: Path) -> Path:
    path.write_bytes(msgspec.json.encode(PROBLEM))
    return path


class TestTables:
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_there_and_back(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
    ) -> None:
        problem, folder = saved(tmp_path / "problem.json"), tmp_path / "tables"

        there = command.main(["tables", str(problem), str(folder), "--lang", language])
        back = command.main(["tables", str(folder), str(tmp_path / "again.json")])

        assert (there, back) == (0, 0)
        assert read_problem(tmp_path / "again.json") == PROBLEM
        assert "共14个岗位、100人" in capsys.readouterr().out

    def test_overwrites_nothing(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        problem, folder = saved(tmp_path / "problem.json"), tmp_path / "tables"
        command.main(["tables", str(problem), str(folder)])

        again = command.main(["tables", str(problem), str(folder)])
        back = command.main(["tables", str(folder), str(problem)])

        assert (again, back) == (command.REFUSED, command.REFUSED)
        said = capsys.readouterr().err
        assert "已有CSV表格" in said
        assert "已经存在" in said

    def test_says_where_it_cannot_write(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        problem = saved(tmp_path / "problem.json")

        code = command.main(["tables", str(problem), str(tmp_path / "none" / "tables")])

        assert code == command.REFUSED
        assert "无法写入" in capsys.readouterr().err
