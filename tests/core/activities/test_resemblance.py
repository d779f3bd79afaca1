"""Which entries may tell of one activity, and which figures are copied."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.activities import Noted, may_be_same, repeated
from bangfu.core.activities.resemblance import MONTHS_ALIKE

DAY = date(2026, 6, 10)


def noted(key: int = 1, **said: object) -> Noted:
    usual: dict[str, object] = {
        "kind": "lecture",
        "on": DAY,
        "until": DAY,
        "sides": frozenset({1, 2}),
        "noted_by": 1,
        "figures": {"lecture.people": Decimal(40)},
    }
    return Noted(key=key, **{**usual, **said})  # type: ignore[arg-type]


OTHER = noted(2, noted_by=2, on=DAY + timedelta(days=1), until=DAY + timedelta(days=1))


class TestMayBeSame:
    def test_holds_for_two_notes_of_two_institutions_a_day_apart(self) -> None:
        assert may_be_same(noted(), OTHER)

    def test_fails_where_anything_tells_them_apart(self) -> None:
        later = DAY + timedelta(days=2)
        for told in (
            {"kind": "training"},
            {"noted_by": 1},
            {"sides": frozenset({3, 4})},
            {"on": later, "until": later},
            {"figures": {"lecture.people": Decimal(60)}},
        ):
            assert not may_be_same(noted(), noted(2, **{"noted_by": 2, **told}))

    def test_asks_at_two_hosts_only_about_the_very_same_telling_figures(self) -> None:
        here = noted(sides=frozenset({9, 1}), host=1)

        def there(key: int, indicator: str, people: int) -> Noted:
            figures = {indicator: Decimal(people)}
            return noted(key, sides=frozenset({9, 2}), host=2, noted_by=2, figures=figures)

        rules = noted(sides=frozenset({9, 1}), host=1, figures={"rules_built.sets": Decimal(1)})

        assert may_be_same(here, there(2, "lecture.people", 40))
        assert not may_be_same(here, there(2, "lecture.people", 41))
        assert not may_be_same(rules, there(2, "rules_built.sets", 1))

    def test_forgives_a_fifth(self) -> None:
        assert may_be_same(noted(), noted(2, noted_by=2, figures={"lecture.people": Decimal(48)}))

    @given(
        st.tuples(st.integers(0, 3), st.integers(0, 4), st.sampled_from([1, 2, None])),
        st.tuples(st.integers(0, 3), st.integers(0, 4), st.sampled_from([1, 2, None])),
        st.integers(1, 100),
        st.integers(1, 100),
    )
    def test_is_symmetric_and_never_of_itself(
        self,
        one: tuple[int, int, int | None],
        other: tuple[int, int, int | None],
        few: int,
        many: int,
    ) -> None:
        def made(key: int, said: tuple[int, int, int | None], people: int) -> Noted:
            after, lasted, by = said
            on = DAY + timedelta(days=after)
            return noted(
                key,
                on=on,
                until=on + timedelta(days=lasted),
                noted_by=by,
                figures={"lecture.people": Decimal(people)},
            )

        first, second = made(1, one, few), made(2, other, many)

        assert may_be_same(first, second) == may_be_same(second, first)
        assert not may_be_same(first, first)


def months(*figures: int, first: date = date(2025, 11, 1)) -> dict[date, dict[str, Decimal]]:
    found, month = {}, first
    for figure in figures:
        found[month] = {"outpatient.visits": Decimal(figure)}
        month = (month + timedelta(days=31)).replace(day=1)
    return found


class TestRepeated:
    def test_finds_the_longest_run_across_the_turn_of_the_year(self) -> None:
        (run,) = repeated(months(120, 120, 120, 120, 90))

        assert run.months == tuple(months(1, 1, 1, 1))

    def test_passes_over_small_figures_gaps_and_short_runs(self) -> None:
        assert repeated(months(2, 2, 2, 2)) == []
        assert repeated(months(120, 120, 90)) == []
        gap = months(120, 120, 120, 120)
        del gap[date(2026, 1, 1)]
        assert repeated(gap) == []

    @given(st.lists(st.sampled_from([11, 12]), max_size=14))
    def test_runs_are_alike_apart_and_long_enough(self, figures: list[int]) -> None:
        by_month = months(*figures)

        runs = repeated(by_month)

        seen = [month for run in runs for month in run.months]
        assert len(seen) == len(set(seen))
        for run in runs:
            assert len(run.months) >= MONTHS_ALIKE
            assert all(by_month[month] == run.figures for month in run.months)
