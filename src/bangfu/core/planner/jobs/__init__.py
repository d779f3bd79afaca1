"""Independent parts of a plan as jobs that any number of processes or machines share."""

from collections.abc import Iterator, Sequence

from bangfu.core.planner.contradictions import ContradictoryProblem
from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.result import Result, Stop, Stopwatch
from bangfu.core.planner.wellformed import faults

from .executors import Executor, InProcess, Processes, executor_for
from .job import Job, JobFailed, Told
from .merging import added, merged
from .proofs import joined
from .splitting import POSTS_TOGETHER, concerning, in_whole, independent_parts

__all__ = [
    "POSTS_TOGETHER",
    "Executor",
    "InProcess",
    "Job",
    "JobFailed",
    "Processes",
    "added",
    "executor_for",
    "finished",
    "in_whole",
    "independent_parts",
    "jobs_of",
    "joined",
    "merged",
    "solve_in_parts",
    "solve_jobs",
]


def finished(
    jobs: Sequence[Job],
    *,
    executor: Executor | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    on_progress: Told | None = None,
) -> Iterator[tuple[Job, Result]]:
    """Each job with its result as soon as it is done, whichever that is; see ``Executor``.

    Raises ``JobFailed``, which names the job.
    """
    doing = executor or InProcess()
    for number, result in doing.run(jobs, stop=stop, seed=seed, on_progress=on_progress):
        yield jobs[number], result


def solve_jobs(
    jobs: Sequence[Job],
    *,
    executor: Executor | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    on_progress: Told | None = None,
) -> tuple[Result, ...]:
    """The jobs' results, in the jobs' order; equal whatever executor did them."""
    doing = executor or InProcess()
    found = dict(doing.run(jobs, stop=stop, seed=seed, on_progress=on_progress))
    return tuple(found[number] for number in range(len(jobs)))


def jobs_of(
    problem: Problem,
    *,
    keep: Plan | None = None,
    start: Plan | None = None,
    posts: int = POSTS_TOGETHER,
    verified: bool = False,
) -> tuple[Job, ...]:
    """A problem's independent parts of about ``posts`` posts; each is named after its first post.

    Raises ``ContradictoryProblem`` where ids or spans do not fit each other.
    """
    if found := list(faults(problem)):
        raise ContradictoryProblem(found)
    return tuple(
        Job(
            name=problem.label("post", part.posts[0].id) if part.posts else problem.title,
            problem=part,
            keep=concerning(part, keep),
            start=concerning(part, start),
            weight=len(part.posts),
            verified=verified,
        )
        for part in independent_parts(problem, posts=posts)
    )


def solve_in_parts(
    problem: Problem,
    *,
    executor: Executor | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    start: Plan | None = None,
    keep: Plan | None = None,
    on_progress: Told | None = None,
    posts: int = POSTS_TOGETHER,
    verified: bool = False,
) -> Result:
    """Like ``solve``, with the problem's independent parts done by an executor.

    With ``verified`` every part is, and the result holds their proofs; see ``Job``.

    Raises ``ContradictoryProblem``, with places as they stand in the whole problem, or
    ``JobFailed``.
    """
    clock = Stopwatch()
    jobs = jobs_of(problem, keep=keep, start=start, posts=posts, verified=verified)
    try:
        results = solve_jobs(jobs, executor=executor, stop=stop, seed=seed, on_progress=on_progress)
    except JobFailed as failed:
        if not failed.contradictions:
            raise
        part = next(job for job in jobs if job.name == failed.job).load()
        told = [in_whole(one, part, problem) for one in failed.contradictions]
        raise ContradictoryProblem(told) from failed
    parts = [(job.load(), result) for job, result in zip(jobs, results, strict=True)]
    return merged(problem, parts, seconds=clock.seconds)
