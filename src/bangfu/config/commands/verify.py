"""逐条复核选派方案是否守住全部规则

Shares no code with the solver. Each breach is one line on standard output.
"""

import argparse
from pathlib import Path

from bangfu.core.planner.check import check, false_claims
from bangfu.core.planner.contradictions import ContradictoryProblem
from bangfu.core.planner.files import read_earlier_plan, read_plan, read_problem
from bangfu.core.planner.wellformed import faults


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json", help="问题文件")
    parser.add_argument("plan", type=Path, metavar="PLAN.json", help="方案文件")
    parser.add_argument(
        "--keep", type=Path, metavar="PLAN.json", help="编制时要求尽量保持的方案（复核稳定性）"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="输出语言")


def run(arguments: argparse.Namespace) -> int:
    """0 if every rule holds and every figure claimed is right; else 1, each breach in words."""
    problem = read_problem(arguments.problem)
    if found := list(faults(problem)):
        raise ContradictoryProblem(found, str(arguments.problem))
    plan = read_plan(arguments.plan, problem)
    keep = None if arguments.keep is None else read_earlier_plan(arguments.keep)
    breaches = [*check(problem, plan), *false_claims(problem, plan, keep)]
    for breach in breaches:
        print(breach.zh)
        if arguments.lang == "en":
            print(breach.en)
    if not breaches:
        duties = len(plan.duties)
        print(f"方案共{duties}项安排，全部规则均已守住。")
        if arguments.lang == "en":
            print(f"{duties} duties; every rule holds.")
    return 1 if breaches else 0
