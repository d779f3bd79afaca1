"""A piece of planning that any process, on any machine, can do by itself."""

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from bangfu.core.planner.contradictions import ContradictoryProblem
from bangfu.core.planner.files import write_certificate
from bangfu.core.planner.plan import Contradiction, Plan
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.proving import CERTIFYING_SECONDS, SHOWING_SECONDS, verified
from bangfu.core.planner.result import AnyOf, Progress, Result, Seconds, Stop, Stopwatch
from bangfu.core.planner.solve import solve
from bangfu.core.refusal import Refusal

Told = Callable[[Progress], object]
"""Hears of progress; what it returns true ends the search."""


@dataclass(frozen=True, slots=True)
class Job:
    """A problem to plan, by a name that people know it by.

    ``problem`` may be a function without arguments that can be pickled, such as
    ``partial(read_problem, path)``: it is called where the job is done, so that whoever hands out
    jobs need not hold their problems. ``weight`` is the job's share of the time, in any unit that
    all jobs of a run share: posts, or bytes of a file. ``keep`` and ``start`` are as in ``solve``.
    The result of a job to be ``verified`` claims only what the verifier finds, and holds the
    proofs. ``certificate`` is the file to which they are written, where the job is done.
    """

    name: str
    problem: Problem | Callable[[], Problem]
    keep: Plan | None = None
    start: Plan | None = None
    weight: int = 1
    verified: bool = False
    certificate: Path | None = None

    def load(self) -> Problem:
        """The problem itself."""
        return self.problem if isinstance(self.problem, Problem) else self.problem()


class JobFailed(Refusal):
    """One job of several could not be done; says which and why.

    ``contradictions`` are those of a problem that contradicts itself, ``trace`` is the traceback of
    a program's mistake.
    """

    def __init__(self, failure: "Failure") -> None:
        super().__init__(
            zh=f"“{failure.job}”未能完成：{failure.zh}", en=f"“{failure.job}” failed: {failure.en}"
        )
        self.job = failure.job
        self.contradictions = failure.contradictions
        self.trace = failure.trace


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed, as a value: exceptions do not travel well between processes."""

    job: str
    zh: str
    en: str
    contradictions: tuple[Contradiction, ...] = ()
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A job as it is handed to a process: ``seconds`` is its share of the time, ``None`` no end.

    ``stop`` is asked with the job's own progress.
    """

    job: Job
    seed: int
    seconds: float | None
    stop: Stop | None

    def carried_out(self, told: Told | None = None) -> Result | Failure:
        """Load and solve. Whatever goes wrong is told as a value, with the job's name."""
        try:
            clock = Stopwatch()
            problem = self.job.load()
            result = solve(
                problem,
                stop=self._stop(spent=clock.seconds),
                seed=self.seed,
                start=self.job.start,
                keep=self.job.keep,
                on_progress=told,
            )
            if self.job.verified or self.job.certificate is not None:
                return self._verified(problem, result)
            # Nobody asks for these proofs, and those of a province are as large as its plan.
            return structs.replace(result, proofs=())
        except ContradictoryProblem as refusal:
            found = tuple(refusal.found)
            return Failure(self.job.name, refusal.zh, refusal.en, contradictions=found)
        except Refusal as refusal:
            return Failure(self.job.name, refusal.zh, refusal.en)
        except MemoryError:
            return Failure(self.job.name, *out_of_memory())
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            return Failure(
                self.job.name,
                f"程序出错（{reason}），请将此信息报给维护人员。",
                f"the program failed ({reason}); please report it.",
                trace=traceback.format_exc(),
            )

    def _verified(self, problem: Problem, result: Result) -> Result:
        target, clock = self.job.certificate, Stopwatch()
        most = SHOWING_SECONDS if target is None else self.seconds or CERTIFYING_SECONDS
        shown, certificate = verified(
            problem, result, keep=self.job.keep, stopped=lambda: clock.seconds > most
        )
        if target is not None:
            write_certificate(target, certificate)
        return shown

    def _stop(self, *, spent: float) -> Stop | None:
        """Both ends of the search; loading the problem took ``spent`` seconds of its share."""
        if self.seconds is None:
            return self.stop
        clock = Seconds(max(0.0, self.seconds - spent))
        return clock if self.stop is None else AnyOf(clock, self.stop)


def out_of_memory() -> tuple[str, str]:
    """A process that ran out of memory, in Chinese and in English."""
    return (
        "内存不足，请减少同时进行的进程数，或把问题拆小。",
        "out of memory; use fewer processes at a time, or smaller problems.",
    )


def divided(stop: Stop | None) -> tuple[float | None, Stop | None]:
    """A stop as the seconds that all jobs share, and what each job asks by itself.

    >>> from bangfu.core.planner import Gap
    >>> seconds, rest = divided(Seconds(60) | Gap(0.01) | Seconds(90))
    >>> seconds, type(rest).__name__
    (60, 'AnyOf')
    """
    stops = _flat(stop)
    limits = [one.limit for one in stops if isinstance(one, Seconds)]
    others = [one for one in stops if not isinstance(one, Seconds)]
    rest = None if not others else AnyOf(*others)
    return min(limits, default=None), rest


def _flat(stop: Stop | None) -> list[Stop]:
    if stop is None:
        return []
    if isinstance(stop, AnyOf):
        return [one for part in stop.stops for one in _flat(part)]
    return [stop]


def refuse_unpicklable(stop: Stop | None) -> None:
    """Say plainly, before any process is started, that a stop cannot travel to one."""
    try:
        pickle.dumps(stop)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise TypeError(
            "a stop for other processes must be picklable: Seconds, Gap, or a module's function"
        ) from error
