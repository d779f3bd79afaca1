"""A list as a file: named, typed, streamed, in the reader's language."""

import io
from datetime import UTC, date, datetime
from urllib.parse import unquote

import openpyxl
import pytest
from django.test import RequestFactory
from django.utils.translation import override

from bangfu.core.exchange.streaming_workbook import MOST_ROWS
from bangfu.web.exports import Column, TooManyToExport, exported

COLUMNS = (Column("姓名", 12), Column("到岗"), Column("登记时间"), Column("在岗"))
ROWS = [("林知远", date(2025, 3, 17), datetime(2025, 3, 17, 1, 5, tzinfo=UTC), True)]


def get(query: str = "", rows=ROWS, **options):
    return exported(RequestFactory().get(f"/x/?{query}"), "派驻", COLUMNS, rows, **options)


class TestExported:
    def test_is_named_by_list_and_day_in_chinese(self) -> None:
        found = unquote(get().headers["Content-Disposition"])

        assert found.startswith("attachment; filename*=utf-8''派驻_20")
        assert found.endswith("日.xlsx")
        assert get().headers["Cache-Control"] == "no-store"

    def test_holds_moments_by_the_clock_on_the_wall(self) -> None:
        read = openpyxl.load_workbook(io.BytesIO(b"".join(get()))).active

        assert [cell.value for cell in read[2]] == [
            "林知远",
            datetime(2025, 3, 17),  # noqa: DTZ001
            datetime(2025, 3, 17, 9, 5),  # noqa: DTZ001
            "是",
        ]

    def test_is_a_csv_where_the_address_says_so(self) -> None:
        answer = get("as=csv")

        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert b"".join(answer).decode("utf-8-sig").splitlines() == [
            "姓名,到岗,登记时间,在岗",
            "林知远,2025-03-17,2025-03-17 09:05,是",
        ]

    def test_speaks_the_readers_language_when_the_view_is_long_done(self) -> None:
        from django.utils.translation import get_language

        said: list[str | None] = []

        def rows():
            said.append(get_language())
            yield ("Lin", None, None, False)

        with override("en"):
            answer = get("as=csv", rows())
        with override("zh-hans"):
            b"".join(answer)

        assert said == ["en"]

    def test_refuses_what_no_sheet_holds(self) -> None:
        with pytest.raises(TooManyToExport, match="请先用筛选条件缩小范围"):
            get(count=MOST_ROWS + 1)
