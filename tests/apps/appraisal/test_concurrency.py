"""Two at the same moment: on one sheet, on one round, on two objections of a round."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from tests.apps.appraisal.test_schemes import Table, copied, table
from tests.apps.intake import world
from tests.apps.postings.test_concurrency import together

from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.actions.schemes import EditionStands
from bangfu.apps.appraisal.models import (
    Closing,
    Edition,
    Mark,
    Objection,
    Result,
    Round,
    Scheme,
)
from bangfu.apps.appraisal.queries import sheets
from bangfu.apps.journal.queries import first_break
from bangfu.core.appraisal.changes import LevelOutOfTurn

from .conftest import TODAY, Appraisal, at

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the embedded database has one writer at a time: no two writes ever meet",
    ),
]
__all__ = ["table"]
Task = Callable[[], None]


@pytest.mark.parametrize("attempt", range(3))
class TestSheet:
    def test_of_two_who_score_one_item_the_second_is_told(
        self, appraisal: Appraisal, attempt: int
    ) -> None:
        second = world.user("north2", "host_office", at="NORTH")

        def score(points: int, who: object) -> Task:
            return lambda: appraisal.give(points, by=who, seen=0) and None  # type: ignore[arg-type]

        ended = together(score(30, appraisal.north), score(20, second))

        assert sorted(ended, key=str) == sorted([None, actions.PointsMovedOn], key=str)
        mark = Mark.objects.get()
        assert appraisal.subject().total == mark.points + 54
        assert first_break() is None

    def test_points_are_given_before_the_level_closes_or_not_at_all(
        self, appraisal: Appraisal, attempt: int
    ) -> None:
        second = world.user("north2", "host_office", at="NORTH")
        appraisal.give(30, by=appraisal.north)

        closed, scored = together(
            lambda: appraisal.close("self", by=appraisal.north),
            lambda: appraisal.give(20, by=second) and None,
        )

        assert closed is None
        assert scored in (None, actions.NotYours)
        standing = Mark.objects.standing().get()
        assert standing.points == (20 if scored is None else 30)
        assert appraisal.subject().total == standing.points + 54
        assert standing.at <= Closing.objects.get().at

    def test_a_level_is_closed_once(self, appraisal: Appraisal, attempt: int) -> None:
        second = world.user("north2", "host_office", at="NORTH")
        appraisal.give(40, by=appraisal.north, reason="")

        def close(who: object) -> Task:
            return lambda: appraisal.close("self", by=who)  # type: ignore[arg-type]

        ended = together(close(appraisal.north), close(second))

        assert sorted(ended, key=str) == sorted([None, LevelOutOfTurn], key=str)
        assert (Closing.objects.count(), appraisal.subject().level) == (1, 1)

    def test_two_sheets_of_one_round_are_both_reckoned(
        self, appraisal: Appraisal, attempt: int
    ) -> None:
        south = appraisal.south()

        ended = together(
            lambda: appraisal.give(30, by=appraisal.north) and None,
            lambda: appraisal.give(20, by=south, to="south") and None,
        )

        assert ended == [None, None]
        assert (appraisal.subject().total, appraisal.subject("south").total) == (84, 80)


@pytest.mark.parametrize("attempt", range(3))
class TestTable:
    def test_of_two_who_copy_the_same_year_the_second_is_told(
        self, table: Table, attempt: int
    ) -> None:
        table.freeze()

        def copy() -> None:
            copied(table.clerk, source=table.scheme, of=table.draft, number=2027, keep_code=True)

        ended = together(copy, copy)

        assert sorted(ended, key=str) == sorted([None, EditionStands], key=str)
        assert Edition.objects.filter(scheme=table.draft.scheme, number=2027).count() == 1
        assert first_break() is None

    def test_two_who_copy_a_shipped_table_have_a_table_each(
        self, table: Table, attempt: int
    ) -> None:
        ended = together(lambda: copied(table.clerk) and None, lambda: copied(table.clerk) and None)

        assert ended == [None, None]
        assert sorted(Scheme.objects.values_list("code", flat=True)) == [
            "posting_evaluation_370523",
            "posting_evaluation_370523_2",
            "posting_evaluation_370523_3",
        ]


@pytest.mark.parametrize("attempt", range(3))
class TestRound:
    def test_is_decided_over_sheets_that_stay_closed(
        self, appraisal: Appraisal, attempt: int
    ) -> None:
        appraisal.close_all()

        decided, sent_back = together(
            lambda: (
                actions.decide_round(round=appraisal.round, by=appraisal.clerk, at=at()) and None
            ),
            lambda: (
                actions.send_back(
                    subject=appraisal.subject(), reason="补材料", by=appraisal.second, at=at()
                )
                and None
            ),
        )

        assert {decided, sent_back} in (
            {None, actions.RoundNotOpen},
            {None, actions.LevelsOpen},
        )
        is_decided = Round.objects.get().state == Round.State.DECIDED
        assert is_decided == (appraisal.subject().level == 2)

    def test_counts_a_veto_that_was_in_time_and_takes_none_that_was_not(
        self, appraisal: Appraisal, attempt: int
    ) -> None:
        appraisal.close_all()

        decided, vetoed = together(
            lambda: (
                actions.decide_round(round=appraisal.round, by=appraisal.clerk, at=at()) and None
            ),
            lambda: (
                actions.establish_veto(
                    subject=appraisal.subject(),
                    veto="false_attendance",
                    reason="代签",
                    by=appraisal.second,
                    at=at(),
                )
                and None
            ),
        )

        assert decided is None
        grade = Result.objects.get(subject=appraisal.subject()).grade
        assert grade == ("failed" if vetoed is None else "good")

    def test_takes_figures_while_somebody_scores(self, appraisal: Appraisal, attempt: int) -> None:
        found = sheets.known_of(appraisal.round, list(appraisal.round.subjects.all()))
        figures = {
            one.pk: dict(known.measured)
            for one, known in zip(appraisal.round.subjects.all(), found, strict=True)
        }

        ended = together(
            lambda: (
                actions.take_figures(
                    round=appraisal.round, figures=figures, reason="核对", by=None, at=at()
                )
                and None
            ),
            lambda: appraisal.give(30, by=appraisal.north) and None,
        )

        assert ended == [None, None]
        assert appraisal.subject().total == 84


@pytest.mark.parametrize("attempt", range(3))
class TestObjections:
    def test_of_two_units_are_decided_at_once_and_both_count(
        self, appraisal: Appraisal, attempt: int
    ) -> None:
        appraisal.announced()
        raised = [
            actions.object_to(
                subject=appraisal.subject(key),
                item="lodging",
                text="请复核",
                by=user,
                at=at(),
                on=TODAY,
            )
            for key, user in (("north", appraisal.north), ("south", appraisal.south()))
        ]
        for objection in raised:
            for person in (appraisal.second, appraisal.third):
                actions.recheck(
                    objection=objection, opinion="属实", points=Decimal(30), by=person, at=at()
                )

        def decide(objection: Objection) -> Task:
            return lambda: (
                actions.decide_objection(
                    objection=objection,
                    upheld=True,
                    decision="成立",
                    points=Decimal(30),
                    by=appraisal.clerk,
                    at=at(),
                )
                and None
            )

        ended = together(*[decide(objection) for objection in raised])

        assert ended == [None, None]
        scores = {one.subject.institution.code: one.score for one in Result.objects.all()}
        assert scores == {"NORTH": 84, "SOUTH": 90}

    def test_one_is_looked_at_by_two_and_not_by_three(
        self, appraisal: Appraisal, attempt: int
    ) -> None:
        appraisal.announced(days=5)
        objection = actions.object_to(
            subject=appraisal.subject(), text="请复核", by=appraisal.north, at=at(), on=TODAY
        )
        fourth = world.user("fourth", "assessor", area="3705")

        def look(who: object) -> Task:
            return lambda: (
                actions.recheck(objection=objection, opinion="无误", by=who, at=at()) and None  # type: ignore[arg-type]
            )

        ended = together(*[look(who) for who in (appraisal.second, appraisal.third, fourth)])

        assert sorted(ended, key=str) == sorted([None, None, actions.ObjectionClosed], key=str)
        assert objection.rechecks.count() == 2
        assert Round.objects.get().objections_until == TODAY + timedelta(5)
