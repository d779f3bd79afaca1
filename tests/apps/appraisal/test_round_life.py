"""A round from opening to publication, and back again by replay."""

import zlib
from datetime import timedelta
from decimal import Decimal

import pytest

from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.models import Mark, Objection, Result, Round, Statement
from bangfu.apps.journal.models import Entry
from bangfu.core.appraisal import Measured, replay
from bangfu.core.appraisal.changes import EarlierLevelOpen, StillAwaiting
from bangfu.core.appraisal.freeze import Frozen
from bangfu.core.appraisal.rules.judgement import AboveCap, WithoutReason

from .conftest import TODAY, Appraisal, at

pytestmark = pytest.mark.database


class TestPoints:
    def test_a_sheet_shows_what_was_measured_and_what_was_judged(
        self, appraisal: Appraisal
    ) -> None:
        appraisal.give(30, by=appraisal.north)

        assert appraisal.subject().total == Decimal("84")
        assert appraisal.subject().awaiting == 0

    def test_more_than_the_item_has_is_refused(self, appraisal: Appraisal) -> None:
        with pytest.raises(AboveCap):
            appraisal.give(41, by=appraisal.north)

        assert not Mark.objects.exists()

    def test_less_than_full_points_need_a_reason(self, appraisal: Appraisal) -> None:
        with pytest.raises(WithoutReason):
            appraisal.give(30, by=appraisal.north, reason=" ")

    def test_a_level_above_changes_points_with_its_reason(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)

        appraisal.give(50, item="presence", by=appraisal.assessor, reason="两天在外地开会")

        assert appraisal.subject().total == Decimal("90")

    def test_who_rates_themselves_does_not_rate_from_above(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)

        with pytest.raises(actions.NotYours):
            appraisal.give(39, by=appraisal.north)

    def test_another_host_gives_no_points(self, appraisal: Appraisal) -> None:
        with pytest.raises(actions.NotYours):
            appraisal.give(39, by=appraisal.south())

    def test_who_was_overtaken_is_told(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="", seen=0)

        with pytest.raises(actions.PointsMovedOn):
            appraisal.give(38, by=appraisal.north, seen=0)


class TestLevels:
    def test_a_level_closes_when_what_it_judges_is_typed(self, appraisal: Appraisal) -> None:
        with pytest.raises(StillAwaiting):
            appraisal.close("self", by=appraisal.north)

    def test_a_level_does_not_close_before_the_one_below(self, appraisal: Appraisal) -> None:
        with pytest.raises(EarlierLevelOpen):
            appraisal.close("county", by=appraisal.assessor)

    def test_the_level_above_sends_a_sheet_back(self, appraisal: Appraisal) -> None:
        appraisal.give(40, by=appraisal.north, reason="")
        appraisal.close("self", by=appraisal.north)

        actions.send_back(
            subject=appraisal.subject(), reason="请补交食宿照片", by=appraisal.assessor, at=at()
        )

        assert appraisal.subject().level == 0

    def test_a_round_is_decided_when_every_sheet_is_closed(self, appraisal: Appraisal) -> None:
        appraisal.close_all(keys=("north",))

        with pytest.raises(actions.LevelsOpen):
            actions.decide_round(round=appraisal.round, by=appraisal.clerk, at=at())


class TestVetoes:
    def test_a_veto_sets_the_grade_and_says_why(self, appraisal: Appraisal) -> None:
        actions.establish_veto(
            subject=appraisal.subject(),
            veto="false_attendance",
            reason="抽查时代签考勤",
            by=appraisal.assessor,
            at=at(),
        )
        appraisal.close_all()
        actions.decide_round(round=appraisal.round, by=appraisal.clerk, at=at())

        result = Result.objects.get(subject=appraisal.subject())

        assert result.grade == "failed"
        assert "抽查时代签考勤" in " ".join(reason["zh"] for reason in result.reasons)

    def test_a_veto_that_the_table_does_not_name_is_refused(self, appraisal: Appraisal) -> None:
        with pytest.raises(actions.UnknownVeto):
            actions.establish_veto(
                subject=appraisal.subject(),
                veto="other",
                reason="无",
                by=appraisal.assessor,
                at=at(),
            )


