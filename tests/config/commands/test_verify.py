"""The command that verifies: silence is no proof, a sentence per breach is."""

import argparse
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from bangfu.config.commands import verify as command
from bangfu.core.planner import Plan, examples, solve
from bangfu.core.planner.files import UnreadableFile

PROBLEM = examples.leadership()
PLAN = solve(PROBLEM).plan


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_bytes(msgspec.json.encode(PROBLEM))
    return path


def run(problem: Path, plan: Plan, *words: str) -> int:
    path = problem.with_name("plan.json")
    path.write_bytes(msgspec.json.encode(plan))
    parser = argparse.ArgumentParser()
    command.configure(parser)
    return command.run(parser.parse_args([str(problem), str(path), *words]))


class TestVerify:
    def test_passes_a_plan_as_it_was_made(
        self, problem: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(problem, PLAN) == 0
        assert "全部规则均已守住" in capsys.readouterr().out

    def test_lists_each_breach_in_words(
        self, problem: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = run(problem, Plan(duties=PLAN.duties[1:]))

        (line,) = capsys.readouterr().out.splitlines()
        assert code == 1
        assert "应从" in line
        assert line.endswith("人次。")

    def test_adds_english_where_asked(
        self, problem: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(problem, Plan(duties=PLAN.duties[1:]), "--lang", "en")

        chinese, english = capsys.readouterr().out.splitlines()
        assert "应从" in chinese
        assert "takes exactly" in english

    def test_catches_figures_that_are_not_so(
        self, problem: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert PLAN.claims is not None
        boasting = structs.replace(PLAN.claims, covered=PLAN.claims.covered + 1)

        assert run(problem, structs.replace(PLAN, claims=boasting)) == 1
        assert "自报" in capsys.readouterr().out

    def test_refuses_a_plan_for_another_problem(self, problem: Path) -> None:
        stranger = structs.replace(PLAN.duties[0], person="nobody")

        with pytest.raises(UnreadableFile, match=r"\$\.duties\[0\]\.person"):
            run(problem, Plan(duties=(stranger,)))
