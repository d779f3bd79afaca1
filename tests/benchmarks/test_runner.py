"""Benchmarks are listed, run and judged; what is asked for wrongly is one sentence."""

import argparse
import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from benchmarks.bar import Bar, Row, clock, p95, repeated

from benchmarks import runner

HELD = Bar("first page", limit=120, measured=31.42)
MISSED = Bar("second page", limit=8, measured=8.01)


def benchmark(*bars: Bar | Row, sizes: tuple[str, ...] = ("demo", "province")) -> SimpleNamespace:
    """A benchmark that measures nothing, and remembers for which size."""
    found = SimpleNamespace(__name__="benchmarks.tried", SIZES=sizes, asked=[])

    def measure(size: str) -> Iterator[Bar | Row]:
        found.asked.append(size)
        yield from bars

    found.measure = measure
    return found


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """``tried`` is the one benchmark there is; both its bars hold."""
    module = benchmark(HELD, Bar("people placed", 14, 14, unit="people", at_least=True))
    monkeypatch.setattr(runner, "names", lambda: ["tried"])
    monkeypatch.setattr(runner, "import_module", lambda name: module)
    return module


class TestMain:
    def test_writes_one_line_of_json_for_each_bar(
        self, tried: SimpleNamespace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code = runner.main(["tried", "--json"])

        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert code == 0
        assert lines[0] == {"bar": "first page", "limit": 120, "measured": 31.42, "ok": True}
        assert len(lines) == 2

    def test_shows_a_table_to_people(
        self, tried: SimpleNamespace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert runner.main(["tried"]) == 0

        shown = capsys.readouterr().out
        assert "first page" in shown
        assert "≥ 14 people" in shown

    def test_takes_the_first_size_unless_another_is_asked_for(self, tried: SimpleNamespace) -> None:
        runner.main(["tried"])
        runner.main(["tried", "--size", "province"])

        assert tried.asked == ["demo", "province"]

    def test_passes_a_benchmark_its_own_options(
        self, tried: SimpleNamespace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def options(parser: argparse.ArgumentParser) -> None:
            parser.add_argument("--seconds", type=float)

        def measure(size: str, *, seconds: float) -> Iterator[Bar]:
            yield Bar(f"{size} in time", limit=seconds, measured=1)

        tried.options, tried.measure = options, measure

        assert runner.main(["tried", "--size", "province", "--seconds", "2.5", "--json"]) == 0

        shown = json.loads(capsys.readouterr().out)
        assert (shown["bar"], shown["limit"]) == ("province in time", 2.5)

    def test_refuses_options_that_the_benchmark_does_not_have(self, tried: SimpleNamespace) -> None:
        with pytest.raises(SystemExit):
            runner.main(["tried", "--seconds", "2.5"])

    def test_refuses_a_size_that_the_benchmark_does_not_know(
        self, tried: SimpleNamespace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert runner.main(["tried", "--size", "nation"]) == 2
        assert "可用：demo、province" in capsys.readouterr().err

    def test_refuses_a_benchmark_that_is_not_there(
        self, tried: SimpleNamespace, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert runner.main(["nothing"]) == 2
        assert "现有：tried" in capsys.readouterr().err

    def test_lists_every_benchmark_of_the_house(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert runner.main([]) == 0

        listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
        assert listed == runner.names()
        assert {"install", "pages"} <= set(listed)


class TestRun:
    def test_fails_where_one_bar_is_missed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert runner.run(benchmark(HELD, MISSED), "", as_json=True) == 1
        assert json.loads(capsys.readouterr().out.splitlines()[1])["ok"] is False

    def test_shows_runs_beside_the_bars_without_judging_them(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        seen = Row({"method": "by hand", "s": 4.25, "gap %": float("nan")})

        assert runner.run(benchmark(seen, HELD), "", as_json=False) == 0
        assert "by hand" in capsys.readouterr().out

        assert runner.run(benchmark(seen), "", as_json=True) == 1
        shown = json.loads(capsys.readouterr().out)
        assert shown == {"run": {"method": "by hand", "s": 4.25, "gap %": None}}

    def test_fails_where_nothing_was_measured(self) -> None:
        assert runner.run(benchmark(), "", as_json=True) == 1

    def test_never_counts_what_could_not_be_measured_as_held(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        unknown = Bar("first page", limit=120, measured=float("nan"))

        assert runner.run(benchmark(unknown), "", as_json=True) == 1
        assert json.loads(capsys.readouterr().out)["measured"] is None


class TestMeasuring:
    def test_knows_the_seconds_of_a_block_after_it(self) -> None:
        with clock() as taken:
            assert taken.seconds != taken.seconds

        assert taken.seconds >= 0

    def test_keeps_every_run_of_repeated_work(self) -> None:
        assert len(repeated(lambda: None, 7)) == 7

    @pytest.mark.parametrize(
        ("count", "slow", "expected"), [(20, 1, 1.0), (20, 2, 9.0), (1, 1, 9.0)]
    )
    def test_p95_lets_one_of_twenty_be_slow(self, count: int, slow: int, expected: float) -> None:
        assert p95([9.0] * slow + [1.0] * (count - slow)) == expected
