"""The command that verifies: silence is no proof, a sentence per breach is."""

import argparse
from pathlib import Path

import msgspec
import pytest
from msgspec import structs

from bangfu.config.commands import verify as command
from bangfu.core.planner import Plan, examples, solve
from bangfu.core.planner.certificate import Leaf, LevelProof, PartProof, certified
from bangfu.core.planner.files import UnreadableFile, read_certificate, write_certificate
from bangfu.core.planner.proof import bounded

PROBLEM = examples.leadership()
PLAN = solve(PROBLEM).plan
NESTED = '{"levels":[{"parts":[{"proof":' + '{"kind":"split","less":' * 5000
BARE = Plan(duties=PLAN.duties)


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


class TestVerifyWithCertificate:
    @pytest.fixture
    def certificate(self, problem: Path) -> Path:
        """Bounds without a single price: sound, and far from tight."""
        levels = tuple(
            LevelProof(
                goal=level.goal,
                bound=0,
                parts=(PartProof(bound=0, proof=Leaf(weights={level.goal: 1})),),
            )
            for level in PLAN.claims.levels  # type: ignore[union-attr]
        )
        path = problem.with_name("certificate.json")
        write_certificate(path, certified(PROBLEM, BARE, bounded(PROBLEM, BARE, levels)))
        return path

    def test_prints_value_bound_and_gap_of_every_goal(
        self, problem: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = run(problem, BARE, "--certificate", str(certificate))

        lines = capsys.readouterr().out.splitlines()
        assert code == 0
        assert lines[0].endswith("全部规则均已守住。")
        assert "第1优先级覆盖：实际144，上界144，差距0，已证明最优。" in lines
        assert any(line.startswith("质量：实际33971，上界") for line in lines)
        assert lines[-1].startswith("首个未证明最优的目标与上界相差")

    def test_adds_english_where_asked(
        self, problem: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        run(problem, BARE, "--certificate", str(certificate), "--lang", "en")

        assert "coverage 1: 144, bound 144, gap 0, proven best." in capsys.readouterr().out

    def test_tells_what_the_certificate_does_not_prove(
        self, problem: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = run(problem, PLAN, "--certificate", str(certificate))

        assert code == 1
        assert "证书只证明到" in capsys.readouterr().out

    def test_proves_nothing_by_a_certificate_of_another_problem(
        self, problem: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        foreign = structs.replace(read_certificate(certificate), problem="0" * 64)
        write_certificate(certificate, foreign)

        code = run(problem, BARE, "--certificate", str(certificate))

        out = capsys.readouterr().out
        assert code == 1
        assert "证书是为另一个问题开具的" in out
        assert "质量：实际33971，上界未获证明。" in out
        assert out.splitlines()[-1] == "证书不成立，差距未获证明。"

    @pytest.mark.parametrize(
        ("text", "remedy"),
        [
            ("{", "不是有效的JSON"),
            ('{"version": 3}', "不接受取值3"),
            ('{"version": 1}', "缺少必填的键"),
            (NESTED, "嵌套层数过多"),
        ],
    )
    def test_refuses_a_file_that_is_no_certificate(
        self, problem: Path, text: str, remedy: str
    ) -> None:
        path = problem.with_name("broken.json")
        path.write_text(text, encoding="utf-8")

        with pytest.raises(UnreadableFile, match=remedy):
            run(problem, BARE, "--certificate", str(path))
