"""The pages of offers, as each side and strangers meet them; and the page for who came second."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.intake import world
from tests.apps.intake.world import Places

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.postings import notice, queries
from bangfu.apps.postings.actions import open_posting
from bangfu.apps.postings.models import Offer, Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Department, Worker
from bangfu.core.duty.sides import Side
from bangfu.core.programmes.problems import DefinitionRefused

from .test_offers import agree, decline, nominate, offer

pytestmark = pytest.mark.django_db
APPOINTING = {"batch": "第一批", "appointment_document": "海卫〔2026〕1号", "notice_days": "7"}


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def post(places: Places, programme: Programme, today: date) -> Need:
    return world.need(
        places.north,
        programme,
        role_title="业务院长",
        rank_floor=2,
        starts_on=today + timedelta(30),
        ends_before=today + timedelta(130),
    )


@pytest.fixture
def nominated(programme: Programme, outgoing: Worker, incoming: Worker, today: date) -> None:
    for worker in (outgoing, incoming):
        nominate(worker, programme)
    Nomination.objects.update(available_before=today + timedelta(1000))


@pytest.fixture
def made(nominated: None, post: Need, outgoing: Worker) -> Offer:
    return offer(post, outgoing, starts_on=post.starts_on, ends_before=post.ends_before)


@pytest.fixture
def host(db: None) -> User:
    return world.user("host", "host_office", at="NORTH")


@pytest.fixture
def sender(db: None) -> User:
    return world.user("sender", "sender_office", at="SENDER")


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(answer) -> str:
    return answer.content.decode()


class TestWhoSeesOffers:
    @pytest.mark.parametrize(
        ("role", "reach", "status"),
        [
            ("commission_clerk", {"area": "3705"}, 200),
            ("commission_clerk", {"area": "370502"}, 200),  # the sender's side
            ("commission_clerk", {"area": "65"}, 404),
            ("host_office", {"at": "NORTH"}, 200),
            ("host_office", {"at": "SOUTH"}, 404),
            ("sender_office", {"at": "SENDER"}, 200),
            ("sender_office", {"at": "FAR"}, 404),
            ("assessor", {"area": "3705"}, 403),
            ("party_office", {"area": "3705"}, 403),
            ("posted_worker", {}, 403),
        ],
    )
    def test_both_sides_and_their_authority_do(
        self, made: Offer, role: str, reach: dict, status: int
    ) -> None:
        client = as_(world.user("reader", role, **reach))

        assert client.get(f"/offers/{made.pk}/").status_code == status
        shown = client.get("/offers/")
        assert shown.status_code == (403 if status == 403 else 200)
        assert ("林知远" in text(shown)) is (status == 200)

    def test_a_stranger_changes_nothing(self, made: Offer) -> None:
        client = as_(world.user("reader", "host_office", at="SOUTH"))

        for address in (f"/offers/{made.pk}/decline/", f"/offers/{made.pk}/allow/"):
            assert client.post(address, {"reason": "不需要"}).status_code == 404
        assert client.post("/offers/agree/", {"offer": made.pk}).status_code == 404
        made.refresh_from_db()
        assert (made.state, made.host_agreed_at) == ("nominated", None)

    @pytest.mark.parametrize("side", Side)
    def test_for_whom_somebody_acts_is_said_alike_in_python_and_in_sql(
        self, made: Offer, side: Side
    ) -> None:
        reaches = [
            ("commission_clerk", {"area": "3705"}),
            ("commission_clerk", {"area": "65"}),
            ("host_office", {"at": "NORTH"}),
            ("host_office", {"at": "SENDER"}),
            ("sender_office", {"at": "SENDER"}),
            ("sender_office", {"at": "NORTH"}),
        ]
        for number, (role, reach) in enumerate(reaches):
            reader = world.user(f"reader{number}", role, **reach)
            acts = queries.acting_sides(reader, made)
            assert bool(acts) is queries.offers_visible_to(reader).exists()

    @pytest.mark.parametrize("rows", [3, 40])
    def test_the_list_asks_as_many_queries_for_many_rows_as_for_few(
        self,
        clerk: User,
        post: Need,
        places: Places,
        programme: Programme,
        django_assert_max_num_queries,
        django_assert_num_queries,
        rows: int,
    ) -> None:
        department = Department.objects.create(
            institution=places.sender, name="内科", staff=90, minimum_staff=4
        )
        for number in range(rows):
            worker = world.worker("林知远", places.sender, number=str(number))
            Worker.objects.filter(pk=worker.pk).update(department=department)
            Offer.objects.create(
                need=post,
                worker=worker,
                home=places.sender,
                starts_on=post.starts_on,
                ends_before=post.ends_before,
                offered_at=timezone.now(),
            )
        client = as_(clerk)

        # Session, account, grants, programmes, count, rows, specialties; departments, postings,
        # promises and the programme's edition; how many may be appointed.
        with django_assert_num_queries(12):
            shown = client.get("/offers/")

        assert text(shown).count('class="po-offer"') == rows

    @pytest.mark.parametrize("role", ["clerk", "host", "sender"])
    def test_the_page_of_a_need_and_of_an_offer_take_twelve_queries_at_most(
        self, made: Offer, places: Places, request, django_assert_max_num_queries, role: str
    ) -> None:
        Need.objects.update(sender=places.sender)
        Offer.objects.update(sender_agreed_at=timezone.now())
        client = as_(request.getfixturevalue(role))

        for address in (f"/needs/{made.need_id}/", f"/offers/{made.pk}/"):
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code == 200


class TestHost:
    def test_is_told_who_and_why_and_accepts_with_one_press(self, made: Offer, host: User) -> None:
        shown = text(as_(host).get("/offers/"))
        assert "副高级职称，符合要求" in shown
        assert "同意勾选的人选" in shown
        assert "办理任命" not in shown

        answer = as_(host).post("/offers/agree/", {"offer": [made.pk]}, follow=True)

        assert "已同意1名人选" in text(answer)
        assert "待答复" in text(answer)  # the other side
        made.refresh_from_db()
        assert made.host_agreed_by == host

    def test_says_why_it_refuses_and_the_need_stays_unmet_for_everyone_above(
        self, made: Offer, host: User, clerk: User, sender: User
    ) -> None:
        address = f"/offers/{made.pk}/decline/"
        assert as_(host).post(address, {"reason": ""}).status_code == 422

        as_(host).post(address, {"reason": "需要儿科医师"})

        assessor = world.user("assessor", "assessor", area="37")
        for reader in (host, clerk, assessor):
            need = text(as_(reader).get(f"/needs/{made.need_id}/"))
            assert "未满足，缺1人" in need
            assert "受援单位谢绝一名人选：需要儿科医师" in need
            assert "受援单位谢绝：需要儿科医师" in text(as_(reader).get("/needs/"))
        # Who looks on from above is not told whom it was about.
        assert "林知远" not in text(as_(assessor).get(f"/needs/{made.need_id}/"))
        assert "谢绝：需要儿科医师" in text(as_(sender).get(f"/offers/{made.pk}/"))

    def test_may_not_speak_for_the_sender(self, made: Offer, host: User) -> None:
        assert as_(host).get(f"/offers/{made.pk}/substitute/").status_code == 403
        assert as_(host).post("/offers/agree/", {"offer": made.pk}).status_code == 302

        again = as_(host).post("/offers/agree/", {"offer": made.pk})

        assert again.status_code == 409
        assert "已经同意" in text(again)


class TestSender:
    @pytest.fixture
    def department(self, places: Places, outgoing: Worker) -> Department:
        found = Department.objects.create(
            institution=places.sender, name="内科", staff=3, minimum_staff=3
        )
        Worker.objects.filter(pk=outgoing.pk).update(department=found)
        return found

    def test_sees_what_its_department_is_left_with_and_cannot_go_below(
        self, department: Department, made: Offer, sender: User, host: User
    ) -> None:
        sentence = "内科3人，派出期间最少2人在岗，最低要求3人"
        assert sentence in text(as_(sender).get("/offers/"))
        assert sentence not in text(as_(host).get("/offers/"))

        answer = as_(sender).post("/offers/agree/", {"offer": made.pk})

        assert answer.status_code == 409
        assert "低于最低3人" in text(answer)

    def test_names_somebody_else(self, made: Offer, sender: User, incoming: Worker) -> None:
        address = f"/offers/{made.pk}/substitute/"
        shown = text(as_(sender).get(address))
        assert "沈若谷" in shown
        assert f'value="{made.worker_id}"' not in shown

        answer = as_(sender).post(address, {"worker": incoming.pk}, follow=True)

        assert "等待受援单位答复" in text(answer)
        assert Offer.objects.get(instead_of=made).worker == incoming

    def test_is_refused_a_substitute_below_the_rank_floor(
        self, made: Offer, sender: User, incoming: Worker
    ) -> None:
        Worker.objects.filter(pk=incoming.pk).update(rank=4)

        answer = as_(sender).post(f"/offers/{made.pk}/substitute/", {"worker": incoming.pk})

        assert answer.status_code == 422
        assert "低于" in text(answer)
        assert Offer.objects.get().state == "nominated"

    def test_puts_its_own_people_forward_for_a_need_it_is_to_answer(
        self, nominated: None, post: Need, places: Places, sender: User, outgoing: Worker
    ) -> None:
        days = {
            "starts_on": str(post.starts_on),
            "ends_before": str(post.ends_before - timedelta(1)),
        }
        address = f"/offers/new/?need={post.pk}"
        assert as_(sender).get(address).status_code == 404
        Need.objects.filter(pk=post.pk).update(sender=places.sender)

        answer = as_(sender).post(address, {"worker": outgoing.pk, **days})

        assert answer.status_code == 302
        assert Offer.objects.get().sender_agreed_by == sender


class TestClerk:
    def test_puts_a_name_forward_from_the_page_of_a_need(
        self, nominated: None, post: Need, clerk: User, outgoing: Worker
    ) -> None:
        address = f"/offers/new/?need={post.pk}"
        assert address.replace("&", "&amp;") in text(as_(clerk).get(f"/needs/{post.pk}/"))
        days = {
            "starts_on": str(post.starts_on),
            "ends_before": str(post.ends_before - timedelta(1)),
        }

        as_(clerk).post(address, {"worker": outgoing.pk, **days})

        assert (Offer.objects.get().offered_by, Offer.objects.get().state) == (clerk, "nominated")

    def test_appoints_whom_both_sides_agreed_on_as_one_batch(
        self, made: Offer, clerk: User
    ) -> None:
        agree(made)
        shown = text(as_(clerk).get("/offers/appoint/"))
        assert "林知远" in shown
        assert 'name="notice_days" value="7"' in shown

        answer = as_(clerk).post("/offers/appoint/", {**APPOINTING, "offer": made.pk}, follow=True)

        assert "已任命1人" in text(answer)
        held = Posting.objects.get()
        assert (held.batch, held.appointment_document) == ("第一批", "海卫〔2026〕1号")
        assert Offer.objects.get().posting == held

    def test_is_asked_to_say_so_where_the_notice_is_short(self, made: Offer, clerk: User) -> None:
        agree(made)
        late = {**APPOINTING, "notice_days": "60", "offer": made.pk}

        answer = as_(clerk).post("/offers/appoint/", late)

        assert answer.status_code == 422
        assert "确需提前的" in text(answer)
        assert not Posting.objects.exists()
        as_(clerk).post("/offers/appoint/", {**late, "short_notice": "on"})
        assert Posting.objects.exists()

    def test_appoints_nobody_where_nobody_is_ticked(self, made: Offer, clerk: User) -> None:
        agree(made)

        answer = as_(clerk).post("/offers/appoint/", APPOINTING)

        assert answer.status_code == 422
        assert "没有勾选人选" in text(answer)

    def test_lets_a_declined_person_be_put_forward_again(self, made: Offer, clerk: User) -> None:
        decline(made)
        assert "允许再次提出" in text(as_(clerk).get(f"/offers/{made.pk}/"))

        as_(clerk).post(f"/offers/{made.pk}/allow/")

        made.refresh_from_db()
        assert made.allowed_by == clerk
        assert as_(clerk).post(f"/offers/{made.pk}/allow/").status_code == 409

    def test_takes_a_name_back(self, made: Offer, clerk: User) -> None:
        assert "撤回人选" in text(as_(clerk).get(f"/offers/{made.pk}/decline/"))

        as_(clerk).post(f"/offers/{made.pk}/decline/", {"reason": "另有安排"})

        assert Offer.objects.get().declined_by == "authority"


class TestWhoComesSecond:
    @pytest.fixture
    def taken(self, made: Offer, places: Places, programme: Programme, outgoing: Worker) -> Posting:
        """Another clerk has posted the same doctor meanwhile."""
        agree(made)
        need = world.need(
            places.south, programme, starts_on=made.starts_on, ends_before=made.ends_before
        )
        return open_posting(
            need=need,
            worker=outgoing,
            starts_on=made.starts_on,
            ends_before=made.ends_before,
            by=None,
        )

    def test_is_shown_who_is_where_and_when_and_which_posting(
        self, made: Offer, taken: Posting, clerk: User
    ) -> None:
        answer = as_(clerk).post("/offers/appoint/", {**APPOINTING, "offer": made.pk})

        assert answer.status_code == 409
        for part in ("林知远", "清水镇卫生院", "河口镇卫生院", f"/postings/{taken.pk}/"):
            assert part in text(answer)
        assert list(Posting.objects.all()) == [taken]

    def test_of_two_who_appoint_the_same_name_is_led_to_the_posting(
        self, made: Offer, clerk: User
    ) -> None:
        agree(made)
        given = {**APPOINTING, "offer": made.pk}
        as_(clerk).post("/offers/appoint/", given)

        answer = as_(clerk).post("/offers/appoint/", given)

        assert answer.status_code == 409
        assert f"/postings/{Posting.objects.get().pk}/" in text(answer)

    def test_is_not_led_to_what_is_out_of_reach(self, made: Offer, taken: Posting) -> None:
        county = world.user("county", "commission_clerk", area="370523101")

        answer = as_(county).post("/offers/appoint/", {**APPOINTING, "offer": made.pk})

        assert answer.status_code == 409
        assert f"/postings/{taken.pk}/" not in text(answer)

    @pytest.mark.parametrize("by_hand", ["new_posting", "replace", "extend"])
    def test_meets_the_same_page_by_hand(
        self,
        taken: Posting,
        post: Need,
        clerk: User,
        incoming: Worker,
        places: Places,
        programme: Programme,
        by_hand: str,
    ) -> None:
        day, last = str(taken.starts_on), str(taken.ends_before - timedelta(1))
        other = world.need(
            places.north,
            programme,
            department_name="外科",
            starts_on=taken.starts_on - timedelta(20),
            ends_before=taken.ends_before,
        )
        held = open_posting(
            need=other,
            worker=incoming if by_hand == "replace" else taken.worker,
            starts_on=other.starts_on,
            ends_before=taken.starts_on,
            by=None,
        )
        address, given = {
            "new_posting": (
                f"/postings/new/?need={post.pk}",
                {"worker": taken.worker.name, "starts_on": day, "ends_before": last},
            ),
            "replace": (
                f"/postings/{held.pk}/replace/",
                {
                    "worker": taken.worker.name,
                    "on": str(held.starts_on),
                    "reason": "产假",
                    "hand_over_days": 0,
                },
            ),
            "extend": (f"/postings/{held.pk}/extend/", {"ends_before": last}),
        }[by_hand]
        if by_hand == "replace":
            Posting.objects.filter(pk=taken.pk).update(starts_on=held.starts_on)

        answer = as_(clerk).post(address, given)

        assert answer.status_code == 409
        assert "与已有派驻冲突" in text(answer)
        assert f"/postings/{taken.pk}/" in text(answer)


class TestOrder:
    def test_puts_what_waits_for_the_reader_first(
        self,
        made: Offer,
        host: User,
        sender: User,
        incoming: Worker,
        places: Places,
        programme: Programme,
    ) -> None:
        later = world.need(
            places.north,
            programme,
            department_name="外科",
            starts_on=made.starts_on + timedelta(5),
            ends_before=made.ends_before,
        )
        waiting = offer(later, incoming, starts_on=later.starts_on, ends_before=later.ends_before)
        agree(made, side=Side.HOST)

        for reader, first in ((host, waiting), (sender, made)):
            shown = queries.offer_rows(reader, by=queries.OfferFilter()).object_list
            assert [row.may_agree for row in shown] == sorted(
                (row.may_agree for row in shown), reverse=True
            )
            assert shown[0].pk == first.pk


class TestNotice:
    def test_of_the_setting_says_what_it_rests_on(self) -> None:
        assert notice.shipped().rests_on().assumed
        assert notice.shipped().notice.days == 7

    def test_without_a_source_is_refused(self) -> None:
        with pytest.raises(DefinitionRefused, match="nowhere"):
            notice.read('sources = []\n[notice]\ndays = 7\nsource = "nowhere"\n')
