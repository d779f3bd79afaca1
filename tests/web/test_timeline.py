"""Stays are drawn where their days are."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bangfu.web.timeline import Lane, Stay, Timeline, lay_out

DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))


def drawn(*stays: Stay, months: int = 12, today: date | None = None) -> Timeline:
    lanes = [Lane("清水镇卫生院", stays)]
    return lay_out(lanes, title="时间表", first=date(2025, 1, 1), months=months, today=today)


def share(written: str) -> float:
    return float(written.removesuffix("%"))


class TestLayOut:
    def test_gives_every_month_the_same_width(self) -> None:
        chart = drawn(Stay("甲", date(2025, 4, 1), date(2025, 7, 1)))

        (bar,) = chart.rows[0].bars

        assert (bar.left, bar.width) == ("25%", "25%")
        assert [mark.month for mark in chart.months] == list(range(1, 13))

    def test_cuts_a_stay_at_the_edges_and_leaves_out_what_lies_outside(self) -> None:
        chart = drawn(
            Stay("此前", date(2020, 1, 1), date(2025, 1, 1)),
            Stay("跨年", date(2024, 6, 1), date(2025, 7, 1)),
            Stay("长期", date(2025, 7, 1), None),
        )

        bars = chart.rows[0].bars

        assert [(bar.stay.label, bar.left, bar.width) for bar in bars] == [
            ("跨年", "0%", "50%"),
            ("长期", "50%", "50%"),
        ]

    def test_says_each_stay_in_words(self) -> None:
        chart = drawn(Stay("林知远", date(2025, 3, 1), date(2025, 9, 1)))

        assert chart.rows[0].bars[0].said == "林知远: 2025年3月1日至2025年8月31日"

    def test_marks_today_only_inside(self) -> None:
        assert drawn(today=date(2025, 7, 1)).today == "50%"
        assert drawn(today=date(2026, 7, 1)).today == ""

    @given(begins=DAYS, days=st.integers(1, 2000), months=st.integers(1, 48))
    def test_keeps_every_bar_on_the_chart(self, begins: date, days: int, months: int) -> None:
        chart = drawn(Stay("甲", begins, begins + timedelta(days=days)), months=months)

        for bar in chart.rows[0].bars:
            assert 0 <= share(bar.left) < 100
            assert share(bar.width) > 0
            assert share(bar.left) + share(bar.width) <= 100.7

    @given(first=DAYS, days=st.integers(1, 400), gap=st.integers(0, 400))
    def test_draws_one_stay_after_another_in_that_order(
        self, first: date, days: int, gap: int
    ) -> None:
        second = first + timedelta(days=days + gap)
        chart = drawn(
            Stay("前任", first, first + timedelta(days=days)),
            Stay("后任", second, None),
            months=144,
        )

        bars = chart.rows[0].bars

        # A very short stay is drawn wider than it lasts, so that it can be seen.
        for earlier, later in pairwise(bars):
            assert earlier.stay.label == "前任"
            assert share(earlier.left) + share(earlier.width) <= share(later.left) + 0.61
