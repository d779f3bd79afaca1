"""From a cell to a value."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.core.exchange import parsers
from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.exchange.cells import Raw

TODAY = date(2025, 3, 17)


def refused(parser: parsers.Parser, raw: Raw) -> BadValue:
    with pytest.raises(BadValue) as caught:
        parser(raw)
    return caught.value


class TestDay:
    @given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
    def test_reads_every_way_of_writing_a_day(self, day: date) -> None:
        ways: list[Raw] = [
            day,
            datetime(day.year, day.month, day.day, 8, 30),  # noqa: DTZ001
            day.isoformat(),
            f"{day.year}/{day.month}/{day.day}",
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}年{day.month}月{day.day}日",
            f"{day:%Y%m%d}",
            int(f"{day:%Y%m%d}"),
        ]

        assert {parsers.day()(way) for way in ways} == {day}

    @pytest.mark.parametrize("raw", ["2025-02-30", "2025年2月30日", "20250230", 20250230])
    def test_refuses_30_february(self, raw: Raw) -> None:
        reason = refused(parsers.day(), raw)

        assert reason.code == "no_such_day"
        assert str(reason) == "2025年2月30日不是存在的日期。"

    @pytest.mark.parametrize("raw", ["昨天", 45733, "2025-3", 3.5, True])
    def test_refuses_what_is_no_day_and_says_how_to_write_one(self, raw: Raw) -> None:
        reason = refused(parsers.day(), raw)

        assert reason.code == "not_a_day"
        assert "2025-03-17" in reason.remedy_zh

    @pytest.mark.parametrize("raw", ["0001-01-01", "1899-12-31", "2200年1月1日", "9999-12-31"])
    def test_refuses_a_year_that_is_a_slip_of_the_pen(self, raw: Raw) -> None:
        assert refused(parsers.day(), raw).code == "year_out_of_reach"

    def test_refuses_a_day_to_come(self) -> None:
        reason = refused(parsers.day(latest=TODAY), "2025-03-18")

        assert "2025年3月18日晚于2025年3月17日" in reason.zh


class TestText:
    def test_keeps_the_digits_of_a_number(self) -> None:
        assert parsers.text(longest=30)(13800000000) == "13800000000"

    def test_joins_spaces_and_line_breaks(self) -> None:
        assert parsers.text(longest=30)(" 大王镇\n 卫生院　") == "大王镇 卫生院"

    def test_refuses_a_number_whose_digits_are_lost(self) -> None:
        assert refused(parsers.text(longest=30), 123706230000012300).code == "digits_lost"

    def test_refuses_what_is_too_long(self) -> None:
        assert "最多 3 个" in refused(parsers.text(longest=3), "一二三四").zh


class TestWholeNumber:
    @pytest.mark.parametrize(("raw", "number"), [(12, 12), ("1,200", 1200), ("１２", 12)])
    def test_reads_digits(self, raw: Raw, number: int) -> None:
        assert parsers.whole_number(least=0, most=2000)(raw) == number

    @pytest.mark.parametrize("raw", ["12人", 1.5, "一", True, date(2025, 1, 1)])
    def test_refuses_anything_else(self, raw: Raw) -> None:
        assert refused(parsers.whole_number(least=0, most=20), raw).code == "not_a_number"

    def test_refuses_beyond_the_bounds(self) -> None:
        assert refused(parsers.whole_number(least=0, most=20), 21).code == "out_of_range"


class TestCitizen:
    def test_reads_a_right_number(self) -> None:
        assert parsers.citizen(on=TODAY)("11010519491231002x") == "11010519491231002X"

    def test_refuses_a_wrong_digit_and_says_which_is_expected(self) -> None:
        reason = refused(parsers.citizen(on=TODAY), "110105194912310021")

        assert reason.code == "id_check"
        assert reason.zh == "身份证号末位校验码应为“X”，现为“1”，其中有数字写错。"
        assert reason.remedy_zh == "请与身份证核对。"
        assert reason.remedy_en == "Compare the number with the card."

    def test_says_that_excel_lost_the_last_digits(self) -> None:
        reason = refused(parsers.citizen(on=TODAY), 110105194912310000)

        assert reason.code == "digits_lost"
        assert "设为“文本”" in reason.remedy_zh


class TestYesOrNo:
    def test_refuses_another_word_and_names_the_two(self) -> None:
        assert "“是”或“否”" in refused(parsers.yes_or_no, "可能").remedy_zh


class TestOneOf:
    def test_names_what_may_stand_there(self) -> None:
        reason = refused(parsers.one_of({"男": "male", "女": "female"}), "先生")

        assert reason.remedy_zh == "可填：男、女。"
