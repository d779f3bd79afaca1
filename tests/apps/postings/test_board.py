"""The board and the timeline: who is where, until when, who next, and what each reader may see."""

from datetime import date

import pytest
from tests.apps.intake import world
from tests.apps.intake.world import TERM, Places

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.actions import withdraw_need
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.actions import Draft, open_posting, open_postings, recall_posting
from bangfu.apps.postings.board import coverage_on, timeline
from bangfu.apps.postings.coverage import State
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker

TODAY = date(2025, 5, 20)
SPRING = {"starts_on": date(2025, 3, 1), "ends_before": date(2025, 6, 1)}
SUMMER = {"starts_on": date(2025, 6, 1), "ends_before": date(2025, 9, 1)}


class TestCoverageOn:
    def test_names_who_is_there_until_when_and_who_next(
        self, post: Need, outgoing: Worker, incoming: Worker, clerk: User
    ) -> None:
        first, second = open_postings(
            drafts=[
                Draft(need=post, worker=outgoing, **SPRING),
                Draft(need=post, worker=incoming, **SUMMER),
            ],
            by=clerk,
        )

        [row] = coverage_on(clerk, on=TODAY).rows

        assert [(each.pk, each.worker, each.ends_before) for each in row.there] == [
            (first.pk, "林知远", date(2025, 6, 1))
        ]
        assert [each.pk for each in row.next] == [second.pk]
        assert (row.state, row.tone, row.gap_on) == (State.COVERED, "ok", date(2025, 9, 1))

    def test_says_since_when_a_post_is_empty(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User
    ) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)
        recall_posting(posting=opened, on=date(2025, 5, 10), reason="病假", by=clerk)

        never, lately = coverage_on(clerk, on=TODAY).rows

        assert (never.need_id, never.short_since) == (elsewhere.pk, TERM[0])
        assert (lately.need_id, lately.short_since) == (post.pk, date(2025, 5, 10))
        assert (lately.state, lately.tone, lately.said) == (State.EMPTY, "danger", "空缺")

    def test_announces_a_gap_before_it_comes(
        self, post: Need, outgoing: Worker, clerk: User
    ) -> None:
        open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

        board = coverage_on(clerk, on=TODAY)

        assert (board.rows[0].gap_on, board.rows[0].alarm) == (date(2025, 6, 1), 14)
        assert board.rows[0].said == "14天内将空缺"
        assert board.tally.gaps == {7: 0, 14: 1, 30: 0}

    def test_keeps_a_withdrawn_need_while_somebody_is_there(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User
    ) -> None:
        open_posting(need=post, worker=outgoing, **SPRING, by=clerk)
        for need in (post, elsewhere):
            withdraw_need(need=need, reason="合并", by=clerk, on=TODAY)

        assert [row.need_id for row in coverage_on(clerk, on=TODAY).rows] == [post.pk]
        assert coverage_on(clerk, on=date(2025, 6, 1)).rows == ()

    def test_leaves_out_what_is_over_or_far_ahead(
        self, places: Places, programme: Programme, clerk: User
    ) -> None:
        soon = world.need(places.north, programme, starts_on=date(2025, 6, 10))
        world.need(places.north, programme, starts_on=date(2025, 6, 21))
        world.need(places.north, programme, ends_before=TODAY)

        [row] = coverage_on(clerk, on=TODAY).rows

        assert (row.need_id, row.state, row.alarm) == (soon.pk, State.GAP, 30)

    def test_narrows_rows_by_area_programme_and_state(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User
    ) -> None:
        open_posting(need=post, worker=outgoing, starts_on=TERM[0], ends_before=TERM[1], by=clerk)
        other = world.programme("other", "另一项目")

        assert len(coverage_on(clerk, on=TODAY, area="370523101").rows) == 1
        assert coverage_on(clerk, on=TODAY, programme=other).rows == ()
        empty = coverage_on(clerk, on=TODAY, states=[State.EMPTY])
        assert [row.need_id for row in empty.rows] == [elsewhere.pk]
        assert (empty.total, empty.tally.needs, empty.tally.covered) == (1, 2, 1)

    def test_counts_everybody_but_names_only_whom_the_reader_may_see(
        self, places: Places, programme: Programme, outgoing: Worker, clerk: User
    ) -> None:
        pair = world.need(places.north, programme, headcount=2)
        stranger = world.worker("韩予安", places.far)
        for each in (outgoing, stranger):
            open_posting(need=pair, worker=each, **SPRING, by=clerk)
        sender = world.user("sender", "sender_office", at="SENDER")

        [row] = coverage_on(sender, on=TODAY).rows

        assert row.present == 2
        assert [each.worker for each in row.there] == ["林知远"]

    def test_shows_a_host_its_own_posts_only(self, post: Need, elsewhere: Need) -> None:
        host = world.user("south", "host_office", at="SOUTH")

        assert [row.need_id for row in coverage_on(host, on=TODAY).rows] == [elsewhere.pk]

    @pytest.mark.parametrize("needs", [10, 100])
    def test_asks_as_many_queries_for_many_as_for_few(
        self,
        places: Places,
        programme: Programme,
        clerk: User,
        django_assert_num_queries,
        needs: int,
    ) -> None:
        drafts = [
            Draft(
                need=world.need(places.north, programme, role_title=str(row)),
                worker=world.worker(f"人员{row}", places.sender),
                **SPRING,
            )
            for row in range(needs)
        ]
        open_postings(drafts=drafts, by=clerk)
        reader = User.objects.get(pk=clerk.pk)

        with django_assert_num_queries(5):  # one for the grants
            board = coverage_on(reader, on=TODAY)

        assert len(board.rows) == needs


class TestTimeline:
    WINDOW = {"starts_on": TERM[0], "ends_before": TERM[1], "on": TODAY}  # noqa: RUF012

    def test_shows_empty_stretches_in_red(self, post: Need, outgoing: Worker, clerk: User) -> None:
        opened = open_posting(need=post, worker=outgoing, **SPRING, by=clerk)

        [lane] = timeline(clerk, **self.WINDOW)

        assert (lane.label, lane.note) == ("河口镇卫生院", "内科 · 业务院长")
        assert [(stay.starts_on, stay.tone) for stay in lane.stays] == [
            (date(2025, 1, 1), "danger"),
            (date(2025, 3, 1), "brand"),
            (date(2025, 6, 1), "danger"),
        ]
        assert lane.stays[1].url == f"/postings/{opened.pk}/"

    def test_gives_people_who_are_there_at_once_a_lane_each(
        self, post: Need, outgoing: Worker, incoming: Worker, clerk: User
    ) -> None:
        drafts = [
            Draft(need=post, worker=outgoing, **SPRING),
            Draft(need=post, worker=incoming, starts_on=date(2025, 5, 25), ends_before=TERM[1]),
        ]
        open_postings(drafts=drafts, by=clerk)

        upper, lower = timeline(clerk, **self.WINDOW)

        assert [stay.label for stay in upper.stays] == ["空缺", "林知远"]
        assert [stay.label for stay in lower.stays] == ["沈若谷"]

    def test_shows_one_host_in_three_queries(
        self, post: Need, elsewhere: Need, places: Places, clerk: User, django_assert_num_queries
    ) -> None:
        reader = User.objects.get(pk=clerk.pk)

        with django_assert_num_queries(4):  # one for the grants
            lanes = timeline(reader, **self.WINDOW, host=places.south)

        assert [lane.label for lane in lanes] == ["清水镇卫生院"]
