"""Entered once, counted once, done alone only before a witness and with the host's word."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions as activities
from bangfu.apps.activities.models import Activity
from bangfu.apps.activities.queries import sums
from bangfu.apps.capacity import actions
from bangfu.apps.capacity.models import Item, Skill
from bangfu.apps.capacity.queries import facts
from bangfu.apps.journal.models import Entry as JournalEntry
from bangfu.apps.journal.queries import first_break
from bangfu.core.capacity import (
    Found,
    NotAWitness,
    NotYoursToConfirm,
    SkillStep,
    StepRefused,
    Witness,
)
from bangfu.core.duty.sides import Side
from bangfu.core.programmes import shipped_kinds
from bangfu.core.reasons import ReasonMissing

from .county import WITNESS, County, ago, now, today


def counted(here: County, indicator: str) -> int:
    """What the ledger says of an indicator at the host, confirmed or waiting."""
    found = sums.totals(
        here.programme, by="host", starts_on=ago(200), ends_before=today() + timedelta(1)
    )
    total = found.get((here.places.north.pk, indicator), sums.Total())
    return int(total.confirmed + total.waiting)


def take(skill: Skill, step: SkillStep, here: County, **changed: object) -> Skill:
    stated: dict[str, object] = {
        "on": ago(5),
        "side": Side.WORKER,
        "by": here.worker,
        "at": now(),
        "today": today(),
    }
    return actions.take_skill_step(skill=skill, step=step, **(stated | changed))  # type: ignore[arg-type]


class TestRecordItem:
    def test_a_pupil_counts_with_the_agreement(self, here: County) -> None:
        item = here.record("pupil")

        assert counted(here, "pupil.people") == 1
        assert item.activity is not None
        assert item.activity.happened_on == ago(90)
        assert [each.name for each in item.activity.participants.all()] == ["林知远", "陈小满"]
        assert [skill.title for skill in item.skills.all()] == ["心电图判读"]

    def test_a_technique_counts_with_its_first_case(self, here: County) -> None:
        item = here.record()
        assert (item.activity, counted(here, "technique.items")) == (None, 0)

        here.reach(item, "first_case", on=ago(30))

        assert counted(here, "technique.items") == 1
        assert item.activity is not None
        assert item.activity.happened_on == ago(30)

    def test_a_target_gets_its_figure_from_every_kind(self, here: County) -> None:
        answers = {
            "departments": "内科",
            "contact": "医务科",
            "days_to_answer": "2",
            "receiving_department": "内科",
            "mentor": "带教组",
            "lodging": "both",
            "fee": "free",
            "document": "镇卫发〔2026〕3号",
            "accepted_by": "县卫生健康局",
        }
        for kind in shipped_kinds().values():
            if kind.lasting is None or kind.code == "project":
                continue
            item = here.record(kind.code, details=answers, person_name="陈小满")
            course = item.taken_course
            assert course is not None
            for step in course.milestones[1:]:
                if step.counts or not counted(here, kind.indicator(kind.measures[0])):
                    here.reach(item, step.code, answers=answers, cases=9, witness=WITNESS)

            assert counted(here, kind.indicator(kind.measures[0])) == 1, kind.code

    def test_sent_twice_is_entered_once(self, here: County) -> None:
        key = uuid.uuid4()
        first = here.record("pupil", key=key)

        again = here.record("pupil", key=key)

        assert again.pk == first.pk
        assert counted(here, "pupil.people") == 1
        assert JournalEntry.objects.filter(verb="capacity.recorded").count() == 1

    def test_the_other_side_is_led_to_what_stands(self, here: County, host: User) -> None:
        item = here.record()

        with pytest.raises(actions.AlreadyThere, match="已由worker登记") as refused:
            here.record(title="超声 引导下穿刺", by=host, side=Side.HOST)

        assert refused.value.pk == item.pk

    def test_names_what_is_missing(self, here: County) -> None:
        with pytest.raises(actions.PersonMissing, match="徒弟姓名"):
            here.record("pupil", person_name=" ")
        with pytest.raises(actions.PostingMissing):
            here.record("pupil", posting=None)
        with pytest.raises(actions.AnswersMissing, match="对接科室、联系岗位和电话、约定答复天数"):
            here.record("referral_channel")
        with pytest.raises(actions.DayWrong):
            here.record(begun_on=today() + timedelta(1))
        with pytest.raises(actions.NoCourse, match="开展新项目"):
            here.record("project")

    def test_nothing_is_left_of_what_the_ledger_refuses(self, here: County) -> None:
        with pytest.raises(activities.EntryRefused, match="早于项目开始日期"), transaction.atomic():
            here.record("pupil", begun_on=ago(300))

        assert Item.objects.count() == 0

    def test_makes_one_entry_of_each_stage(self, here: County) -> None:
        before = JournalEntry.objects.count()

        here.record("pupil")

        verbs = list(JournalEntry.objects.order_by("-number").values_list("verb", flat=True)[:2])
        assert JournalEntry.objects.count() == before + 2
        assert verbs == ["capacity.recorded", "activity.recorded"]
        assert first_break() is None


class TestDoneAlone:
    def test_refuses_a_day_before_it_began(self, here: County) -> None:
        skill = here.record("pupil").skills.get()

        with pytest.raises(actions.DayWrong, match="早于这项登记的开始日期"):
            take(skill, SkillStep.TAUGHT, here, on=ago(91))

        assert take(skill, SkillStep.TAUGHT, here, on=ago(90)).taught_on == ago(90)

    def test_counts_once_the_host_has_confirmed(self, here: County, host: User) -> None:
        item = here.record()
        here.reach(item, "first_case", on=ago(20))
        here.reach(item, "cases_with_expert", on=ago(10), cases=5)
        here.reach(item, "alone", on=ago(3), witness=WITNESS)
        window = {"starts_on": ago(30), "ends_before": today()}

        assert facts.alone(here.programme, **window) == {}
        assert item.built_on is None

        marked = item.milestones.get(code="alone")
        actions.confirm_alone(item=item, attested=marked, side=Side.HOST, by=host, at=now())

        item.refresh_from_db()
        assert facts.alone(here.programme, **window) == {here.places.north.pk: 1}
        assert list(facts.alone_rows(here.programme, **window)) == [item]
        assert (item.alone_on, item.built_on) == (ago(3), ago(3))
        assert facts.alone(here.programme, starts_on=ago(2), ends_before=today()) == {}

    def test_stands_at_once_where_the_host_enters_it(self, here: County, host: User) -> None:
        item = here.alone(here.record(), host=host)

        assert item.alone_on == ago(2)

    def test_no_teacher_or_pupil_is_a_witness(self, here: County) -> None:
        skill = here.record("pupil").skills.get()

        for name in ("林知远", "陈小满"):
            with pytest.raises(NotAWitness):
                take(skill, SkillStep.ALONE, here, witness=Witness(name, "医师"))

    def test_neither_sender_nor_teacher_confirms(
        self, here: County, sender: User, host: User
    ) -> None:
        item = here.record("pupil")
        skill = take(item.skills.get(), SkillStep.ALONE, here, witness=WITNESS)

        with pytest.raises(NotYoursToConfirm):
            actions.confirm_alone(item=item, attested=skill, side=Side.SENDER, by=sender, at=now())
        with pytest.raises(NotYoursToConfirm):
            actions.confirm_alone(
                item=item, attested=skill, side=Side.HOST, by=here.worker, at=now()
            )
        actions.confirm_alone(item=item, attested=skill, side=Side.HOST, by=host, at=now())
        with pytest.raises(actions.NotWaiting):
            actions.confirm_alone(item=item, attested=skill, side=Side.HOST, by=host, at=now())

    def test_sent_back_it_is_not_done_and_says_why(self, here: County, host: User) -> None:
        item = here.record("pupil")
        skill = take(item.skills.get(), SkillStep.ALONE, here, witness=WITNESS)

        actions.return_alone(
            item=item, attested=skill, reason="当天无人在场", side=Side.HOST, by=host, at=now()
        )

        skill.refresh_from_db()
        assert (skill.alone_on, skill.returned) == (None, "当天无人在场")
        again = take(skill, SkillStep.ALONE, here, witness=WITNESS)
        assert again.returned == ""

    def test_independent_is_who_does_every_skill_alone(self, here: County, host: User) -> None:
        item = here.record("pupil")
        actions.add_skill(item=item, title="动态心电图", by=host)
        first, second = item.skills.all()
        take(first, SkillStep.ALONE, here, by=host, side=Side.HOST, witness=WITNESS)

        with pytest.raises(StepRefused, match="未经见证独立完成"):
            here.reach(item, "independent")
        actions.drop_skill(skill=second, reason="设备未到", by=host)
        here.reach(item, "independent")

        assert item.built_on == ago(2)
        assert facts.not_independent(here.posting) == []

    def test_says_at_the_hand_over_what_nobody_does_alone(self, here: County) -> None:
        item = here.record("pupil")

        assert [skill.title for skill in facts.not_independent(here.posting)] == ["心电图判读"]
        take(item.skills.get(), SkillStep.TAUGHT, here)
        assert len(facts.not_independent(here.posting)) == 1


class TestMilestones:
    def test_the_ledgers_entry_moves_with_the_day(self, here: County, host: User) -> None:
        item = here.record("pupil")
        entry = item.activity
        assert entry is not None
        activities.return_activity(activity=entry, reason="日期不对", by=host, at=now())
        assert counted(here, "pupil.people") == 0

        actions.correct_milestone(
            item=item,
            code="agreed",
            done=actions.Done(on=ago(80)),
            reason="协议日期写错",
            side=Side.WORKER,
            by=here.worker,
            at=now(),
            today=today(),
        )

        entry.refresh_from_db()
        item.refresh_from_db()
        assert (entry.happened_on, entry.state) == (ago(80), Activity.State.RECORDED)
        assert item.begun_on == ago(80)
        assert counted(here, "pupil.people") == 1

    def test_only_the_last_is_taken_back_and_the_ledger_follows(self, here: County) -> None:
        item = here.record()
        here.reach(item, "first_case", on=ago(20))
        here.reach(item, "cases_with_expert", on=ago(10), cases=7)

        with pytest.raises(actions.NotReached, match="最近一步"):
            self.undo(item, "first_case", here)
        self.undo(item, "cases_with_expert", here)
        self.undo(item, "first_case", here)

        item.refresh_from_db()
        assert (item.activity, counted(here, "technique.items")) == (None, 0)
        with pytest.raises(actions.NotReached):
            self.undo(item, "planned", here)
        here.reach(item, "first_case", on=ago(15))
        assert counted(here, "technique.items") == 1

    def test_plans_are_kept_and_forgotten(self, here: County) -> None:
        item = here.record()
        due = today() + timedelta(30)

        actions.plan_milestones(item=item, due={"first_case": due}, by=here.worker)
        assert item.milestones.get(code="first_case").due_on == due
        entries = JournalEntry.objects.count()
        actions.plan_milestones(item=item, due={"first_case": due}, by=here.worker)
        assert JournalEntry.objects.count() == entries
        actions.plan_milestones(item=item, due={"first_case": None}, by=here.worker)
        assert not item.milestones.filter(code="first_case").exists()

    @staticmethod
    def undo(item: Item, code: str, here: County) -> None:
        actions.undo_milestone(item=item, code=code, reason="登记有误", by=here.worker, at=now())


class TestEnding:
    def test_what_is_found_stopped_counts_no_more(
        self, here: County, host: User, clerk: User
    ) -> None:
        item = here.alone(here.record(begun_on=ago(190)), host=host, on=ago(189))
        assert item.next_check_on is not None
        assert item.next_check_on <= today()

        with pytest.raises(ReasonMissing):
            self.verify(item, Found.STOPPED, clerk)
        self.verify(item, Found.STOPPED, clerk, note="麻醉医师调离")

        item.refresh_from_db()
        assert (item.state, item.said) == (Item.State.STOPPED, "麻醉医师调离")
        window = {"starts_on": ago(200), "ends_before": today()}
        assert facts.alone(here.programme, **window) == {}
        assert counted(here, "technique.items") == 1
        actions.resume_item(item=item, by=host)
        assert facts.alone(here.programme, **window) == {here.places.north.pk: 1}

    def test_kept_it_is_looked_at_again_a_year_later(
        self, here: County, host: User, clerk: User
    ) -> None:
        item = here.alone(here.record(begun_on=ago(190)), host=host, on=ago(189))

        self.verify(item, Found.KEPT, clerk, cases=12)

        item.refresh_from_db()
        assert item.next_check_on is not None
        assert item.next_check_on > today() + timedelta(360)
        with pytest.raises(actions.DayWrong, match="当天"):
            self.verify(item, Found.KEPT, clerk)

    def test_nothing_is_verified_before_it_is_there(self, here: County, clerk: User) -> None:
        with pytest.raises(actions.NotBuilt):
            self.verify(here.record(), Found.KEPT, clerk)

    def test_taken_back_it_takes_the_ledgers_entry_with_it(self, here: County) -> None:
        item = here.record("pupil")

        actions.withdraw_item(item=item, reason="重复登记", by=here.worker, at=now())

        item.refresh_from_db()
        assert item.activity is not None
        assert item.activity.state == Activity.State.WITHDRAWN
        assert counted(here, "pupil.people") == 0
        with pytest.raises(actions.NotStanding):
            actions.withdraw_item(item=item, reason="再撤", by=here.worker, at=now())
        again = here.record("pupil")
        assert again.pk != item.pk

    def test_a_locked_month_keeps_both(self, here: County, clerk: User) -> None:
        item = here.record("pupil")
        month = ago(90).replace(day=1)
        activities.lock_month(
            programme=here.programme, month=month, by=clerk, at=now(), today=today()
        )

        with pytest.raises(activities.MonthLocked), transaction.atomic():
            actions.withdraw_item(item=item, reason="重复登记", by=here.worker, at=now())

        item.refresh_from_db()
        assert item.state == Item.State.STANDING
        assert counted(here, "pupil.people") == 1

    def test_stops_and_refuses_what_follows(self, here: County) -> None:
        item = here.record()

        actions.stop_item(item=item, on=today(), reason="设备未到", by=here.worker, today=today())

        with pytest.raises(actions.NotStanding, match="已停止"):
            here.reach(item, "first_case")

    @staticmethod
    def verify(item: Item, found: Found, by: User, *, note: str = "", cases: int = 0) -> None:
        actions.verify_item(
            item=item,
            on=today(),
            found=found,
            cases=cases,
            note=note,
            by=by,
            at=now(),
            today=today(),
        )
