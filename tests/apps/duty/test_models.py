"""What the database refuses by itself, on SQLite and on PostgreSQL."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.duty.conftest import MONDAY, World, at

from bangfu.apps.duty.models import ClosedMonth, Confirmation, Leave, TypedException
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import HalfDay

SLOT = HalfDay(MONDAY).slot


def confirmation(posting: Posting, first: int, end: int) -> Confirmation:
    return Confirmation.objects.create(
        posting=posting,
        starts_on=MONDAY + timedelta(first),
        ends_before=MONDAY + timedelta(end),
        at=at(MONDAY),
        days_late=0,
    )


def leave(posting: Posting, first: int, end: int, state: str = "asked", **rest: object) -> Leave:
    return Leave.objects.create(
        posting=posting,
        kind="annual",
        starts_slot=SLOT + first,
        ends_slot=SLOT + end,
        state=state,
        asked_at=at(MONDAY),
        **rest,
    )


def typed(posting: Posting, first: int, end: int, **rest: object) -> TypedException:
    return TypedException.objects.create(
        posting=posting,
        starts_slot=SLOT + first,
        ends_slot=SLOT + end,
        typed_at=at(MONDAY),
        **{"exception": "absence", **rest},
    )


def refused() -> "pytest.RaisesExc[IntegrityError]":
    return pytest.raises(IntegrityError)


class TestConfirmation:
    def test_covers_no_day_of_a_posting_twice(self, posting: Posting) -> None:
        confirmation(posting, 0, 7)

        for first, end in ((0, 7), (-7, 1), (6, 14), (2, 3), (-7, 14)):
            with refused(), transaction.atomic():
                confirmation(posting, first, end)
        confirmation(posting, 7, 14)
        confirmation(posting, -7, 0)

        assert Confirmation.objects.count() == 3

    def test_of_another_posting_is_another_matter(self, here: World) -> None:
        confirmation(here.post("林知远"), 0, 7)
        confirmation(here.post("沈若谷"), 0, 7)

    def test_is_not_moved_over_another(self, posting: Posting) -> None:
        confirmation(posting, 0, 7)
        later = confirmation(posting, 7, 14)

        later.starts_on = MONDAY + timedelta(3)
        with refused(), transaction.atomic():
            later.save()

    def test_covers_a_day(self, posting: Posting) -> None:
        with refused(), transaction.atomic():
            confirmation(posting, 3, 3)


class TestLeave:
    def test_of_one_posting_does_not_overlap(self, posting: Posting) -> None:
        leave(posting, 2, 6)

        for first, end in ((2, 6), (5, 9), (0, 3), (3, 4)):
            with refused(), transaction.atomic():
                leave(posting, first, end)
        leave(posting, 6, 9)

    def test_refused_or_taken_back_takes_no_half_day(self, posting: Posting) -> None:
        leave(posting, 2, 6, "refused", decision="人手不足")
        taken_back = leave(posting, 2, 6, "withdrawn")
        leave(posting, 2, 6)

        taken_back.state = "asked"
        with refused(), transaction.atomic():
            taken_back.save()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"state": "refused"},
            {"state": "returned"},
            {"state": "asked", "returned_slot": SLOT + 4},
        ],
    )
    def test_says_why_it_was_refused_and_when_one_was_back(
        self, posting: Posting, wrong: dict[str, object]
    ) -> None:
        with refused(), transaction.atomic():
            leave(posting, 2, 6, **wrong)


class TestTypedException:
    def test_of_one_posting_does_not_overlap_while_it_stands(self, posting: Posting) -> None:
        first = typed(posting, 0, 4)

        with refused(), transaction.atomic():
            typed(posting, 3, 5)
        first.withdrawn_at = at(MONDAY)
        first.save()
        typed(posting, 3, 5)

    @pytest.mark.parametrize(
        "wrong", [{"exception": "party"}, {"exception": "swap"}, {"instead_slot": SLOT + 9}]
    )
    def test_is_known_and_a_swap_names_the_half_day_instead(
        self, posting: Posting, wrong: dict[str, object]
    ) -> None:
        with refused(), transaction.atomic():
            typed(posting, 0, 1, **wrong)


class TestClosedMonth:
    def test_is_closed_once_by_its_first_day(self, here: World) -> None:
        def close(day: date) -> None:
            ClosedMonth.objects.create(programme=here.programme, month=day, closed_at=at(MONDAY))

        close(date(2025, 3, 1))
        for day in (date(2025, 3, 1), date(2025, 3, 2)):
            with refused(), transaction.atomic():
                close(day)
