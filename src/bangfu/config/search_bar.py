"""How far a search for a plan is, on one line of the terminal."""

import sys
from collections.abc import Callable

from bangfu.core.planner import Progress


class SearchBar:
    """Progress on one line of the terminal, redrawn in place; silent where there is none."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> "SearchBar":
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    @property
    def heard(self) -> Callable[[Progress], None] | None:
        """What is told of progress; nothing where nobody looks, for telling takes time."""
        return self._draw if self._shown else None

    def _draw(self, progress: Progress) -> None:
        share = progress.covered / max(1, progress.required)
        full = round(24 * share)
        text = (
            f"\r{'█' * full}{'░' * (24 - full)} 覆盖{progress.covered}/{progress.required}岗期"
            f" 差距{progress.gap:.2%} {progress.seconds:.0f}秒 "
        )
        print(text, end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Leave the line empty."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
