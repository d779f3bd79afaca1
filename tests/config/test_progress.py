"""A bar reaches its end, whether or not the number of things was known."""

import io

import pytest
from rich.console import Console

from bangfu.config.progress import bar


@pytest.mark.parametrize(("expected", "shown"), [(3, "3/3"), (None, "2/2")])
def test_shows_how_many_were_done(expected: int | None, shown: str) -> None:
    log = io.StringIO()

    with bar("导入人员", console=Console(file=log, width=100)) as step:
        if expected:
            step.expect(expected)
        step.advance(2)

    assert "导入人员" in log.getvalue()
    assert shown in log.getvalue()
