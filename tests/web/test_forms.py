"""Days are understood within two centuries; what lies beyond is a slip of the pen."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from bangfu.web.forms import EARLIEST, LATEST, DayField


class TestDayField:
    @pytest.mark.parametrize("day", [EARLIEST, date(2025, 3, 17), LATEST])
    def test_takes_a_day_of_these_centuries(self, day: date) -> None:
        assert DayField().clean(day.isoformat()) == day

    @pytest.mark.parametrize("written", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
    def test_asks_to_check_the_year_of_any_other(self, written: str) -> None:
        with pytest.raises(ValidationError, match="请核对年份"):
            DayField().clean(written)

    def test_tells_the_browser_its_limits(self) -> None:
        drawn = DayField().widget.render("starts_on", None)

        assert 'min="1900-01-01"' in drawn
        assert 'max="2199-12-31"' in drawn
