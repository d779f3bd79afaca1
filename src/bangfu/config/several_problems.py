"""Several problems in one call: each planned for itself, its plan written as it comes."""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import structs

from bangfu.config.search_bar import SearchBar
from bangfu.core.planner import Plan, Result, Seconds
from bangfu.core.planner.exchange import read_stated
from bangfu.core.planner.files import refuse_unwritable, write_plan
from bangfu.core.planner.jobs import Job, added, executor_for, finished
from bangfu.core.planner.plan import Status, gap
from bangfu.core.planner.result import Stop, Stopwatch
from bangfu.core.refusal import Refusal

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


def plan_several(arguments: argparse.Namespace) -> bool:
    """Plan each problem where it is loaded; whether rules had to break in any.

    Prints a line for each and one for all. Raises ``OneProblemOnly``, ``NamedAlike``,
    ``SameFolder``, ``WouldOverwriteProblem``, or ``JobFailed``, which names the problem.
    """
    for argument in ("keep", "table"):
        if getattr(arguments, argument) is not None:
            raise OneProblemOnly(f"--{argument}")
    paths: list[Path] = arguments.problem
    names = Counter(path.stem for path in paths)
    if (most := names.most_common(1)[0])[1] > 1:
        raise NamedAlike(most[0])
    targets = _named_in(arguments.out, paths)
    certificates = _named_in(arguments.certificate, paths)
    refuse_overwriting(paths, [*targets.values(), *certificates.values()])
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
            verified=True,
            certificate=certificates.get(path.stem),
        )
        for path in paths
    ]
    results, clock = [], Stopwatch()
    with SearchBar() as bar:
        for job, result in finished(
            jobs,
            executor=executor_for(arguments.workers),
            stop=stop_of(arguments),
            seed=arguments.seed,
            on_progress=bar.heard,
        ):
            write_plan(targets[job.name], result.plan)
            bar.clear()
            print(json.dumps({"problem": job.name} | told(result), ensure_ascii=False), flush=True)
            results.append(structs.replace(result, plan=Plan(), proofs=()))
    print(json.dumps({"problems": len(results)} | _total(results, clock.seconds)))
    return any(result.status == "infeasible" for result in results)


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


def told(result: Result) -> dict[str, object]:
    """What a plan reaches, as it is printed."""
    return {
        "covered": result.covered,
        "quality": result.quality,
        "bound": result.bound,
        "gap": round(result.gap, 6),
        "status": result.status,
        "seconds": round(result.seconds, 3),
    }


def stop_of(arguments: argparse.Namespace) -> Stop | None:
    """The end that ``--seconds`` sets."""
    return None if arguments.seconds is None else Seconds(arguments.seconds)


def refuse_overwriting(problems: Sequence[Path], targets: Sequence[Path]) -> None:
    """Raise ``WouldOverwriteProblem`` where a file to be written is one to be read."""
    stated = {path.resolve() for path in problems}
    for target in targets:
        if target.resolve() in stated:
            raise WouldOverwriteProblem(target)


def _named_in(folder: Path | None, problems: Sequence[Path]) -> dict[str, Path]:
    """A file in the folder for each problem, by its name; none without a folder."""
    if folder is None:
        return {}
    return {path.stem: folder / f"{path.stem}.json" for path in problems}


def _bytes(path: Path) -> int:
    """The size of a problem's files: its share of the time; a missing one is told in its job."""
    files = path.glob("*.csv") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.exists())
