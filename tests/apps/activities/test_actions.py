"""Entering work, answering it, correcting it, and the sums that follow."""

import uuid
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions
from bangfu.apps.activities.models import Activity, MonthSum, Resemblance
from bangfu.apps.activities.queries import reach, sums
from bangfu.apps.journal.models import Entry as JournalEntry
from bangfu.core.activities import CaseLine, GivenLine, Side

from .conftest import END, FIRST, TODAY, World, at

JUNE = date(2026, 6, 1)


def total(here: World, indicator: str = "free_clinic.people") -> sums.Total:
    found = sums.totals(here.programme, by="host", starts_on=FIRST, ends_before=END)
    return found.get((here.places.north.pk, indicator), sums.Total())


class TestRecordActivity:
    def test_waits_for_the_other_side_and_counts_apart(self, here: World) -> None:
        activity = here.record()

        assert activity.confirming == Side.HOST
        assert (total(here).waiting, total(here).confirmed) == (80, 0)

    def test_sent_twice_is_entered_once(self, here: World) -> None:
        key = uuid.uuid4()
        first = here.record(key=key)

        again = here.record(key=key)

        assert again.pk == first.pk
        assert Activity.objects.count() == 1
        assert total(here).waiting == 80
        assert JournalEntry.objects.filter(verb="activity.recorded").count() == 1

    def test_refuses_the_number_of_another_entry(self, here: World) -> None:
        key = uuid.uuid4()
        here.record(key=key)

        with pytest.raises(actions.KeyUsed, match="另一条"):
            here.record(here.work(figures={"times": 1, "people": 81}), key=key)

    def test_refuses_a_kind_the_programme_does_not_keep(self, here: World) -> None:
        with pytest.raises(actions.KindNotKept, match="主题党日"):
            here.record(here.work("party_day", {"times": 1}))

    def test_refuses_an_institution_that_takes_no_part(self, here: World) -> None:
        with pytest.raises(actions.NotTakingPart, match="远山县医院"):
            here.record(here.work(host=here.places.far))

    def test_names_every_problem_at_once(self, here: World) -> None:
        work = here.work(figures={"times": 0, "people": -3}, on=date(2026, 7, 1))

        with pytest.raises(actions.EntryRefused) as refused:
            here.record(work)

        assert [problem.field for problem in refused.value.problems] == ["on", "times", "people"]

    def test_asks_about_more_people_than_the_place_serves(self, here: World) -> None:
        here.places.north.population_served = 1200
        here.places.north.save()

        with pytest.raises(actions.EntryRefused, match="超过该单位服务人口1,200人"):
            here.record(here.work(figures={"times": 1, "people": 1500}))

        taken = here.record(
            here.work(figures={"times": 1, "people": 1500}, explained="邻镇群众一并参加")
        )
        assert taken.explained == "邻镇群众一并参加"

    def test_holds_a_donation_against_its_lines(self, here: World) -> None:
        line = GivenLine(name="降压药", quantity=Decimal(20), unit="盒", value=Decimal(800))

        with pytest.raises(actions.EntryRefused, match="合计800元，与填写的价值6,000元不一致"):
            here.record(here.work("medicine", {"value": 6000}, lines=(line,)))

        given = here.record(here.work("medicine", {"value": 800}, lines=(line,)))
        assert given.items.get().name == "降压药"

    def test_keeps_referrals_without_the_patient(self, here: World) -> None:
        case = CaseLine(
            asked_on=date(2026, 6, 3),
            answered_on=date(2026, 6, 4),
            department="心内科",
            by_channel=True,
        )

        activity = here.record(here.work("referral_up", {"patients": 3}, lines=(case,)))

        assert case.days_to_answer == 1
        assert activity.cases.get().department == "心内科"

    def test_belongs_to_the_post_group_of_the_posting(self, here: World) -> None:
        activity = here.record(
            here.work("outpatient", {"visits": 40}, posting=here.post(), host=here.places.north)
        )

        assert activity.posts == "doctors"


