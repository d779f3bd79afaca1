"""What the database counts, held against counting places one by one."""

from collections.abc import Sequence
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.desk.world import World, account

from bangfu.apps.accounts.models import User
from bangfu.apps.desk import places
from bangfu.apps.desk.queries import coverage, losses
from bangfu.apps.desk.queries.board import term_of
from bangfu.apps.desk.queries.coverage import Asked
from bangfu.apps.intake import actions as intake
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.models import Posting

Stays = list[tuple[int, int]]
needs = st.lists(
    st.tuples(
        st.tuples(st.integers(-60, 20), st.integers(1, 90)),
        st.integers(1, 3),
        st.lists(st.tuples(st.integers(-70, 40), st.integers(1, 60)), max_size=4),
        st.sampled_from(["north", "south", "far"]),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture
def clerk(here: World) -> User:
    return account("commission_clerk", area="3705")


def build(here: World, drawn: Sequence[tuple[tuple[int, int], int, Stays, str]]) -> None:
    """Needs and postings as drawn, written as rows: any days, also such as no action would make."""
    hosts = {"north": here.host("北镇卫生院"), "south": here.host("南镇卫生院", "370522101")}
    hosts["far"] = here.far_host
    for number, ((start, length), headcount, stays, host) in enumerate(drawn):
        need = here.need(
            hosts[host], (start, start + length), headcount=headcount, department=f"{number}科"
        )
        for begins, days in stays:
            worker = here.worker()
            Posting.objects.create(
                need=need,
                programme=need.programme,
                worker=worker,
                home=worker.home,
                host=need.host,
                form=need.form,
                department_name=need.department_name,
                starts_on=here.day(begins),
                ends_before=here.day(begins + days),
                planned_ends_before=here.day(begins + days),
            )


def counted_by_hand(on: date) -> dict[str, int]:
    """The city clerk's figures, place by place and day by day.

    Hosts far away ask others; of theirs only those count whom the city has sent: everybody.
    """
    sums = {"due": 0, "held": 0, "missing": 0, "people": 0, "losing": 0}
    for need in Need.objects.select_related("host"):
        term, stays = term_of(need), list(need.postings.all())
        there = len(places.held_on(stays, on))
        sums["people"] += there
        if not term.due_on(on) or not need.host.area_code.startswith("3705"):
            sums["due"] += there
            sums["held"] += there
            continue
        missing = places.missing_on(term, stays, on)
        sums["due"] += term.headcount
        sums["held"] += term.headcount - missing
        sums["missing"] += missing
        for found in (places.losses, places.losses_with_term):
            sums["losing"] += sum(n for _, n in found(term, stays, on, within=30))
    return sums


class TestSummary:
    @given(drawn=needs, offset=st.integers(-40, 60))
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def test_equals_counting_places_by_hand(
        self,
        here: World,
        clerk: User,
        drawn: Sequence[tuple[tuple[int, int], int, Stays, str]],
        offset: int,
    ) -> None:
        with transaction.atomic():
            build(here, drawn)
            asked = Asked(on=here.day(offset))

            found = coverage.standings(clerk, asked)
            left = losses.coming_losses(clerk, asked)

            sums = coverage.host_sums(found, losses.by_host(left))
            assert {
                "due": sum(host.due for host in sums),
                "held": sum(host.held for host in sums),
                "missing": sum(host.missing for host in sums),
                "people": coverage.people_in(found),
                "losing": sum(loss.places for loss in left),
            } == counted_by_hand(asked.on)
            transaction.set_rollback(True)
        here.hosts.clear()


class TestStandings:
    def test_a_withdrawn_need_was_due_on_the_days_before(self, here: World, clerk: User) -> None:
        need = here.need(here.host("清水镇卫生院"))
        intake.withdraw_need(need=need, reason="科室撤并", by=clerk, on=here.day(-10))

        before = coverage.standings(clerk, Asked(on=here.day(-11)))
        after = coverage.standings(clerk, Asked(on=here.today))

        assert [standing.missing for standing in before] == [1]
        assert after == []

    def test_somebody_still_there_after_a_withdrawal_is_shown_and_not_asked_for(
        self, here: World, clerk: User
    ) -> None:
        need = here.need(here.host("清水镇卫生院"), headcount=2)
        here.post(need)
        intake.withdraw_need(need=need, reason="科室撤并", by=clerk, on=here.today)

        (standing,) = coverage.standings(clerk, Asked(on=here.today))

        assert (standing.held, standing.missing) == (1, 0)

    def test_a_hand_over_holds_one_place_with_two_people(self, here: World, clerk: User) -> None:
        need = here.need(here.host("清水镇卫生院"))
        outgoing = here.post(need, (-100, 3))
        here.post(need, (-2, 200), predecessor=outgoing)

        found = coverage.standings(clerk, Asked(on=here.today))

        assert [(s.held, s.missing) for s in found] == [(1, 0)]
        assert coverage.people_in(found) == 2

    def test_one_expert_with_two_half_days_is_one_person_on_two_places(
        self, here: World, clerk: User
    ) -> None:
        expert, host = here.worker(), here.host("清水镇卫生院")
        for role in ("周二上午", "周四上午"):
            here.post(here.need(host, role=role, form="visiting", sessions=1), worker=expert)

        found = coverage.standings(clerk, Asked(on=here.today))

        assert sum(standing.held for standing in found) == 2
        assert coverage.people_in(found) == 1

    def test_a_sender_counts_its_own_people_and_what_it_should_fill(self, here: World) -> None:
        host = here.host("清水镇卫生院")
        shared = here.need(host, headcount=2)
        here.post(shared)
        here.post(shared, worker=here.worker(home=here.other_sender))
        here.need(host, department="外科", sender=here.sender)
        here.need(host, department="儿科", sender=here.other_sender)
        sender = account("sender_office", at=here.sender)

        found = coverage.standings(sender, Asked(on=here.today))

        assert [(s.department, s.held, s.missing) for s in found] == [
            ("内科", 1, 0),
            ("外科", 0, 1),
        ]


class TestComingLosses:
    def test_a_new_need_of_the_same_department_follows_the_one_that_ends(
        self, here: World, clerk: User
    ) -> None:
        host = here.host("清水镇卫生院")
        here.post(here.need(host, (-100, 12)))
        asked = Asked(on=here.today)
        before = losses.coming_losses(clerk, asked)

        here.need(host, (12, 300))

        assert [(loss.on, loss.places, loss.with_need) for loss in before] == [
            (here.day(12), 1, True)
        ]
        assert losses.coming_losses(clerk, asked) == []

    def test_a_late_successor_leaves_a_gap(self, here: World, clerk: User) -> None:
        need = here.need(here.host("清水镇卫生院"))
        here.post(need, (-50, 6))
        here.post(need, (9, 200))

        (loss,) = losses.coming_losses(clerk, Asked(on=here.today))

        assert (loss.on, loss.places, loss.with_need) == (here.day(6), 1, False)
