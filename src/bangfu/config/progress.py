"""Bars for the long steps of commands, one line each, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

TITLE_COLUMNS = 24


class Bar:
    """A running step: ``advance()`` for each thing done, ``expect(n)`` when the number is known."""

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=None)

    def expect(self, total: int) -> None:
        """Say how many things there are to do."""
        self._progress.update(self._task, total=total)

    def advance(self, count: int = 1) -> None:
        """Say that so many more are done."""
        self._progress.advance(self._task, count)


@contextmanager
def bar(title: str, *, console: Console | None = None) -> Iterator[Bar]:
    """Show a step while it runs: ``with bar("导入人员") as step: step.expect(200)``.

    Where standard error is no terminal, as in a log, one line remains when the step is done.
    """
    progress = Progress(
        TextColumn("{task.description:<" + str(TITLE_COLUMNS) + "}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console or Console(stderr=True),
    )
    with progress:
        step = Bar(progress, title)
        yield step
        # A step that never learned its number is complete all the same.
        task = progress.tasks[0]
        progress.update(task.id, total=task.total or max(task.completed, 1))
        progress.update(task.id, completed=progress.tasks[0].total)