class TestConfirmActivities:
    def test_moves_the_figures_to_the_confirmed_ones(self, here: World, host: User) -> None:
        activity = here.record()

        actions.confirm_activities(activities=[activity], by=host, at=at())

        assert (total(here).waiting, total(here).confirmed) == (0, 80)
        assert (total(here).waiting_entries, total(here).confirmed_entries) == (0, 1)

    def test_refuses_ones_own_entry_and_confirms_none(self, here: World, host: User) -> None:
        foreign = here.record()
        own = here.record(here.work(on=date(2026, 5, 2)), by=host, side=Side.HOST)

        with pytest.raises(actions.OwnEntry):
            actions.confirm_activities(activities=[foreign, own], by=host, at=at())

        assert not Activity.objects.filter(state=Activity.State.CONFIRMED).exists()

    def test_sent_back_counts_no_more_until_corrected(self, here: World, host: User) -> None:
        activity = here.record()
        actions.return_activity(activity=activity, reason="人数有误", by=host, at=at())
        assert total(here) == sums.Total()

        actions.correct_activity(
            activity=activity,
            work=here.work(figures={"times": 1, "people": 60}),
            reason="按签到表更正",
            by=None,
            at=at(),
            today=TODAY,
        )

        assert total(here).waiting == 60
        assert activity.revisions.get().before["figures"]["free_clinic.people"] == "80.00"


class TestLockMonth:
    def test_keeps_everything_out_until_reopened(
        self, here: World, host: User, clerk: User
    ) -> None:
        may = here.work(on=date(2026, 5, 20))
        activity = here.record(may)
        lock = {"programme": here.programme, "month": date(2026, 5, 1), "by": clerk, "at": at()}
        actions.lock_month(**lock, today=TODAY)

        with pytest.raises(actions.EntryRefused, match="2026年5月的台账已锁定"):
            here.record(may)
        with pytest.raises(actions.MonthLocked):
            actions.confirm_activities(activities=[activity], by=host, at=at())
        with pytest.raises(actions.MonthLocked):
            actions.withdraw_activity(activity=activity, reason="重复", by=None, at=at())
        # Nor may an entry be moved out of the month.
        with pytest.raises(actions.EntryRefused, match="已锁定"):
            actions.correct_activity(
                activity=activity, work=here.work(), reason="日期", by=None, at=at(), today=TODAY
            )

        actions.reopen_month(**lock, reason="补登义诊")
        actions.confirm_activities(activities=[activity], by=host, at=at())
        assert total(here).confirmed == 80

    def test_refuses_a_month_that_is_not_over(self, here: World, clerk: User) -> None:
        with pytest.raises(actions.MonthNotOver):
            actions.lock_month(programme=here.programme, month=JUNE, by=clerk, at=at(), today=TODAY)


class TestResemblance:
    def test_of_two_notes_of_one_clinic_is_found_and_counted_once(
        self, here: World, clerk: User
    ) -> None:
        here.record()
        here.record(here.work(figures={"times": 1, "people": 85}), side=Side.HOST)
        found = Resemblance.objects.get()
        assert total(here).waiting == 165

        actions.settle_resemblance(resemblance=found, same=True, by=clerk, at=at())

        assert total(here).waiting == 80
        with pytest.raises(actions.AlreadySettled):
            actions.settle_resemblance(resemblance=found, same=False, by=clerk, at=at())

    def test_of_one_side_with_itself_is_none(self, here: World) -> None:
        here.record()
        here.record()

        assert not Resemblance.objects.exists()


class TestReach:
    def test_each_side_answers_for_the_other(
        self, here: World, host: User, sender: User, clerk: User
    ) -> None:
        given = here.record()
        received = here.record(here.work(on=date(2026, 3, 3)), side=Side.HOST)

        assert list(reach.answerable_by(host)) == [given]
        assert list(reach.answerable_by(sender)) == [received]
        assert list(reach.answerable_by(clerk)) == []
        assert reach.visible_to(clerk).count() == 2


class TestSums:
    def test_are_checked_and_written_anew_by_a_command(self, here: World, host: User) -> None:
        activity = here.record()
        actions.confirm_activities(activities=[activity], by=host, at=at())
        here.record(here.work("lecture", {"times": 2, "people": 70}))
        actions.withdraw_activity(activity=here.record(), reason="误登", by=None, at=at())
        assert said_by("check_sums") == "月度合计与台账一致。"
        MonthSum.objects.filter(indicator="lecture.people").update(waiting=7)
        MonthSum.objects.filter(indicator="free_clinic.people").delete()

        with pytest.raises(CommandError, match="2项月度合计与台账不一致"):
            said_by("check_sums")
        assert "改正2项" in said_by("check_sums", "--rebuild")

        assert said_by("check_sums") == "月度合计与台账一致。"
        assert total(here, "free_clinic.people").confirmed == 80
        assert total(here, "lecture.people").waiting == 70


def said_by(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue().strip()
