"""根据问题文件编制选派方案，并证明其优劣

Prints one JSON line with what the plan reaches and what is proven of it; of several problems, one
line each and one for all.
"""

import argparse
import json
import sys
from pathlib import Path

from bangfu.config.search_bar import SearchBar
from bangfu.config.several_problems import (
    plan_several,
    refuse_overwriting,
    stop_of,
    told,
)
from bangfu.core.planner import (
    ContradictoryProblem,
    Plan,
    Problem,
    Result,
    moves,
    solve,
)
from bangfu.core.planner.exchange import plan_to_csv, read_stated
from bangfu.core.planner.files import (
    read_earlier_plan,
    refuse_unwritable,
    write_certificate,
    write_plan,
    write_text,
)
from bangfu.core.planner.jobs import (
    POSTS_TOGETHER,
    Processes,
    jobs_of,
    solve_in_parts,
)
from bangfu.core.planner.proving import CERTIFYING_SECONDS, SHOWING_SECONDS, verified
from bangfu.core.planner.result import Stopwatch

RULES_BROKEN = 1
MOST_WORKERS = 256


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "problem",
        type=Path,
        nargs="+",
        metavar="PROBLEM.json",
        help="问题文件，或放有CSV表格的文件夹；可以给出多个，各自编制",
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="PLAN.json",
        help="方案写到哪个文件；问题不止一个时，写到哪个文件夹",
    )
    parser.add_argument("--table", type=Path, metavar="PLAN.csv", help="另存一份表格，供Excel打开")
    parser.add_argument(
        "--certificate",
        type=Path,
        metavar="CERT.json",
        help="另存证书，供verify逐个目标复算上界；问题不止一个时为文件夹",
    )
    parser.add_argument("--seconds", type=_positive, metavar="N", help="最多搜索多少秒")
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="随机种子，默认0")
    parser.add_argument("--keep", type=Path, metavar="PLAN.json", help="尽量保持不变的已有方案")
    parser.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N",
        help="同时用几个进程：互不相干的部分、不同的问题、大的部分分头编制，默认1",
    )


def run(arguments: argparse.Namespace) -> int:
    """Plan; 0 if every rule holds, 1 if rules had to break (the plan is written all the same)."""
    if len(arguments.problem) > 1:
        return RULES_BROKEN if plan_several(arguments) else 0
    (path,) = arguments.problem
    problem = read_stated(path)
    asked = (arguments.out, arguments.table, arguments.certificate)
    targets = [target for target in asked if target is not None]
    refuse_overwriting(arguments.problem, targets)
    for target in targets:
        refuse_unwritable(target)
    keep = None if arguments.keep is None else read_earlier_plan(arguments.keep)
    try:
        result = _solved(problem, arguments, keep)
    except ContradictoryProblem as refusal:
        raise ContradictoryProblem(refusal.found, str(path)) from refusal
    clock, most = Stopwatch(), SHOWING_SECONDS
    if arguments.certificate is not None:
        most = arguments.seconds or CERTIFYING_SECONDS
    result, certificate = verified(problem, result, keep=keep, stopped=lambda: clock.seconds > most)
    if arguments.certificate is not None:
        write_certificate(arguments.certificate, certificate)
    write_plan(arguments.out, result.plan)
    if arguments.table is not None:
        write_text(arguments.table, plan_to_csv(problem, result.plan))
    if keep is not None:
        for move in moves(problem, result.plan, since=keep):
            print(move.sentence.zh, file=sys.stderr)
    print(
        json.dumps({"posts": len(problem.posts), "periods": problem.horizon.count} | told(result))
    )
    return RULES_BROKEN if result.status == "infeasible" else 0


def _solved(problem: Problem, arguments: argparse.Namespace, keep: Plan | None) -> Result:
    """The result, by processes of their own where the problem falls apart and several may work."""
    stop, seed = stop_of(arguments), arguments.seed
    with SearchBar() as bar:
        if arguments.workers > 1 and len(jobs_of(problem, posts=POSTS_TOGETHER)) > 1:
            return solve_in_parts(
                problem,
                executor=Processes(arguments.workers),
                stop=stop,
                seed=seed,
                keep=keep,
                on_progress=bar.heard,
                posts=POSTS_TOGETHER,
                verified=True,
            )
        return solve(
            problem,
            stop=stop,
            seed=seed,
            keep=keep,
            workers=arguments.workers,
            on_progress=bar.heard,
        )


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


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"“{text}”应为1至{MOST_WORKERS}的进程数")
    return int(text)
