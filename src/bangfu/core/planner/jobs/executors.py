"""Where jobs are done: in this process, or in as many others as there are processors.

An executor takes jobs and yields their results as they end. Whatever it is, a job is the same
order carried out by the same code, so results are equal unless a stop looks at the clock.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Event
from typing import Protocol, cast

from bangfu.core.planner.result import Progress, Result, Stop

from .job import Failure, Job, JobFailed, Order, Told, divided, out_of_memory, refuse_unpicklable
from .sharing import Clock, Overview

BETWEEN_REPORTS = 0.2
"""Seconds: a job tells of its progress no more often."""
KILLED = -9


class Executor(Protocol):
    """Does jobs."""

    def run(
        self, jobs: Sequence[Job], *, stop: Stop | None, seed: int, on_progress: Told | None
    ) -> Iterator[tuple[int, Result]]:
        """Each job's number and result, in the order in which they end.

        ``Seconds`` in the stop are shared by all jobs; whatever else is in it, each job asks by
        itself. ``on_progress`` hears of all jobs as one and ends them by returning true. Raises
        ``JobFailed``, with the job's name, and ends the others.
        """


class InProcess:
    """One job after the other, in this process."""

    def run(
        self, jobs: Sequence[Job], *, stop: Stop | None, seed: int, on_progress: Told | None
    ) -> Iterator[tuple[int, Result]]:
        """See ``Executor``."""
        seconds, rest = divided(stop)
        clock, overview = Clock(seconds, jobs, at_a_time=1), Overview(len(jobs))
        over = False
        for number, job in enumerate(jobs):

            def told(progress: Progress, number: int = number) -> bool:
                nonlocal over
                everything = overview.heard(number, progress)
                over = over or (on_progress is not None and on_progress(everything) is True)
                return over

            outcome = Order(job, seed, clock.begun(number), rest).carried_out(told)
            if isinstance(outcome, Failure):
                raise JobFailed(outcome)
            clock.ended(number)
            overview.ended()
            yield number, outcome


@dataclass(frozen=True, slots=True)
class _Running:
    """A job under way in a process of its own."""

    number: int
    name: str
    process: SpawnProcess
    reports: Connection

    def says(self) -> Progress | Result | Failure:
        """What the process says next; one that is gone without a word has failed."""
        try:
            return cast("Progress | Result | Failure", self.reports.recv())
        except EOFError:
            self.process.join()
        code = self.process.exitcode
        if code == KILLED:
            return Failure(self.name, *out_of_memory())
        return Failure(
            self.name,
            f"进程意外结束（退出码{code}），请重试。",
            f"its process ended (exit code {code}); try again.",
        )

    def end(self) -> None:
        """Wait until the process is gone, and let go of it."""
        self.process.join()
        self.reports.close()


class Processes:
    """So many jobs at a time, each in a fresh process: its memory goes back when it ends.

    Processes are spawned, not forked, so it is the same on every system. The module that starts
    them must be importable without doing its work (``if __name__ == "__main__"``). A stop other
    than ``Seconds`` must be something that can be pickled.
    """

    def __init__(self, at_a_time: int) -> None:
        self._at_a_time = max(1, at_a_time)
        self._spawning = multiprocessing.get_context("spawn")

    def run(
        self, jobs: Sequence[Job], *, stop: Stop | None, seed: int, on_progress: Told | None
    ) -> Iterator[tuple[int, Result]]:
        """See ``Executor``."""
        seconds, rest = divided(stop)
        refuse_unpicklable(rest)
        clock = Clock(seconds, jobs, at_a_time=self._at_a_time)
        overview, over = Overview(len(jobs)), self._spawning.Event()
        waiting = list(enumerate(jobs))
        running: dict[Connection, _Running] = {}
        try:
            while waiting or running:
                while waiting and len(running) < self._at_a_time:
                    number, job = waiting.pop(0)
                    begun = self._begun(number, Order(job, seed, clock.begun(number), rest), over)
                    running[begun.reports] = begun
                for one, told in self._heard(running):
                    if isinstance(told, Progress):
                        everything = overview.heard(one.number, told)
                        if on_progress is not None and on_progress(everything) is True:
                            over.set()
                        continue
                    del running[one.reports]
                    one.end()
                    clock.ended(one.number)
                    overview.ended()
                    yield one.number, told
        finally:
            for left in running.values():
                left.process.terminate()
                left.end()

    def _begun(self, number: int, order: Order, over: Event) -> _Running:
        here, there = self._spawning.Pipe(duplex=False)
        name = order.job.name
        process = self._spawning.Process(target=_work, args=(order, there, over), daemon=True)
        process.start()
        there.close()  # so that this end sees when the process is gone
        return _Running(number, name, process, here)

    def _heard(
        self, running: Mapping[Connection, _Running]
    ) -> Iterator[tuple[_Running, Progress | Result]]:
        """What processes say next, as soon as any does; raises ``JobFailed``."""
        for ready in wait(list(running)):
            one = running[cast("Connection", ready)]
            told = one.says()
            if isinstance(told, Failure):
                raise JobFailed(told)
            yield one, told


def _work(order: Order, reports: Connection, over: Event) -> None:
    """What a process does: carry out one order, and say how far it is."""
    # Ctrl-C reaches every process of a terminal; only the one that hands out jobs answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    reported = 0.0

    def told(progress: Progress) -> bool:
        nonlocal reported
        now = time.monotonic()
        if now - reported >= BETWEEN_REPORTS:
            reports.send(progress)
            reported = now
        return over.is_set()

    reports.send(order.carried_out(told))


def _end_with_parent() -> None:
    """Do not work on for nobody, however the process that handed out the job came to its end."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def executor_for(workers: int) -> Executor:
    """This process for one worker, processes of their own for more."""
    return InProcess() if workers <= 1 else Processes(workers)
