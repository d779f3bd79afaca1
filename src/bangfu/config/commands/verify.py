"""逐条复核选派方案是否守住全部规则，并按证书复算其优劣

Shares no code with the solver. Each breach is one line on standard output.
"""

import argparse
from pathlib import Path

from bangfu.core.planner.check import check, false_claims, goal_in_chinese
from bangfu.core.planner.contradictions import ContradictoryProblem
from bangfu.core.planner.exchange import read_stated
from bangfu.core.planner.files import (
    read_certificate,
    read_earlier_plan,
    read_plan,
)
from bangfu.core.planner.plan import Plan, Sentence
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.proof import verify
from bangfu.core.planner.wellformed import faults


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json", help="问题文件")
    parser.add_argument("plan", type=Path, metavar="PLAN.json", help="方案文件")
    parser.add_argument(
        "--certificate", type=Path, metavar="CERT.json", help="证书文件：按其价格复算各目标上界"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="PLAN.json", help="编制时要求尽量保持的方案（复核稳定性）"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="输出语言")


def run(arguments: argparse.Namespace) -> int:
    """0 if every rule holds and every figure claimed is right; else 1, each breach in words."""
    problem = read_stated(arguments.problem)
    if found := list(faults(problem)):
        raise ContradictoryProblem(found, str(arguments.problem))
    plan = read_plan(arguments.plan, problem)
    keep = None if arguments.keep is None else read_earlier_plan(arguments.keep)
    breaches: list[Sentence] = [*check(problem, plan), *false_claims(problem, plan, keep)]
    proven: list[Sentence] = []
    if arguments.certificate is not None:
        proven, more = _recomputed(problem, plan, arguments.certificate, keep)
        breaches += [fault for fault in more if fault not in breaches]
    if not breaches:
        duties = len(plan.duties)
        proven.insert(
            0,
            Sentence(
                f"方案共{duties}项安排，全部规则均已守住。", f"{duties} duties; every rule holds."
            ),
        )
    for line in [*breaches, *proven]:
        print(line.zh)
        if arguments.lang == "en":
            print(line.en)
    return 1 if breaches else 0


def _recomputed(
    problem: Problem, plan: Plan, certificate: Path, keep: Plan | None
) -> tuple[list[Sentence], list[Sentence]]:
    """A line per goal and one for the gap, and what is wrong with plan or certificate."""
    verdict = verify(problem, plan, read_certificate(certificate), keep)
    lines = []
    for level in verdict.levels:
        zh, en = f"{goal_in_chinese(level.goal)}：实际{level.value}，", f"{level.goal}: "
        if level.bound is None:
            lines.append(Sentence(f"{zh}上界未获证明。", f"{en}{level.value}, no bound proven."))
            continue
        left = level.bound - level.value
        end_zh = "，差距0，已证明最优。" if not left else f"，差距{left}。"
        end_en = ", gap 0, proven best." if not left else f", gap {left}."
        lines.append(
            Sentence(
                f"{zh}上界{level.bound}{end_zh}", f"{en}{level.value}, bound {level.bound}{end_en}"
            )
        )
    if verdict.gap == 0:
        lines.append(Sentence("各目标均已证明最优。", "Every goal is proven best."))
    elif verdict.gap is not None:
        lines.append(
            Sentence(
                f"首个未证明最优的目标与上界相差{verdict.gap:.4%}。",
                f"The first goal not proven best is {verdict.gap:.4%} from its bound.",
            )
        )
    else:
        lines.append(
            Sentence("证书不成立，差距未获证明。", "The certificate fails; no gap is proven.")
        )
    return lines, list(verdict.faults)
