"""Checks recorded once, findings until they are closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.apps.spotchecks.conftest import (
    CHECKER,
    NOW,
    OFFICE,
    TODAY,
    UNIT,
    County,
    posted,
)

from bangfu.apps.duty.models import TypedException
from bangfu.apps.journal.models import Entry
from bangfu.apps.spotchecks import actions
from bangfu.apps.spotchecks.actions import Person
from bangfu.apps.spotchecks.models import Check, Finding, FindingStep, Presence, Subjects
from bangfu.apps.spotchecks.queries.rosters import rostered
from bangfu.apps.supervision.models import Task
from bangfu.core.duty import working_days
from bangfu.core.duty.days import Half, HalfDay
from bangfu.core.duty.sides import NotNow
from bangfu.core.spotchecks import settings
from bangfu.core.spotchecks.finding_life import NotYours
from bangfu.core.spotchecks.presence import Expected, Found


def last_verb() -> str:
    return str(Entry.objects.latest("number").verb)


class TestRoster:
    def test_says_who_is_expected_on_a_working_day(self, county: County) -> None:
        check = county.check()
        day = next(
            TODAY - timedelta(back)
            for back in range(1, 15)
            if working_days.shipped().is_worked(TODAY - timedelta(back))
        )

        found = rostered(check, on=day, half=Half.MORNING)

        assert [(one.posting.host_id, one.expected) for one in found] == [
            (check.host_id, Expected.ON_POST)
        ]

    def test_knows_of_leave_and_of_what_was_typed(self, county: County) -> None:
        check = county.check()
        posting = next(one for one in county.postings if one.host_id == check.host_id)
        day = next(
            TODAY - timedelta(back)
            for back in range(1, 15)
            if working_days.shipped().is_worked(TODAY - timedelta(back))
        )
        for exception, half, expected in (
            ("other_work", Half.MORNING, Expected.LEAVE),
            ("absence", Half.AFTERNOON, Expected.ABSENT),
        ):
            slot = HalfDay(day, half).slot
            TypedException.objects.create(
                posting=posting,
                exception=exception,
                starts_slot=slot,
                ends_slot=slot + 1,
                typed_at=NOW,
            )
            assert rostered(check, on=day, half=half)[0].expected is expected


class TestRecord:
    def test_keeps_what_was_found_beside_what_the_roster_said(self, county: County) -> None:
        check = county.check()

        made = county.recorded(
            check, Found.ABSENT, reason="外出开会", met="值班护士", words="门诊无人"
        )

        row = Presence.objects.get()
        assert made.state == Check.State.RECORDED
        assert row.reason == "外出开会"
        assert row.off_post is (row.expected != Expected.FREE.value)
        assert last_verb() == "check.recorded"

    def test_covers_everybody_posted_to_a_host(self, county: County) -> None:
        for place in (county.places.north, county.places.south):
            posted(place, county.programme, county.places.sender, f"同事{place.code}")
        check = county.check()
        one = next(row for row in county.postings if row.host_id == check.host_id)

        with pytest.raises(actions.SomebodyLeftOut, match="同事"):
            county.recorded(check, people={one.pk: Person(Found.ON_POST)})
        county.recorded(check)

        assert Presence.objects.count() == 2

    def test_of_one_posting_concerns_nobody_else(self, county: County) -> None:
        check = county.check(subjects=Subjects.POSTINGS)
        other = next(row for row in county.postings if row.pk != check.posting_id)

        with pytest.raises(actions.SomebodyLeftOut):
            county.recorded(check, people={other.pk: Person(Found.ON_POST)})

    def test_is_recorded_once(self, county: County) -> None:
        check = county.check()
        county.recorded(check)

        with pytest.raises(actions.AlreadyRecorded, match="已由"):
            county.recorded(check, Found.ABSENT)

        assert Presence.objects.get().found == "on_post"

    def test_is_for_those_the_lot_named(self, county: County) -> None:
        check = county.check()
        other = county.second if county.who(check) == county.assessor else county.assessor

        with pytest.raises(actions.NotYourCheck):
            county.recorded(check, by=other)

    @pytest.mark.parametrize("days", [1, -1])
    def test_lies_between_the_draw_and_today(self, county: County, days: int) -> None:
        with pytest.raises(actions.CheckedTooEarly):
            county.recorded(county.check(), on=TODAY + timedelta(days))

    def test_by_telephone_says_whether_it_was_called_back(self, county: County) -> None:
        check = county.check(way="telephone")

        made = county.recorded(check, called="0546-1234", called_back=True)

        assert made.called_back_at == NOW

    def test_on_the_spot_calls_nobody_back(self, county: County) -> None:
        assert county.recorded(county.check(), called_back=True).called_back_at is None

    def test_dropped_needs_a_reason_and_is_not_recorded(self, county: County) -> None:
        check = county.check()
        with pytest.raises(actions.AlreadyRecorded, match="原因"):
            actions.drop_check(check=check, reason="", by=county.clerk, at=NOW)

        actions.drop_check(check=check, reason="道路中断", by=county.clerk, at=NOW)

        with pytest.raises(actions.AlreadyRecorded, match="道路中断"):
            county.recorded(check)


class TestRaise:
    def test_gives_the_unit_working_days_to_answer(self, county: County) -> None:
        finding = county.finding()

        assert finding.due == settings.shipped().reply.ends_on(TODAY, working_days.shipped())
        assert last_verb() == "finding.raised"

    def test_twice_is_once(self, county: County) -> None:
        check = county.recorded(county.check(), Found.ABSENT)
        before = Entry.objects.count()

        assert county.finding(check) == county.finding(check)
        assert Finding.objects.count() == 1
        assert Entry.objects.count() == before + 1

    @pytest.mark.parametrize("changed", [{"title": " "}, {"kind": "unheard"}])
    def test_is_said_in_words_and_of_a_kind(self, county: County, changed: Any) -> None:
        check = county.recorded(county.check())

        with pytest.raises(actions.Unsaid):
            county.finding(check, **changed)

    def test_follows_a_check_on_record(self, county: County) -> None:
        with pytest.raises(actions.Unsaid, match="先记录"):
            county.finding(county.check())


class TestLife:
    def test_leads_from_the_finding_to_its_end(self, county: County) -> None:
        finding = county.closed()

        assert finding.state == "closed"
        assert finding.closed_on == TODAY
        assert not finding.late
        assert [row.step for row in finding.steps.all()] == ["reply", "remedy", "look_again"]
        assert list(Entry.objects.order_by("-number").values_list("verb", flat=True)[:4]) == [
            "finding.looked_again",
            "finding.remedied",
            "finding.replied",
            "finding.raised",
        ]

    def test_goes_on_where_the_remedy_did_not_hold(self, county: County) -> None:
        finding = county.remedied(county.replied(county.finding()))

        with pytest.raises(actions.TermPassed):
            county.looked(finding, holds=False)
        county.looked(finding, holds=False, promised=TODAY + timedelta(5))

        finding.refresh_from_db()
        assert finding.state == "answered"
        assert finding.due == TODAY + timedelta(5)
        assert county.looked(county.remedied(finding)).state == "closed"

    def test_remembers_that_a_term_was_missed(self, county: County) -> None:
        finding = county.finding()
        later = finding.due + timedelta(1)

        county.replied(finding, on=later, promised=later + timedelta(5))

        finding.refresh_from_db()
        assert finding.late

    def test_keeps_the_unit_from_accepting_its_own_remedy(self, county: County) -> None:
        finding = county.remedied(county.replied(county.finding()), by=county.clerk)

        with pytest.raises(actions.LookedAgainAlone):
            county.looked(finding, side=OFFICE, by=county.clerk)
        with pytest.raises(NotYours):
            county.looked(finding, side=UNIT, by=county.host)

    def test_may_send_a_reply_back(self, county: County) -> None:
        finding = county.replied(county.finding())

        actions.return_reply(
            finding=finding, words="未说明去向", side=OFFICE, by=county.clerk, on=TODAY, at=NOW
        )

        finding.refresh_from_db()
        assert finding.state == "open"
        with pytest.raises(NotNow):
            county.remedied(finding)

    def test_may_be_withdrawn_with_words(self, county: County) -> None:
        finding = county.finding()
        given: dict[str, Any] = {"side": OFFICE, "by": county.clerk, "on": TODAY, "at": NOW}
        with pytest.raises(actions.Unsaid):
            actions.withdraw_finding(finding=finding, words="", **given)

        actions.withdraw_finding(finding=finding, words="经核实在手术室", **given)

        assert Finding.objects.get().state == "withdrawn"
        assert FindingStep.objects.get().words == "经核实在手术室"

    def test_keeps_what_an_authority_decided_once(self, county: County) -> None:
        finding = county.closed()
        given: dict[str, Any] = {
            "finding": finding,
            "code": "circular",
            "decided_on": TODAY,
            "by": county.clerk,
            "at": NOW,
        }
        with pytest.raises(NotYours):
            actions.record_penalty(side=CHECKER, **given)
        actions.record_penalty(side=OFFICE, document="河卫〔2025〕3号", **given)

        with pytest.raises(actions.HasTask):
            actions.record_penalty(side=OFFICE, **given)
        with pytest.raises(actions.Unsaid):
            actions.record_penalty(side=OFFICE, **(given | {"code": "unheard"}))
        assert last_verb() == "finding.consequence"

    def test_becomes_a_task_of_the_ledger_once(self, county: County) -> None:
        finding = county.finding()
        given: dict[str, Any] = {
            "finding": finding,
            "measures": "建立请假制度",
            "due": TODAY + timedelta(20),
            "side": OFFICE,
            "by": county.clerk,
            "on": TODAY,
            "at": NOW,
        }

        task = actions.task_for_finding(**given)

        finding.refresh_from_db()
        assert finding.task == task == Task.objects.get()
        assert task.spot_finding == finding
        assert task.key == f"finding:{finding.pk}"
        assert last_verb() == "task.opened"
        with pytest.raises(actions.HasTask):
            actions.task_for_finding(**given)


class TestConstraints:
    @pytest.mark.parametrize(
        "changed", [{"due": None}, {"state": "closed"}, {"closed_on": TODAY}], ids=str
    )
    def test_hold_of_findings(self, county: County, changed: dict[str, Any]) -> None:
        finding = county.finding()

        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(**changed)

    def test_hold_of_checks_and_presences(self, county: County) -> None:
        check = county.recorded(county.check())

        for rows, changed in (
            (Check.objects.filter(pk=check.pk), {"on": None}),
            (Check.objects.filter(pk=check.pk), {"state": "dropped", "on": None}),
            (Presence.objects.all(), {"off_post": True}),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**changed)
