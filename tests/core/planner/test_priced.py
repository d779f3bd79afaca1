"""Prices and what is built on them, against the exact integer programme and against themselves."""

from importlib import import_module

import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.core.planner.problems import problems

from bangfu.core.planner import Problem, check, contradictions, instances, solve
from bangfu.core.planner.contradictions import refuse_contradictions
from bangfu.core.planner.engines import closing, mip, priced
from bangfu.core.planner.engines import relaxation as relaxing
from bangfu.core.planner.engines.ascent import ascended
from bangfu.core.planner.engines.bidding import bid, orders, urgency
from bangfu.core.planner.engines.blocks import blocks_of, cut
from bangfu.core.planner.engines.generation import Thoroughness
from bangfu.core.planner.engines.outcome import Outcome, better
from bangfu.core.planner.engines.packing import packed
from bangfu.core.planner.engines.relaxation import Relaxation
from bangfu.core.planner.ground import Ground
from bangfu.core.planner.grounding import ground_of
from bangfu.core.planner.model import model_of
from bangfu.core.planner.overshadowed import overshadowed

SETTINGS = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def parts_of(problem: Problem) -> list[Ground]:
    ground = ground_of(refuse_contradictions(problem), None)
    return [part for _, part in ground.parts()]


def largest_part(problem: Problem) -> Ground:
    return max(parts_of(problem), key=lambda part: part.size)


NOTHING = np.zeros(0, dtype=np.int64)


class After:
    """Asked so many times it says stop; by the clock never."""

    def __init__(self, questions: float) -> None:
        self.left = questions

    def __call__(self, phase: str, outcome: Outcome, step: bool = False) -> bool:
        self.left -= 1
        return self.left <= 0

    def seconds_left(self) -> float:
        return float("inf")


never = After(float("inf"))


def exact(part: Ground) -> Outcome:
    model = model_of(part)
    return mip.solved(model, packed(model), never, seed=0)


def rows(part: Ground) -> int:
    return len(Relaxation(part).upper)


def best_but_open(ground: Ground, best: Outcome) -> Outcome:
    """The best plan, of which nothing is known yet."""
    return Outcome(best.chosen, best.value, ground.range()[1])


@pytest.fixture(scope="module")
def county() -> Ground:
    return largest_part(instances.region("county71"))


@pytest.fixture(scope="module")
def best(county: Ground) -> Outcome:
    return exact(county)


class TestRelaxation:
    @SETTINGS
    @given(problems(most_people=5, most_posts=3), st.integers(0, 1000))
    def test_bounds_every_plan_at_any_prices(self, problem: Problem, seed: int) -> None:
        assume(not contradictions(problem))
        for part in parts_of(problem):
            relaxation, weights = Relaxation(part), priced.level_weights(part)
            random = np.random.default_rng(seed)
            prices = relaxation.within(
                random.normal(0, weights.max(), rows(part)), float(weights[0])
            )

            total, denominator = relaxation.bound(weights, prices)

            assert total >= denominator * int(weights @ exact(part).value)

    def test_agrees_with_its_own_float_sum(self, county: Ground) -> None:
        relaxation, weights = Relaxation(county), priced.level_weights(county)
        found = ascended(
            relaxation,
            weights,
            np.zeros(rows(county)),
            reached=0.0,
            sweeps=40,
            stopped=lambda: False,
        )

        total, denominator = relaxation.bound(weights, found.prices)

        assert total / denominator == pytest.approx(found.bound, rel=1e-6)

    def test_a_columns_loss_is_what_forcing_it_costs(self, county: Ground) -> None:
        relaxation, weights = Relaxation(county), priced.level_weights(county)
        worth, free = relaxation.worth(weights), np.zeros(rows(county))
        whole = relaxation.sweep(worth, free).paths.sum()

        columns, losses = relaxation.wanted(worth, free, county.size)

        assert (columns == np.arange(county.size)).all()
        assert losses.min() == pytest.approx(0.0)
        stays = county.lattice.stays[:, county.lattice.stay]
        post = county.post_of(columns)
        for column in range(0, county.size, 400):
            apart = (stays[1] <= stays[0, column]) | (stays[0] >= stays[1, column])
            rivals = (post == post[column]) & ~apart
            rivals[column] = False
            forced = np.where(rivals, -np.inf, worth)
            forced[column] += 1e9
            assert whole - (relaxation.sweep(forced, free).paths.sum() - 1e9) == pytest.approx(
                losses[column], abs=1e-3
            )

    def test_threads_change_nothing(self, monkeypatch: pytest.MonkeyPatch, county: Ground) -> None:
        monkeypatch.setattr(relaxing, "AT_ONCE", 100)
        weights, free = priced.level_weights(county), np.zeros(rows(county))
        one, four = Relaxation(county), Relaxation(county, threads=4)

        alone, together = (r.sweep(r.worth(weights), free) for r in (one, four))

        assert (alone.paths == together.paths).all()
        assert (alone.chosen == together.chosen).all()


