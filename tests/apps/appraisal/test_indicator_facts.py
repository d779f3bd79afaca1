"""A published round is counted by institution and month; one under way, or of persons, is not."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bangfu.apps.appraisal.models import Result, Round, Subject
from bangfu.apps.appraisal.queries.indicator_facts import appraisal_facts
from bangfu.apps.appraisal.queries.sheets import scheme_of
from bangfu.core.appraisal.vocabulary import Ladder
from bangfu.core.indicators import Fact, month_number

from .conftest import TODAY, Appraisal
from .test_results_views import publish

pytestmark = pytest.mark.database


def found(first: date | None = None) -> list[Fact]:
    first = first or TODAY.replace(day=1)
    return list(appraisal_facts(first, first + timedelta(31), on=TODAY + timedelta(31)))


class TestAppraisalFacts:
    def test_each_institution_stands_in_the_month_of_publication(
        self, appraisal: Appraisal
    ) -> None:
        publish(appraisal)

        facts = {fact.institution: fact for fact in found()}

        scores = {
            row.subject.institution.code: row.score
            for row in Result.objects.select_related("subject__institution")
        }
        assert set(facts) == set(scores)
        assert {fact.month for fact in facts.values()} == {month_number(TODAY)}
        assert {fact.side for fact in facts.values()} == {"host"}
        for code, fact in facts.items():
            answers, score, _best = fact.amounts
            assert (answers, Decimal(score) / 100) == (1, scores[code])

    def test_the_best_band_is_the_top_grade(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        north, south = appraisal.places.north, appraisal.places.south
        first, *others = scheme_of(appraisal.round).bands(Ladder.GRADES)
        Result.objects.filter(subject__institution=north).update(grade=first.code)
        Result.objects.filter(subject__institution=south).update(grade=others[0].code)

        best = {fact.institution: fact.amounts[2] for fact in found()}

        assert best == {north.code: 1, south.code: 0}

    def test_a_round_under_way_says_nothing(self, appraisal: Appraisal) -> None:
        appraisal.announced(days=1)

        assert found() == []

    def test_another_month_has_none(self, appraisal: Appraisal) -> None:
        publish(appraisal)

        assert found((TODAY.replace(day=1) - timedelta(40)).replace(day=1)) == []

    def test_what_persons_were_rated_is_left_out(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        Subject.objects.update(kind="posting")

        assert found() == []

    def test_of_a_pair_each_has_it_on_its_side(self, appraisal: Appraisal) -> None:
        publish(appraisal)
        north, south = appraisal.places.north, appraisal.places.south
        Subject.objects.filter(institution=north).update(kind="pairing", partner=south)
        Subject.objects.filter(institution=south).update(kind="posting")

        sides = {(fact.side, fact.institution) for fact in found()}

        assert Round.objects.get().state == Round.State.PUBLISHED
        assert sides == {("giver", north.code), ("host", south.code)}
