"""The forecast: monotone in what was done, blind to what comes after, tried on made-up years."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.duty.days import Days
from bangfu.core.programmes.vocabulary import Per, Unit
from bangfu.core.programmes.work import PacePoint, Target
from bangfu.core.targets import Bound, Course, Forecast, Sense, Verdict, forecast, share_due
from bangfu.core.targets.settings import shipped

YEAR = Days(date(2026, 1, 1), date(2027, 1, 1))
EVEN = Target(indicator="lecture.times", at_least=240, per=Per.YEAR)
SEASONAL = Target(
    indicator="lecture.times",
    at_least=240,
    per=Per.YEAR,
    pace=(
        PacePoint(by=date(2026, 4, 30), share=0.1),
        PacePoint(by=date(2026, 6, 30), share=0.6),
        PacePoint(by=date(2026, 12, 31), share=1.0),
    ),
)
SETTINGS = shipped().forecast
MONTHS = [date(2026, month, 1) for month in range(1, 13)]
ON, SINCE = date(2026, 9, 30), date(2026, 6, 30)
monthly = st.lists(st.integers(0, 60), min_size=9, max_size=9)


def projected(target: Target, months: list[int], *, on: date = ON) -> Forecast | None:
    """The forecast for what was done in the first months of the year, until ``on``."""
    whole = Bound(sense=Sense.AT_LEAST, amount=Fraction(240), unit=Unit.TIMES)
    since = on.replace(day=1)
    for _ in range(SETTINGS.recent_months - 1):
        since = (since - timedelta(days=1)).replace(day=1)
    course = Course(
        done=Fraction(sum(months)),
        lately=Fraction(sum(months[-SETTINGS.recent_months :])),
        since=since - timedelta(days=1),
        on=on,
    )
    return forecast(target, whole, course, window=YEAR, settings=SETTINGS)


class TestForecast:
    @given(monthly, monthly, st.sampled_from([EVEN, SEASONAL]))
    def test_more_done_in_any_month_never_lowers_it(
        self, months: list[int], added: list[int], target: Target
    ) -> None:
        less = projected(target, months)
        more = projected(target, [a + b for a, b in zip(months, added, strict=True)])

        assert less is not None
        assert more is not None
        assert more.expected >= less.expected
        assert more.low >= less.low
        assert more.high >= less.high
        assert list(Verdict).index(more.verdict) <= list(Verdict).index(less.verdict)

    @given(monthly)
    def test_the_range_holds_what_is_expected(self, months: list[int]) -> None:
        found = projected(SEASONAL, months)

        assert found is not None
        assert sum(months) <= found.low <= found.expected <= found.high

    def test_on_the_curve_it_comes_out_at_the_whole(self) -> None:
        found = projected(EVEN, [20] * 9)

        assert found is not None
        assert abs(found.expected - 240) < 3
        assert abs(found.per_month - 20) < 1

    def test_who_slackens_is_told_in_time(self) -> None:
        verdicts = [
            found.verdict
            for months in ([27] * 9, [22] * 6 + [12] * 3, [20] * 6 + [3] * 3, [27] * 8 + [40])
            if (found := projected(EVEN, months))
        ]

        assert verdicts == [
            Verdict.REACHED,
            Verdict.AT_RISK,
            Verdict.WILL_MISS,
            Verdict.REACHED,
        ]

    def test_says_nothing_while_hardly_anything_is_due(self) -> None:
        assert projected(SEASONAL, [0, 0, 1], on=date(2026, 3, 31)) is None
        assert projected(EVEN, [], on=date(2025, 12, 31)) is None
        assert projected(EVEN, [10] * 12, on=date(2026, 12, 31)) is None

    def test_says_nothing_of_what_holds_throughout(self) -> None:
        ceiling = Target(indicator="lecture.times", at_most=3, per=Per.YEAR)
        bound = Bound(sense=Sense.AT_MOST, amount=Fraction(3), throughout=True)
        course = Course(done=Fraction(1), lately=Fraction(1), since=SINCE, on=ON)

        assert forecast(ceiling, bound, course, window=YEAR, settings=SETTINGS) is None


class TestOnMadeUpYears:
    """Two hundred years drawn with a fixed seed: work follows the season, the zeal varies."""

    def test_foresees_the_end_at_half_time_better_than_the_calendar_alone(self) -> None:
        curve = [share_due(SEASONAL, YEAR, month_end(first)) or 0.0 for first in MONTHS]
        asked = np.diff([0.0, *curve]) * 240
        rng = np.random.default_rng(20260630)
        ours, plain, held, warned, missed = [], [], 0, 0, 0
        for _ in range(200):
            zeal = rng.uniform(0.4, 1.5)
            year = [int(n) for n in rng.poisson(asked * zeal)]
            end, half = sum(year), list(accumulate(year))[5]
            found = projected(SEASONAL, year[:6], on=date(2026, 6, 30))
            assert found is not None
            ours.append(abs(float(found.expected) - end))
            plain.append(abs(half / 0.5 - end))
            held += float(found.low) <= end <= float(found.high)
            if end < 0.9 * 240:
                missed += 1
                warned += found.verdict in (Verdict.AT_RISK, Verdict.WILL_MISS)

        assert np.mean(ours) < 0.5 * np.mean(plain)
        assert held >= 160
        assert missed > 50
        assert warned >= 0.95 * missed


def month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
