"""根据问题文件编制选派方案，并证明其优劣

Prints one JSON line with what the plan reaches and what is proven of it.
"""

import argparse
import json
import sys
from pathlib import Path

from bangfu.core.planner import Progress, Result, Seconds, moves, solve
from bangfu.core.planner.contradictions import refuse_contradictions
from bangfu.core.planner.files import read_earlier_plan, read_problem, refuse_unwritable, write_plan

RULES_BROKEN = 1


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json", help="问题文件")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="PLAN.json", help="方案写到哪个文件"
    )
    parser.add_argument("--seconds", type=_positive, metavar="N", help="最多搜索多少秒")
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="随机种子，默认0")
    parser.add_argument("--keep", type=Path, metavar="PLAN.json", help="尽量保持不变的已有方案")


def run(arguments: argparse.Namespace) -> int:
    """Plan; 0 if every rule holds, 1 if rules had to break (the plan is written all the same)."""
    problem = read_problem(arguments.problem)
    refuse_contradictions(problem, str(arguments.problem))
    refuse_unwritable(arguments.out)
    keep = None
    if arguments.keep is not None:
        keep = read_earlier_plan(arguments.keep)
    stop = None if arguments.seconds is None else Seconds(arguments.seconds)
    bar = _Bar() if sys.stderr.isatty() else None
    result = solve(problem, stop=stop, seed=arguments.seed, keep=keep, on_progress=bar)
    if bar is not None:
        bar.clear()
    write_plan(arguments.out, result.plan)
    if keep is not None:
        for move in moves(problem, result.plan, since=keep):
            print(move.sentence.zh, file=sys.stderr)
    print(_line(result, posts=len(problem.posts), periods=problem.horizon.count))
    return RULES_BROKEN if result.status == "infeasible" else 0


def _line(result: Result, *, posts: int, periods: int) -> str:
    return json.dumps(
        {
            "posts": posts,
            "periods": periods,
            "covered": result.covered,
            "quality": result.quality,
            "bound": result.bound,
            "gap": round(result.gap, 6),
            "status": result.status,
            "seconds": round(result.seconds, 3),
        }
    )


class _Bar:
    """Progress on one line of the terminal, redrawn in place."""

    def __call__(self, progress: Progress) -> None:
        share = progress.covered / max(1, progress.required)
        full = round(24 * share)
        text = (
            f"\r{'█' * full}{'░' * (24 - full)} 覆盖{progress.covered}/{progress.required}岗期"
            f" 差距{progress.gap:.2%} {progress.seconds:.0f}秒 "
        )
        print(text, end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave the line empty."""
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _positive(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"“{text}”应为大于0的秒数")
    return seconds


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**31:
        raise argparse.ArgumentTypeError(f"“{text}”应为0至2147483647的整数")
    return int(text)
