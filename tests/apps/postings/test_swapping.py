"""Posts exchanged and people moved: what is shown before, what is done, what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.actions import nominate
from bangfu.apps.intake.models import Need
from bangfu.apps.journal.models import Entry
from bangfu.apps.postings.actions import RankBelowFloor, open_posting
from bangfu.apps.postings.actions.swapping import (
    NothingLeft,
    OtherProgramme,
    SamePost,
    move_posting,
    swap_postings,
)
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries.swapping import outlook_of_move, outlook_of_swap
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker
from bangfu.core.duty.posting_steps import SamePerson
from bangfu.core.reasons import ReasonMissing

TODAY = timezone.localdate()
BEGAN, ENDS = TODAY - timedelta(days=100), TODAY + timedelta(days=100)
ON = TODAY + timedelta(days=1)


@pytest.fixture
def here(places: world.Places, programme: Programme) -> Need:
    return world.need(
        places.north, programme, starts_on=BEGAN, ends_before=ENDS, role_title="业务院长"
    )


@pytest.fixture
def there(places: world.Places, programme: Programme) -> Need:
    return world.need(
        places.south, programme, starts_on=BEGAN, ends_before=ENDS, role_title="副院长"
    )


def posted(need: Need, worker: Worker, *, ends_before: date = ENDS) -> Posting:
    return open_posting(need=need, worker=worker, starts_on=BEGAN, ends_before=ends_before, by=None)


@pytest.fixture
def one(here: Need, outgoing: Worker) -> Posting:
    return posted(here, outgoing)


@pytest.fixture
def other(there: Need, incoming: Worker) -> Posting:
    return posted(there, incoming)


def rows() -> set[tuple[str, str, date, date]]:
    return {
        (row.worker.name, row.host.name, row.starts_on, row.ends_before)
        for row in Posting.objects.select_related("worker", "host")
    }


class TestSwapPostings:
    def test_recalls_both_and_opens_both_the_other_way_round(
        self, one: Posting, other: Posting, clerk: User
    ) -> None:
        north, south = one.host.name, other.host.name

        opened = swap_postings(posting=one, other=other, on=ON, reason="专业更合适", by=clerk)

        assert rows() == {
            ("林知远", north, BEGAN, ON),
            ("沈若谷", south, BEGAN, ON),
            ("林知远", south, ON, ENDS),
            ("沈若谷", north, ON, ENDS),
        }
        assert {row.predecessor_id for row in opened} == {one.pk, other.pk}
        assert Entry.objects.filter(verb="posting.recalled").count() == 2

    def test_changes_nothing_where_one_of_the_two_is_refused(
        self, here: Need, one: Posting, other: Posting
    ) -> None:
        Need.objects.filter(pk=here.pk).update(rank_floor=1)
        before = rows()

        with pytest.raises(RankBelowFloor):
            swap_postings(posting=one, other=other, on=ON, reason="调整", by=None)

        assert rows() == before
        assert not Entry.objects.filter(verb="posting.recalled").exists()

    def test_refuses_the_same_post_person_and_another_programme(
        self, there: Need, one: Posting, other: Posting, places: world.Places
    ) -> None:
        with pytest.raises(SamePerson):
            swap_postings(posting=one, other=one, on=ON, reason="调整", by=None)
        Posting.objects.filter(pk=other.pk).update(need=one.need)
        with pytest.raises(SamePost, match="两人在同一岗位"):
            swap_postings(posting=one, other=other, on=ON, reason="调整", by=None)
        elsewhere = Programme.objects.create(code="other", title_zh="另一项目")
        Posting.objects.filter(pk=other.pk).update(need=there, programme=elsewhere)
        with pytest.raises(OtherProgramme, match="不能跨项目调换"):
            swap_postings(posting=one, other=other, on=ON, reason="调整", by=None)

    def test_refuses_a_day_on_which_nothing_is_left_and_no_reason(
        self, one: Posting, other: Posting
    ) -> None:
        with pytest.raises(NothingLeft, match="无剩余期限"):
            swap_postings(posting=one, other=other, on=ENDS, reason="调整", by=None)
        with pytest.raises(ReasonMissing):
            swap_postings(posting=one, other=other, on=ON, reason=" ", by=None)


class TestMovePosting:
    def test_recalls_and_opens_on_the_other_post(self, one: Posting, there: Need) -> None:
        moved = move_posting(posting=one, need=there, on=ON, reason="急需", by=None)

        one.refresh_from_db()
        assert (one.ends_before, moved.host, moved.starts_on) == (ON, there.host, ON)
        with pytest.raises(SamePost, match="已在该岗位"):
            move_posting(posting=moved, need=there, on=ON, reason="急需", by=None)


class TestOutlook:
    def test_of_a_swap_leaves_no_post_emptier(self, one: Posting, other: Posting) -> None:
        found = outlook_of_swap(one, other, on=ON)

        assert [move.worker for move in found.moves] == ["林知远", "沈若谷"]
        assert not any(cover.worse for cover in found.covers)
        assert found.broken == ()

    def test_of_a_move_tells_the_days_left_open_and_who_is_free(
        self, one: Posting, there: Need, incoming: Worker
    ) -> None:
        nominate(
            programme=one.programme,
            worker=incoming,
            forms=["resident"],
            available_from=BEGAN,
            available_before=ENDS,
            consented=True,
            by=None,
        )
        days = (ENDS - ON).days

        found = outlook_of_move(one, there, on=ON)

        assert {(c.before, c.after) for c in found.covers} == {(0, days), (days, 0)}
        assert any("沈若谷" in name for name in found.free)

    def test_tells_every_rule_that_is_broken(self, one: Posting, other: Posting) -> None:
        Need.objects.filter(pk=one.need_id).update(rank_floor=1)
        Need.objects.filter(pk=other.need_id).update(rank_floor=1)
        fresh = Posting.objects.in_full()

        found = outlook_of_swap(fresh.get(pk=one.pk), fresh.get(pk=other.pk), on=ON)

        assert len(found.broken) == 2


class TestSwapPage:
    @pytest.fixture
    def send(self, client: Client, clerk: User) -> Callable[..., Any]:
        def open_page(posting: Posting, **given: Any) -> Any:
            client.force_login(clerk)
            path = f"/postings/{posting.pk}/swap/"
            return client.post(path, given) if given else client.get(path)

        return open_page

    def test_shows_what_follows_before_anything_is_done(
        self, send: Callable[..., Any], one: Posting, other: Posting
    ) -> None:
        assert "沈若谷" in send(one).content.decode()
        given = {"target": f"swap-{other.pk}", "on": ON.isoformat(), "reason": "专业更合适"}
        before = rows()

        shown = send(one, **given)

        assert rows() == before
        assert "确认办理调换" in shown.content.decode()
        # A day changed after the consequences were shown is shown again, not done.
        later = (ON + timedelta(days=5)).isoformat()
        seen = shown.context["page"].seen
        assert send(one, **{**given, "on": later, "seen": seen}).status_code == 200
        assert rows() == before
        assert send(one, **given, seen=seen).status_code == 302
        assert len(rows()) == 4

    def test_says_what_stands_against_it_and_offers_no_button(
        self, send: Callable[..., Any], one: Posting, other: Posting
    ) -> None:
        Need.objects.filter(pk=one.need_id).update(rank_floor=1)
        given = {"target": f"swap-{other.pk}", "on": ON.isoformat(), "reason": "调整"}

        shown = send(one, **given).content.decode()

        assert "不能办理" in shown
        assert "低于" in shown
        assert "确认办理调换" not in shown

    def test_is_for_who_changes_postings_there(
        self, client: Client, one: Posting, other: Posting
    ) -> None:
        client.force_login(world.user("far", "commission_clerk", area="6501"))
        assert client.get(f"/postings/{one.pk}/swap/").status_code == 404
        client.force_login(world.user("host", "host_office", at="NORTH"))
        assert client.get(f"/postings/{one.pk}/swap/").status_code == 403
