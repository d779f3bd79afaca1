"""What each role finds on its first page."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.desk.world import World, account, programme

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Evaluation
from bangfu.apps.desk.pages import Desk
from bangfu.apps.desk.queries.matters import Matter
from bangfu.apps.duty.models import Correction, Leave
from bangfu.apps.intake import actions as intake
from bangfu.apps.planning.models import Run
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import HalfDay
from bangfu.core.duty.posting_life import EVALUATORS

Desks = Callable[[User], Desk]


@pytest.fixture
def desk(client: Client, here: World) -> Desks:
    def open_desk(reader: User) -> Desk:
        client.force_login(reader)
        response = client.get("/")
        assert response.status_code == 200
        page: Desk = response.context["page"]
        return page

    return open_desk


def whats(page: Desk) -> list[str]:
    return [matter.what for matter in page.matters]


def named(page: Desk, start: str) -> Matter:
    return next(matter for matter in page.matters if matter.what.startswith(start))


class TestClerk:
    def test_finds_what_is_empty_ending_finished_and_unplanned(
        self, here: World, desk: Desks
    ) -> None:
        clerk = account("commission_clerk", area="3705")
        here.need(here.host("清水镇卫生院"))
        here.post(here.need(here.host("河口镇卫生院")), (-50, 10))
        Run.objects.create(
            programme=programme("other", "对口支援", here.today),
            starts_on=here.day(20),
            ends_before=here.day(200),
            problem="{}",
            state=Run.State.FINISHED,
            requested_by=clerk,
        )

        page = desk(clerk)

        assert whats(page) == [
            "补齐空缺：清水镇卫生院 内科 · 业务院长",
            "安排接替：河口镇卫生院 内科 · 业务院长",
            "编制选派方案：业务院长选派",
            "发布选派方案：对口支援",
        ]
        assert named(page, "补齐").why == f"自{_day(here, -100)}起无人在岗"
        assert named(page, "安排").by == here.day(10)
        assert [tile.value for tile in page.tiles] == ["2", "1", "1", "1"]

    def test_hears_no_more_of_a_plan_that_was_published(self, here: World, desk: Desks) -> None:
        clerk = account("commission_clerk", area="3705")
        for state in (Run.State.FINISHED, Run.State.PUBLISHED):
            Run.objects.create(
                programme=here.programme,
                starts_on=here.day(20),
                ends_before=here.day(200),
                problem="{}",
                state=state,
                requested_by=clerk,
                published_on=here.today if state == Run.State.PUBLISHED else None,
            )

        assert whats(desk(clerk)) == []

    def test_hears_no_more_of_needs_that_a_plan_has_weighed(self, here: World, desk: Desks) -> None:
        clerk = account("commission_clerk", area="3705")
        here.need(here.host("清水镇卫生院"), (40, 100))
        Run.objects.create(
            programme=here.programme,
            starts_on=here.day(20),
            ends_before=here.day(200),
            problem="{}",
            requested_by=clerk,
        )

        assert whats(desk(clerk)) == []

    def test_is_told_when_a_post_ends_and_nothing_follows(self, here: World, desk: Desks) -> None:
        here.post(here.need(here.host("清水镇卫生院"), (-100, 20)))

        page = desk(account("commission_clerk", area="3705"))

        assert whats(page) == ["确定下一期：清水镇卫生院 内科 · 业务院长"]
        assert named(page, "确定").by == here.day(20)

    def test_reads_five_of_a_kind_and_how_many_more(self, here: World, desk: Desks) -> None:
        here.many(9, empty_every=1)

        found = whats(desk(account("commission_clerk", area="3705")))

        assert len([what for what in found if what.startswith("补齐空缺")]) == 5
        assert "另有4个岗位空缺" in found


class TestSenderOffice:
    def test_finds_its_people_and_what_it_is_to_answer(self, here: World, desk: Desks) -> None:
        host = here.host("清水镇卫生院")
        here.post(here.need(host, headcount=2), (-50, 60), worker=here.worker("安平"))
        here.need(host, (30, 90), department="外科", sender=here.sender)
        intake.nominate(
            programme=here.programme,
            worker=here.worker("静远"),
            forms=["resident"],
            available_from=here.day(10),
            available_before=here.day(200),
            consented=False,
            by=None,
        )

        page = desk(account("sender_office", at=here.sender))

        assert [person.name for person in page.sent] == ["安平"]
        assert page.hosted == []
        assert whats(page) == ["征求本人意见", "推荐人选：业务院长选派"]
        assert named(page, "推荐").why == "1项需求尚未落实人员"


class TestHostOffice:
    def test_finds_who_is_there_and_what_is_unmet(self, here: World, desk: Desks) -> None:
        host = here.host("清水镇卫生院")
        here.post(here.need(host), worker=here.worker("安平"))
        here.need(host, (30, 90), department="外科")

        page = desk(account("host_office", at=host))

        assert [person.name for person in page.hosted] == ["安平"]
        assert page.sent == []
        assert whats(page) == ["确认上周在岗", "等待选派：业务院长选派"]
        assert named(page, "确认").url == "/duty/week/"


class TestPostedWorker:
    def test_finds_the_own_posting_with_whom_it_follows_and_who_follows(
        self, here: World, desk: Desks, client: Client
    ) -> None:
        need = here.need(here.host("清水镇卫生院"))
        before = here.post(need, (-100, -10), worker=here.worker("安平"))
        mine = here.post(need, (-10, 42), predecessor=before)
        here.post(need, (42, 200), worker=here.worker("静远"), predecessor=mine)
        reader = account("posted_worker")
        Worker.objects.filter(pk=mine.worker_id).update(account=reader)

        page = desk(reader)

        assert page.own is not None
        (own,) = page.own
        assert (own.host, own.served, own.days) == ("清水镇卫生院", 11, 52)
        assert own.predecessor is not None
        assert own.successor is not None
        assert (own.predecessor.name, own.successor.name) == ("安平", "静远")
        assert "还有41天" in client.get("/").content.decode()
        assert (page.tiles, page.matters, page.may_act) == ((), [], False)

    def test_without_a_posting_is_told_that_nothing_is_to_be_done(
        self, here: World, desk: Desks, client: Client
    ) -> None:
        page = desk(account("posted_worker"))

        assert page.own == []
        assert "目前没有您的派驻" in client.get("/").content.decode()


class TestAdministrators:
    @pytest.mark.parametrize("role", ["security_administrator", "system_administrator"])
    def test_find_accounts_that_wait_for_a_grant(self, here: World, desk: Desks, role: str) -> None:
        User.objects.create(username="new", name="新来")
        User.objects.create(username="gone", name="离任", is_active=False)

        page = desk(account(role))

        assert whats(page) == ["授权：新来"]
        assert (page.tiles, page.programmes) == ((), [])

    def test_the_auditor_finds_the_latest_entries(self, here: World, desk: Desks) -> None:
        here.need(here.host("清水镇卫生院"))

        page = desk(account("auditor"))

        assert [entry.verb_label for entry in page.entries] == ["提出需求"]
        assert page.matters == []


class TestAssessorAndPartyOffice:
    @pytest.mark.parametrize("role", ["assessor", "party_office"])
    def test_find_their_programmes(self, here: World, desk: Desks, role: str) -> None:
        page = desk(account(role, area="3705"))

        assert [running.title for running in page.programmes] == ["业务院长选派"]


class TestNobodyYet:
    def test_an_account_without_grants_is_told_whom_to_ask(
        self, here: World, client: Client
    ) -> None:
        client.force_login(User.objects.create(username="new", name="新来"))

        assert "您还没有任何权限" in client.get("/").content.decode()


class TestLanding:
    def test_shows_programmes_and_figures_and_nobodys_name(
        self, here: World, client: Client
    ) -> None:
        need = here.need(here.host("清水镇卫生院"))
        here.post(need, worker=here.worker("安平"))
        expert = here.worker("静远")
        for role in ("周二上午", "周四上午"):
            half_day = here.need(here.host(f"{role}镇"), role=role, form="visiting", sessions=1)
            here.post(half_day, worker=expert)

        response = client.get("/")

        (running,) = response.context["page"].programmes
        assert (running.title, running.area, running.on_post) == ("业务院长选派", "东营市", 2)
        assert "安平" not in response.content.decode()
        assert "清水镇卫生院" not in response.content.decode()

    def test_leaves_out_what_is_over_unless_somebody_is_still_on_post(
        self, here: World, client: Client
    ) -> None:
        past = programme("past", "往年项目", here.today)
        past.ends_before = here.today
        past.save()
        before = client.get("/").context["page"].programmes

        here.post(here.need(here.host("清水镇卫生院"), programme=past))

        assert [running.code for running in before] == ["deputies"]
        after = client.get("/").context["page"].programmes
        assert [(running.code, running.is_over) for running in after] == [
            ("past", True),
            ("deputies", False),
        ]


def _day(here: World, offset: int) -> str:
    on = here.day(offset)
    assert here.today == timezone.localdate()
    return f"{on.year}年{on.month}月{on.day}日"


class TestDutyDue:
    """Everybody whom an arrival, a return or a correction waits for is told on the first page."""

    def test_tells_each_side_of_an_arrival_that_nobody_confirmed(
        self, here: World, desk: Desks
    ) -> None:
        host = here.host("清水镇卫生院")
        new = here.post(here.need(host, (0, 100)), arrived=False)
        worker = account("posted_worker")
        Worker.objects.filter(pk=new.worker_id).update(account=worker)

        assert named(desk(account("commission_clerk", area="3705")), "应到未到").tone == "danger"
        assert "1名" in named(desk(account("host_office", at=host)), "确认到岗").why
        assert "1人" in named(desk(account("sender_office", at=here.sender)), "派出人员未报到").why
        assert named(desk(worker), "办理报到").tone == "warn"

    def test_tells_worker_and_host_of_leave_not_reported_back_from(
        self, here: World, desk: Desks
    ) -> None:
        host = here.host("清水镇卫生院")
        posting = here.post(here.need(host))
        worker = account("posted_worker")
        Worker.objects.filter(pk=posting.worker_id).update(account=worker)
        Leave.objects.create(
            posting=posting,
            kind="sick",
            starts_slot=HalfDay(here.day(-5)).slot,
            ends_slot=HalfDay(here.day(-3)).slot,
            state=Leave.State.APPROVED,
            asked_at=timezone.now(),
        )

        assert "1次" in named(desk(worker), "办理销假").why
        assert "1人" in named(desk(account("host_office", at=host)), "核对销假").why

    def test_tells_the_authority_of_corrections_and_the_host_of_granted_ones(
        self, here: World, desk: Desks
    ) -> None:
        host = here.host("清水镇卫生院")
        posting = here.post(here.need(host))
        for day, state in ((-90, "asked"), (-60, "granted")):
            Correction.objects.create(
                posting=posting,
                starts_on=here.day(day),
                ends_before=here.day(day + 1),
                what="当天在岗",
                state=state,
                asked_at=timezone.now(),
            )

        assert "1件" in named(desk(account("commission_clerk", area="3705")), "答复更正").why
        assert "1件" in named(desk(account("host_office", at=host)), "办理更正").why
        assert "答复更正申请" not in whats(desk(account("commission_clerk", area="6501")))

    def test_tells_host_and_worker_of_a_posting_to_be_handed_over(
        self, here: World, desk: Desks
    ) -> None:
        host = here.host("清水镇卫生院")
        ending = here.post(here.need(host, (-50, 200)), (-50, 7))
        worker = account("posted_worker")
        Worker.objects.filter(pk=ending.worker_id).update(account=worker)

        assert "1人次" in named(desk(account("host_office", at=host)), "办理交接").why
        assert named(desk(worker), "办理交接").url.startswith("/leaving/")
        assert "办理交接" not in whats(desk(account("commission_clerk", area="3705")))

    def test_tells_the_authority_of_what_can_be_closed(self, here: World, desk: Desks) -> None:
        posting = here.post(here.need(here.host("清水镇卫生院"), (-50, 200)), (-50, -2))
        Posting.objects.filter(pk=posting.pk).update(handed_over_on=here.day(-2))
        for side in EVALUATORS:
            Evaluation.objects.create(
                posting=posting, side=side.value, marks={"skill": "good"}, at=timezone.now()
            )

        assert "1人次" in named(desk(account("commission_clerk", area="3705")), "办结派驻").why

    def test_tells_the_authority_of_what_can_be_certified(self, here: World, desk: Desks) -> None:
        posting = here.post(here.need(here.host("清水镇卫生院"), (-50, 200)), (-50, -2))
        day = here.day(-2)
        Posting.objects.filter(pk=posting.pk).update(
            arrived_on=posting.starts_on, handed_over_on=day, closed_on=day
        )

        told = named(desk(account("commission_clerk", area="3705")), "出具服务证明")

        assert "1人次" in told.why
        assert told.url == "/certificates/ready/"
        assert "出具服务证明" not in whats(desk(account("commission_clerk", area="65")))

    def test_asks_as_much_for_many_as_for_few(self, here: World, client: Client) -> None:
        clerk = account("commission_clerk", area="3705")
        client.force_login(clerk)

        def queries() -> int:
            client.get("/")
            with CaptureQueriesContext(connection) as found:
                client.get("/")
            return len(found)

        here.post(here.need(here.host("清水镇卫生院"), (-5, 100)), arrived=False)
        few = queries()
        for n in range(3):
            here.post(here.need(here.host(f"第{n}镇卫生院"), (-n, 100)), arrived=False)

        assert queries() == few <= 12
