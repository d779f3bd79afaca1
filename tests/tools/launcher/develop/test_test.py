"""The tests run on both databases, and one failure on either is a failure."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from launcher.develop import test as command

ADDRESS = "postgresql://postgres@%2Ftmp%2Fsomewhere/postgres"


class Runs(list[tuple[str, list[str]]]):
    """Each pytest run: its database and its arguments; ``codes`` are what they return."""

    codes = (0, 0)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Runs that are only written down."""
    found = Runs()

    @contextmanager
    def cluster(programs: Path) -> Iterator[str]:
        yield ADDRESS

    def run(line: list[str], *, env: dict[str, str], **_: object) -> SimpleNamespace:
        found.append((env["BANGFU_DATABASE_URL"], line[3:]))
        return SimpleNamespace(returncode=found.codes[len(found) - 1])

    monkeypatch.setattr(command.environment, "ready", lambda wanted: None)
    monkeypatch.setattr(command.system, "provide", lambda: None)
    monkeypatch.setattr(command.system, "postgresql", lambda: Path("/usr/bin"))
    monkeypatch.setattr(command.postgres, "cluster", cluster)
    monkeypatch.setattr(command.subprocess, "run", run)
    return found


class TestRun:
    def test_tries_the_database_on_a_server_and_everything_embedded(self, runs: Runs) -> None:
        assert command.run([]) == 0

        (server, selected), (embedded, everything) = runs
        assert server == ADDRESS
        assert "database and not browser" in selected
        assert embedded == ""
        assert "-m" not in everything[1:]

    @pytest.mark.parametrize(("codes", "code"), [((1, 0), 1), ((0, 1), 1), ((0, 0), 0)])
    def test_fails_where_either_fails(self, runs: Runs, codes: tuple[int, int], code: int) -> None:
        runs.codes = codes

        assert command.run([]) == code
        assert len(runs) == 2

    def test_is_content_when_a_selection_holds_nothing_for_the_server(self, runs: Runs) -> None:
        runs.codes = (command.NOTHING_SELECTED, 0)

        assert command.run(["tests/core"]) == 0

    def test_is_not_content_when_there_is_no_test_at_all(self, runs: Runs) -> None:
        runs.codes = (0, command.NOTHING_SELECTED)

        assert command.run([]) == command.NOTHING_SELECTED

    def test_runs_in_one_process_for_somebody_who_looks_inside(self, runs: Runs) -> None:
        command.run(["--pdb"])

        assert all("-n" not in arguments for _, arguments in runs)
