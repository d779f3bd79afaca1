"""The pages of postings: the list, one of them, and what may be done from there."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.intake import world
from tests.apps.intake.world import Places

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.postings import queries
from bangfu.apps.postings.actions import open_posting, recall_posting
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Worker


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def post(places: Places, programme: Programme, today: date) -> Need:
    return world.need(
        places.north,
        programme,
        role_title="业务院长",
        starts_on=today - timedelta(100),
        ends_before=today + timedelta(100),
    )


@pytest.fixture
def serving(post: Need, outgoing: Worker, clerk: User, today: date) -> Posting:
    return open_posting(
        need=post,
        worker=outgoing,
        starts_on=today - timedelta(10),
        ends_before=today + timedelta(42),
        batch="第一批",
        by=clerk,
    )


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def nominated(worker: Worker, programme: Programme, today: date) -> None:
    Nomination.objects.create(
        programme=programme,
        worker=worker,
        forms=["resident"],
        available_from=today - timedelta(100),
        available_before=today + timedelta(100),
        consented=True,
    )


class TestVisibleTo:
    @pytest.mark.parametrize(
        ("role", "reach", "seen"),
        [
            ("commission_clerk", {"area": "3705"}, True),
            ("commission_clerk", {"area": "370502"}, True),  # the sender's side
            ("commission_clerk", {"area": "65"}, False),
            ("host_office", {"at": "NORTH"}, True),
            ("host_office", {"at": "SOUTH"}, False),
            ("sender_office", {"at": "SENDER"}, True),
            ("party_office", {"area": "370523"}, True),
            ("posted_worker", {}, False),
        ],
    )
    def test_shows_both_sides_and_nobody_else(
        self, serving: Posting, role: str, reach: dict, seen: bool
    ) -> None:
        reader = world.user("reader", role, **reach)

        assert queries.visible_to(reader).exists() is seen

    def test_shows_people_their_own(self, serving: Posting, incoming: Worker) -> None:
        reader = world.user("reader", "posted_worker")
        Worker.objects.filter(pk=serving.worker_id).update(account=reader)

        assert queries.visible_to(reader).get() == serving


class TestPostingList:
    @pytest.mark.parametrize("rows", [10, 1000])
    def test_asks_as_many_queries_for_many_rows_as_for_few(
        self,
        client: Client,
        clerk: User,
        post: Need,
        places: Places,
        django_assert_num_queries,
        rows: int,
    ) -> None:
        workers = Worker.objects.bulk_create(
            Worker(
                name="林知远",
                staff_number=str(row),
                home=places.sender,
                rank=2,
                valid_from=world.SINCE,
            )
            for row in range(rows)
        )
        Posting.objects.bulk_create(
            Posting(
                need=post,
                programme=post.programme,
                worker=each,
                home=each.home,
                host=post.host,
                form="resident",
                department_name="内科",
                starts_on=post.starts_on,
                ends_before=post.ends_before,
                planned_ends_before=post.ends_before,
            )
            for each in workers
        )
        signed_in(client, clerk)

        # Session, account, grants, programmes, count, rows, saved views.
        with django_assert_num_queries(7):
            shown = client.get("/postings/")

        assert shown.content.decode().count('scope="row"') == min(rows, 50)
        assert len(shown.content) < 100 * 1024

    @pytest.mark.parametrize(
        ("by", "found"),
        [
            ({"words": "林知"}, True),
            ({"words": "lzy"}, True),
            ({"words": "LinZhi"}, True),
            ({"words": "河口"}, True),
            ({"words": "srg"}, False),
            ({"state": "serving"}, True),
            ({"state": "appointed"}, False),
            ({"form": "resident"}, True),
            ({"form": "visiting"}, False),
            ({"batch": "第一批"}, True),
            ({"batch": "第二批"}, False),
            ({"programme": "deputies"}, True),
            ({"state": "no such state"}, True),  # what cannot be chosen narrows nothing
        ],
    )
    def test_is_narrowed_by_its_address(
        self, client: Client, clerk: User, serving: Posting, by: dict, found: bool
    ) -> None:
        shown = signed_in(client, clerk).get("/postings/", by).content.decode()

        assert (f'href="/postings/{serving.pk}/"' in shown) is found

    def test_says_how_long_it_still_runs(
        self, client: Client, clerk: User, serving: Posting
    ) -> None:
        assert "还有41天" in signed_in(client, clerk).get("/postings/").content.decode()


class TestPosting:
    def test_shows_facts_hand_over_and_what_was_done(
        self,
        client: Client,
        clerk: User,
        serving: Posting,
        incoming: Worker,
        post: Need,
        today: date,
        django_assert_max_num_queries,
    ) -> None:
        recall_posting(posting=serving, on=today + timedelta(1), reason="产假", by=clerk)
        successor = open_posting(
            need=post,
            worker=incoming,
            starts_on=today + timedelta(1),
            ends_before=today + timedelta(42),
            by=clerk,
        )
        signed_in(client, clerk)

        with django_assert_max_num_queries(10):
            shown = client.get(f"/postings/{serving.pk}/").content.decode()

        for part in ("业务院长", "第一批", "提前召回", "产假", "办理派驻"):
            assert part in shown
        assert f'href="/postings/{successor.pk}/"' in shown
        assert (
            f'href="/postings/{serving.pk}/"'
            in client.get(f"/postings/{successor.pk}/").content.decode()
        )

    def test_lists_what_the_person_was_posted_to_before(
        self, client: Client, clerk: User, serving: Posting, elsewhere: Need, today: date
    ) -> None:
        earlier = open_posting(
            need=elsewhere,
            worker=serving.worker,
            starts_on=date(2025, 3, 1),
            ends_before=date(2025, 6, 1),
            by=clerk,
        )

        shown = signed_in(client, clerk).get(f"/postings/{serving.pk}/").content.decode()

        assert f'href="/postings/{earlier.pk}/"' in shown
        assert "2025年3月1日至2025年5月31日" in shown

    def test_looks_absent_out_of_reach(
        self, client: Client, serving: Posting, places: Places
    ) -> None:
        signed_in(client, world.user("south", "host_office", at="SOUTH"))

        assert client.get(f"/postings/{serving.pk}/").status_code == 404

    def test_offers_nothing_to_those_who_only_read(
        self, client: Client, serving: Posting, places: Places
    ) -> None:
        signed_in(client, world.user("north", "host_office", at="NORTH"))

        assert "recall" not in client.get(f"/postings/{serving.pk}/").content.decode()
        assert client.post(f"/postings/{serving.pk}/recall/").status_code == 403


class TestNewPosting:
    def test_posts_somebody_nominated_for_the_programme(
        self,
        client: Client,
        clerk: User,
        post: Need,
        outgoing: Worker,
        incoming: Worker,
        programme: Programme,
        today: date,
    ) -> None:
        nominated(outgoing, programme, today)
        signed_in(client, clerk)
        asked = {"starts_on": str(today), "ends_before": str(today + timedelta(30))}

        stranger = client.post(f"/postings/new/?need={post.pk}", asked | {"worker": "沈若谷"})
        answer = client.post(f"/postings/new/?need={post.pk}", asked | {"worker": "lzy"})

        assert stranger.status_code == 422
        held = Posting.objects.get()
        assert answer["Location"] == f"/postings/{held.pk}/"
        assert (held.worker, held.ends_before) == (outgoing, today + timedelta(31))

    @pytest.mark.parametrize("address", ["/postings/new/", "/postings/new/?need=9999"])
    def test_is_about_a_need_in_reach(self, client: Client, clerk: User, address: str) -> None:
        assert signed_in(client, clerk).get(address).status_code == 404


class TestRecallAndReplace:
    def test_recall_refuses_a_day_that_would_wipe_out_what_was_served(
        self, client: Client, serving: Posting, clerk: User, today: date
    ) -> None:
        client.force_login(clerk)

        answer = client.post(
            f"/postings/{serving.pk}/recall/", {"on": "1999-01-01", "reason": "单位急需"}
        )

        assert answer.status_code == 422
        assert "请核对日期" in answer.content.decode()
        serving.refresh_from_db()
        assert serving.ends_before == today + timedelta(42)

    def test_recall_counts_the_last_day_on_post(
        self, client: Client, clerk: User, serving: Posting, today: date
    ) -> None:
        signed_in(client, clerk).post(
            f"/postings/{serving.pk}/recall/", {"on": str(today), "reason": "单位急需"}
        )

        assert Posting.objects.get().ends_before == today + timedelta(1)

    def test_replace_says_why_a_successor_is_refused(
        self,
        client: Client,
        clerk: User,
        serving: Posting,
        incoming: Worker,
        elsewhere: Need,
        programme: Programme,
        today: date,
    ) -> None:
        nominated(incoming, programme, today)
        Need.objects.filter(pk=elsewhere.pk).update(ends_before=today + timedelta(60))
        open_posting(
            need=elsewhere,
            worker=incoming,
            starts_on=today,
            ends_before=today + timedelta(60),
            by=clerk,
        )

        answer = signed_in(client, clerk).post(
            f"/postings/{serving.pk}/replace/",
            {"worker": "沈若谷", "on": str(today), "hand_over_days": "0", "reason": "产假"},
        )

        assert answer.status_code == 409
        assert "已派驻清水镇卫生院" in answer.content.decode()
        assert Posting.objects.get(pk=serving.pk).ended_early_on is None


class TestTakeStep:
    @pytest.fixture
    def today(self, monkeypatch: pytest.MonkeyPatch) -> date:
        day = date(2025, 3, 3)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
        return day

    @pytest.fixture
    def opened(self, post: Need, outgoing: Worker) -> Posting:
        spring = {"starts_on": date(2025, 3, 1), "ends_before": date(2025, 6, 1)}
        return open_posting(need=post, worker=outgoing, **spring, by=None)

    def test_leads_from_report_to_confirmation_to_a_longer_term(
        self, client: Client, opened: Posting, today: date, clerk: User
    ) -> None:
        own = world.user("own", "posted_worker")
        Worker.objects.filter(pk=opened.worker_id).update(account=own)
        host = world.user("north", "host_office", at="NORTH")
        address = f"/postings/{opened.pk}/"

        signed_in(client, own)
        assert "确认到岗</a>" not in client.get(address).content.decode()
        client.post(f"{address}report_arrival/", {"arrived_on": "2025-03-02"})
        signed_in(client, host)
        asked = client.get(f"{address}confirm_arrival/").content.decode()
        assert 'value="2025-03-02"' in asked
        assert (
            client.post(f"{address}confirm_arrival/", {"arrived_on": "2025-03-02"}).status_code
            == 302
        )
        signed_in(client, clerk)
        answer = client.post(f"{address}extend/", {"ends_before": "2025-06-09"})
        assert answer.status_code == 302, answer.content.decode()

        held = Posting.objects.get(pk=opened.pk)
        assert (held.reported_on, held.arrived_on) == (date(2025, 3, 2), date(2025, 3, 2))
        assert held.ends_before == date(2025, 6, 10)

    def test_says_what_stands_against_it_and_keeps_what_was_typed(
        self, client: Client, opened: Posting, today: date
    ) -> None:
        signed_in(client, world.user("north", "host_office", at="NORTH"))

        answer = client.post(
            f"/postings/{opened.pk}/confirm_arrival/", {"arrived_on": "2025-02-20"}
        )

        text = answer.content.decode()
        assert answer.status_code == 422
        assert "到岗日期2025年2月20日应在任命期间" in text
        assert 'value="2025-02-20"' in text

    def test_sends_back_with_a_word_who_comes_too_late(
        self, client: Client, opened: Posting, today: date
    ) -> None:
        signed_in(client, world.user("north", "host_office", at="NORTH"))
        address = f"/postings/{opened.pk}/confirm_arrival/"
        client.post(address, {"arrived_on": "2025-03-03"})

        answer = client.get(address, follow=True)

        assert "当前为“在岗”，不能办理“确认到岗”。" in answer.content.decode()

    @pytest.mark.parametrize(
        ("role", "step", "status"),
        [
            ("host_office", "suspend", 403),
            ("host_office", "extend", 403),
            ("host_office", "confirm_arrival", 200),
            ("host_office", "dance", 404),
        ],
    )
    def test_is_for_the_side_it_belongs_to(
        self, client: Client, opened: Posting, today: date, role: str, step: str, status: int
    ) -> None:
        signed_in(client, world.user("north", role, at="NORTH"))

        assert client.get(f"/postings/{opened.pk}/{step}/").status_code == status

    def test_lets_a_sender_recall_only_its_own_people(
        self, client: Client, opened: Posting, today: date
    ) -> None:
        signed_in(client, world.user("sender", "sender_office", at="SENDER"))
        assert client.get(f"/postings/{opened.pk}/recall/").status_code == 200

        signed_in(client, world.user("north2", "sender_office", at="NORTH"))
        assert client.get(f"/postings/{opened.pk}/recall/").status_code == 403


class TestPathOf:
    def test_leaves_the_appointment_undated_where_it_was_entered_afterwards(
        self, serving: Posting
    ) -> None:
        begun = Posting(
            starts_on=date(2025, 3, 1), arrived_on=date(2025, 3, 2), opened_at=serving.opened_at
        )

        way = queries.path_of(begun)

        assert [(one.on, one.reached, one.now) for one in way] == [
            (None, True, False),
            (date(2025, 3, 2), True, False),
            (date(2025, 3, 2), True, True),
            (None, False, False),
            (None, False, False),
        ]
