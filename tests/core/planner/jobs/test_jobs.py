"""The same jobs, whoever does them: results, order, failures, and one clock for all."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs
from tests.core.planner.jobs.test_splitting import beside
from tests.core.planner.problems import tiny

from bangfu.core.planner import (
    ContradictoryProblem,
    Effort,
    Gap,
    Plan,
    Problem,
    Progress,
    Quota,
    Result,
    Seconds,
    check,
    examples,
    solve,
)
from bangfu.core.planner.certificate import certified
from bangfu.core.planner.files import read_problem
from bangfu.core.planner.jobs import (
    Executor,
    InProcess,
    Job,
    JobFailed,
    Processes,
    added,
    finished,
    jobs_of,
    solve_in_parts,
    solve_jobs,
)
from bangfu.core.planner.jobs.sharing import Clock
from bangfu.core.planner.proof import bounded, verify
from bangfu.core.planner.result import Stopwatch

JOBS = (
    Job(name="轮换", problem=examples.rotation, weight=2),
    Job(name="业务院长", problem=examples.leadership(), weight=14),
    Job(name="另一市", problem=partial(examples.leadership, seed=8), weight=14),
)
EXECUTORS = pytest.mark.parametrize("executor", [InProcess(), Processes(2)], ids=["here", "apart"])


def without_time(results: tuple[Result, ...]) -> tuple[Result, ...]:
    return tuple(structs.replace(result, seconds=0.0) for result in results)


def _coverage(results: tuple[Result, ...]) -> list[str]:
    goals = {level.goal for result in results for level in result.levels}
    return sorted(goal for goal in goals if goal.startswith("coverage"))


def killed_for_its_memory() -> Problem:
    """What the system does to a process that takes too much."""
    os.kill(os.getpid(), signal.SIGKILL)
    return tiny()


def mistaken() -> Problem:
    raise ZeroDivisionError("a mistake")


def endless() -> Problem:
    """Says which process it is in, and does not come to an end."""
    Path(os.environ["SAYS_WHO_IT_IS"]).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)
    return tiny()


SCRIPT = """
from bangfu.core.planner.jobs import Job, Processes, solve_jobs
from tests.core.planner.jobs.test_jobs import endless

if __name__ == "__main__":
    solve_jobs([Job(name="endless", problem=endless)], executor=Processes(1))
