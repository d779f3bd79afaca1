"""What the apps' own records come to as facts, and so as indicators."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.apps.indicators.conftest import TODAY, City, at

from bangfu.apps.duty.models import Confirmation
from bangfu.apps.indicators import actions
from bangfu.apps.indicators.queries.values import value_of

pytestmark = pytest.mark.django_db
FIRST, LAST = 202501, 202506


def fill() -> None:
    actions.refill(first=FIRST, last=LAST, by=None, at=at(), on=TODAY)


def amount(here: City, code: str, *, host: int = 0, months: tuple[int, int] = (FIRST, LAST)):
    return value_of(code, here.hosts[host], months).amount


class TestWork:
    def test_confirmed_figures_count_and_waiting_ones_do_not(self, here: City) -> None:
        here.did("lecture.times", 3)
        here.did("lecture.times", 4, on=date(2025, 4, 1))
        here.did("lecture.times", 5, confirmed=False)

        fill()

        assert amount(here, "lecture.times") == 7
        assert amount(here, "lecture.times", months=(FIRST, 202503)) == 3
        given = value_of("lecture.times", here.senders[0], (FIRST, LAST), side="giver")
        assert given.amount == 7

    def test_money_keeps_its_cents(self, here: City) -> None:
        here.did("medicine.value", "6000.50")

        fill()

        assert value_of("medicine.value", here.hosts[0], (FIRST, LAST)).figures.numerator == 600050

    def test_down_referrals_are_a_share_of_all(self, here: City) -> None:
        here.did("referral_up.patients", 90)
        here.did("referral_down.patients", 60)

        fill()

        assert amount(here, "referral_down_share") == Decimal("0.400")


class TestPostings:
    def test_an_arrival_is_a_person_time_and_empty_places_are_counted(self, here: City) -> None:
        here.post("甲", arrived=date(2025, 3, 1), starts_on=date(2025, 3, 1))

        fill()

        assert amount(here, "person_times") == 1
        assert amount(here, "person_times", months=(FIRST, 202502)) == 0
        # Nobody before 1 March: 31 days of January and 28 of February.
        assert amount(here, "uncovered_post_days") == 59
        assert amount(here, "needs_met", months=(202502, 202502)) == 0
        assert amount(here, "needs_met") == 1

    def test_only_confirmed_duty_is_service_and_a_person_counts_once(self, here: City) -> None:
        posting = here.post("甲")
        Confirmation.objects.create(
            posting=posting,
            starts_on=date(2025, 3, 3),
            ends_before=date(2025, 3, 3) + timedelta(days=7),
            at=at(date(2025, 3, 10)),
            days_late=0,
        )

        fill()

        assert amount(here, "service_days") == 5
        assert amount(here, "on_post_rate") == 1
        assert amount(here, "people_posted") == 1
        assert amount(here, "people_on_post", months=(202503, 202503)) == 1
        confirmed = value_of("duty_confirmed_rate", here.hosts[0], (FIRST, LAST)).figures
        assert 0 < confirmed.numerator < confirmed.denominator

    def test_a_person_there_since_january_is_not_first_in_march(self, here: City) -> None:
        posting = here.post("甲")
        for month in (1, 3):
            Confirmation.objects.create(
                posting=posting,
                starts_on=date(2025, month, 6),
                ends_before=date(2025, month, 10),
                at=at(),
                days_late=0,
            )

        actions.refill(first=202503, last=202503, by=None, at=at(), on=TODAY)

        assert amount(here, "people_on_post", months=(202503, 202503)) == 1
        assert amount(here, "people_posted", months=(202503, 202503)) == 0


class TestTargets:
    def test_a_window_that_ended_is_judged_in_its_month(self, here: City) -> None:
        for _ in range(2):
            here.did("lecture.times", 5, host=0)
        on = date(2026, 1, 5)

        actions.refill(first=202512, last=202512, by=None, at=at(on), on=on)

        own = value_of("target_attainment", here.hosts[0], (202512, 202512)).figures
        other = value_of("target_attainment", here.hosts[1], (202512, 202512)).figures
        assert own.denominator == other.denominator > 0
        assert own.numerator == other.numerator + 1
