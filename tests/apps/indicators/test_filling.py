"""Months are filled once, again when facts change, and say what they said before."""

from datetime import date

import pytest
from tests.apps.indicators.conftest import TODAY, at, fact

from bangfu.apps.indicators import actions
from bangfu.apps.indicators.models import FACT_MODELS, Filling, Restatement, Snapshot
from bangfu.apps.indicators.queries.values import value_of
from bangfu.apps.journal.models import Entry
from bangfu.core.indicators import TABLES, Fact
from bangfu.core.reasons import ReasonMissing

pytestmark = pytest.mark.django_db
MARCH, APRIL, JUNE = 202503, 202504, 202506


def fill(first: int = MARCH, last: int = MARCH, *, on: date = TODAY, reason: str = "补登"):
    return actions.refill(first=first, last=last, by=None, at=at(on), on=on, reason=reason)


def shown(indicator: str = "on_post_rate") -> dict[tuple[int, str, int], tuple[int, int]]:
    rows = Snapshot.objects.filter(indicator=indicator, side="host")
    return {(r.level, r.place, r.month): (r.numerator, r.denominator) for r in rows}


class TestFactModels:
    @pytest.mark.parametrize("name", list(TABLES))
    def test_have_the_columns_of_the_core(self, name: str) -> None:
        model = FACT_MODELS[name]

        columns = [field.column for field in model._meta.concrete_fields]

        assert set(columns) == {"id", "source", *TABLES[name].schema}
        assert model._meta.db_table == f"indicators_{name}"


