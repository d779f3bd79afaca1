"""The invented problems that the planner is measured on."""

from collections import Counter

import pytest

from bangfu.core.planner import Problem, contradictions, instances
from bangfu.core.planner.contradictions import refuse_contradictions


@pytest.fixture(scope="module")
def city() -> Problem:
    return instances.region("city1000")


@pytest.fixture(scope="module")
def deputies() -> Problem:
    return instances.region("deputies36k")


class TestRegion:
    @pytest.mark.parametrize(
        ("name", "posts"),
        [
            ("township", 14),
            ("rotation", 2),
            ("county71", 71),
            ("county71-weeks", 71),
            ("city300", 300),
        ],
    )
    def test_is_free_of_contradictions_and_has_so_many_posts(self, name: str, posts: int) -> None:
        problem = instances.region(name)

        assert len(problem.posts) == posts
        assert not contradictions(problem)

    @pytest.mark.parametrize("name", ["county71", "county71-weeks", "nation100k/3", "deputies36k"])
    def test_is_equal_for_equal_seeds_only(self, name: str) -> None:
        assert instances.region(name, seed=1) == instances.region(name, seed=1)
        assert instances.region(name, seed=1) != instances.region(name, seed=2)

    def test_is_drawn_in_the_shares_it_states(self, city: Problem) -> None:
        forms, people = Counter(post.form for post in city.posts), len(city.people)
        urgent = sum(post.priority == 1 for post in city.posts)

        assert 3000 < people < 3600
        assert 400 < forms["visiting"] < 500
        assert 60 < forms["leadership"] < 140
        assert 110 < urgent < 190
        away = sum(part.staff - part.minimum for part in city.departments)
        assert 0.1 < away / people < 0.2

    def test_draws_people_in_the_shares_it_states(self, city: Problem) -> None:
        people = len(city.people)
        ranks = Counter(person.rank for person in city.people)
        limited = [person for person in city.people if person.available is not None]

        assert 0.45 < ranks[3] / people < 0.55
        assert 0.14 < ranks[1] / people < 0.20
        assert 0.17 < len(limited) / people < 0.23
        assert min(span.end - span.start for one in limited for span in one.available or ()) >= 6
        assert {person.rank for person in city.people if person.owed_months} == {3}

    def test_counts_a_department_s_staff_by_its_people(self, city: Problem) -> None:
        homes = Counter(person.department for person in city.people)

        assert homes == {part.id: part.staff for part in city.departments}

    def test_offers_no_stay_before_a_post_begins(self) -> None:
        columns = refuse_contradictions(instances.region("city300"))

        assert (columns.start >= columns.tables.term_start[columns.post]).all()
        assert len(columns) > 30_000

    def test_lets_stays_begin_in_any_week_where_weeks_are_planned(self) -> None:
        problem = instances.region("county71-weeks")

        assert problem.horizon.count == 52
        begins = {stay.start for post in problem.posts for stay in post.stays or ()}
        lengths = {stay.end - stay.start for post in problem.posts for stay in post.stays or ()}
        assert begins == set(range(27))
        assert lengths == {26, 52}

    def test_lets_capital_hospitals_serve_only_urgent_posts_elsewhere(self) -> None:
        problem = instances.region("prov10k")
        capitals = {f"h0-{n}" for n in range(instances.CAPITALS)}

        served = {
            post.priority
            for post in problem.posts
            if not post.host.startswith("c0-") and capitals & set(post.senders or ())
        }

        assert served == {1}


class TestProvinces:
    def test_make_up_the_nation_s_prefectures(self) -> None:
        last = instances.region("nation300k/30")

        assert len(instances.provinces("nation300k")) == 31
        assert last.posts[-1].id == "p332-900"

    def test_share_no_id(self) -> None:
        before, after = (instances.region(f"nation300k/{number}") for number in (22, 23))

        assert not {post.id for post in before.posts} & {post.id for post in after.posts}
        assert not {person.id for person in before.people} & {one.id for one in after.people}

    def test_have_capitals_of_their_own(self) -> None:
        problem = instances.region("nation300k/1")

        known = {hospital.id for hospital in problem.hospitals}
        elsewhere = [post for post in problem.posts if not post.host.startswith("c11-")]
        urgent = [set(post.senders or ()) for post in elsewhere if post.priority == 1]
        assert urgent
        assert all({"h11-0", "h11-1"} <= senders <= known for senders in urgent)

    @pytest.mark.parametrize("name", ["nation300k/31", "nation300k/x", "nation300k", "prov11k"])
    def test_are_known_by_their_names_only(self, name: str) -> None:
        with pytest.raises(KeyError):
            instances.region(name)


class TestDeputies:
    def test_one_post_for_each_township_hospital(self, deputies: Problem) -> None:
        assert len(deputies.posts) == len(deputies.hosts) == 36_000
        assert len(deputies.people) == 120_000
        assert not any(post.stints or post.stays or post.term for post in deputies.posts)

    def test_find_some_eighteen_candidates_each(self, deputies: Problem) -> None:
        able = Counter(
            (person.hospital, person.specialties[0])
            for person in deputies.people
            if person.rank <= 3 and person.forms is None
        )

        choices = [
            able[sender, specialty]
            for post in deputies.posts
            for sender in post.senders or ()
            for specialty in post.specialties
        ]

        assert 17 < sum(choices) / len(deputies.posts) < 20