class TestAscent:
    def test_comes_close_to_the_optimum_from_above(self, county: Ground, best: Outcome) -> None:
        relaxation, weights = Relaxation(county), priced.level_weights(county)
        reached = float(weights @ best.value)
        start = np.zeros(rows(county))

        found = ascended(
            relaxation, weights, start, reached=reached, sweeps=300, stopped=lambda: False
        )

        free = relaxation.sweep(relaxation.worth(weights), start).paths.sum()
        assert 0 <= found.bound * (1 + 1e-9) - reached < 0.3 * (free - reached)


class TestBidding:
    @SETTINGS
    @given(problems(most_people=6, most_posts=4))
    def test_keeps_every_upper_side_and_every_pin(self, problem: Problem) -> None:
        assume(not contradictions(problem))
        for part in parts_of(problem):
            relaxation = Relaxation(part)
            worth = relaxation.worth(priced.level_weights(part))

            chosen = bid(relaxation, worth, np.zeros(rows(part)), part.fixed, np.arange(part.posts))

            assert part.holds(chosen)
            assert len(np.unique(chosen)) == len(chosen)

    def test_serves_the_most_urgent_first(self, county: Ground) -> None:
        tier = urgency(county)

        for order in orders(county, tier, np.random.default_rng(0)):
            assert sorted(order.tolist()) == list(range(county.posts))
            assert (np.diff(tier[order]) >= 0).all()

    def test_leaves_no_stay_that_fits_and_is_worth_something(self, county: Ground) -> None:
        relaxation = Relaxation(county)
        worth = relaxation.worth(priced.level_weights(county))

        chosen = bid(
            relaxation, worth, np.zeros(rows(county)), county.fixed, np.arange(county.posts)
        )

        for column in np.setdiff1d(np.arange(county.size), chosen):
            assert worth[column] <= 0 or not county.holds(np.append(chosen, column))


class TestWanted:
    def test_so_many_columns_of_every_post_and_the_least_lossy(self, county: Ground) -> None:
        relaxation = Relaxation(county)
        worth, free = relaxation.worth(priced.level_weights(county)), np.zeros(rows(county))

        few, many = (relaxation.wanted(worth, free, count)[0] for count in (3, 9))

        assert np.isin(few, many).all()
        assert np.bincount(county.post_of(few)).max() == 3


class TestBlocks:
    @SETTINGS
    @given(problems(most_people=6, most_posts=5), st.integers(0, 3))
    def test_planned_side_by_side_they_break_nothing(self, problem: Problem, seed: int) -> None:
        assume(not contradictions(problem))
        for part in parts_of(problem):
            weights, prices = priced.level_weights(part), np.zeros(rows(part))
            chosen = exact(part).chosen
            posts = [np.arange(part.posts)[n::2] for n in range(min(2, part.posts))]

            blocks = blocks_of(
                part, posts, chosen, weights, prices, thorough=Thoroughness(), seed=seed
            )
            found = [block.planned(lambda: False) for block in blocks]

            anew = [columns for columns in found if columns is not None]
            if len(anew) == len(posts):
                assert part.holds(np.sort(np.concatenate(anew)))

    def test_keep_districts_whole(self, county: Ground) -> None:
        for most in (10, 40, 1000):
            blocks = cut(county, most)

            assert sorted(np.concatenate(blocks).tolist()) == list(range(county.posts))
            for district in np.unique(county.district):
                assert sum((county.district[block] == district).any() for block in blocks) == 1


