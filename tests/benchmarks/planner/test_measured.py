"""Runs in processes of their own, and the bars that are read from them."""

import math

import pytest
from benchmarks.bar import Bar, Row
from benchmarks.planner.child import believe_only, by_jobs
from benchmarks.planner.measured import Record, Request, run

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


class TestRun:
    def test_plans_in_a_process_of_its_own_and_knows_its_memory(self) -> None:
        record = run(Request(size="township", times=3, explained=True, certified=20))

        assert record.proven
        assert (record.covered, record.required, record.breaches) == (336, 336, 0)
        assert 0 < record.seconds < 60
        assert (record.bound_by, record.gap) == ("the verifier", 0)
        assert record.verify < record.certify
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
    def test_adds_up_what_its_parts_reach_and_what_bounds_them(self) -> None:
        record, alone = Record(size="two", method="jobs"), run(Request(size="county71"))

        by_jobs(("county71", "county71"), None, record)

        assert (record.covered, record.required) == (2 * alone.covered, 2 * alone.required)
        assert (record.quality, record.points) == (2 * alone.quality, 2 * alone.points)
        assert (record.gap, record.breaches) == (0, 0)

    def test_is_planned_anew_for_every_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[Request] = []

        def planned(request: Request) -> Record:
            asked.append(request)
            return Record(size=request.size, method="jobs", seconds=7, gap=1.6)

        monkeypatch.setattr(planner, "run", planned)

        found = list(planner.nation("nation300k", problems.NATIONS["nation300k"], None))

        assert {one.method for one in asked} == {"jobs"}
        assert [round(one.seconds or 0) for one in asked] == [233, 466]
        gaps = [bar for bar in found if isinstance(bar, Bar) and "gap" in bar.name]
        assert [(bar.limit, bar.ok) for bar in gaps] == [(2.5, True), (1.5, False)]


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
