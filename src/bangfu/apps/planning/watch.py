"""Keeping a running search readable from outside, and stoppable."""

import time

from django.utils import timezone

from bangfu.core.planner import Progress

from .models import Run

EVERY = 0.5
"""Seconds between two writes: often enough for a page that asks every second."""


class Watch:
    """Writes a search's progress to its run and reads whether somebody asked it to stop."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._next_write = 0.0
        self._stop = False

    def report(self, progress: Progress) -> None:
        """Write the progress, at most every half second."""
        if time.monotonic() < self._next_write:
            return
        self._next_write = time.monotonic() + EVERY
        Run.objects.filter(pk=self._run.pk).update(
            phase=progress.phase,
            covered=progress.covered,
            required=progress.required,
            quality=progress.quality,
            gap=progress.gap,
            heartbeat_at=timezone.now(),
        )
        self._stop = Run.objects.filter(pk=self._run.pk, stop_requested=True).exists()

    def stop_requested(self, progress: Progress) -> bool:
        """Whether the search should end with what it has."""
        return self._stop
