"""A plan sent out: its people are put forward, and the next plan minds what both sides said."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from bangfu.apps.journal.queries import first_break
from bangfu.apps.planning import actions
from bangfu.apps.planning.formulation import key_of
from bangfu.apps.planning.models import Decision, Run
from bangfu.apps.postings.actions import (
    agree_offers,
    allow_again,
    appoint_offers,
    open_posting,
    withdraw_offer,
)
from bangfu.apps.postings.models import Offer, Posting
from bangfu.core import planner
from bangfu.core.duty.sides import Side

from .conftest import Islands
from .test_actions import TODAY, planned, publish

pytestmark = pytest.mark.django_db
AT = datetime(2025, 8, 20, 9, tzinfo=UTC)


@pytest.fixture
def found(islands: Islands) -> Run:
    return planned(islands)


@pytest.fixture
def office(islands: Islands, client: Client) -> Client:
    client.force_login(islands.clerk)
    return client


def send(run: Run, islands: Islands) -> list[Offer]:
    made = actions.send_out(run=run, by=islands.clerk, on=TODAY, at=AT)
    run.refresh_from_db()
    return made


def agree(offers: list[Offer]) -> None:
    for side in (Side.HOST, Side.SENDER):
        agree_offers(offers=offers, side=side, by=None, at=AT)


def decline(offer: Offer) -> Offer:
    return withdraw_offer(offer=offer, side=Side.HOST, reason="需要儿科医师", by=None, at=AT)


def again(run: Run, islands: Islands) -> Run:
    return actions.perform_run(run=actions.replan(run=run, by=islands.clerk))


class TestSendOut:
    def test_puts_everybody_forward_with_reasons(self, found: Run, islands: Islands) -> None:
        made = send(found, islands)

        assert {(one.worker_id, one.need_id) for one in made} == {
            (key_of(duty.person), key_of(duty.post)) for duty in found.found_plan.duties
        }
        assert (found.state, found.sent_on, found.sent_by) == ("sent", TODAY, islands.clerk)
        for one in made:
            said = [ground["zh"] for ground in one.reasons]
            assert said[0] == "专业对口：内科"
            assert "名符合条件的人选中匹配度居第" in said[-1]
            assert all(ground["en"] for ground in one.reasons)
        assert not Posting.objects.exists()
        assert first_break() is None

    def test_decides_the_plan(self, found: Run, islands: Islands) -> None:
        send(found, islands)

        with pytest.raises(actions.AlreadySent):
            send(found, islands)
        with pytest.raises(actions.AlreadySent):
            publish(found, islands)

        assert Offer.objects.count() == 3

    def test_puts_nobody_forward_where_the_plan_is_out_of_date(
        self, found: Run, islands: Islands
    ) -> None:
        islands.programme.nominations.update(consented=False)

        with pytest.raises((actions.PlanOutOfDate, actions.NothingToPlan)):
            send(found, islands)

        assert not Offer.objects.exists()

    def test_ends_in_the_postings_that_publishing_would_have_opened(
        self, found: Run, islands: Islands
    ) -> None:
        made = send(found, islands)
        agree(made)

        opened = appoint_offers(
            offers=made,
            appointment_document="海卫〔2025〕1号",
            on=TODAY,
            notice_days=7,
            side=Side.AUTHORITY,
            by=islands.clerk,
        )

        assert {p.plan_reference for p in opened} == {actions.reference_of(found)}
        problem = found.stated_problem
        assert {(p.worker_id, p.starts_on, p.ends_before) for p in opened} == {
            (key_of(d.person), *problem.horizon.days(d.start, d.end))
            for d in found.found_plan.duties
        }


class TestTheNextPlan:
    def test_leaves_who_is_in_talks_and_does_not_bring_the_declined_again(
        self, found: Run, islands: Islands
    ) -> None:
        made = send(found, islands)
        refused = decline(made[0])

        revised = again(found, islands)

        problem = revised.stated_problem
        assert {key_of(post.id) for post in problem.posts} == {refused.need_id}
        in_talks = {one.worker_id for one in made[1:]}
        assert not in_talks & {key_of(duty.person) for duty in revised.found_plan.duties}
        assert refused.worker_id not in {key_of(d.person) for d in revised.found_plan.duties}
        assert [(key_of(f.person), key_of(f.post)) for f in problem.forbidden] == [
            (refused.worker_id, refused.need_id)
        ]

    def test_may_bring_whom_a_clerk_has_allowed(self, found: Run, islands: Islands) -> None:
        made = send(found, islands)
        refused = decline(made[0])
        allow_again(offer=refused, side=Side.AUTHORITY, by=islands.clerk, at=AT)

        revised = again(found, islands)

        assert revised.stated_problem.forbidden == ()

    def test_minds_no_lock_on_a_post_that_is_in_talks(self, found: Run, islands: Islands) -> None:
        for duty in found.found_plan.duties:
            actions.decide(run=found, duty=duty, kind=Decision.Kind.LOCK, by=islands.clerk)
        decline(send(found, islands)[0])
        # The lock on the declined pair itself contradicts the refusal: the clerk undoes it.
        refused = Offer.objects.get(state="withdrawn")
        for lock in found.decisions.all():
            if key_of(lock.post) == refused.need_id:
                actions.undo_decision(decision=lock, by=islands.clerk)

        assert len(again(found, islands).stated_problem.posts) == 1


class TestPages:
    def test_a_plan_is_sent_out_by_one_press_and_says_how_far_talks_are(
        self, office: Client, found: Run
    ) -> None:
        address = reverse("send_run", args=[found.pk])
        assert "3名人选连同理由" in office.get(address).content.decode()

        shown = office.post(address, follow=True).content.decode()

        assert "已送双方征求意见，共3人" in shown
        assert "征求意见中" in shown
        assert reverse("publish_run", args=[found.pk]) not in shown
        assert "待双方同意" in shown
        twice = office.post(address, follow=True).content.decode()
        assert "方案已送双方征求意见" in twice
        assert office.get(address).status_code == 302

    def test_a_plan_names_who_was_declined_and_why(
        self, office: Client, found: Run, islands: Islands
    ) -> None:
        refused = decline(send(found, islands)[0])

        for run in (found, again(found, islands)):
            shown = office.get(reverse("run", args=[run.pk])).content.decode()
            assert "受援单位谢绝：需要儿科医师" in shown
            assert reverse("offer", args=[refused.pk]) in shown

    def test_its_names_are_found_by_its_number(
        self, office: Client, found: Run, islands: Islands
    ) -> None:
        send(found, islands)

        shown = office.get(reverse("offer_list"), {"plan": found.pk}).content.decode()
        none = office.get(reverse("offer_list"), {"plan": found.pk + 1}).content.decode()

        assert shown.count('class="po-offer"') == 3
        assert 'class="po-offer"' not in none

    def test_publishing_asks_to_say_so_where_the_notice_is_short(
        self, office: Client, found: Run
    ) -> None:
        address = reverse("publish_run", args=[found.pk])
        given = {"batch": "首批", "notice_days": "7"}

        refused = office.post(address, given)

        assert refused.status_code == 422
        assert "确需提前的" in refused.content.decode()
        assert not Posting.objects.exists()
        office.post(address, {**given, "short_notice": "on"})
        assert Posting.objects.count() == 3

    def test_publishing_names_the_clash_with_what_another_clerk_did(
        self, office: Client, found: Run, islands: Islands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        duty = found.found_plan.duties[0]
        worker = next(w for w in islands.workers if w.pk == key_of(duty.person))
        other = next(n for n in islands.needs if n.pk != key_of(duty.post))
        taken = open_posting(
            need=other,
            worker=worker,
            starts_on=date(2025, 9, 1),
            ends_before=date(2026, 9, 1),
            by=None,
        )
        # Done after this plan was checked, and before its postings are opened.
        monkeypatch.setattr("bangfu.apps.planning.actions.publishing._refuse_outdated", id)

        answer = office.post(
            reverse("publish_run", args=[found.pk]),
            {"batch": "首批", "notice_days": "7", "short_notice": "on"},
        )

        assert answer.status_code == 409
        assert f"/postings/{taken.pk}/" in answer.content.decode()
        assert Posting.objects.count() == 1


class TestNotice:
    def test_of_a_plan_is_counted_from_the_day_it_is_published(
        self, found: Run, islands: Islands
    ) -> None:
        given = {"run": found, "by": islands.clerk, "batch": "首批", "appointment_document": ""}

        with pytest.raises(Exception, match="2025年9月1日"):
            actions.publish_run(**given, on=date(2025, 8, 26))

        assert planner.check(found.stated_problem, found.found_plan) == []
        assert len(actions.publish_run(**given, on=date(2025, 8, 25))) == 3
