"""Offers: whatever is tried stands where the core says, and nothing is half done."""

import contextlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.apps.intake import world
from tests.apps.intake.world import Places

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.actions import withdraw_need
from bangfu.apps.intake.models import Need, Nomination
from bangfu.apps.journal import verbs
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.postings import actions, departments, offering, queries
from bangfu.apps.postings.models import Offer, Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Department, Worker, WorkerSpecialty
from bangfu.core.duty import Days
from bangfu.core.duty import posting_steps as steps
from bangfu.core.duty.posting_life import Life, State
from bangfu.core.duty.sides import NotNow, NotYours, Side
from bangfu.core.refusal import Refusal

AT = datetime(2025, 1, 20, 9, tzinfo=UTC)
NOTICE = date(2025, 2, 1)
FIRST, END = date(2025, 3, 1), date(2025, 6, 1)
Core = Callable[[Life], Life]
sides = st.sampled_from(Side)


def nominate(worker: Worker, programme: Programme, *, forms: tuple[str, ...] = ("resident",)):
    return Nomination.objects.create(
        programme=programme,
        worker=worker,
        forms=list(forms),
        available_from=date(2025, 1, 1),
        available_before=date(2026, 1, 1),
        consented=True,
    )


def proposal(need: Need, worker: Worker, starts_on=FIRST, ends_before=END) -> actions.Proposal:
    draft = actions.Draft(need=need, worker=worker, starts_on=starts_on, ends_before=ends_before)
    return actions.Proposal(draft=draft)


def offer(need: Need, worker: Worker, *, side: Side = Side.AUTHORITY, **days: date) -> Offer:
    made = actions.make_offers(
        proposals=[proposal(need, worker, **days)], side=side, by=None, at=AT
    )
    return made[0]


def agree(*offers: Offer, side: Side | None = None) -> None:
    for each in [side] if side else [Side.HOST, Side.SENDER]:
        actions.agree_offers(offers=offers, side=each, by=None, at=AT)


def appoint(*offers: Offer, **changed: Any) -> list[Posting]:
    given: dict[str, Any] = {
        "appointment_document": "海卫〔2025〕1号",
        "batch": "第一批",
        "notice_days": 7,
    }
    given["side"] = Side.AUTHORITY
    return actions.appoint_offers(offers=offers, on=NOTICE, by=None, **(given | changed))


def decline(held: Offer, side: Side = Side.HOST, reason: str = "专业不符") -> Offer:
    return actions.withdraw_offer(offer=held, side=side, reason=reason, by=None, at=AT)


@pytest.fixture
def ready(programme: Programme, outgoing: Worker, incoming: Worker) -> None:
    """Both workers are nominated."""
    for worker in (outgoing, incoming):
        nominate(worker, programme)


@pytest.fixture
def department(places: Places, outgoing: Worker, incoming: Worker) -> Department:
    """Both workers' home department: five staff, four of whom must stay."""
    found = Department.objects.create(
        institution=places.sender, name="内科", staff=5, minimum_staff=4
    )
    for worker in (outgoing, incoming):
        worker.department = found
        worker.save()
    return found