class TestObjections:
    def test_two_look_again_and_a_third_decides(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        objection = actions.object_to(
            subject=appraisal.subject(),
            item="presence",
            text="两个半天为参加培训",
            by=appraisal.north,
            at=at(),
            on=TODAY,
        )
        for person in (appraisal.second, appraisal.third):
            actions.recheck(
                objection=objection, opinion="属实", points=Decimal(60), by=person, at=at()
            )

        actions.decide_objection(
            objection=objection,
            upheld=True,
            decision="培训按在岗计",
            points=Decimal(60),
            by=appraisal.clerk,
            at=at(),
        )

        assert Result.objects.get(subject=appraisal.subject()).score == Decimal(100)

    def test_who_scored_does_not_look_again(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        objection = actions.object_to(
            subject=appraisal.subject(), text="请复核", by=appraisal.north, at=at(), on=TODAY
        )

        with pytest.raises(actions.NotIndependent):
            actions.recheck(objection=objection, opinion="无误", by=appraisal.assessor, at=at())

    def test_one_person_alone_is_not_enough(self, appraisal: Appraisal) -> None:
        appraisal.announced()
        objection = actions.object_to(
            subject=appraisal.subject(), text="请复核", by=appraisal.north, at=at(), on=TODAY
        )
        actions.recheck(objection=objection, opinion="无误", by=appraisal.second, at=at())

        with pytest.raises(actions.RecheckMissing):
            actions.decide_objection(
                objection=objection, upheld=False, decision="维持", by=appraisal.clerk, at=at()
            )

    def test_the_term_ends(self, appraisal: Appraisal) -> None:
        appraisal.announced(days=1)

        with pytest.raises(actions.TermOver):
            actions.object_to(
                subject=appraisal.subject(),
                text="请复核",
                by=appraisal.north,
                at=at(),
                on=TODAY + timedelta(2),
            )


class TestPublication:
    def test_what_was_frozen_is_scored_again_to_the_same(self, appraisal: Appraisal) -> None:
        appraisal.announced(days=1)

        row = actions.publish_round(
            round=appraisal.round, by=appraisal.clerk, at=at(), on=TODAY + timedelta(2)
        )

        found = replay(Frozen(zlib.decompress(bytes(row.content)), row.digest))
        assert found.identical

    def test_results_are_not_published_while_the_term_runs(self, appraisal: Appraisal) -> None:
        appraisal.announced()

        with pytest.raises(actions.TermRunning):
            actions.publish_round(round=appraisal.round, by=appraisal.clerk, at=at(), on=TODAY)

    def test_results_wait_for_objections(self, appraisal: Appraisal) -> None:
        appraisal.announced(days=1)
        actions.object_to(
            subject=appraisal.subject(), text="请复核", by=appraisal.north, at=at(), on=TODAY
        )

        with pytest.raises(actions.ObjectionsOpen):
            actions.publish_round(
                round=appraisal.round, by=appraisal.clerk, at=at(), on=TODAY + timedelta(2)
            )

    def test_sheets_of_a_published_round_no_longer_change(self, appraisal: Appraisal) -> None:
        appraisal.announced(days=1)
        actions.publish_round(
            round=appraisal.round, by=appraisal.clerk, at=at(), on=TODAY + timedelta(2)
        )

        with pytest.raises(actions.RoundNotOpen):
            appraisal.give(1, by=appraisal.assessor)


class TestFigures:
    def test_a_figure_taken_anew_replaces_the_one_before_with_its_reason(
        self, appraisal: Appraisal
    ) -> None:
        fresh = {"on_post_rate": Measured(numerator=Decimal(10), denominator=Decimal(10))}

        changed = actions.take_figures(
            round=appraisal.round,
            figures={appraisal.subject().pk: fresh},
            reason="更正考勤",
            by=appraisal.clerk,
            at=at(),
        )

        kept = appraisal.subject().figures.all()
        assert changed == 1
        assert [figure.replaced_at is None for figure in kept] == [False, True]

    def test_taking_anew_without_a_reason_is_refused(self, appraisal: Appraisal) -> None:
        with pytest.raises(actions.ReasonMissing):
            actions.take_figures(round=appraisal.round, figures={}, by=appraisal.clerk, at=at())


class TestJournal:
    def test_each_step_writes_one_entry(self, appraisal: Appraisal) -> None:
        before = Entry.objects.count()

        appraisal.give(30, by=appraisal.north)

        assert Entry.objects.count() == before + 1

    def test_a_cancelled_round_says_why(self, appraisal: Appraisal) -> None:
        actions.cancel_round(
            round=appraisal.round, reason="考核表有误", by=appraisal.clerk, at=at()
        )

        assert Round.objects.get().state == Round.State.CANCELLED
        assert not Objection.objects.exists()


class TestStatements:
    def test_are_signed_while_they_are_due_and_never_after(self, appraisal: Appraisal) -> None:
        def say(sort: Statement.Sort) -> Statement:
            return actions.state_own(
                subject=appraisal.subject(),
                sort=sort,
                text="属实",
                agrees=True,
                by=appraisal.north,
                at=at(),
            )

        assert say(Statement.Sort.REPORT).pk
        with pytest.raises(actions.RoundNotOpen):
            say(Statement.Sort.OPINION)
        appraisal.announced()
        assert say(Statement.Sort.OPINION).pk
        with pytest.raises(actions.RoundNotOpen):
            say(Statement.Sort.REPORT)
