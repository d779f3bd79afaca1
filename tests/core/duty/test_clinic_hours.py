"""When a half-day of clinic begins and ends: the nearest area's hours, and mistakes named."""

from datetime import date

import pytest

from bangfu.core.duty import Half, HalfDay, clinic_hours
from bangfu.core.programmes.problems import DefinitionRefused

MORNING, AFTERNOON = (HalfDay(date(2025, 3, 17), half) for half in Half)

SOURCE = """
[[sources]]
code = "s"
what = { zh = "时间" }
why  = { zh = "通知" }
"""


def hours(area: str, begin: str = "08:00", end: str = "11:30", later: str = "14:00") -> str:
    return f"""
[[hours]]
area      = "{area}"
morning   = {{ begin = "{begin}", end = "{end}" }}
afternoon = {{ begin = "{later}", end = "17:00" }}
source    = "s"
"""


class TestHours:
    @pytest.mark.parametrize(
        ("area", "begins", "ends"), [("370523101", 8, 11), ("652328", 10, 13), ("", 8, 11)]
    )
    def test_are_those_of_the_nearest_area(self, area: str, begins: int, ends: int) -> None:
        begin, end = clinic_hours.shipped().of(MORNING, area)

        assert (begin.hour, end.hour) == (begins, ends)
        assert begin.utcoffset() == end.utcoffset()

    def test_of_the_afternoon_come_after_the_morning(self) -> None:
        shipped = clinic_hours.shipped()
        for one in shipped.hours:
            assert shipped.of(MORNING, one.area)[1] <= shipped.of(AFTERNOON, one.area)[0]


class TestRead:
    def test_takes_the_longest_code(self) -> None:
        read = clinic_hours.read(SOURCE + hours("") + hours("37", "09:00") + hours("3705", "10:00"))

        assert [read.of(MORNING, area)[0].hour for area in ("11", "3706", "370523")] == [8, 9, 10]

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (hours("37"), "作为全国通用"),
            (hours("") + hours("37") + hours("37"), "重复"),
            (hours("", begin="12:00"), "先后排列"),
            (hours("", later="11:00"), "先后排列"),
            (hours("", begin="8点"), "时刻"),
            (hours("", begin="24:00"), "时刻"),
            (hours("").replace('"s"', '"t"'), "不在 sources 中"),
            (hours("三七"), "行政区划代码"),
        ],
    )
    def test_names_each_mistake(self, text: str, said: str) -> None:
        with pytest.raises(DefinitionRefused, match=said):
            clinic_hours.read(SOURCE + text)
