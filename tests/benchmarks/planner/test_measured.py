"""Runs in processes of their own, and the bars that are read from them."""

import math
import os

import pytest
from benchmarks.bar import Bar, Row
from benchmarks.planner.child import believe_only
from benchmarks.planner.measured import NAN, Level, Record, Request, run

from bangfu.core.planner import Violation
from bangfu.core.planner.proof import Proven, Verdict
from benchmarks import planner
from benchmarks.planner import measured, problems

PROVEN = Record(
    size="county71",
    method="bangfu",
    seconds=1.5,
    gibibytes=0.1,
    covered=720,
    required=756,
    gap=0.0,
    explained=36,
    proven=True,
)


def province(covered: int, *, bound: int, **changes: object) -> Record:
    """A province that has covered so much of at most so much."""
    found = Record(size="nation/0", method="bangfu", covered=covered, required=100, gibibytes=0.5)
    found.levels = [Level("rules", 0, 0), Level("coverage 1", covered, bound)]
    for name, value in changes.items():
        setattr(found, name, value)
    return found


class TestRun:
    def test_plans_in_a_process_of_its_own_and_knows_its_memory(self) -> None:
        record = run(Request(size="township", times=3, explained=True))

        assert record.proven
        assert (record.covered, record.required, record.breaches) == (336, 336, 0)
        assert 0 < record.seconds < 60
        assert 0.05 < record.gibibytes < 2
        assert record.trace[-1][1] == record.gap == 0
        assert [level.goal for level in record.levels][:2] == ["rules", "coverage 1"]

    def test_lets_another_method_plan_the_same(self) -> None:
        own, office = (run(Request(size="township", method=m)) for m in ("bangfu", "greedy"))

        assert office.required == own.required
        assert office.points <= own.points
        assert math.isnan(office.gap)

    def test_tells_why_there_is_no_plan(self) -> None:
        record = run(Request(size="nowhere"))

        assert record.note == "no plan: KeyError: 'nowhere'"
        assert math.isnan(record.seconds)

    def test_ends_a_process_that_does_not_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(measured, "_patience", lambda request: 0.3)

        record = run(Request(size="deputies36k", method="greedy"))

        assert record.note == "no plan: ended after 0 s"
        assert record.gibibytes > 0


class TestRecord:
    def test_knows_the_gap_of_each_moment(self) -> None:
        record = Record(size="x", method="bangfu", trace=[(2.0, 3.0), (5.0, 0.5)])

        assert math.isnan(record.gap_within(1))
        assert (record.gap_within(2), record.gap_within(60)) == (3.0, 0.5)

    def test_counts_no_gap_of_a_plan_that_breaks_a_rule(self) -> None:
        record = Record(size="x", method="bangfu", trace=[(2.0, 3.0)], breaches=1)

        assert math.isnan(record.gap_within(60))


class TestProof:
    def bars(self, monkeypatch: pytest.MonkeyPatch, record: Record) -> dict[str, Bar]:
        monkeypatch.setattr(planner, "run", lambda request: record)
        found = planner.proof("county71", problems.PROOFS["county71"], None)
        return {bar.name: bar for bar in found if isinstance(bar, Bar)}

    def test_holds_where_all_is_proven_and_explained(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bars = self.bars(monkeypatch, PROVEN)

        assert all(bar.ok for bar in bars.values())
        assert bars["county71: proven optimal, every empty period explained"].measured == 1.5

    @pytest.mark.parametrize("changes", [{"explained": 35}, {"proven": False}])
    def test_fails_where_anything_is_missing(
        self, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object]
    ) -> None:
        record = Record(**{name: getattr(PROVEN, name) for name in Record.__struct_fields__})
        for name, value in changes.items():
            setattr(record, name, value)

        bars = self.bars(monkeypatch, record)

        assert not bars["county71: proven optimal, every empty period explained"].ok


