"""对比两个选派方案：变动、覆盖、质量、均衡

Prints what the second plan changes; with --json all figures as one line.
"""

import argparse
import json
from pathlib import Path

import msgspec

from bangfu.core.planner.check import goal_in_chinese
from bangfu.core.planner.comparison import Both, Comparison, compare
from bangfu.core.planner.comparison_wording import comparison_told
from bangfu.core.planner.contradictions import ContradictoryProblem
from bangfu.core.planner.files import read_plan, read_problem
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tally import PARTS_ZH
from bangfu.core.planner.wellformed import faults


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json", help="问题文件")
    parser.add_argument("first", type=Path, metavar="PLAN_A.json", help="方案一")
    parser.add_argument("second", type=Path, metavar="PLAN_B.json", help="方案二")
    parser.add_argument(
        "--changed", type=Path, metavar="PROBLEM.json", help="方案二另有问题文件时写在这里"
    )
    parser.add_argument("--json", action="store_true", help="输出一行 JSON")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="输出语言")


def run(arguments: argparse.Namespace) -> int:
    """0 whatever is found: two plans may differ."""
    problem = _problem(arguments.problem)
    changed = None if arguments.changed is None else _problem(arguments.changed)
    first = read_plan(arguments.first, problem)
    second = read_plan(arguments.second, changed or problem)
    found = compare(problem, first, second, changed=changed)
    told = [
        sentence.in_language(arguments.lang)
        for sentence in comparison_told(changed or problem, found)
    ]
    if arguments.json:
        figures = {"sentences": told, **msgspec.to_builtins(found, str_keys=True)}
        print(json.dumps(figures, ensure_ascii=False))
        return 0
    print("\n".join([*told, "", *_figures(changed or problem, found, arguments.lang)]))
    return 0


def _problem(path: Path) -> Problem:
    problem = read_problem(path)
    if found := list(faults(problem)):
        raise ContradictoryProblem(found, str(path))
    return problem


def _figures(problem: Problem, found: Comparison, lang: str) -> list[str]:
    """Goals, parts of quality, hospitals and hosts as lines, then the moves."""
    english = lang == "en"
    lines = ["goal | plan 1 | plan 2 | change" if english else "目标 | 方案一 | 方案二 | 变化"]
    for goal, both in found.goals.items():
        lines.append(_line(goal if english else goal_in_chinese(goal), both))
    for part, both in found.quality.items():
        if both.first or both.second:
            lines.append(_line(f"  {part if english else PARTS_ZH[part]}", both))
    titles = ("hospital: periods sent", "host: periods covered")
    if not english:
        titles = (
            "派出医院（时段） | 方案一 | 方案二 | 变化",
            "受援单位（时段） | 方案一 | 方案二 | 变化",
        )
    lines += ["", titles[0]]
    lines += [_line(problem.label("hospital", x.hospital), x.periods) for x in found.hospitals]
    lines += ["", titles[1]]
    lines += [_line(problem.label("host", x.host), x.covered) for x in found.hosts]
    if found.moves:
        lines += ["", *(move.sentence.in_language(lang) for move in found.moves)]
    return lines


def _line(label: str, both: Both) -> str:
    return f"{label} | {both.first} | {both.second} | {both.change:+d}"
