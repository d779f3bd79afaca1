"""A bar for each long step, drawn with the standard library alone.

On a terminal the bar is redrawn in place; elsewhere, as in a log, each step leaves one line when it
is done.
"""

import itertools
import sys
import threading
import time
from types import TracebackType
from typing import Self, TextIO

WIDTH = 28
TITLE_COLUMNS = 22
REDRAW_SECONDS = 0.1
UNNOTICED_SECONDS = 0.5


def columns(text: str) -> int:
    """How many columns a terminal needs for a text: two for each Chinese character.

    >>> columns("uv 程序")
    7
    """
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


class Step:
    """One step of work: ``with Step("安装依赖") as step: step.reach(3, 10, "MiB")``.

    A quiet step that turns out to have nothing to do, and so ends at once, leaves no line.
    """

    def __init__(self, title: str, *, quiet: bool = False, out: TextIO | None = None) -> None:
        self.quiet = quiet
        self.title = title + " " * max(1, TITLE_COLUMNS - columns(title))
        self.out = sys.stderr if out is None else out
        self.done, self.total, self.unit = 0.0, 0.0, ""
        self.failed = False
        """Set where the step ended without an exception and yet did not succeed."""
        self._ended = threading.Event()
        self._painter = threading.Thread(target=self._paint, daemon=True)

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        if self.out.isatty():
            self._painter.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        if self._painter.is_alive():
            self._painter.join()
        if self.out.isatty():
            self.out.write("\r\x1b[2K")
        seconds = time.monotonic() - self._began
        if self.quiet and kind is None and seconds < UNNOTICED_SECONDS:
            return
        mark = "✗" if kind or self.failed else "✓"
        self.out.write(f"{mark} {self.title}{seconds:5.1f} 秒\n")
        self.out.flush()

    def reach(self, done: float, total: float, unit: str = "") -> None:
        """Say how far the work is; without this the bar only shows that it goes on."""
        self.done, self.total, self.unit = done, total, unit

    def _paint(self) -> None:
        for frame in itertools.count():
            if self._ended.wait(REDRAW_SECONDS):
                return
            self.out.write(f"\r\x1b[2K  {self.title}{self.drawn(frame)}")
            self.out.flush()

    def drawn(self, frame: int) -> str:
        """The bar as text: filled as far as known, else a piece that wanders.

        >>> step = Step("安装"); step.reach(1, 4, "MiB"); step.drawn(0)
        '━━━━━━━─────────────────────  1 / 4 MiB'
        """
        if self.total:
            filled = round(WIDTH * min(1.0, self.done / self.total))
            amount = f"{self.done:.0f} / {self.total:.0f} {self.unit}".rstrip()
            return "━" * filled + "─" * (WIDTH - filled) + "  " + amount
        at = frame % WIDTH
        return "─" * at + "━" + "─" * (WIDTH - at - 1)
