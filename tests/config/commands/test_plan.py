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
from tests.core.planner.jobs.test_splitting import beside

from bangfu.config import several_problems
from bangfu.config.command import main
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
from bangfu.core.planner.exchange import write_tables
from bangfu.core.planner.files import UnreadableFile
from bangfu.core.planner.jobs import JobFailed

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

    @pytest.mark.parametrize(
        "words", [["--seconds", "0"], ["--seconds", "x"], ["--seed", "-1"], ["--workers", "0"]]
    )
    def test_refuses_senseless_arguments(
        self, tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as left:
            run("problem.json", "--out", "plan.json", *words)

        assert left.value.code == 2
        assert "应为" in capsys.readouterr().err

    def test_takes_tables_and_gives_one(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        write_tables(LEADERSHIP, tmp_path / "tables")

        code = run(
            *(tmp_path / "tables", "--out", tmp_path / "plan.json"),
            *("--table", tmp_path / "plan.csv"),
        )

        assert code == 0
        assert json.loads(capsys.readouterr().out)["status"] == "optimal"
        lines = (tmp_path / "plan.csv").read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 15
        assert lines[0].startswith("岗位编号,岗位,")

    def test_writes_a_certificate_that_verifies(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        problem = save(tmp_path / "problem.json", LEADERSHIP)
        plan, certificate = tmp_path / "plan.json", tmp_path / "certificate.json"

        main(["plan", *map(str, (problem, "--out", plan, "--certificate", certificate))])
        code = main(["verify", *map(str, (problem, plan, "--certificate", certificate))])

        assert code == 0
        assert "各目标均已证明最优" in capsys.readouterr().out

    def test_never_writes_over_the_problem(self, tmp_path: Path) -> None:
        problem = save(tmp_path / "problem.json", LEADERSHIP)

        with pytest.raises(several_problems.WouldOverwriteProblem):
            run(problem, "--out", problem)

    def test_plans_parts_in_processes_of_their_own(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        problem = beside(LEADERSHIP, examples.leadership(seed=8))
        path = save(tmp_path / "problem.json", problem)
        monkeypatch.setattr(command, "POSTS_TOGETHER", 1)

        run(path, "--out", tmp_path / "one.json")
        run(path, "--out", tmp_path / "two.json", "--workers", "2")

        alone, apart = map(json.loads, capsys.readouterr().out.splitlines())
        assert {**alone, "seconds": 0} == {**apart, "seconds": 0}
        assert (
            check(problem, msgspec.json.decode((tmp_path / "two.json").read_bytes(), type=Plan))
            == []
        )

    def test_loads_no_django(self) -> None:
        script = (
            "import sys, bangfu.config.commands.plan, bangfu.config.commands.verify;"
            "sys.exit(any(name.startswith('django') for name in sys.modules))"
        )

        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", script], check=False, env=environment)

        assert done.returncode == 0


class TestSeveralProblems:
    @pytest.mark.parametrize("workers", [1, 2])
    def test_have_a_line_each_and_one_for_all(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], workers: int
    ) -> None:
        county = save(tmp_path / "甲县.json", LEADERSHIP)
        write_tables(examples.rotation(), tmp_path / "乙县")

        code = run(
            *(county, tmp_path / "乙县", "--out", tmp_path / "plans", "--workers", str(workers)),
        )

        *each, total = map(json.loads, capsys.readouterr().out.splitlines())
        assert code == 0
        assert sorted(line["problem"] for line in each) == ["乙县", "甲县"]
        assert total["problems"] == 2
        assert total["quality"] == sum(line["quality"] for line in each)
        assert (total["status"], total["gap"]) == ("optimal", 0)
        plan = (tmp_path / "plans" / "甲县.json").read_bytes()
        assert check(LEADERSHIP, msgspec.json.decode(plan, type=Plan)) == []

    def test_are_each_certified_where_they_are_planned(self, tmp_path: Path) -> None:
        names = ("甲县", "乙县")
        paths = [save(tmp_path / f"{name}.json", LEADERSHIP) for name in names]
        plans, proofs = tmp_path / "plans", tmp_path / "proofs"

        run(*paths, "--out", plans, "--certificate", proofs, "--workers", "2")

        for path, name in zip(paths, names, strict=True):
            words = (path, plans / f"{name}.json", "--certificate", proofs / f"{name}.json")
            assert main(["verify", *map(str, words)]) == 0
        with pytest.raises(several_problems.SameFolder):
            run(*paths, "--out", plans, "--certificate", plans)

    @pytest.mark.parametrize("workers", [1, 2])
    def test_are_named_where_one_of_them_fails(self, tmp_path: Path, workers: int) -> None:
        good = save(tmp_path / "甲县.json", LEADERSHIP)
        asking = (Programme(id="deputies", tiers={"tertiary": 99}),)
        bad = save(tmp_path / "乙县.json", structs.replace(LEADERSHIP, programmes=asking))

        with pytest.raises(JobFailed, match=r"“乙县”未能完成：\$\.programmes\[0\]\.tiers"):
            run(good, bad, "--out", tmp_path / "plans", "--workers", str(workers))

        assert not (tmp_path / "plans" / "乙县.json").exists()

    def test_need_names_and_places_of_their_own(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        here = save(tmp_path / "one.json", LEADERSHIP)
        there, other = save(tmp_path / "a" / "one.json", LEADERSHIP), tmp_path / "other.json"

        with pytest.raises(several_problems.NamedAlike, match="“one”"):
            run(here, there, "--out", tmp_path / "plans")
        with pytest.raises(several_problems.WouldOverwriteProblem):
            run(here, other, "--out", tmp_path)
        with pytest.raises(several_problems.OneProblemOnly, match="--keep"):
            run(here, other, "--out", tmp_path / "plans", "--keep", here)
        with pytest.raises(UnreadableFile, match="无法写入"):
            run(here, other, "--out", tmp_path / "none" / "plans")