"""


class TestProcesses:
    def test_end_with_the_one_that_started_them(self, tmp_path: Path) -> None:
        script, child = tmp_path / "script.py", tmp_path / "child"
        script.write_text(SCRIPT, encoding="utf-8")
        path = os.pathsep.join(sys.path)
        surroundings = {**os.environ, "PYTHONPATH": path, "SAYS_WHO_IT_IS": str(child)}
        with subprocess.Popen(
            [sys.executable, script], env=surroundings, stderr=subprocess.DEVNULL
        ) as parent:
            wait_until(lambda: child.exists() and child.read_text(encoding="utf-8") != "")

            parent.kill()

        wait_until(lambda: not is_running(int(child.read_text(encoding="utf-8"))))


def wait_until(done: Callable[[], bool], seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until
        time.sleep(0.05)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


class TestSolveJobs:
    def test_gives_equal_results_in_the_jobs_order_wherever_they_are_done(self) -> None:
        here = solve_jobs(JOBS, executor=InProcess(), seed=3)
        apart = solve_jobs(JOBS, executor=Processes(2), seed=3)

        assert without_time(here) == without_time(apart)
        assert here[1].plan == solve(examples.leadership(), seed=3).plan

    def test_adds_values_and_bounds_goal_by_goal(self) -> None:
        results = solve_jobs(JOBS[1:])

        total = {level.goal: level for level in added(results)}

        assert list(total) == ["rules", *_coverage(results), "quality", "fairness"]
        covered = [total[goal].value for goal in _coverage(results)]
        assert sum(covered) == sum(result.covered for result in results) == 2 * 14 * 24
        assert total["quality"].bound == sum(result.bound for result in results)

    @EXECUTORS
    def test_hands_over_each_result_as_it_comes(self, executor: Executor) -> None:
        seen = [(job.name, result.status) for job, result in finished(JOBS, executor=executor)]

        assert sorted(seen) == sorted((job.name, "optimal") for job in JOBS)

    @EXECUTORS
    def test_names_the_job_whose_file_is_missing(self, executor: Executor, tmp_path: Path) -> None:
        lost = Job(name="丙省", problem=partial(read_problem, tmp_path / "none.json"))

        with pytest.raises(JobFailed, match=r"“丙省”未能完成.*文件不存在"):
            solve_jobs([*JOBS, lost], executor=executor)

    @EXECUTORS
    def test_names_the_job_that_a_mistake_ended(self, executor: Executor) -> None:
        with pytest.raises(JobFailed, match=r"“丁省”.*ZeroDivisionError: a mistake") as failed:
            solve_jobs([Job(name="丁省", problem=mistaken)], executor=executor)

        assert "in mistaken" in failed.value.trace

    def test_names_the_job_that_took_too_much_memory(self) -> None:
        jobs = [Job(name="甲省", problem=killed_for_its_memory), *JOBS]

        with pytest.raises(JobFailed, match="“甲省”未能完成：内存不足"):
            solve_jobs(jobs, executor=Processes(2))

    def test_refuses_a_stop_that_cannot_travel(self) -> None:
        with pytest.raises(TypeError, match="picklable"):
            solve_jobs(JOBS, executor=Processes(2), stop=lambda progress: True)


class TestStopping:
    @EXECUTORS
    def test_by_the_clock_leaves_every_job_with_a_plan(self, executor: Executor) -> None:
        jobs = [replace(job, problem=job.load()) for job in JOBS]

        results = solve_jobs(jobs, executor=executor, stop=Seconds(0.001))

        for job, result in zip(jobs, results, strict=True):
            breaches = check(job.load(), result.plan)
            assert not [breach for breach in breaches if not breach.short]
            assert all(level.value <= level.bound for level in result.levels)

    @EXECUTORS
    def test_by_the_gap_is_asked_in_each_job(self, executor: Executor) -> None:
        results = solve_jobs(JOBS, executor=executor, stop=Gap(1.0))

        assert any(result.status == "feasible" for result in results)

    @EXECUTORS
    def test_by_effort_gives_equal_plans_anywhere(self, executor: Executor) -> None:
        results = solve_jobs(JOBS, executor=executor, stop=Effort(2))

        assert without_time(results) == without_time(solve_jobs(JOBS, stop=Effort(2)))

    @EXECUTORS
    def test_by_the_callback_ends_all_jobs(self, executor: Executor) -> None:
        heard: list[Progress] = []

        def enough(progress: Progress) -> bool:
            heard.append(progress)
            return True

        results = solve_jobs([JOBS[0]] * 2, executor=executor, on_progress=enough)

        assert heard[0].phase == "0/2"
        assert all(result.status != "optimal" for result in results)


class SetByHand(Stopwatch):
    """A watch that goes when it is told to."""

    def __init__(self) -> None:
        self._now = 0.0

    def set(self, seconds: float) -> None:
        self._now = seconds

    @property
    def seconds(self) -> float:
        return self._now


class TestClock:
    def test_shares_by_weight(self) -> None:
        clock = Clock(60.0, JOBS, at_a_time=1)

        assert clock.begun(0) == pytest.approx(60 * 2 / 30, rel=0.01)

    def test_gives_what_a_job_leaves_to_those_that_wait(self) -> None:
        equal = [replace(job, weight=1) for job in JOBS]
        clock = Clock(60.0, equal, at_a_time=1)

        first = clock.begun(0)
        clock.ended(0)

        assert first == pytest.approx(20, rel=0.01)
        assert clock.begun(1) == pytest.approx(30, rel=0.01)

    def test_promises_no_more_than_the_processes_have(self) -> None:
        equal = [replace(job, weight=1) for job in JOBS]
        clock = Clock(60.0, equal, at_a_time=2)

        shares = [clock.begun(number) for number in range(2)]

        assert shares == [pytest.approx(40, rel=0.01), pytest.approx(40, rel=0.01)]

    def test_expects_of_the_next_what_a_job_took_beyond_its_share(self) -> None:
        equal = [replace(job, weight=1) for job in JOBS]
        watch = SetByHand()
        clock = Clock(60.0, equal, at_a_time=1, watch=watch)
        clock.begun(0)
        watch.set(24.0)  # its share was 20
        clock.ended(0)

        assert clock.begun(1) == 36.0 / 2 - 4.0

    def test_leaves_half_a_share_whatever_others_took_beyond_theirs(self) -> None:
        equal = [replace(job, weight=1) for job in JOBS]
        watch = SetByHand()
        clock = Clock(60.0, equal, at_a_time=1, watch=watch)
        clock.begun(0)
        watch.set(50.0)
        clock.ended(0)

        assert clock.begun(1) == 10.0 / 2 / 2

    def test_knows_no_end_without_seconds(self) -> None:
        assert Clock(None, JOBS, at_a_time=1).begun(0) is None


class TestSolveInParts:
    @EXECUTORS
    def test_gives_one_plan_for_the_whole_problem(self, executor: Executor) -> None:
        problem = beside(examples.leadership(), examples.rotation())
        whole = solve(problem)

        result = solve_in_parts(problem, executor=executor, posts=1)

        assert result.levels == whole.levels
        assert result.plan.claims is not None
        assert result.plan.claims.levels == whole.levels
        assert check(problem, result.plan) == []

    def test_claims_only_what_the_verifier_finds_in_all_parts(self) -> None:
        problem = beside(examples.leadership(), examples.rotation())

        result = solve_in_parts(problem, posts=1, verified=True)
        certificate = certified(
            problem, result.plan, bounded(problem, result.plan, result.proofs, None)
        )

        assert verify(problem, result.plan, certificate).faults == ()

    def test_hands_over_no_proofs_that_nobody_asked_for(self) -> None:
        assert solve_in_parts(beside(tiny(), tiny()), posts=1).proofs == ()

    def test_keeps_an_earlier_plan(self) -> None:
        problem = beside(examples.leadership(), examples.leadership(seed=8))
        published = solve(problem).plan

        again = solve_in_parts(problem, keep=Plan(duties=published.duties), seed=5, posts=1)

        assert again.plan.duties == published.duties

    def test_begins_from_any_plan(self) -> None:
        problem = beside(examples.leadership(), examples.leadership(seed=8))
        best = solve(problem)

        stopped = solve_in_parts(problem, start=best.plan, stop=Effort(0), posts=1)

        assert [level.value for level in stopped.levels] == [level.value for level in best.levels]

    def test_tells_a_contradiction_at_its_place_in_the_whole(self) -> None:
        asking = structs.replace(tiny().hospitals[0], quota=Quota(lower=3))
        problem = beside(examples.leadership(), tiny(hospitals=(asking,)))
        before = len(examples.leadership().hospitals)

        with pytest.raises(ContradictoryProblem) as refused:
            solve_in_parts(problem, executor=Processes(2), posts=1)

        assert refused.value.found[0].place == f"$.hospitals[{before}].quota.lower"

    def test_refuses_ids_that_do_not_fit_before_taking_apart(self) -> None:
        lost = structs.replace(tiny().posts[0], host="t9")

        with pytest.raises(ContradictoryProblem, match=r"\$\.posts\[0\]\.host"):
            solve_in_parts(tiny(posts=(lost,)))


class TestJobsOf:
    def test_names_parts_by_their_first_post(self) -> None:
        problem = beside(examples.leadership(), tiny())

        jobs = jobs_of(problem, posts=1)

        assert [job.weight for job in jobs] == [14, 1]
        first = (problem.posts[0], problem.posts[-1])
        assert [job.name for job in jobs] == [problem.label("post", post.id) for post in first]