class Talks(RuleBasedStateMachine):
    """Everything that may be tried with one offer."""

    @initialize(side=sides)
    def begin(self, side: Side) -> None:
        self.undone = transaction.atomic()
        self.undone.__enter__()
        places, programme = world.places(), world.programme()
        self.need, self.worker = (
            world.need(places.north, programme),
            world.worker("林知远", places.sender),
        )
        nominate(self.worker, programme)
        self.life: Life | None = None
        self.changes, self.offer = 0, None
        self.put_forward(side)

    def teardown(self) -> None:
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def put_forward(self, side: Side) -> None:
        try:
            self.life = steps.nominate(worker=str(self.worker.pk), days=Days(FIRST, END), by=side)
        except NotYours:
            with pytest.raises(NotYours):
                offer(self.need, self.worker, side=side)
            return
        self.offer = offer(self.need, self.worker, side=side)
        self.changes = 1

    @rule(side=sides)
    def agree(self, side: Side) -> None:
        self._both(
            lambda life: steps.agree(life, by=side),
            lambda: actions.agree_offers(offers=[self.offer], side=side, by=None, at=AT),
        )

    @rule(side=sides, reason=st.sampled_from([" ", "专业不符"]))
    def withdraw(self, side: Side, reason: str) -> None:
        self._both(
            lambda life: steps.withdraw(life, by=side, reason=reason),
            lambda: decline(self.offer, side, reason),
        )

    @rule(side=sides)
    def appoint(self, side: Side) -> None:
        document = "海卫〔2025〕1号"
        self._both(
            lambda life: steps.appoint(life, by=side, document=document),
            lambda: appoint(self.offer, side=side),
        )

    @rule(side=sides)
    def again(self, side: Side) -> None:
        """A name that came to nothing may be put forward anew, unless a side declined it."""
        if self.offer is None or self.life is None or self.life.state is not State.WITHDRAWN:
            return
        self.offer.refresh_from_db()
        if self.offer.declined_by in ("host", "sender") and side is not Side.HOST:
            with pytest.raises(Refusal):
                offer(self.need, self.worker, side=side)
            if side is not Side.AUTHORITY:
                with pytest.raises(NotYours):
                    actions.allow_again(offer=self.offer, side=side, by=None, at=AT)
                return
            actions.allow_again(offer=self.offer, side=side, by=None, at=AT)
            self.changes += 1
        before = self.changes
        self.put_forward(side)
        if self.offer.state == "withdrawn":
            # The host may not put names forward: nothing has changed.
            self.life = offering.life_of(self.offer)
        else:
            self.changes = before + 1

    @invariant()
    def stands_where_the_core_says(self) -> None:
        if getattr(self, "offer", None) is None:
            return
        ours, theirs = offering.life_of(Offer.objects.in_full().get(pk=self.offer.pk)), self.life
        assert (ours.state, ours.agreed, ours.days) == (theirs.state, theirs.agreed, theirs.days)
        assert (ours.document, ours.reason) == (theirs.document, theirs.reason)
        assert Posting.objects.exists() is (theirs.state is State.APPOINTED)

    @invariant()
    def is_told_in_the_journal_change_by_change(self) -> None:
        if hasattr(self, "changes"):
            assert Entry.objects.count() == self.changes
            assert set(Entry.objects.values_list("verb", flat=True)) <= set(verbs.every())

    def _both(self, core: Core, action: Callable[[], Any]) -> None:
        if self.offer is None:
            return
        expected: list[Life] = []
        with contextlib.suppress(Refusal):
            expected.append(core(self.life))
        done = True
        try:
            with transaction.atomic():
                action()
        except Refusal:
            done = False
        assert done == bool(expected)
        if expected:
            self.life = expected[0]
            self.changes += 1


@pytest.mark.django_db
def test_the_actions_do_what_the_core_says() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Talks,
        settings=hypothesis_settings(max_examples=60, stateful_step_count=15, deadline=None),
    )


@pytest.mark.usefixtures("ready")
class TestMakeOffers:
    def test_says_why_this_person_in_both_languages(self, post: Need, outgoing: Worker) -> None:
        WorkerSpecialty.objects.create(worker=outgoing, subject_code="03", is_primary=True)
        outgoing.rank = 1
        outgoing.save()

        made = offer(post, outgoing)

        assert [ground["zh"] for ground in made.reasons] == [
            "专业对口：内科",
            "正高级职称，高于要求的副高级",
        ]
        assert all(ground["en"] for ground in made.reasons)

    def test_counts_a_senders_own_name_as_agreed_by_it(self, post: Need, outgoing: Worker) -> None:
        made = offer(post, outgoing, side=Side.SENDER)

        assert offering.life_of(made).agreed == {Side.SENDER}

    def test_refuses_who_was_not_nominated(self, post: Need, outgoing: Worker) -> None:
        Nomination.objects.update(consented=False)

        with pytest.raises(actions.NotNominated, match="本人尚未同意"):
            offer(post, outgoing)

    def test_refuses_days_beyond_the_nomination(self, post: Need, outgoing: Worker) -> None:
        Nomination.objects.update(available_before=date(2025, 5, 1))

        with pytest.raises(actions.NotNominated, match="2025年4月30日"):
            offer(post, outgoing)

    def test_refuses_who_is_posted_or_in_talks_elsewhere(
        self, post: Need, elsewhere: Need, outgoing: Worker
    ) -> None:
        offer(post, outgoing)

        with pytest.raises(actions.AlreadyOffered, match="正在商定派驻河口镇卫生院"):
            offer(elsewhere, outgoing)

        agree(Offer.objects.get())
        appoint(Offer.objects.get())
        with pytest.raises(actions.AlreadyPosted) as refused:
            offer(elsewhere, outgoing)
        assert [one.held.host.code for one in refused.value.clashes] == ["NORTH"]

    def test_makes_all_or_none(
        self, post: Need, elsewhere: Need, outgoing: Worker, incoming: Worker
    ) -> None:
        with pytest.raises(actions.AlreadyOffered):
            actions.make_offers(
                proposals=[
                    proposal(post, incoming),
                    *[proposal(n, outgoing) for n in (post, elsewhere)],
                ],
                side=Side.AUTHORITY,
                by=None,
                at=AT,
            )

        assert not Offer.objects.exists()
        assert not Entry.objects.exists()

    def test_does_not_offer_again_whom_a_side_declined(self, post: Need, outgoing: Worker) -> None:
        declined = decline(offer(post, outgoing))

        with pytest.raises(actions.RefusedBefore, match="专业不符"):
            offer(post, outgoing)

        actions.allow_again(offer=declined, side=Side.AUTHORITY, by=None, at=AT)
        assert offer(post, outgoing).state == "nominated"
        with pytest.raises(actions.NothingToAllow):
            actions.allow_again(offer=declined, side=Side.AUTHORITY, by=None, at=AT)


