"""The line of months: what is drawn where, and where it breaks off."""

from decimal import Decimal

from bangfu.apps.indicators.charts import BOTTOM, HEIGHT, TOP, drawn

MONTHS = ["2025.1", "2025.2", "2025.3"]


def chart(*values: str | None, joined: bool = False, before: tuple[str | None, ...] = ()):
    return drawn(
        title="在岗率",
        months=MONTHS,
        values=[None if v is None else Decimal(v) for v in values],
        before=[None if v is None else Decimal(v) for v in before],
        said=[str(v) for v in values],
        joined=joined,
    )


class TestDrawn:
    def test_the_highest_value_stays_inside_and_nothing_lies_on_the_ground(self) -> None:
        found = chart("0", "1", "0.5")

        assert [point.y for point in found.points] == [HEIGHT - BOTTOM, TOP, 108.0]

    def test_a_month_without_a_value_breaks_the_line(self) -> None:
        assert chart("1", None, "1").path.count("M") == 2
        assert chart("1", None, "1", joined=True).path.count("M") == 1

    def test_one_value_is_no_line(self) -> None:
        assert chart("1", None, None) is None

    def test_an_earlier_stretch_is_drawn_on_the_same_scale(self) -> None:
        found = chart("1", "1", "1", before=("8", None, None))

        assert found.up[-1].label == "8"
