"""How far needs are met: said alike in Python and in SQL, whatever is posted and when."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.apps.intake import world
from tests.apps.intake.world import Places

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.actions import withdraw_need
from bangfu.apps.intake.models import Need
from bangfu.apps.postings import queries
from bangfu.apps.postings.actions import open_posting, recall_posting
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker

BEGINS, ENDS = world.TERM
days = st.integers(-20, 400).map(lambda number: BEGINS + timedelta(number))
stays = st.tuples(st.integers(0, 300), st.integers(1, 65), st.integers(0, 65))
"""First day, days planned and days served, counted from the need's first day."""


class TestMet(TestCase):
    """The condition of the filter against the words of the row."""

    @given(on=days, headcount=st.integers(1, 3), served=st.lists(stays, max_size=4))
    def test_is_found_by_the_filter_where_the_row_says_that_somebody_is_missing(
        self, on: date, headcount: int, served: list[tuple[int, int, int]]
    ) -> None:
        places, programme = world.places(), world.programme()
        need = world.need(places.north, programme, headcount=headcount)
        for number, (start, planned, done) in enumerate(served):
            begins = BEGINS + timedelta(start)
            planned_end = begins + timedelta(planned)
            end = begins + timedelta(min(done, planned))
            Posting.objects.create(
                need=need,
                programme=programme,
                worker=world.worker("林知远", places.sender, number=str(number)),
                home=places.sender,
                host=places.north,
                form=need.form,
                department_name="内科",
                starts_on=begins,
                ends_before=end,
                planned_ends_before=planned_end,
                end_reason="另有任务" if end < planned_end else "",
            )

        met = queries.met_of(need, on=on)

        found = Need.objects.filter(queries.unmet(on=on)).exists()
        assert found is (met.missing > 0)
        assert met.said.startswith("未满足") is found


@pytest.mark.django_db
class TestNeedList:
    @pytest.fixture
    def today(self, monkeypatch: pytest.MonkeyPatch) -> date:
        day = date(2025, 6, 1)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
        return day

    def test_is_narrowed_to_what_lacks_somebody(
        self,
        client: Client,
        clerk: User,
        today: date,
        places: Places,
        programme: Programme,
        outgoing: Worker,
    ) -> None:
        world.need(places.south, programme)
        held = world.need(places.north, programme)
        posted = open_posting(
            need=held, worker=outgoing, starts_on=BEGINS, ends_before=ENDS, by=clerk
        )
        client.force_login(clerk)

        before = client.get("/needs/", {"met": "unmet"}).content.decode()
        assert "清水镇卫生院" in before
        assert "河口镇卫生院" not in before

        recall_posting(posting=posted, on=date(2025, 5, 1), reason="另有任务", by=clerk)
        after = client.get("/needs/", {"met": "unmet"}).content.decode()
        assert "河口镇卫生院" in after

    def test_asks_nothing_more_of_a_need_that_was_withdrawn(
        self, client: Client, clerk: User, today: date, post: Need
    ) -> None:
        withdraw_need(need=post, reason="已自行解决", by=clerk, on=today)
        client.force_login(clerk)

        assert "未满足，" not in client.get(f"/needs/{post.pk}/").content.decode()
        assert "河口镇" not in client.get("/needs/", {"met": "unmet"}).content.decode()