class TestRefill:
    def test_sums_go_up_the_ladder_and_are_divided_last(self, facts: list[Fact]) -> None:
        facts += [
            fact("duty", "A", "370523101", MARCH, expected=1, served=1),
            fact("duty", "B", "370523", MARCH, expected=3),
            fact("duty", "C", "370611", MARCH, expected=4, served=4),
        ]

        fill()

        assert shown() == {
            (0, "", MARCH): (5, 8),
            (2, "37", MARCH): (5, 8),
            (4, "3705", MARCH): (1, 4),
            (4, "3706", MARCH): (4, 4),
            (6, "370523", MARCH): (1, 4),
            (6, "370611", MARCH): (4, 4),
            (9, "A", MARCH): (1, 1),
            (9, "B", MARCH): (0, 3),
            (9, "C", MARCH): (4, 4),
        }

    def test_the_same_facts_change_nothing(self, facts: list[Fact]) -> None:
        facts += [fact("duty", "A", "370523", MARCH, expected=4, served=3)]
        fill()
        before, entries = list(Snapshot.objects.values()), Entry.objects.count()
        facts.reverse()

        again = fill()

        assert (again.changed, again.rows) == (0, 0)
        assert list(Snapshot.objects.values()) == before
        assert Entry.objects.count() == entries

    def test_a_past_month_that_changes_keeps_what_it_said_and_why(self, facts: list[Fact]) -> None:
        facts += [fact("duty", "A", "370523", MARCH, expected=4, served=3)]
        fill()
        facts[:] = [fact("duty", "A", "370523", MARCH, expected=4, served=4)]

        filled = fill(reason="3月补登一次出勤")

        old = Restatement.objects.get(indicator="on_post_rate", level=9)
        assert (old.numerator_before, old.denominator_before) == (3, 4)
        assert (old.numerator, old.denominator) == (4, 4)
        assert old.reason == "3月补登一次出勤"
        assert filled.restated == Restatement.objects.count()
        assert shown()[9, "A", MARCH] == (4, 4)

    def test_the_running_month_is_not_restated(self, facts: list[Fact]) -> None:
        facts += [fact("duty", "A", "370523", JUNE, expected=2, served=2)]
        fill(JUNE, JUNE)
        facts[:] = [fact("duty", "A", "370523", JUNE, expected=4, served=3)]

        fill(JUNE, JUNE)

        assert shown()[9, "A", JUNE] == (3, 4)
        assert not Restatement.objects.exists()

    def test_what_vanished_is_gone_and_remembered(self, facts: list[Fact]) -> None:
        facts += [fact("duty", "A", "370523", MARCH, expected=4, served=3)]
        fill()
        facts.clear()

        fill()

        assert shown() == {}
        assert Restatement.objects.filter(indicator="on_post_rate", numerator=0).exists()

    def test_a_run_broken_off_goes_on_where_it_stopped(
        self, facts: list[Fact], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        facts += [
            fact("duty", "A", "370523", month, expected=4, served=3) for month in (MARCH, APRIL)
        ]
        filling = actions.filling
        usual = filling._bring_in_step

        def broken(month: int, **rest: object):
            if month == APRIL:
                raise OSError("the machine went off")
            return usual(month, **rest)

        monkeypatch.setattr(filling, "_bring_in_step", broken)
        with pytest.raises(OSError, match="went off"):
            fill(MARCH, APRIL)
        monkeypatch.setattr(filling, "_bring_in_step", usual)

        assert list(Filling.objects.values_list("month", flat=True)) == [MARCH]
        again = fill(MARCH, APRIL)

        assert again.changed == 1
        assert set(shown()) >= {(9, "A", MARCH), (9, "A", APRIL)}

    def test_a_change_is_one_entry_of_the_journal(self, facts: list[Fact]) -> None:
        facts += [fact("duty", "A", "370523", MARCH, expected=4, served=3)]

        fill()

        (entry,) = Entry.objects.filter(verb="indicators.refilled")
        assert entry.facts == {"month": MARCH, "restated": 0}

    @pytest.mark.parametrize(("first", "last"), [(202507, 202507), (202504, 202503)])
    def test_months_ahead_or_the_wrong_way_round_are_refused(
        self, facts: list[Fact], first: int, last: int
    ) -> None:
        with pytest.raises(actions.NoSuchMonths):
            fill(first, last)

    def test_no_reason_is_refused(self, facts: list[Fact]) -> None:
        with pytest.raises(ReasonMissing):
            fill(reason="  ")


class TestValueOf:
    def test_months_add_up_before_the_division(self, facts: list[Fact], hospital) -> None:
        place = hospital("A", "370523")
        facts += [
            fact("duty", "A", "370523", MARCH, expected=1, served=1),
            fact("duty", "A", "370523", APRIL, expected=3),
        ]
        fill(MARCH, APRIL)

        found = value_of("on_post_rate", place, (MARCH, APRIL))

        assert str(found.amount) == "0.250"
        assert found.months == 2
        assert found.reference == "indicator:on_post_rate:host:A:202503-202504"

    def test_without_facts_a_count_is_nothing_and_a_rate_unknown(
        self, facts: list[Fact], hospital
    ) -> None:
        place = hospital("A", "370523")

        assert value_of("person_times", place, (MARCH, APRIL)).amount == 0
        assert value_of("on_post_rate", place, (MARCH, APRIL)).amount is None
        assert not value_of("on_post_rate", place, (MARCH, APRIL)).is_known

    def test_one_programme_alone_is_read_from_its_facts(self, facts: list[Fact], hospital) -> None:
        place = hospital("A", "370523")
        facts += [
            fact("duty", "A", "370523", MARCH, programme="p", expected=4, served=1),
            fact("duty", "A", "370523", MARCH, programme="q'; --", expected=4, served=4),
        ]
        fill()

        assert str(value_of("on_post_rate", place, (MARCH, MARCH)).amount) == "0.625"
        own = value_of("on_post_rate", place, (MARCH, MARCH), programme="q'; --")
        assert str(own.amount) == "1.000"

    def test_the_sides_of_an_institution_are_told_apart(self, facts: list[Fact], hospital) -> None:
        place = hospital("A", "370523")
        facts += [
            fact("duty", "A", "370523", MARCH, arrivals=1),
            fact("duty", "A", "370523", MARCH, side="giver", arrivals=5),
        ]
        fill()

        assert value_of("person_times", place, (MARCH, MARCH)).amount == 1
        assert value_of("person_times", place, (MARCH, MARCH), side="giver").amount == 5
