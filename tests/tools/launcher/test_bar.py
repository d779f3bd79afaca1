"""Bars tell a person how far a step is, and leave a log readable."""

import io

import pytest

from launcher import bar
from launcher.bar import Step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestStep:
    def test_leaves_one_line_in_a_log(self) -> None:
        log = io.StringIO()

        with Step("安装依赖", out=log):
            pass

        assert log.getvalue().startswith("✓ 安装依赖")
        assert log.getvalue().count("\n") == 1

    def test_leaves_no_line_where_there_was_nothing_to_do(self) -> None:
        log = io.StringIO()

        with Step("安装依赖", quiet=True, out=log):
            pass

        assert log.getvalue() == ""

    def test_marks_a_step_that_failed_even_a_quiet_one(self) -> None:
        log = io.StringIO()

        with pytest.raises(OSError), Step("安装依赖", quiet=True, out=log):  # noqa: PT011
            raise OSError

        assert log.getvalue().startswith("✗ 安装依赖")

    def test_is_redrawn_on_a_terminal_and_cleared_at_the_end(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bar, "REDRAW_SECONDS", 0.001)
        terminal = Terminal()

        with Step("安装依赖", out=terminal) as step:
            step.reach(14, 28, "MiB")
            while "14 / 28 MiB" not in terminal.getvalue():
                pass

        assert terminal.getvalue().rpartition("\r\x1b[2K")[2].startswith("✓ 安装依赖")

    def test_lines_titles_up_by_the_columns_they_take(self) -> None:
        assert bar.columns(Step("uv").title) == bar.columns(Step("安装依赖").title)
