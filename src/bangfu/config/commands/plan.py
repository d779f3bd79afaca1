"""根据问题文件编制选派方案，并证明其优劣

Prints one JSON line with what the plan reaches and what is proven of it; of several problems, one
line each and one for all.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import structs

from bangfu.config.search_bar import SearchBar
from bangfu.core.planner import (
    ContradictoryProblem,
    Plan,
    Problem,
    Result,
    Seconds,
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
    CERTIFYING_SECONDS,
    POSTS_TOGETHER,
    Job,
    Processes,
    added,
    executor_for,
    finished,
    jobs_of,
    solve_in_parts,
)
from bangfu.core.planner.plan import Status
from bangfu.core.planner.proving import certify
from bangfu.core.planner.result import Stop, Stopwatch
from bangfu.core.planner.search import gap
from bangfu.core.refusal import Refusal

RULES_BROKEN = 1
MOST_WORKERS = 256
WORST_FIRST: tuple[Status, ...] = ("infeasible", "feasible", "optimal")


class OneProblemOnly(Refusal):
    """An argument makes no sense for several problems."""

    def __init__(self, argument: str) -> None:
        super().__init__(
            zh=f"{argument} 只能用于一个问题文件，请逐个编制。",
            en=f"{argument} goes with a single problem; plan them one by one.",
        )


class NamedAlike(Refusal):
    """Plans of several problems would have the same file."""

    def __init__(self, name: str) -> None:
        super().__init__(
            zh=f"有不止一个问题文件名为“{name}”，方案会互相覆盖，请改名。",
            en=f"More than one problem is called “{name}” and plans would overwrite each other; "
            "rename one.",
        )


class SameFolder(Refusal):
    """Plans and certificates would have the same files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            zh=f"{folder}：方案和证书不能写到同一个文件夹，请用 --certificate 另指定一个。",
            en=f"{folder}: plans and certificates need folders of their own; choose another "
            "--certificate.",
        )


class WouldOverwriteProblem(Refusal):
    """The plan would be written over a problem."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            zh=f"{path}：方案会覆盖问题文件，请用 --out 换一个位置。",
            en=f"{path}: the plan would overwrite the problem; choose another --out.",
        )


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
        return _several(arguments)
    (path,) = arguments.problem
    problem = read_stated(path)
    asked = (arguments.out, arguments.table, arguments.certificate)
    targets = [target for target in asked if target is not None]
    _refuse_overwriting(arguments.problem, targets)
    for target in targets:
        refuse_unwritable(target)
    keep = None if arguments.keep is None else read_earlier_plan(arguments.keep)
    try:
        result = _solved(problem, arguments, keep)
    except ContradictoryProblem as refusal:
        raise ContradictoryProblem(refusal.found, str(path)) from refusal
    _write(arguments, problem, result.plan, keep)
    if keep is not None:
        for move in moves(problem, result.plan, since=keep):
            print(move.sentence.zh, file=sys.stderr)
    print(
        json.dumps({"posts": len(problem.posts), "periods": problem.horizon.count} | _told(result))
    )
    return RULES_BROKEN if result.status == "infeasible" else 0


def _write(arguments: argparse.Namespace, problem: Problem, plan: Plan, keep: Plan | None) -> None:
    """The plan, and what was asked for beside it."""
    write_plan(arguments.out, plan)
    if arguments.table is not None:
        write_text(arguments.table, plan_to_csv(problem, plan))
    if arguments.certificate is not None:
        clock, most = Stopwatch(), arguments.seconds or CERTIFYING_SECONDS
        certificate = certify(problem, plan, keep=keep, stopped=lambda: clock.seconds > most)
        write_certificate(arguments.certificate, certificate)


def _solved(problem: Problem, arguments: argparse.Namespace, keep: Plan | None) -> Result:
    """The result, by processes of their own where the problem falls apart and several may work."""
    stop, seed = _stop(arguments), arguments.seed
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
            )
        return solve(
            problem,
            stop=stop,
            seed=seed,
            keep=keep,
            workers=arguments.workers,
            on_progress=bar.heard,
        )


def _several(arguments: argparse.Namespace) -> int:
    """Each problem for itself, loaded where it is planned; plans are written as they come."""
    for argument in ("keep", "table"):
        if getattr(arguments, argument) is not None:
            raise OneProblemOnly(f"--{argument}")
    paths: list[Path] = arguments.problem
    names = Counter(path.stem for path in paths)
    if (most := names.most_common(1)[0])[1] > 1:
        raise NamedAlike(most[0])
    targets = _named_in(arguments.out, paths)
    certificates = _named_in(arguments.certificate, paths)
    _refuse_overwriting(paths, [*targets.values(), *certificates.values()])
    if set(targets.values()) & set(certificates.values()):
        raise SameFolder(arguments.out)
    for folder in filter(None, (arguments.out, arguments.certificate)):
        refuse_unwritable(folder / "plan.json" if folder.is_dir() else folder)
        folder.mkdir(exist_ok=True)
    jobs = [
        Job(
            name=path.stem,
            problem=partial(read_stated, path),
            weight=_bytes(path),
            certificate=certificates.get(path.stem),
        )
        for path in paths
    ]
    results, clock = [], Stopwatch()
    with SearchBar() as bar:
        for job, result in finished(
            jobs,
            executor=executor_for(arguments.workers),
            stop=_stop(arguments),
            seed=arguments.seed,
            on_progress=bar.heard,
        ):
            write_plan(targets[job.name], result.plan)
            bar.clear()
            print(json.dumps({"problem": job.name} | _told(result), ensure_ascii=False), flush=True)
            results.append(structs.replace(result, plan=Plan()))
    print(json.dumps({"problems": len(results)} | _total(results, clock.seconds)))
    return RULES_BROKEN if any(result.status == "infeasible" for result in results) else 0


def _total(results: Sequence[Result], seconds: float) -> dict[str, object]:
    """All results as one: sums, and the gap of the first goal that is open anywhere."""
    levels = added(results)
    statuses = {result.status for result in results}
    worst = next(status for status in WORST_FIRST if status in statuses)
    return {
        "covered": sum(result.covered for result in results),
        "quality": sum(result.quality for result in results),
        "bound": sum(result.bound for result in results),
        "gap": round(gap(levels), 6),
        "status": worst,
        "seconds": round(seconds, 3),
    }


def _told(result: Result) -> dict[str, object]:
    return {
        "covered": result.covered,
        "quality": result.quality,
        "bound": result.bound,
        "gap": round(result.gap, 6),
        "status": result.status,
        "seconds": round(result.seconds, 3),
    }


def _stop(arguments: argparse.Namespace) -> Stop | None:
    return None if arguments.seconds is None else Seconds(arguments.seconds)


def _named_in(folder: Path | None, problems: Sequence[Path]) -> dict[str, Path]:
    """A file in the folder for each problem, by its name; none without a folder."""
    if folder is None:
        return {}
    return {path.stem: folder / f"{path.stem}.json" for path in problems}


def _bytes(path: Path) -> int:
    """The size of a problem's files: its share of the time; a missing one is told in its job."""
    files = path.glob("*.csv") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.exists())


def _refuse_overwriting(problems: Sequence[Path], targets: Sequence[Path]) -> None:
    stated = {path.resolve() for path in problems}
    for target in targets:
        if target.resolve() in stated:
            raise WouldOverwriteProblem(target)


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
