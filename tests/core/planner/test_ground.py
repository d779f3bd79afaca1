"""A problem as plain arrays says of every choice what its rows, spelled out, say."""

import pickle

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.core.planner.problems import duties, problems

from bangfu.core.planner import Plan, Problem, contradictions, examples, instances
from bangfu.core.planner.allowed import allowed
from bangfu.core.planner.ground import Ground, spread
from bangfu.core.planner.grounding import ground_of
from bangfu.core.planner.model import model_of
from bangfu.core.planner.tables import IntArray

SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def choice(data: st.DataObject, ground: Ground) -> IntArray:
    """Some columns, whether or not they fit together."""
    flags = data.draw(st.lists(st.booleans(), min_size=ground.size, max_size=ground.size))
    return np.flatnonzero(np.array(flags, dtype=np.bool_))


class TestGround:
    @SETTINGS
    @given(st.data())
    def test_says_of_every_choice_what_the_rows_say(self, data: st.DataObject) -> None:
        problem = data.draw(problems(most_people=5, most_posts=4))
        assume(not contradictions(problem))
        keep = Plan(duties=data.draw(duties(problem))) if data.draw(st.booleans()) else None
        ground = ground_of(allowed(problem), keep)
        model = model_of(ground)
        chosen = choice(data, ground)

        assert ground.reached(chosen).tolist() == model.reached(chosen).tolist()
        assert ground.holds(chosen) == model.holds(chosen)
        for mine, spelled in zip(ground.range(), model.range(), strict=True):
            assert mine.tolist() == spelled.tolist()

    @SETTINGS
    @given(st.data())
    def test_its_parts_add_up_to_it(self, data: st.DataObject) -> None:
        problem = data.draw(problems(most_people=5, most_posts=4))
        assume(not contradictions(problem))
        ground = ground_of(allowed(problem), None)
        chosen = choice(data, ground)

        parts = list(ground.parts())

        numbers = np.concatenate([np.zeros(0, dtype=np.int64), *(mine for mine, _ in parts)])
        assert sorted(numbers.tolist()) == list(range(ground.size))
        within = [np.flatnonzero(np.isin(mine, chosen)) for mine, _ in parts]
        reached = sum(
            (part.reached(own) for (_, part), own in zip(parts, within, strict=True)),
            ground.offset.copy(),
        )
        assert reached.tolist() == ground.reached(chosen).tolist()
        fits = [part.holds(own) for (_, part), own in zip(parts, within, strict=True)]
        assert all(fits) == ground.holds(chosen)

    @SETTINGS
    @given(st.data())
    def test_some_posts_beside_the_others_fit_as_they_do_together(
        self, data: st.DataObject
    ) -> None:
        problem = data.draw(problems(most_people=5, most_posts=4))
        assume(not contradictions(problem))
        ground = ground_of(allowed(problem), None)
        assume(ground.posts > 1)
        chosen = choice(data, ground)
        mine = np.arange(ground.posts // 2)
        others = chosen[~np.isin(ground.post_of(chosen), mine)]
        own = np.setdiff1d(chosen, others)
        assume(ground.holds(np.union1d(others, ground.fixed)))

        part, numbers = ground.restricted(mine, ground.use(others))

        fixed = np.union1d(chosen, ground.fixed)
        added = np.union1d(own, ground.fixed[np.isin(ground.post_of(ground.fixed), mine)])
        assert part.holds(np.searchsorted(numbers, added)) == ground.holds(fixed)

    def test_names_its_columns_as_duties_and_finds_them_again(self) -> None:
        ground = ground_of(allowed(examples.rotation(unit="weeks")), None)
        some = np.arange(0, ground.size, 37)

        assert ground.numbers(list(ground.duties(some))).tolist() == some.tolist()

    def test_can_be_sent_to_another_process(self) -> None:
        ground = ground_of(allowed(instances.region("county71")), None)
        chosen = np.arange(0, ground.size, 11)

        sent = pickle.loads(pickle.dumps(ground))  # noqa: S301  # our own bytes

        assert sent.reached(chosen).tolist() == ground.reached(chosen).tolist()

    def test_may_be_empty(self) -> None:
        problem: Problem = examples.smallest(people=())

        ground = ground_of(allowed(problem), None)

        assert ground.size == 0
        assert list(ground.parts()) == []


class TestSpread:
    @given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.data())
    def test_lists_the_members_of_groups(self, sizes: list[int], data: st.DataObject) -> None:
        first = np.append(0, np.cumsum(sizes))
        which = data.draw(st.lists(st.integers(0, len(sizes) - 1), max_size=6))

        members = spread(first, np.array(which, dtype=np.int64))

        assert members.tolist() == [n for g in which for n in range(first[g], first[g + 1])]