@pytest.mark.usefixtures("ready")
class TestAgreeOffers:
    def test_agrees_to_several_with_one_press_or_to_none(
        self, post: Need, elsewhere: Need, outgoing: Worker, incoming: Worker
    ) -> None:
        both = [offer(post, outgoing), offer(elsewhere, incoming)]
        agree(both[1], side=Side.HOST)

        with pytest.raises(steps.AlreadyAgreed, match="沈若谷"):
            agree(*both, side=Side.HOST)

        assert [one.host_agreed_at for one in Offer.objects.order_by("pk")] == [None, AT]

    def test_refuses_a_need_that_was_withdrawn(
        self, post: Need, outgoing: Worker, clerk: User
    ) -> None:
        made = offer(post, outgoing)
        withdraw_need(need=post, reason="已自行解决", by=clerk, on=FIRST)

        with pytest.raises(actions.NeedNotOpen):
            agree(made, side=Side.HOST)

    def test_keeps_a_departments_minimum(
        self,
        post: Need,
        elsewhere: Need,
        outgoing: Worker,
        incoming: Worker,
        department: Department,
    ) -> None:
        first, second = offer(post, outgoing), offer(elsewhere, incoming)
        agree(first, side=Side.SENDER)

        with pytest.raises(actions.DepartmentTooThin, match="只有3人在岗，低于最低4人"):
            agree(second, side=Side.SENDER)

        decline(Offer.objects.get(pk=first.pk), Side.SENDER, "另有任务")
        agree(second, side=Side.SENDER)
        assert departments.staffings([second])[second.pk].left == 4

    def test_counts_those_agreed_to_in_the_same_press(
        self,
        post: Need,
        elsewhere: Need,
        outgoing: Worker,
        incoming: Worker,
        department: Department,
    ) -> None:
        both = [offer(post, outgoing), offer(elsewhere, incoming)]

        with pytest.raises(actions.DepartmentTooThin):
            agree(*both, side=Side.SENDER)


class TestWithdrawnNeed:
    @pytest.mark.usefixtures("ready")
    def test_ends_the_talks_about_it(
        self, post: Need, elsewhere: Need, outgoing: Worker, clerk: User
    ) -> None:
        left = offer(post, outgoing)
        withdraw_need(need=post, reason="已自行解决", by=clerk, on=FIRST)

        offer(elsewhere, outgoing)

        assert left not in Offer.objects.standing()
        assert queries.rows_of(clerk, [Offer.objects.in_full().get(pk=left.pk)])[0].may_decline


class TestStaffings:
    @pytest.mark.usefixtures("ready")
    def test_look_at_the_thinnest_day(
        self,
        post: Need,
        elsewhere: Need,
        outgoing: Worker,
        incoming: Worker,
        department: Department,
    ) -> None:
        for starts_on, ends_before in (
            (date(2025, 1, 1), FIRST),  # over before the offer begins
            (date(2025, 5, 31), END + timedelta(30)),  # one day in common
        ):
            actions.open_posting(
                need=elsewhere,
                worker=incoming,
                starts_on=starts_on,
                ends_before=ends_before,
                by=None,
            )
        made = offer(post, outgoing)

        found = departments.staffings([made])[made.pk]

        assert (found.staff, found.away, found.left, found.minimum) == (5, 2, 3, 4)
        assert found.is_short

    def test_mind_nobody_who_stays_on_duty_at_home(
        self, programme: Programme, clinic: Need, outgoing: Worker, department: Department
    ) -> None:
        nominate(outgoing, programme, forms=("visiting",))

        assert departments.staffings([offer(clinic, outgoing)]) == {}


