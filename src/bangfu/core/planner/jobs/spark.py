"""Jobs on the machines of a Spark cluster; needs the extra ``spark`` and Java 17 or newer."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bangfu.core.planner.result import Result, Stop

from .job import Failure, Job, JobFailed, Order, Told, divided, refuse_unpicklable

if TYPE_CHECKING:
    from pyspark import SparkContext


class Spark:
    """As many jobs at a time as the cluster has cores for; this package stands on each machine.

    A job's seconds are its share of the whole from the beginning, for machines do not see each
    other's clocks. ``on_progress`` is not heard of: jobs cannot call back.
    """

    def __init__(self, context: "SparkContext") -> None:
        self._context = context

    def run(
        self, jobs: Sequence[Job], *, stop: Stop | None, seed: int, on_progress: Told | None
    ) -> Iterator[tuple[int, Result]]:
        """See ``Executor``."""
        seconds, rest = divided(stop)
        refuse_unpicklable(rest)
        at_a_time = max(1, min(len(jobs), int(self._context.defaultParallelism)))
        everything = sum(max(1, job.weight) for job in jobs)

        def share(job: Job) -> float | None:
            if seconds is None:
                return None
            return min(seconds, seconds * at_a_time * max(1, job.weight) / everything)

        orders = [Order(job, seed, share(job), rest) for job in jobs]
        spread = self._context.parallelize(orders, numSlices=max(1, len(orders)))
        outcomes = spread.map(_outcome).collect()
        for number, outcome in enumerate(outcomes):
            if isinstance(outcome, Failure):
                raise JobFailed(outcome)
            yield number, outcome


def _outcome(order: Order) -> Result | Failure:
    return order.carried_out()