class TestPriced:
    @settings(SETTINGS, max_examples=15)
    @given(problems(most_people=5, most_posts=3), st.integers(0, 3))
    def test_never_claims_more_than_the_integer_programme_proves(
        self, problem: Problem, seed: int
    ) -> None:
        assume(not contradictions(problem))
        for part in parts_of(problem):
            found = priced.solved(part, priced.begun(part, NOTHING), never, seed=seed)
            true = exact(part)

            assert part.holds(found.chosen)
            assert (part.reached(found.chosen) == found.value).all()
            assert not better(found.value, true.value)
            for goal in range(len(true.value)):
                # A bound holds among plans that do as well on all earlier goals.
                if (true.value[:goal] >= found.value[:goal]).all():
                    assert found.bound[goal] >= true.value[goal]
            if found.proven:
                assert (found.value == true.value).all()

    def test_comes_within_a_hundredth_on_a_county(self, county: Ground, best: Outcome) -> None:
        found = priced.solved(county, priced.begun(county, NOTHING), never, seed=1)
        weights = priced.level_weights(county)

        assert county.holds(found.chosen)
        assert weights @ found.value >= 0.99 * (weights @ best.value)

    def test_is_equal_for_equal_seeds(self, county: Ground) -> None:
        once, again = (
            priced.solved(county, priced.begun(county, NOTHING), never, seed=5) for _ in "12"
        )

        assert (once.chosen == again.chosen).all()
        assert (once.bound == again.bound).all()

    def test_stopped_at_any_question_it_returns_a_plan_with_true_bounds(
        self, county: Ground, best: Outcome
    ) -> None:
        for most in (1, 2, 5, 20, 45):
            found = priced.solved(county, priced.begun(county, NOTHING), After(most), seed=0)

            assert county.holds(found.chosen)
            opened = np.flatnonzero(found.bound > found.value)
            assert len(opened)
            assert found.bound[opened[0]] >= best.value[opened[0]]


class TestClosing:
    @settings(SETTINGS, max_examples=15)
    @given(problems(most_people=5, most_posts=3), st.booleans())
    def test_proves_what_the_integer_programme_proves(
        self, problem: Problem, prepared: bool
    ) -> None:
        assume(not contradictions(problem))
        for part in parts_of(problem):
            first = priced.begun(part, NOTHING)
            if prepared:
                first = priced.prepared(part, first, never, seed=0)

            found = closing.closed(part, first, never, seed=0)

            assert part.holds(found.chosen)
            assert found.proven
            assert found.value.tolist() == exact(part).value.tolist()

    def test_closes_a_county(self, county: Ground, best: Outcome) -> None:
        first = priced.prepared(county, priced.begun(county, NOTHING), never, seed=0)

        found = closing.closed(county, first, never, seed=0)

        assert found.proven
        assert found.value.tolist() == best.value.tolist()

    def test_proves_without_prices_where_weights_are_too_large_for_them(
        self, monkeypatch: pytest.MonkeyPatch, county: Ground, best: Outcome
    ) -> None:
        monkeypatch.setattr(relaxing, "EXACT", 1.0)

        found = closing.closed(county, best_but_open(county, best), never, seed=0)

        assert found.value.tolist() == best.value.tolist()


class TestSolve:
    def test_plans_large_parts_by_prices_and_passes_its_own_check(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        problem = instances.region("county71")
        exactly = solve(problem)
        solving = import_module("bangfu.core.planner.solve")
        monkeypatch.setattr(solving, "MOST_COLUMNS", 1000)

        result = solve(problem)

        assert not check(problem, result.plan)
        assert result.covered >= 0.99 * exactly.covered
        assert result.levels[1].bound >= exactly.levels[1].value


class TestOvershadowed:
    @given(
        st.lists(st.lists(st.integers(0, 3), min_size=5, max_size=5), min_size=1, max_size=6),
        st.lists(st.integers(1, 4), min_size=6, max_size=6),
    )
    def test_drops_only_rows_that_the_others_keep(
        self, weights: list[list[int]], sides: list[int]
    ) -> None:
        rows, upper = np.array(weights), np.array(sides[: len(weights)])
        every = np.array(np.meshgrid(*[[0, 1]] * 5)).reshape(5, -1)

        gone = overshadowed(sparse.csr_matrix(rows), np.zeros(len(rows), dtype=np.int64), upper)

        allowed = (rows @ every <= upper[:, None]).all(axis=0)
        without = (rows[~gone] @ every <= upper[~gone, None]).all(axis=0)
        assert (allowed == without).all()

    def test_finds_that_a_budget_keeps_a_person_in_one_place(self) -> None:
        budget, place = [2, 2, 1], [10, 0, 2]

        gone = overshadowed(
            sparse.csr_matrix(np.array([budget, place])),
            np.zeros(2, dtype=np.int64),
            np.array([2, 10]),
        )

        assert gone.tolist() == [False, True]
