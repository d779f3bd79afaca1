"""The line that shows how far a search is."""

import io
import sys

import pytest

from bangfu.config.search_bar import SearchBar
from bangfu.core.planner import Progress

HALF = Progress(
    seconds=3.2, phase="coverage 1", covered=6, required=12, quality=0, bound=9, gap=0.25
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestSearchBar:
    def test_shows_what_is_covered_and_leaves_the_line_empty(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)

        with SearchBar() as bar:
            assert bar.heard is not None
            bar.heard(HALF)
            shown = terminal.getvalue()

        assert "覆盖6/12岗期 差距25.00% 3秒" in shown
        assert shown.count("█") == shown.count("░") == 12
        assert terminal.getvalue().endswith("\r\x1b[K")

    def test_asks_for_no_progress_where_nobody_looks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stderr", io.StringIO())

        with SearchBar() as bar:
            assert bar.heard is None

        assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]
