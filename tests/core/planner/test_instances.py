"""The invented regions that the planner is measured on."""

from collections import Counter

import pytest

from bangfu.core.planner import contradictions, instances
from bangfu.core.planner.contradictions import refuse_contradictions


class TestRegion:
    @pytest.mark.parametrize(
        ("name", "posts"), [("township", 14), ("county71", 71), ("city300", 300)]
    )
    def test_is_free_of_contradictions_and_has_so_many_posts(self, name: str, posts: int) -> None:
        problem = instances.region(name)

        assert len(problem.posts) == posts
        assert not contradictions(problem)

    def test_is_equal_for_equal_seeds_only(self) -> None:
        assert instances.region("county71", seed=1) == instances.region("county71", seed=1)
        assert instances.region("county71", seed=1) != instances.region("county71", seed=2)

    def test_is_drawn_in_the_shares_it_states(self) -> None:
        problem = instances.region("city1000")

        forms, people = Counter(post.form for post in problem.posts), len(problem.people)
        urgent = sum(post.priority == 1 for post in problem.posts)

        assert 3000 < people < 3600
        assert 400 < forms["visiting"] < 500
        assert 60 < forms["leadership"] < 140
        assert 110 < urgent < 190
        away = sum(part.staff - part.minimum for part in problem.departments)
        assert 0.1 < away / people < 0.2

    def test_offers_no_stay_before_a_post_begins(self) -> None:
        columns = refuse_contradictions(instances.region("city300"))

        assert (columns.start >= columns.tables.term_start[columns.post]).all()
        assert len(columns) > 30_000

    def test_lets_capital_hospitals_serve_only_urgent_posts_elsewhere(self) -> None:
        problem = instances.region("prov10k")
        capitals = {f"h0-{n}" for n in range(instances.CAPITALS)}

        served = {
            post.priority
            for post in problem.posts
            if not post.host.startswith("c0-") and capitals & set(post.senders or ())
        }

        assert served == {1}