@pytest.mark.usefixtures("ready")
class TestSubstituteOffer:
    def test_puts_another_of_the_unit_forward_and_asks_the_host_anew(
        self, post: Need, outgoing: Worker, incoming: Worker
    ) -> None:
        made = offer(post, outgoing)
        agree(made, side=Side.HOST)

        named = actions.substitute_offer(offer=made, worker=incoming, by=None, at=AT)

        made.refresh_from_db()
        assert (made.state, made.declined_by) == ("withdrawn", "sender")
        assert named.instead_of == made
        assert offering.life_of(named).agreed == {Side.SENDER}

    @pytest.mark.parametrize(
        ("change", "refusal", "said"),
        [
            (lambda w: Worker.objects.filter(pk=w.pk).update(rank=4), "RankBelowFloor", "低于"),
            (lambda w: Nomination.objects.filter(worker=w).delete(), "NotNominated", "未被推荐"),
        ],
    )
    def test_refuses_who_cannot_go_and_changes_nothing(
        self, post: Need, outgoing: Worker, incoming: Worker, change, refusal: str, said: str
    ) -> None:
        made = offer(post, outgoing)
        change(incoming)

        with pytest.raises(getattr(actions, refusal), match=said):
            actions.substitute_offer(
                offer=made, worker=Worker.objects.get(pk=incoming.pk), by=None, at=AT
            )

        made.refresh_from_db()
        assert made.state == "nominated"

    def test_refuses_who_is_not_free(
        self, post: Need, elsewhere: Need, outgoing: Worker, incoming: Worker
    ) -> None:
        made = offer(post, outgoing)
        offer(elsewhere, incoming)

        with pytest.raises(actions.AlreadyOffered, match="沈若谷"):
            actions.substitute_offer(offer=made, worker=incoming, by=None, at=AT)

    def test_refuses_another_units_people_and_the_same_person(
        self, post: Need, outgoing: Worker, places: Places, programme: Programme
    ) -> None:
        made, stranger = offer(post, outgoing), world.worker("外来", places.far)
        nominate(stranger, programme)

        with pytest.raises(actions.OtherUnit):
            actions.substitute_offer(offer=made, worker=stranger, by=None, at=AT)
        with pytest.raises(steps.SamePerson):
            actions.substitute_offer(offer=made, worker=outgoing, by=None, at=AT)


@pytest.mark.usefixtures("ready")
class TestAppointOffers:
    @pytest.fixture
    def agreed(
        self, post: Need, elsewhere: Need, outgoing: Worker, incoming: Worker
    ) -> list[Offer]:
        both = [offer(post, outgoing), offer(elsewhere, incoming)]
        agree(*both)
        return both

    def test_opens_one_batch_under_one_document(self, agreed: list[Offer]) -> None:
        opened = appoint(*agreed)

        assert {(p.appointment_document, p.batch) for p in opened} == {
            ("海卫〔2025〕1号", "第一批")
        }
        assert set(Offer.objects.values_list("state", flat=True)) == {"appointed"}
        assert first_break() is None

    def test_appoints_nobody_where_one_is_not_agreed(
        self, agreed: list[Offer], programme: Programme, places: Places
    ) -> None:
        third = world.worker("第三人", places.sender)
        nominate(third, programme)
        waiting = offer(world.need(places.south, programme, department_name="外科"), third)

        with pytest.raises(NotNow, match="第三人"):
            appoint(*agreed, waiting)

        assert not Posting.objects.exists()

    def test_appoints_nobody_where_one_was_posted_meanwhile(
        self, agreed: list[Offer], places: Places, programme: Programme, incoming: Worker
    ) -> None:
        other = world.need(places.south, programme, department_name="外科")
        taken = actions.open_posting(
            need=other, worker=incoming, starts_on=FIRST, ends_before=END, by=None
        )

        with pytest.raises(actions.AlreadyPosted, match="沈若谷") as refused:
            appoint(*agreed)

        assert [one.held for one in refused.value.clashes] == [taken]
        assert list(Posting.objects.all()) == [taken]
        assert set(Offer.objects.values_list("state", flat=True)) == {"agreed"}

    def test_leaves_days_between_the_notice_and_the_first_day(self, agreed: list[Offer]) -> None:
        with pytest.raises(actions.ShortNotice, match=r"2人.*2025年3月1日"):
            appoint(*agreed, notice_days=30)

        assert len(appoint(*agreed, notice_days=28)) == 2

    def test_takes_less_where_it_is_said_to_be_known(self, agreed: list[Offer]) -> None:
        assert len(appoint(*agreed, notice_days=30, short_notice=True)) == 2

    def test_refuses_the_second_of_two_who_both_saw_them_agreed(self, agreed: list[Offer]) -> None:
        stale = [Offer.objects.get(pk=one.pk) for one in agreed]
        first, _second = appoint(*agreed)

        with pytest.raises(actions.AlreadyPosted, match="另有1处冲突") as refused:
            appoint(*stale)

        assert refused.value.clashes[0].held == first

        assert Posting.objects.count() == 2
