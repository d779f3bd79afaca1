"""The command that plans: one JSON line, a file, and an exit code."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from bangfu.config.commands import plan as command
from bangfu.core.planner import (
    ContradictoryProblem,
    Plan,
    Problem,
    Programme,
    check,
    contradictions,
    examples,
)
from bangfu.core.planner.files import UnreadableFile

LEADERSHIP = examples.leadership()


def save(path: Path, problem: Problem) -> Path:
    path.write_bytes(msgspec.json.encode(problem))
    return path


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    command.configure(parser)
    return command.run(parser.parse_args([str(word) for word in words]))


class TestPlan:
    def test_prints_one_line_and_writes_the_plan(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        problem, out = save(tmp_path / "problem.json", LEADERSHIP), tmp_path / "plan.json"

        code = run(problem, "--out", out)

        (line,) = capsys.readouterr().out.splitlines()
        said = json.loads(line)
        assert code == 0
        assert list(said) == [
            "posts",
            "periods",
            "covered",
            "quality",
            "bound",
            "gap",
            "status",
            "seconds",
        ]
        assert (said["posts"], said["periods"], said["covered"]) == (14, 24, 14 * 24)
        assert (said["status"], said["gap"], said["bound"]) == ("optimal", 0, said["quality"])
        assert check(LEADERSHIP, msgspec.json.decode(out.read_bytes(), type=Plan)) == []

    def test_keeps_an_earlier_plan(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        problem, out = save(tmp_path / "problem.json", LEADERSHIP), tmp_path / "plan.json"
        run(problem, "--out", out)
        first = msgspec.json.decode(out.read_bytes(), type=Plan)

        run(problem, "--out", tmp_path / "again.json", "--keep", out, "--seed", "5")

        again = msgspec.json.decode((tmp_path / "again.json").read_bytes(), type=Plan)
        assert again.duties == first.duties
        assert capsys.readouterr().err == ""

    def test_refuses_a_contradiction_and_writes_nothing(self, tmp_path: Path) -> None:
        impossible = structs.replace(
            LEADERSHIP, programmes=(Programme(id="deputies", tiers={"tertiary": 99}),)
        )
        path, out = save(tmp_path / "problem.json", impossible), tmp_path / "plan.json"

        with pytest.raises(ContradictoryProblem) as refused:
            run(path, "--out", out)

        assert str(refused.value).startswith(f"{path} $.programmes[0].tiers")
        assert f"另有{len(contradictions(impossible)) - 1}处" in str(refused.value)
        assert not out.exists()

    def test_lists_the_moves_when_somebody_has_left(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        problem, out = save(tmp_path / "problem.json", LEADERSHIP), tmp_path / "plan.json"
        run(problem, "--out", out)
        gone = msgspec.json.decode(out.read_bytes(), type=Plan).duties[0].person
        staying = tuple(person for person in LEADERSHIP.people if person.id != gone)
        smaller = save(tmp_path / "smaller.json", structs.replace(LEADERSHIP, people=staying))

        code = run(smaller, "--out", tmp_path / "again.json", "--keep", out)

        assert code == 0
        assert f"取消{gone}" in capsys.readouterr().err

    def test_says_before_searching_that_the_plan_could_not_be_written(self, tmp_path: Path) -> None:
        problem = save(tmp_path / "problem.json", LEADERSHIP)

        with pytest.raises(UnreadableFile, match="无法写入"):
            run(problem, "--out", tmp_path / "none" / "plan.json")

    def test_refuses_a_file_that_is_no_problem(self, tmp_path: Path) -> None:
        path = tmp_path / "problem.json"
        path.write_text('{"hospital": []}')

        with pytest.raises(UnreadableFile, match="不认识的键“hospital”"):
            run(path, "--out", tmp_path / "plan.json")

    @pytest.mark.parametrize("words", [["--seconds", "0"], ["--seconds", "x"], ["--seed", "-1"]])
    def test_refuses_senseless_arguments(
        self, tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as left:
            run("problem.json", "--out", "plan.json", *words)

        assert left.value.code == 2
        assert "应为" in capsys.readouterr().err

    def test_loads_no_django(self) -> None:
        script = (
            "import sys, bangfu.config.commands.plan, bangfu.config.commands.verify;"
            "sys.exit(any(name.startswith('django') for name in sys.modules))"
        )

        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", script], check=False, env=environment)

        assert done.returncode == 0
