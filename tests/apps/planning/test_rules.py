"""What a definition's dispatch rules mean to the planner, and what they leave to people."""

import pytest

from bangfu.apps.planning import rules
from bangfu.apps.postings.departments import minimum_of
from bangfu.core.programmes import dispatch as said
from bangfu.core.programmes import quota_rules as q
from bangfu.core.programmes.vocabulary import Each, Form, Per, Qualification, Rank
from bangfu.core.programmes.words import Text


def group(code: str = "dean", form: Form = Form.LEADERSHIP, **rest: object) -> said.Posts:
    return said.Posts(code=code, title=Text(zh="岗位"), form=form, **rest)


def dispatch(*stated: q.QuotaRule, posts: tuple[said.Posts, ...] = ()) -> said.Dispatch:
    return said.Dispatch(forms=(Form.LEADERSHIP,), posts=posts, rules=stated)


class TestGroupOf:
    city, county = (
        group("city_doctor", senders=("city",)),
        group("county_doctor", senders=("county",)),
    )

    def test_is_the_one_that_the_need_names(self) -> None:
        both = dispatch(posts=(self.city, self.county))

        assert rules.group_of(both, form="leadership", code="county_doctor") == self.county

    def test_is_the_one_that_names_the_needs_sender_among_those_of_its_form(self) -> None:
        both = dispatch(posts=(self.city, self.county))
        tied = frozenset({"county", "islands"})

        assert rules.group_of(both, form="leadership", parties=tied) == self.county
        assert rules.group_of(both, form="leadership") == self.city

    def test_is_none_where_no_posts_have_the_form(self) -> None:
        assert rules.group_of(dispatch(posts=(self.city,)), form="visiting") is None


class TestRankFloor:
    def test_is_the_stricter_of_the_need_and_the_programme(self) -> None:
        attending = dispatch(q.RankFloor(rank=Rank.INTERMEDIATE))

        assert rules.rank_floor(attending, "dean", stated=4) == 3
        assert rules.rank_floor(attending, "dean", stated=2) == 2

    def test_of_other_posts_does_not_bind(self) -> None:
        elsewhere = dispatch(q.RankFloor(rank=Rank.SENIOR, posts=("clinic",)))

        assert rules.rank_floor(elsewhere, "dean", stated=3) == 3


class TestExactTiers:
    def test_are_the_programmes_own(self) -> None:
        nine_and_five = dispatch(q.TierQuota(exactly=q.ByLevel(tertiary=9, secondary=5)))

        assert rules.exact_tiers(nine_and_five) == {"tertiary": 9, "secondary": 5, "primary": 0}

    def test_are_absent_where_the_programme_has_none(self) -> None:
        assert rules.exact_tiers(dispatch()) == {}


class TestDepartmentMinimum:
    @pytest.mark.parametrize(
        ("cap", "kept"),
        [
            (q.SenderCap(at_most=2), 16),
            (q.SenderCap(keeps_at_least=17), 17),
            (q.SenderCap(share_at_most=0.1), 17),
            (q.SenderCap(each=Each.SENDER, at_most=1), 12),
        ],
    )
    def test_is_the_largest_of_its_own_figure_and_the_caps(
        self, cap: q.SenderCap, kept: int
    ) -> None:
        assert minimum_of(dispatch(cap), staff=18, stated=12) == kept

    def test_never_asks_for_more_than_there_are(self) -> None:
        capped = dispatch(q.SenderCap(keeps_at_least=9))

        assert minimum_of(capped, staff=4, stated=0) == 4


class TestPersonTimes:
    def test_is_the_floor_on_person_times_not_on_people(self) -> None:
        stated = dispatch(q.Number(at_least=10, of=q.Counted.PERSON_TIMES), q.Number(at_least=30))

        assert rules.person_times(stated) == 10


class TestOnePostEach:
    def test_holds_where_an_exact_number_of_people_is_sent(self) -> None:
        assert rules.one_post_each(dispatch(q.Number(exactly=71, per=Per.BATCH)))

    @pytest.mark.parametrize(
        "stated",
        [
            q.Number(at_least=10, of=q.Counted.PERSON_TIMES, per=Per.YEAR),
            q.Number(exactly=10, of=q.Counted.PERSON_TIMES),
            q.Number(exactly=1, each=Each.HOST),
            q.Number(at_least=3),
        ],
    )
    def test_does_not_follow_from_person_times_floors_or_hosts(self, stated: q.Number) -> None:
        assert not rules.one_post_each(dispatch(stated))


class TestLeftToPeople:
    def test_names_what_the_search_does_not_weigh(self) -> None:
        by_hand = q.Qualified(requires=(Qualification.MANAGEMENT_EXPERIENCE,))
        some_members = q.RankFloor(rank=Rank.SENIOR, members=1)

        found = rules.left_to_people(
            dispatch(by_hand, some_members, q.RankFloor(rank=Rank.SENIOR), q.FullTime())
        )

        assert found == [by_hand, some_members]
