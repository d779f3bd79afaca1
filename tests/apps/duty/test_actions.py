"""Weeks confirmed, leave, rosters, corrections, months closed: what is done and what is refused."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.duty.conftest import MONDAY, World, at
from tests.apps.intake import world

from bangfu.apps.accounts.models import User
from bangfu.apps.duty import actions
from bangfu.apps.duty.actions import Typed
from bangfu.apps.duty.models import ClosedMonth, Confirmation, Correction, Leave, TypedException
from bangfu.apps.duty.recorded import recorded_of
from bangfu.apps.intake.models import Need
from bangfu.apps.journal import verbs
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import first_break
from bangfu.apps.postings.actions import RankBelowFloor
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Worker
from bangfu.core.duty import Days, Entered, Half, HalfDay, week_of
from bangfu.core.duty.confirming import (
    AlreadyConfirmed,
    AlreadyEntered,
    DaysToCome,
    ExceptionUnknown,
    MonthClosed,
    OutsideStay,
)
from bangfu.core.duty.leave import LeaveOverlaps, ReturnTooEarly
from bangfu.core.duty.posting_steps import SamePerson
from bangfu.core.duty.roster import weekly
from bangfu.core.duty.sides import NotNow, Side
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.reasons import ReasonMissing

WEEK = week_of(MONDAY)
NEXT_MONDAY = MONDAY + timedelta(7)


def day(number: int) -> date:
    return MONDAY + timedelta(number)


def absent(first: int, last: int) -> Typed:
    days = Days(day(first), day(last + 1))
    return Typed(entered=Entered.for_days(DutyException.ABSENCE, days), note="未说明原因")


def confirm(posting: Posting, *, on: date = NEXT_MONDAY, week: Days = WEEK, **rest: object):
    return actions.confirm_week(host=posting.host, week=week, by=None, at=at(on), **rest)


def tally(posting: Posting):
    return recorded_of([posting], definitions={})[posting.pk].account.tally(WEEK)


class TestConfirmWeek:
    def test_counts_everybody_as_present(self, here: World, host: User) -> None:
        everybody = [here.post(name) for name in ("林知远", "沈若谷")]

        found = actions.confirm_week(host=here.places.north, week=WEEK, by=host, at=at(NEXT_MONDAY))

        assert (found.people, found.exceptions) == (2, 0)
        assert [tally(one).served for one in everybody] == [10, 10]
        entry = Entry.objects.get(verb="week.confirmed")
        assert (entry.actor, entry.institution_code, entry.facts["workers"]) == ("host", "NORTH", 2)

    def test_takes_only_the_exceptions_typed(self, posting: Posting) -> None:
        confirm(posting, typed={posting.pk: [absent(2, 3)]})

        assert (tally(posting).served, tally(posting).absent) == (6, 4)
        assert Entry.objects.get(verb="exception.typed").facts["exception"] == "缺勤"
        assert first_break() is None

    def test_confirms_the_arrival_of_who_is_new_on_the_day_the_host_names(
        self, here: World, host: User
    ) -> None:
        new = here.post(starts_on=MONDAY)

        found = actions.confirm_week(
            host=new.host, week=WEEK, by=host, at=at(NEXT_MONDAY), arrivals={new.pk: day(2)}
        )

        new.refresh_from_db()
        assert (found.people, found.arrived, new.arrived_on) == (1, 1, day(2))
        assert Confirmation.objects.get().starts_on == day(2)
        assert tally(new).served == 6
        assert Entry.objects.get(verb="posting.arrived").facts["arrived_on"] == "2025-03-12"

    def test_leaves_days_before_an_arrival_after_the_week_alone(self, here: World) -> None:
        new = here.post(starts_on=MONDAY)

        found = confirm(new, on=day(9), arrivals={new.pk: day(8)})

        new.refresh_from_db()
        assert (found.people, found.arrived, new.arrived_on) == (0, 1, day(8))
        assert not Confirmation.objects.exists()
        assert not Entry.objects.filter(verb="week.confirmed").exists()

    def test_refuses_an_arrival_before_the_appointment_and_writes_nothing(
        self, here: World
    ) -> None:
        new, other = here.post(starts_on=MONDAY), here.post("沈若谷")

        with pytest.raises(actions.WeekRefused) as refused:
            confirm(new, arrivals={new.pk: day(-1)})

        assert "到岗日期" in str(refused.value.refused[new.pk])
        assert not Confirmation.objects.exists()
        other.refresh_from_db()
        assert other.arrived_on is None

    def test_refuses_the_same_week_twice(self, posting: Posting) -> None:
        confirm(posting)

        with pytest.raises(AlreadyConfirmed, match="已经确认，无需重复确认"):
            confirm(posting)

        assert Confirmation.objects.count() == 1

    def test_adds_to_a_week_that_a_colleague_has_confirmed(self, posting: Posting) -> None:
        confirm(posting)

        found = confirm(posting, typed={posting.pk: [absent(0, 0)]})

        assert (found.people, found.exceptions) == (0, 1)
        assert tally(posting).absent == 2

    def test_takes_weeks_out_of_order_and_says_which_wait(self, posting: Posting) -> None:
        found = confirm(posting)

        assert found.earlier == 10
        earlier = confirm(posting, week=week_of(day(-7)))
        assert earlier.people == 1

    def test_refuses_a_week_that_is_not_over(self, posting: Posting) -> None:
        with pytest.raises(DaysToCome, match="2025年3月16日尚未结束"):
            confirm(posting, on=day(6))

    def test_refuses_a_month_that_is_closed(self, posting: Posting) -> None:
        with pytest.raises(MonthClosed, match="2025年3月已锁定"):
            confirm(posting, on=date(2025, 4, 11))

    def test_refuses_a_month_that_an_authority_closed(
        self, here: World, posting: Posting, clerk: User
    ) -> None:
        actions.close_month(programme=here.programme, month=WEEK, by=clerk, at=at(date(2025, 4, 2)))

        with pytest.raises(MonthClosed):
            confirm(posting, on=date(2025, 4, 3))

    def test_takes_the_open_part_of_a_week_across_the_end_of_a_closed_month(
        self, posting: Posting
    ) -> None:
        confirm(posting, week=week_of(date(2025, 3, 31)), on=date(2025, 4, 14))

        assert Confirmation.objects.get().days == Days(date(2025, 4, 1), date(2025, 4, 7))

    def test_begins_with_the_arrival(self, here: World) -> None:
        late = here.post(starts_on=day(3))

        confirm(late)

        assert Confirmation.objects.get().days == Days(day(3), day(7))

    def test_refuses_an_exception_before_the_arrival(self, here: World) -> None:
        late = here.post(starts_on=day(3))

        with pytest.raises(OutsideStay, match="不在派驻期间"):
            confirm(late, typed={late.pk: [absent(0, 3)]})

        assert not Confirmation.objects.exists()

    def test_refuses_the_whole_week_where_one_persons_exception_cannot_stand(
        self, here: World
    ) -> None:
        good, bad = here.post("林知远"), here.post("沈若谷")

        with pytest.raises(actions.WeekRefused, match="沈若谷的登记有误") as refused:
            confirm(good, typed={bad.pk: [absent(0, 0), absent(0, 1)]})

        assert isinstance(refused.value.refused[bad.pk], AlreadyEntered)
        assert list(refused.value.refused) == [bad.pk]
        assert not Confirmation.objects.exists()
        assert not Entry.objects.exists()

    def test_refuses_what_the_programme_does_not_enter(self, posting: Posting) -> None:
        training = Typed(entered=Entered.for_days(DutyException.TRAINING, Days(day(0), day(1))))

        with pytest.raises(ExceptionUnknown):
            confirm(posting, typed={posting.pk: [training]})

    def test_leaves_out_whom_the_host_leaves_out(self, here: World) -> None:
        good, disputed = here.post("林知远"), here.post("沈若谷")

        confirm(good, left_out=[disputed.pk])

        assert set(Confirmation.objects.values_list("posting", flat=True)) == {good.pk}

    def test_refuses_a_host_without_people(self, here: World) -> None:
        with pytest.raises(actions.NobodyPosted):
            actions.confirm_week(host=here.places.far, week=WEEK, by=None, at=at(NEXT_MONDAY))

    def test_asks_as_much_for_forty_as_for_two(self, here: World) -> None:
        first = [here.post(f"甲{number}") for number in range(2)]
        with CaptureQueriesContext(connection) as few:
            confirm(first[0])
        for number in range(38):
            here.post(f"乙{number}")
        with CaptureQueriesContext(connection) as many:
            confirm(first[0], week=week_of(day(-7)))

        assert Confirmation.objects.count() == 42
        # The journal makes its first link only once.
        assert len(many) <= len(few) <= 20


class TestWithdrawException:
    def test_gives_the_days_back(self, posting: Posting) -> None:
        confirm(posting, typed={posting.pk: [absent(0, 0)]})

        actions.withdraw_exception(row=TypedException.objects.get(), by=None, at=at(day(9)))

        assert tally(posting).served == 10

    def test_refuses_a_second_time_and_a_closed_month(self, posting: Posting) -> None:
        confirm(posting, typed={posting.pk: [absent(0, 0)]})
        row = TypedException.objects.get()

        with pytest.raises(MonthClosed):
            actions.withdraw_exception(row=row, by=None, at=at(date(2025, 5, 1)))
        actions.withdraw_exception(row=row, by=None, at=at(day(9)))
        with pytest.raises(actions.NotTyped):
            actions.withdraw_exception(row=row, by=None, at=at(day(9)))


def ask(posting: Posting, first: int = 1, last: int = 2, *, on: int = 0, kind: str = "annual"):
    return actions.ask_leave(
        posting=posting,
        kind=kind,
        starts_at=HalfDay(day(first)),
        ends_before=HalfDay(day(last + 1)),
        side=Side.WORKER,
        by=None,
        at=at(day(on)),
        reason="回家探亲",
    )


class TestLeave:
    def test_is_asked_approved_taken_and_reported_back_from(
        self, posting: Posting, sender: User
    ) -> None:
        row = actions.approve_leave(row=ask(posting), by=sender, at=at(day(0)))
        actions.report_back(
            row=row, back_at=HalfDay(day(3)), side=Side.WORKER, by=None, at=at(day(3))
        )
        confirm(posting)

        assert (tally(posting).excused, tally(posting).served) == (4, 6)
        said = [verbs.label_of(entry.verb, "zh-hans") for entry in Entry.objects.order_by("number")]
        assert said == ["申请请假", "批准请假", "销假", "确认到岗", "确认一周在岗"]

    def test_ends_where_somebody_comes_back_early(self, posting: Posting) -> None:
        row = actions.approve_leave(row=ask(posting, 1, 4), by=None, at=at(day(0)))

        actions.report_back(
            row=row,
            back_at=HalfDay(day(2), Half.AFTERNOON),
            side=Side.HOST,
            by=None,
            at=at(day(2)),
        )

        assert Leave.objects.get().ends_slot == HalfDay(day(2), Half.AFTERNOON).slot

    def test_counts_for_nothing_before_it_is_approved(self, posting: Posting) -> None:
        ask(posting)
        confirm(posting)

        assert tally(posting).served == 10

    def test_refuses_overlapping_leave(self, posting: Posting) -> None:
        ask(posting, 1, 3)

        with pytest.raises(LeaveOverlaps, match="2025年3月11日起的请假（待批准）时间重叠"):
            ask(posting, 3, 4)

    def test_may_be_asked_anew_once_refused_or_taken_back(self, posting: Posting) -> None:
        actions.refuse_leave(row=ask(posting), reason="人手不足", by=None, at=at(day(0)))
        actions.withdraw_leave(row=ask(posting), by=None, at=at(day(0)))

        assert ask(posting).state == Leave.State.ASKED

    def test_is_refused_with_a_reason(self, posting: Posting) -> None:
        with pytest.raises(ReasonMissing):
            actions.refuse_leave(row=ask(posting), reason=" ", by=None, at=at(day(0)))

    def test_refuses_days_before_the_arrival(self, here: World) -> None:
        late = here.post(starts_on=day(3))

        with pytest.raises(OutsideStay):
            ask(late, 2, 4)

    def test_is_decided_once(self, posting: Posting) -> None:
        row = ask(posting)
        actions.approve_leave(row=row, by=None, at=at(day(0)))

        with pytest.raises(NotNow, match="已批准"):
            actions.refuse_leave(row=row, reason="迟了", by=None, at=at(day(0)))

    def test_is_not_taken_back_once_begun_nor_reported_back_from_ahead(
        self, posting: Posting
    ) -> None:
        row = actions.approve_leave(row=ask(posting), by=None, at=at(day(0)))

        with pytest.raises(NotNow):
            actions.withdraw_leave(row=row, by=None, at=at(day(1)))
        with pytest.raises(ReturnTooEarly):
            actions.report_back(
                row=row, back_at=HalfDay(day(3)), side=Side.WORKER, by=None, at=at(day(2))
            )


class TestAgreeRoster:
    def test_expects_the_sessions_agreed(self, here: World) -> None:
        clinic = here.post(form="visiting", sessions=2)

        actions.agree_roster(
            posting=clinic, pattern=weekly("1上 4下"), starts_on=clinic.starts_on, by=None,
            at=at(date(2025, 1, 1)),
        )  # fmt: skip
        confirm(clinic)

        assert tally(clinic).served == 2

    def test_changes_from_a_day_on(self, here: World) -> None:
        clinic = here.post(form="visiting", sessions=2)
        for pattern, starts_on in (("1上 4下", clinic.starts_on), ("2上", day(0))):
            actions.agree_roster(
                posting=clinic, pattern=weekly(pattern), starts_on=starts_on, by=None,
                at=at(day(0)),
            )  # fmt: skip

        found = recorded_of([clinic], definitions={})[clinic.pk].account

        assert found.tally(week_of(day(-7))).expected == 2
        assert found.tally(WEEK).expected == 1

    @pytest.mark.parametrize(
        ("pattern", "starts_on", "refusal"),
        [
            ("1上 2上 3上", day(7), actions.TooManySessions),
            ("1上", date(2026, 2, 2), OutsideStay),
            ("1上", date(2025, 1, 20), MonthClosed),
            ("1上", day(0), actions.RosterConfirmed),
        ],
    )
    def test_refuses(
        self, here: World, pattern: str, starts_on: date, refusal: type[Exception]
    ) -> None:
        clinic = here.post(form="visiting", sessions=2)
        confirm(clinic)

        with pytest.raises(refusal):
            actions.agree_roster(
                posting=clinic, pattern=weekly(pattern), starts_on=starts_on, by=None,
                at=at(NEXT_MONDAY),
            )  # fmt: skip


class TestCorrection:
    LATE = at(date(2025, 5, 6))

    def asked(self, posting: Posting) -> Correction:
        return actions.ask_correction(
            posting=posting, days=WEEK, what="3月11日误登缺勤", by=None, at=self.LATE
        )

    def test_opens_closed_days_for_one_posting_until_it_is_done(self, here: World) -> None:
        posting, other = here.post("林知远"), here.post("沈若谷")
        row = self.asked(posting)
        actions.answer_correction(row=row, granted=True, answer="", by=None, at=self.LATE)

        with pytest.raises(actions.WeekRefused) as refused:
            confirm(posting, on=date(2025, 5, 6))
        assert list(refused.value.refused) == [other.pk]
        found = confirm(posting, on=date(2025, 5, 6), left_out=[other.pk])
        assert found.people == 1

        actions.finish_correction(row=row, by=None)
        with pytest.raises(MonthClosed):
            confirm(posting, on=date(2025, 5, 6), typed={posting.pk: [absent(0, 0)]},
                    left_out=[other.pk])  # fmt: skip

    def test_refuses_days_that_are_open_empty_words_and_a_second_request(
        self, posting: Posting
    ) -> None:
        with pytest.raises(actions.StillOpen):
            actions.ask_correction(
                posting=posting, days=WEEK, what="误登", by=None, at=at(NEXT_MONDAY)
            )
        with pytest.raises(actions.CorrectionEmpty):
            actions.ask_correction(posting=posting, days=WEEK, what=" ", by=None, at=self.LATE)
        self.asked(posting)
        with pytest.raises(actions.AlreadyAsked):
            self.asked(posting)

    def test_is_answered_once_and_refused_with_a_reason(self, posting: Posting) -> None:
        row = self.asked(posting)
        with pytest.raises(ReasonMissing):
            actions.answer_correction(row=row, granted=False, answer="", by=None, at=self.LATE)
        actions.answer_correction(row=row, granted=False, answer="查无此事", by=None, at=self.LATE)

        with pytest.raises(actions.AlreadyAnswered, match="不同意更正"):
            actions.answer_correction(row=row, granted=True, answer="", by=None, at=self.LATE)


class TestCloseMonth:
    def test_refuses_a_month_under_way_and_one_that_is_closed(self, here: World) -> None:
        with pytest.raises(actions.MonthNotOver):
            actions.close_month(programme=here.programme, month=WEEK, by=None, at=at(day(9)))
        actions.close_month(programme=here.programme, month=WEEK, by=None, at=at(date(2025, 4, 1)))
        with pytest.raises(MonthClosed):
            actions.close_month(
                programme=here.programme, month=WEEK, by=None, at=at(date(2025, 4, 1))
            )
        assert ClosedMonth.objects.get().month == date(2025, 3, 1)


class TestRecordConfirmations:
    def test_takes_over_many_weeks_and_leaves_out_what_stands(self, posting: Posting) -> None:
        confirm(posting)
        weeks = [(week_of(day(7 * n)), at(day(7 * n + 7))) for n in range(-15, 2)]

        added = actions.record_confirmations(weeks=weeks, postings=[posting.pk], by=None)

        assert added == 11
        assert Confirmation.objects.count() == 12
        assert Confirmation.objects.order_by("starts_on")[0].starts_on == posting.starts_on


class TestNameSubstitute:
    """The sender names one of its own who may stand in; everybody else is refused in a sentence."""

    @pytest.fixture
    def row(self, posting: Posting) -> Leave:
        Need.objects.filter(pk=posting.need_id).update(rank_floor=2)
        return actions.ask_leave(
            posting=posting,
            kind="annual",
            starts_at=HalfDay(day(0)),
            ends_before=HalfDay(day(5)),
            side=Side.HOST,
            by=None,
            at=at(MONDAY),
        )

    def test_keeps_who_stands_in_and_journals_it(
        self, here: World, row: Leave, sender: User
    ) -> None:
        stand_in = world.worker("沈若谷", here.places.sender, rank=2)

        actions.name_substitute(row=row, worker=stand_in, by=sender)

        row.refresh_from_db()
        assert row.substitute == stand_in
        assert Entry.objects.get(verb="leave.substitute_named").facts["substitute"] == "沈若谷"

    def test_refuses_below_the_rank_floor(self, here: World, row: Leave) -> None:
        junior = world.worker("沈若谷", here.places.sender, rank=3)

        with pytest.raises(RankBelowFloor, match="职称级别为中级，低于该岗位要求的副高级"):
            actions.name_substitute(row=row, worker=junior, by=None)

    def test_refuses_another_unit_and_the_person_on_leave(self, here: World, row: Leave) -> None:
        stranger = world.worker("沈若谷", here.places.south, rank=1)

        with pytest.raises(actions.OtherUnit, match="须由派出单位从本单位选派"):
            actions.name_substitute(row=row, worker=stranger, by=None)
        with pytest.raises(SamePerson, match="不能是请假者本人"):
            actions.name_substitute(row=row, worker=row.posting.worker, by=None)

    def test_refuses_who_is_posted_elsewhere(self, here: World, row: Leave) -> None:
        busy = here.post("沈若谷", host=here.places.south).worker
        Worker.objects.filter(pk=busy.pk).update(rank=1)

        with pytest.raises(actions.SubstituteNotFree, match="已派驻"):
            actions.name_substitute(row=row, worker=busy, by=None)

    def test_refuses_who_stands_in_for_somebody_else(self, here: World, row: Leave) -> None:
        stand_in = world.worker("沈若谷", here.places.sender, rank=1)
        actions.name_substitute(row=row, worker=stand_in, by=None)
        other = actions.ask_leave(
            posting=here.post("安平"),
            kind="sick",
            starts_at=HalfDay(day(4)),
            ends_before=HalfDay(day(6)),
            side=Side.SENDER,
            by=None,
            at=at(MONDAY),
        )

        with pytest.raises(actions.SubstituteNotFree, match="替班，不能替班"):
            actions.name_substitute(row=other, worker=stand_in, by=None)

    def test_refuses_leave_that_is_no_more(self, here: World, row: Leave) -> None:
        actions.refuse_leave(row=row, reason="人手不足", by=None, at=at(MONDAY))

        with pytest.raises(NotNow, match="不能再安排替班"):
            actions.name_substitute(
                row=row, worker=world.worker("沈若谷", here.places.sender), by=None
            )
