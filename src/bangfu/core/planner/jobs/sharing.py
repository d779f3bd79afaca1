"""How several jobs share one clock, and what is known of all of them while they run."""

from collections.abc import Sequence

from bangfu.core.planner.result import Progress, Stopwatch

from .job import Job


class Clock:
    """Seconds that jobs share by weight, on so many processes at a time.

    What a job leaves of its share falls to those that have not begun, and what a job takes beyond
    it, to start its process and hand over its result, is expected of them, too: at most half of a
    share.
    """

    def __init__(
        self,
        seconds: float | None,
        jobs: Sequence[Job],
        *,
        at_a_time: int,
        watch: Stopwatch | None = None,
    ) -> None:
        self._limit, self._watch = seconds, watch or Stopwatch()
        self._waiting = {number: max(1, job.weight) for number, job in enumerate(jobs)}
        self._at_a_time = at_a_time
        self._until: dict[int, float] = {}
        self._beyond: list[float] = []

    def begun(self, number: int) -> float | None:
        """A job's share in seconds, now that it begins; ``None`` where time has no end."""
        if self._limit is None:
            return None
        now, weight = self._watch.seconds, self._waiting[number]
        left = max(0.0, self._limit - now)
        promised = sum(max(0.0, until - now) for until in self._until.values())
        share = max(0.0, self._at_a_time * left - promised) * weight / sum(self._waiting.values())
        beyond = sum(self._beyond) / max(1, len(self._beyond))
        share = max(min(left, share) - beyond, min(left, share) / 2)
        del self._waiting[number]
        self._until[number] = now + share
        return share

    def ended(self, number: int) -> None:
        """A job is done, perhaps earlier than its share allowed."""
        if (until := self._until.pop(number, None)) is not None:
            self._beyond.append(max(0.0, self._watch.seconds - until))


class Overview:
    """The latest progress of each job as one: sums over those begun, and the widest gap.

    The gap counts as whole while some job has not been heard of.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs, self._watch = jobs, Stopwatch()
        self._latest: dict[int, Progress] = {}
        self._ended = 0

    def heard(self, number: int, progress: Progress) -> Progress:
        """Take note of one job's progress; what stands for all."""
        self._latest[number] = progress
        return self.now()

    def ended(self) -> None:
        """Take note that a job is done."""
        self._ended += 1

    def now(self) -> Progress:
        """All jobs as one; the phase tells how many are done, such as ``3/31``."""
        known = self._latest.values()
        return Progress(
            seconds=self._watch.seconds,
            effort=sum(progress.effort for progress in known),
            phase=f"{self._ended}/{self._jobs}",
            covered=sum(progress.covered for progress in known),
            required=sum(progress.required for progress in known),
            quality=sum(progress.quality for progress in known),
            bound=sum(progress.bound for progress in known),
            gap=max((progress.gap for progress in known), default=1.0)
            if len(known) == self._jobs
            else 1.0,
        )
