"""Places over time, held against counting day by day."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bangfu.apps.desk.places import (
    Stretch,
    Term,
    empty_since,
    gaps,
    held_on,
    losses,
    losses_with_term,
    missing_on,
    seats,
)

FIRST = date(2025, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@dataclass(frozen=True)
class Stay:
    pk: int
    starts_on: date
    ends_before: date
    predecessor_id: int | None = None


@st.composite
def stays(draw: st.DrawFn) -> list[Stay]:
    spans = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=7))
    made: list[Stay] = []
    for number, (start, length) in enumerate(spans, 1):
        earlier = [stay.pk for stay in made if stay.starts_on <= day(start)]
        relieved = draw(st.sampled_from([None, *earlier]))
        made.append(Stay(number, day(start), day(start + length), relieved))
    return made


terms = st.builds(
    lambda start, length, headcount: Term(day(start), day(start + length), headcount),
    st.integers(0, 30),
    st.integers(1, 70),
    st.integers(1, 3),
)


class TestEmptySince:
    def test_begins_where_the_last_one_left(self) -> None:
        term = Term(day(0), day(100), 1)

        assert empty_since(term, [Stay(1, day(0), day(20))], day(30)) == day(20)

    def test_begins_with_the_term_where_nobody_came(self) -> None:
        assert empty_since(Term(day(5), day(100), 2), [], day(30)) == day(5)

    @given(terms, stays(), st.integers(0, 100))
    def test_is_the_first_of_unbroken_empty_days(
        self, term: Term, found: list[Stay], number: int
    ) -> None:
        since = empty_since(term, found, day(number))

        walked = None
        while number >= 0 and missing_on(term, found, day(number)):
            walked, number = day(number), number - 1
        assert since == walked


class TestLosses:
    def test_a_successor_who_comes_in_time_leaves_none(self) -> None:
        found = [Stay(1, day(0), day(20)), Stay(2, day(20), day(90), 1)]

        assert losses(Term(day(0), day(90), 1), found, day(10), within=30) == []

    def test_the_end_of_the_term_is_none(self) -> None:
        assert (
            losses(Term(day(0), day(20), 1), [Stay(1, day(0), day(20))], day(10), within=30) == []
        )

    @given(terms, stays(), st.integers(0, 80))
    def test_are_the_days_on_which_more_places_are_missing(
        self, term: Term, found: list[Stay], number: int
    ) -> None:
        # A term that begins later is another matter: its places are not yet due.
        if not term.due_on(day(number)):
            return
        rises = []
        for ahead in range(number + 1, number + 31):
            rise = missing_on(term, found, day(ahead)) - missing_on(term, found, day(ahead - 1))
            if rise > 0:
                rises.append((day(ahead), rise))

        assert losses(term, found, day(number), within=30) == rises


class TestSeats:
    def test_a_stay_follows_whom_it_relieves(self) -> None:
        north, south = Stay(1, day(0), day(20)), Stay(2, day(0), day(30))
        relief = Stay(3, day(28), day(60), 2)

        assert seats(2, [relief, south, north]) == [[north], [south, relief]]

    def test_a_hand_over_shares_a_seat(self) -> None:
        outgoing, incoming = Stay(1, day(0), day(20)), Stay(2, day(15), day(40))

        assert seats(1, [incoming, outgoing]) == [[outgoing, incoming]]

    @given(st.integers(1, 3), stays())
    def test_seat_everybody_who_serves_a_day_once(self, headcount: int, found: list[Stay]) -> None:
        seated = [stay for row in seats(headcount, found) for stay in row]

        served = [stay for stay in found if stay.starts_on < stay.ends_before]
        assert sorted(stay.pk for stay in seated) == [stay.pk for stay in served]


class TestGaps:
    def test_lie_between_two_who_do_not_meet(self) -> None:
        found = seats(1, [Stay(1, day(0), day(20)), Stay(2, day(25), day(40))])

        assert gaps(Term(day(0), day(40), 1), found) == [[Stretch(day(20), day(25))]]

    @given(terms, stays())
    def test_are_as_many_on_each_day_as_places_are_missing(
        self, term: Term, found: list[Stay]
    ) -> None:
        seated = seats(term.headcount, found)
        empty = gaps(term, seated)

        for number in range(110):
            on = day(number)
            red = [
                i
                for i, row in enumerate(empty)
                if any(gap.starts_on <= on < gap.ends_before for gap in row)
            ]
            assert len(red) == missing_on(term, found, on)
            assert not any(held_on(seated[i], on) for i in red)


class TestLossesWithTerm:
    def test_are_the_places_held_until_the_last_day(self) -> None:
        found = [Stay(1, day(0), day(20)), Stay(2, day(5), day(20))]

        assert losses_with_term(Term(day(0), day(20), 3), found, day(10), within=30) == [
            (day(20), 2)
        ]

    def test_none_where_somebody_stays_on(self) -> None:
        found = [Stay(1, day(0), day(20)), Stay(2, day(5), day(25))]

        assert losses_with_term(Term(day(0), day(20), 2), found, day(10), within=30) == []

    def test_none_where_the_term_goes_on_longer_than_one_looks_ahead(self) -> None:
        found = [Stay(1, day(0), day(80))]

        assert losses_with_term(Term(day(0), day(80), 1), found, day(10), within=30) == []