class TestNation:
    def test_adds_up_what_its_provinces_reach_and_what_bounds_them(self) -> None:
        whole = planner.together(
            "nation", [province(90, bound=95), province(80, bound=80, gibibytes=0.9)]
        )

        assert (whole.covered, whole.required, whole.gibibytes) == (170, 200, 0.9)
        assert (whole.gap_of, whole.gap) == ("coverage 1", pytest.approx(100 * 5 / 175))

    @pytest.mark.parametrize("changes", [{"required": 0, "note": "no plan"}, {"breaches": 1}])
    def test_proves_nothing_where_a_province_has_no_plan(self, changes: dict[str, object]) -> None:
        failed = province(80, bound=80, **changes)

        whole = planner.together("nation", [province(90, bound=90), failed])

        assert math.isnan(whole.gap)

    def test_gives_every_province_its_share_of_the_time(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[Request] = []

        def planned(requests: list[Request], at_once: int) -> list[Record]:
            asked.extend(requests)
            return [province(90, bound=91) for _ in requests]

        monkeypatch.setattr(planner, "run_all", planned)
        monkeypatch.setattr(os, "cpu_count", lambda: 2)

        found = list(planner.nation("nation300k", problems.NATIONS["nation300k"], 240))

        assert len(asked) == 31
        assert 31 * (asked[0].seconds or NAN) <= 2 * 240
        gap = next(bar for bar in found if isinstance(bar, Bar) and "gap" in bar.name)
        assert gap.measured == pytest.approx(100 / 91)
        assert gap.ok


class TestMeasure:
    def test_runs_the_others_only_where_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[Request] = []

        def noted(request: Request) -> Record:
            asked.append(request)
            return Record(size=request.size, method=request.method)

        monkeypatch.setattr(planner, "run", noted)
        monkeypatch.setattr(planner, "installed", lambda: ["greedy", "highs"])

        alone = list(planner.measure("city300", seconds=7, peers=False))
        beside = list(planner.measure("city300", seconds=7, peers=True))

        assert [request.method for request in asked] == ["bangfu", "bangfu", "greedy", "highs"]
        assert {request.seconds for request in asked} == {7}
        assert [len([x for x in found if isinstance(x, Row)]) for found in (alone, beside)] == [
            1,
            3,
        ]

    @pytest.mark.parametrize("question", planner.QUESTIONS)
    def test_counts_a_question_without_an_answer_as_missed(
        self, monkeypatch: pytest.MonkeyPatch, question: str
    ) -> None:
        monkeypatch.setattr(planner, "run", lambda request: Record(size="x", method=question))

        found = list(planner.measure(question, seconds=None, peers=False))

        assert found
        assert not any(bar.ok for bar in found if isinstance(bar, Bar))


class TestVerdict:
    def verdict(self, *bounds: int, gap: float, faults: tuple[Violation, ...] = ()) -> Verdict:
        levels = tuple(Proven(goal=f"coverage {n}", value=9, bound=b) for n, b in enumerate(bounds))
        return Verdict(levels=levels, gap=gap, faults=faults)

    def test_takes_the_place_of_what_the_run_said_itself(self) -> None:
        record = Record(size="x", method="bangfu", gap=0.0, proven=True, trace=[(1, 50), (2, 0)])

        believe_only(self.verdict(9, 10, gap=0.1), record)

        assert (record.gap, record.gap_of, record.proven) == (10, "coverage 1", False)
        assert record.trace == [(1, 50), (2, 10)]

    def test_leaves_nothing_proven_where_the_certificate_is_wrong(self) -> None:
        record = Record(size="x", method="bangfu", gap=0.0, proven=True, trace=[(1, 0.0)])
        altered = Violation("价格有改动。", "A price was altered.", rule="certificate")

        believe_only(self.verdict(9, gap=0.0, faults=(altered,)), record)

        assert not record.proven
        assert math.isnan(record.gap)
        assert math.isnan(record.gap_within(60))
        assert record.note == "certificate: A price was altered."
