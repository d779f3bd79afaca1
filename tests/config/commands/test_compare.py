"""The command that compares: sentences for people, one line for programs."""

import argparse
import json
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from bangfu.config.commands import compare as command
from bangfu.core.planner import Plan, examples, solve
from bangfu.core.planner.files import UnreadableFile

PROBLEM = examples.leadership()
PLAN = solve(PROBLEM).plan
LESS = Plan(duties=PLAN.duties[1:])


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_bytes(msgspec.json.encode(PROBLEM))
    return path


def run(problem: Path, first: Plan, second: Plan, *words: str) -> int:
    paths = [problem.with_name(name) for name in ("first.json", "second.json")]
    for path, plan in zip(paths, (first, second), strict=True):
        path.write_bytes(msgspec.json.encode(plan))
    parser = argparse.ArgumentParser()
    command.configure(parser)
    return command.run(parser.parse_args([str(problem), *map(str, paths), *words]))


class TestCompare:
    def test_says_which_is_better_and_lists_the_moves(
        self, problem: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(problem, PLAN, LESS) == 0

        said = capsys.readouterr().out
        assert "方案二不如方案一" in said
        assert f"{len(LESS.duties)}项安排相同，取消1项。" in said
        assert "取消" in said.splitlines()[-1]
        assert "第1优先级覆盖 | " in said

    def test_says_when_there_is_nothing_to_tell(
        self, problem: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(problem, PLAN, PLAN)

        assert capsys.readouterr().out.startswith("两个方案相同。")

    def test_gives_programs_one_line(
        self, problem: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(problem, PLAN, LESS, "--json", "--lang", "en")

        (line,) = capsys.readouterr().out.splitlines()
        found = json.loads(line)
        assert found["sentences"][0].startswith("In the order of goals plan 2 is worse")
        assert found["unaffected"] == len(LESS.duties)
        assert [move["kind"] for move in found["moves"]] == ["dropped"]
        rules = found["goals"]["rules"]
        assert rules["second"] < rules["first"]

    def test_measures_the_second_by_its_own_problem(
        self, problem: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        wider = problem.with_name("wider.json")
        post = structs.replace(PROBLEM.posts[0], id="further")
        wider.write_bytes(
            msgspec.json.encode(structs.replace(PROBLEM, posts=(*PROBLEM.posts, post)))
        )

        run(problem, PLAN, PLAN, "--changed", str(wider), "--json")

        required = json.loads(capsys.readouterr().out)["required"]
        assert required["second"] > required["first"]

    def test_refuses_a_plan_for_another_problem(self, problem: Path) -> None:
        stranger = structs.replace(PLAN.duties[0], person="nobody")

        with pytest.raises(UnreadableFile, match=r"\$\.duties\[0\]\.person"):
            run(problem, PLAN, Plan(duties=(stranger,)))
