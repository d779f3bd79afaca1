"""What is done with the ledger: opened once, checked, closed by somebody else, handed in."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.intake import world
from tests.apps.supervision.conftest import (
    BEGAN,
    DUE,
    THEM,
    TODAY,
    US,
    YEAR,
    Ledger,
    adopted,
    at,
    member,
)

from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.supervision import actions
from bangfu.apps.supervision.actions import Explained, Found
from bangfu.apps.supervision.models import (
    Acceptance,
    Answer,
    Check,
    Extension,
    FlagHandover,
    HandIn,
    LookBack,
    Problem,
    Task,
)
from bangfu.apps.supervision.queries import task_progress
from bangfu.core.duty.sides import NotNow
from bangfu.core.programmes.vocabulary import Per
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.tasks import task_steps as steps
from bangfu.core.tasks.hand_in import OpenUnexplained, TooEarly
from bangfu.core.tasks.periods import period_before, period_of
from bangfu.core.tasks.sides import OwnDecision
from bangfu.core.tasks.task_life import Finding, Outcome


def verbs() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("verb", flat=True))


class TestOpenLedger:
    def test_gives_each_institution_its_own_and_the_party_one(self, ledger: Ledger) -> None:
        opened = {task.key: task for task in ledger.open()}

        assert opened["rules:NORTH"].institution == ledger.places.north
        assert opened["rules:SOUTH"].institution == ledger.places.south
        assert opened["reform"].responsible == "县属各单位"
        assert opened["planning"].institution == ledger.bureau
        assert opened["liaison"].responsible == "局领导班子"
        assert not any(key.startswith("badges") for key in opened)
        assert {task.checked for task in opened.values()} == {"quarter"}

    def test_opens_nothing_twice_and_later_what_is_new(self, ledger: Ledger) -> None:
        first = ledger.open()

        assert ledger.open() == []
        newcomer = world.institution("NEW", "新建镇卫生院", "370523103", "township_hospital")
        member(ledger.programme, newcomer)
        added = ledger.open()

        assert [task.key for task in added] == ["rules:NEW"]
        assert Task.objects.count() == len(first) + 1
        assert verbs().count("ledger.opened") == 2

    def test_moves_deadlines_that_have_passed_where_asked(self, ledger: Ledger) -> None:
        later = DUE + timedelta(10)

        ledger.open(on=DUE + timedelta(1), due_again=later)

        assert set(Task.objects.filter(repeat="once").values_list("due", flat=True)) == {later}

    def test_refuses_a_programme_without_tasks(self, ledger: Ledger) -> None:
        other = adopted('code = "plain"\nedition = 2025\ntitle = { zh = "无任务" }\n')

        with pytest.raises(actions.NoTasksDefined):
            actions.open_ledger(programme=other, by=None, on=TODAY, at=at())

    def test_makes_the_first_report_of_a_recurring_task_due_this_period(
        self, ledger: Ledger
    ) -> None:
        ledger.open()

        liaison = ledger.task("liaison")

        assert liaison.due == period_of(TODAY, Per.QUARTER).last_day
        assert ledger.task("conduct").due is None


class TestOpenTask:
    def test_by_hand_has_a_number_of_its_own(self, ledger: Ledger) -> None:
        first, second = ledger.added(), ledger.added("完善排班")

        assert (first.key, second.key) == ("hand:1", "hand:2")
        assert first.area_code == ledger.places.north.area_code

    def test_with_a_known_key_is_given_back(self, ledger: Ledger) -> None:
        first = ledger.added(key="lag:1")

        assert ledger.added("别的", key="lag:1") == first
        assert verbs() == [verbs()[0], "task.opened"]

    def test_names_somebody(self, ledger: Ledger) -> None:
        with pytest.raises(actions.NobodyResponsible):
            ledger.added(institution=None)

    def test_proposed_by_a_unit_waits_for_approval(self, ledger: Ledger) -> None:
        task = ledger.added(side=US, by=ledger.host)

        assert task.state == "proposed"
        with pytest.raises(NotNow):
            ledger.reported(task, 10)
        with pytest.raises(OwnDecision):
            actions.approve_task(task=task, side=THEM, by=ledger.host, on=TODAY)
        assert actions.approve_task(task=task, side=THEM, by=ledger.clerk, on=TODAY).state == "open"


class TestClosing:
    @pytest.fixture
    def task(self, ledger: Ledger) -> Task:
        ledger.open()
        return ledger.task()

    def test_goes_from_report_to_closed_with_one_entry_each(
        self, ledger: Ledger, task: Task
    ) -> None:
        before = Entry.objects.count()
        ledger.reported(task, 60)
        ledger.asked(task)
        closed = ledger.accepted(task)

        assert (closed.state, closed.share, closed.closed_on) == ("closed", 100, TODAY)
        assert not closed.closed_late
        assert verbs()[before:] == ["task.reported", "task.acceptance_asked", "task.accepted"]
        assert first_break() is None

    def test_is_accepted_by_nobody_who_asked(self, ledger: Ledger, task: Task) -> None:
        ledger.asked(task, by=ledger.clerk)

        with pytest.raises(OwnDecision):
            ledger.accepted(task)
        assert ledger.accepted(task, by=ledger.deputy).state == "closed"

    def test_guards_two_pairs_of_eyes_in_the_database_too(self, ledger: Ledger, task: Task) -> None:
        ledger.asked(task)
        asked = Acceptance.objects.filter(task=task)

        with pytest.raises(IntegrityError), transaction.atomic():
            asked.update(decided_by=ledger.host, decided_on=TODAY, decision="granted")

    def test_wants_evidence(self, ledger: Ledger, task: Task) -> None:
        with pytest.raises(steps.EvidenceMissing):
            ledger.asked(task, document="")

    def test_is_late_by_the_day_it_was_asked(self, ledger: Ledger) -> None:
        task = ledger.added(due=TODAY)
        other = ledger.added("另一项", due=TODAY)
        ledger.asked(task, on=TODAY)
        with pytest.raises(steps.LatenessUnexplained):
            ledger.asked(other, on=TODAY + timedelta(1))
        ledger.asked(other, on=TODAY + timedelta(1), late_reason="设备到货晚")

        assert not ledger.accepted(task, on=TODAY + timedelta(9)).closed_late
        assert ledger.accepted(other, on=TODAY + timedelta(9)).closed_late

    def test_comes_back_with_the_reason_and_goes_on(self, ledger: Ledger, task: Task) -> None:
        ledger.asked(task)
        back = actions.return_task(
            task=task, side=THEM, reason="缺文本", by=ledger.clerk, on=TODAY, at=at()
        )

        assert (back.state, back.reason, back.submitted_on) == ("open", "缺文本", None)
        assert ledger.closed(task).state == "closed"
        assert [one.decision for one in task.acceptances.order_by("pk")] == ["refused", "granted"]

    def test_of_an_authority_itself_needs_the_one_above(self, ledger: Ledger, task: Task) -> None:
        own = ledger.task("planning")
        ledger.asked(own, by=ledger.deputy)
        with pytest.raises(actions.OwnHouse):
            ledger.accepted(own)

        city = world.user("city", "commission_clerk", area="3705")

        assert ledger.accepted(own, by=city).state == "closed"

    def test_of_an_authority_may_rest_on_a_document_from_above(
        self, ledger: Ledger, task: Task
    ) -> None:
        own = ledger.task("planning")
        ledger.asked(own, by=ledger.deputy)

        ledger.accepted(own, above_document="海卫函〔2025〕9号")

        assert own.acceptances.get().above_document == "海卫函〔2025〕9号"

    def test_keeps_standing_tasks_open(self, ledger: Ledger, task: Task) -> None:
        standing = ledger.task("conduct")
        ledger.asked(standing, by=ledger.deputy)

        with pytest.raises(steps.StandingStays):
            ledger.accepted(standing)
        stage = ledger.accepted(standing, outcome=Outcome.STAGE)

        assert (stage.state, stage.outcome) == ("open", "stage")
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.filter(pk=stage.pk).update(state="closed", closed_on=TODAY)

    def test_may_turn_a_task_into_a_lasting_one(self, ledger: Ledger, task: Task) -> None:
        ledger.asked(task)

        kept = ledger.accepted(task, outcome=Outcome.STANDING)

        assert (kept.state, kept.repeat, kept.due) == ("open", "standing", None)


class TestLookBack:
    def test_finds_that_it_holds(self, ledger: Ledger) -> None:
        task = ledger.closed(ledger.added())
        entries = Entry.objects.count()

        again = actions.look_back(
            task=task, side=THEM, holds=True, words="仍在用", by=ledger.clerk, on=TODAY, at=at()
        )

        assert again is None
        assert LookBack.objects.get().holds
        assert Entry.objects.count() == entries + 1

    def test_opens_what_relapsed_as_another_round(self, ledger: Ledger) -> None:
        task = ledger.closed(ledger.added())
        found = {"side": THEM, "holds": False, "words": "又停用", "by": ledger.clerk}
        with pytest.raises(actions.ReopenedUndue):
            actions.look_back(task=task, on=TODAY, at=at(), **found)

        again = actions.look_back(task=task, on=TODAY, at=at(), due=DUE, **found)

        assert again is not None
        assert (again.round, again.follows, again.key) == (2, task, "hand:1#2")
        assert (again.listing, again.state, again.share) == ("remedies", "open", 0)
        third = actions.look_back(task=ledger.closed(again), on=TODAY, at=at(), due=DUE, **found)
        assert third is not None
        assert third.key == "hand:1#3"

    def test_happens_once(self, ledger: Ledger) -> None:
        task = ledger.closed(ledger.added())
        found = {"side": THEM, "holds": True, "words": "仍在用", "by": ledger.clerk}
        actions.look_back(task=task, on=TODAY, at=at(), **found)

        with pytest.raises(steps.LookedBackAlready):
            actions.look_back(task=task, on=TODAY, at=at(), **found)


class TestExtension:
    def test_moves_the_deadline_and_keeps_the_first(self, ledger: Ledger) -> None:
        task, later = ledger.added(), DUE + timedelta(30)
        actions.ask_extension(
            task=task, side=US, due=later, reason="设备晚", by=ledger.host, today=TODAY, at=at()
        )
        with pytest.raises(OwnDecision):
            actions.grant_extension(task=task, side=THEM, by=ledger.host, at=at())

        longer = actions.grant_extension(task=task, side=THEM, by=ledger.clerk, at=at())

        assert (longer.due, longer.first_due) == (later, DUE)
        assert Extension.objects.get().decision == "granted"

    def test_refused_leaves_it_with_the_reason(self, ledger: Ledger) -> None:
        task = ledger.added()
        actions.ask_extension(
            task=task,
            side=US,
            due=DUE + timedelta(3),
            reason="难",
            by=ledger.host,
            today=TODAY,
            at=at(),
        )

        same = actions.refuse_extension(
            task=task, side=THEM, reason="不宜再拖", by=ledger.clerk, at=at()
        )

        assert (same.due, same.reason) == (DUE, "不宜再拖")

    def test_waits_no_longer_when_the_task_is_cancelled(self, ledger: Ledger) -> None:
        task = ledger.added()
        actions.ask_extension(
            task=task,
            side=US,
            due=DUE + timedelta(3),
            reason="难",
            by=ledger.host,
            today=TODAY,
            at=at(),
        )

        actions.cancel_task(task=task, side=THEM, by=ledger.clerk, reason="合并办理")

        assert not Extension.objects.filter(decision="waiting").exists()
        assert ledger.task("hand:1").state == "cancelled"


class TestChecks:
    @pytest.fixture
    def keys(self, ledger: Ledger) -> list[int]:
        ledger.open(on=BEGAN)
        return list(Task.objects.filter(repeat="once").values_list("pk", flat=True))

    def test_of_many_tasks_are_one_entry(self, ledger: Ledger, keys: list[int]) -> None:
        period = period_before(TODAY, Per.QUARTER)
        found = dict.fromkeys(keys, Found(Finding.ON_SCHEDULE))
        found[keys[0]] = Found(Finding.BEHIND, "抓紧")

        actions.check_tasks(
            programme=ledger.programme,
            found=found,
            period=period,
            side=THEM,
            by=ledger.clerk,
            on=TODAY,
            at=at(),
        )

        assert Check.objects.count() == len(keys)
        entry = Entry.objects.order_by("-number")[0]
        assert (entry.verb, entry.facts["tasks"], entry.facts["behind"]) == (
            "ledger.checked",
            len(keys),
            1,
        )

    def test_are_all_or_none_and_name_the_task(self, ledger: Ledger, keys: list[int]) -> None:
        given = {
            "programme": ledger.programme,
            "period": period_before(TODAY, Per.QUARTER),
            "side": THEM,
            "by": ledger.clerk,
            "on": TODAY,
            "at": at(),
        }
        good = Found(Finding.ON_SCHEDULE)

        with pytest.raises(steps.OpinionMissing, match=r"建立一套规范的管理制度|推进医改|加强行业"):
            actions.check_tasks(found={keys[0]: good, keys[1]: Found(Finding.BEHIND)}, **given)
        assert not Check.objects.exists()
        actions.check_tasks(found={keys[0]: good}, **given)
        with pytest.raises(actions.CheckedAlready):
            actions.check_tasks(found={keys[0]: good, keys[1]: good}, **given)
        with pytest.raises(actions.NothingChecked):
            actions.check_tasks(found={}, **given)


class TestAnswers:
    @pytest.fixture
    def liaison(self, ledger: Ledger) -> Task:
        ledger.open(on=period_before(TODAY, Per.QUARTER).starts_on)
        return ledger.task("liaison")

    def answer(self, ledger: Ledger, task: Task, starts_on: date, **more: object) -> Answer:
        given = {
            "on": TODAY,
            "found": "走访2家卫生院",
            "late_reason": "",
            "by": ledger.clerk,
            "at": at(),
            "today": TODAY,
        }
        return actions.answer_period(task=task, side=US, starts_on=starts_on, **(given | more))

    def test_come_in_order_and_late_ones_with_the_reason(
        self, ledger: Ledger, liaison: Task
    ) -> None:
        over, now = period_before(TODAY, Per.QUARTER), period_of(TODAY, Per.QUARTER)
        assert liaison.due == over.last_day
        with pytest.raises(actions.AnsweredAlready):
            self.answer(ledger, liaison, now.starts_on)
        with pytest.raises(steps.LatenessUnexplained):
            self.answer(ledger, liaison, over.starts_on)

        self.answer(ledger, liaison, over.starts_on, late_reason="外出培训")
        liaison.refresh_from_db()
        assert liaison.due == now.last_day
        self.answer(ledger, liaison, now.starts_on)

        with pytest.raises(actions.AnsweredAlready):
            self.answer(ledger, liaison, now.starts_on)
        assert verbs().count("task.answered") == 2

    def test_put_each_problem_on_the_list_once(self, ledger: Ledger, liaison: Task) -> None:
        over = period_before(TODAY, Per.QUARTER)

        row = self.answer(
            ledger,
            liaison,
            over.starts_on,
            late_reason="外出",
            problems="缺B超医师\n\n 药品配送慢 \n缺B超医师",
        )

        assert [one.title for one in row.problems.order_by("pk")] == ["缺B超医师", "药品配送慢"]

    def test_are_for_recurring_tasks(self, ledger: Ledger) -> None:
        with pytest.raises(actions.NotRecurring):
            self.answer(ledger, ledger.added(), TODAY)


class TestProblems:
    def raised(self, ledger: Ledger, **more: object) -> Problem:
        given = {
            "programme": ledger.programme,
            "title": "急救设备不足",
            "institution": ledger.places.north,
            "by": ledger.clerk,
            "on": TODAY,
            "at": at(),
        }
        return actions.raise_problem(**(given | more))

    def test_are_raised_once_by_their_key(self, ledger: Ledger) -> None:
        first = self.raised(ledger, key="lag:free_clinic:NORTH:2025H1")

        assert self.raised(ledger, key="lag:free_clinic:NORTH:2025H1") == first
        assert self.raised(ledger) != first
        assert verbs().count("problem.raised") == 2

    def test_become_a_task_on_the_list_of_remedies(self, ledger: Ledger) -> None:
        row = self.raised(ledger, cause="objective", spread="common")

        task = actions.task_for_problem(
            problem=row, measures="申请专项经费", due=DUE, by=ledger.clerk, on=TODAY, at=at()
        )

        row.refresh_from_db()
        assert (row.task, task.listing, task.institution) == (task, "remedies", row.institution)
        with pytest.raises(actions.DealtWith):
            actions.settle_problem(problem=row, words="买了", by=ledger.clerk, on=TODAY)

    def test_may_be_settled_at_once(self, ledger: Ledger) -> None:
        row = self.raised(ledger)

        actions.settle_problem(problem=row, words="已调拨", by=ledger.host, on=TODAY)

        with pytest.raises(actions.DealtWith):
            actions.task_for_problem(
                problem=row, measures="x", due=DUE, by=ledger.clerk, on=TODAY, at=at()
            )

    def test_of_a_wrong_sort_are_refused(self, ledger: Ledger) -> None:
        with pytest.raises(ValueError, match="nonsense"):
            self.raised(ledger, cause="nonsense")


class TestHandIn:
    def hand_in(self, ledger: Ledger, on: date, **more: object) -> HandIn:
        given = {
            "programme": ledger.programme,
            "institution": ledger.places.north,
            "year": on.year,
            "explained": {},
            "by": ledger.host,
            "on": on,
            "at": at(on),
        }
        return actions.hand_in_ledger(**(given | more))

    def test_seals_what_is_done_and_explains_what_is_open(self, ledger: Ledger) -> None:
        end = date(YEAR, 12, 20)
        ledger.open(on=BEGAN)
        ledger.closed(ledger.added(on=BEGAN), on=min(TODAY, DUE))
        task = ledger.task()
        with pytest.raises(OpenUnexplained, match="建立一套规范的管理制度"):
            self.hand_in(ledger, end)

        later = max(DUE, end) + timedelta(40)
        row = self.hand_in(ledger, end, explained={task.pk: Explained("人手不足", later)})

        assert row.sums["total"] == 2
        assert (row.sums["done"], row.sums["open"]) == (1, 1)
        assert Extension.objects.get(task=task).due == later
        with pytest.raises(actions.HandedInAlready):
            self.hand_in(ledger, end, explained={task.pk: Explained("人手不足")})
        assert verbs().count("ledger.handed_in") == 1
        assert verbs().count("task.extension_asked") == 0

    def test_waits_for_the_end_of_the_year(self, ledger: Ledger) -> None:
        with pytest.raises(TooEarly):
            self.hand_in(ledger, date(YEAR, 6, 1))

    def test_of_nothing_is_refused(self, ledger: Ledger) -> None:
        with pytest.raises(actions.NothingToHandIn):
            self.hand_in(ledger, date(YEAR, 12, 31))

    def test_covers_what_no_institution_bears(self, ledger: Ledger) -> None:
        ledger.open(on=BEGAN)
        end = date(YEAR, 12, 31)
        shared = {
            one.pk: Explained("跨年推进")
            for one in Task.objects.filter(institution=None).exclude(repeat="standing")
        }

        row = self.hand_in(ledger, end, institution=None, explained=shared)

        assert row.sums["total"] == len(shared) + 1
        assert row.sums["standing"] == 1
        said = {line["key"]: line for line in row.lines}
        assert said["liaison"]["state_said"] == "应报4期，已报0期"
        assert said["liaison"]["late"]

    def test_asks_no_words_for_duties_that_miss_no_period(self, ledger: Ledger) -> None:
        end = date(YEAR, 12, 31)
        task = ledger.added(repeat=Repeat.YEARLY, due=None, on=date(YEAR, 1, 1))
        actions.answer_period(
            task=task,
            side=US,
            starts_on=date(YEAR, 1, 1),
            on=TODAY,
            found="已报",
            by=ledger.host,
            at=at(),
            today=TODAY,
        )

        row = self.hand_in(ledger, end)

        assert (row.sums["standing"], row.sums["open"]) == (1, 0)
        assert row.lines[0]["state_said"] == "应报1期，已报1期"


class TestFlag:
    def hand_over(self, ledger: Ledger, **more: object) -> FlagHandover:
        given = {
            "programme": ledger.programme,
            "group": "units",
            "holder": ledger.places.north,
            "in_period": period_before(TODAY, Per.HALF_YEAR).starts_on,
            "on": TODAY,
            "basis": "半年讲评会",
            "by": ledger.clerk,
            "today": TODAY,
            "at": at(),
        }
        return actions.hand_over_flag(**(given | more))

    def test_is_off_unless_the_programme_asks(self, ledger: Ledger) -> None:
        with pytest.raises(actions.NoFlag):
            self.hand_over(ledger)

    def test_goes_to_one_unit_of_the_group_a_period(self, flagged: Ledger) -> None:
        with pytest.raises(actions.NotInGroup):
            self.hand_over(flagged, holder=flagged.places.far)
        with pytest.raises(actions.NotOverYet):
            self.hand_over(flagged, in_period=TODAY)

        self.hand_over(flagged)

        with pytest.raises(actions.HeldAlready):
            self.hand_over(flagged, holder=flagged.places.south)
        assert verbs().count("flag.handed_over") == 1


class TestTaskProgress:
    def test_sums_own_and_shared_tasks_as_of_the_day(self, ledger: Ledger) -> None:
        ledger.open(on=BEGAN)
        north, south = ledger.places.north.pk, ledger.places.south.pk
        yesterday = TODAY - timedelta(1)
        ledger.reported(ledger.task(), 40, on=yesterday)
        ledger.reported(ledger.task(), 60)
        ledger.reported(ledger.task("reform"), 20, on=yesterday, by=ledger.clerk)

        then = task_progress(ledger.programme, [north, south], yesterday)
        now = task_progress(ledger.programme, [north, south], TODAY)

        assert (then[north].done, then[north].of) == (60, 200)
        assert (now[north].done, now[north].of) == (80, 200)
        assert (now[south].done, now[south].of) == (20, 200)
        assert task_progress(ledger.programme, [north], BEGAN - timedelta(1))[north].value is None

    def test_counts_closed_ones_whole_from_their_day(self, ledger: Ledger) -> None:
        ledger.open(on=BEGAN)
        north = ledger.places.north.pk
        ledger.closed(ledger.task())

        assert task_progress(ledger.programme, [north], TODAY)[north].done == 100
        before = task_progress(ledger.programme, [north], TODAY - timedelta(1))
        assert before[north].done == 0

    def test_counts_recurring_ones_by_their_periods(self, ledger: Ledger) -> None:
        task = ledger.added(repeat=Repeat.YEARLY, due=None, on=BEGAN)
        north = ledger.places.north.pk
        for year in (YEAR - 1, YEAR):
            actions.answer_period(
                task=task,
                side=US,
                starts_on=date(year, 1, 1),
                on=TODAY,
                found="已报",
                late_reason="晚",
                by=ledger.host,
                at=at(),
                today=TODAY,
            )

        assert task_progress(ledger.programme, [north], TODAY)[north].done == 66
