"""What an entry lists line by line."""

from datetime import date
from decimal import Decimal

import pytest

from bangfu.core.activities import CaseLine, Entry, GivenLine, Line, line_problems
from bangfu.core.programmes import shipped_kinds

TODAY = date(2026, 6, 15)
UP, MEDICINE, LECTURE = (shipped_kinds()[code] for code in ("referral_up", "medicine", "lecture"))
PILLS = GivenLine(name="降压药", quantity=Decimal(20), unit="盒", value=Decimal(800))


def said(kind: object, figure: int, *lines: Line) -> str:
    code = kind.measures[0].code  # type: ignore[attr-defined]
    entry = Entry(on=TODAY, figures={code: Decimal(figure)})
    found = line_problems(entry, kind, lines, today=TODAY)  # type: ignore[arg-type]
    return "".join(problem.said.zh for problem in found)


def test_items_make_the_value() -> None:
    assert said(MEDICINE, 800, PILLS) == ""
    assert "合计800元，与填写的价值900元不一致" in said(MEDICINE, 900, PILLS)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (GivenLine(name=" ", quantity=Decimal(1), unit="台", value=Decimal(800)), "第1行缺品名"),
        (GivenLine(name="床", quantity=Decimal(0), unit="张", value=Decimal(800)), "应大于0"),
        (CaseLine(asked_on=date(2026, 6, 16)), "不登记明细"),
    ],
)
def test_items_that_are_none_are_refused(line: Line, words: str) -> None:
    assert words in said(MEDICINE, 800, line)


def test_cases_are_no_more_than_counted_and_answered_after_they_were_asked() -> None:
    asked = CaseLine(asked_on=date(2026, 6, 3))
    early = CaseLine(asked_on=date(2026, 6, 3), answered_on=date(2026, 6, 1))

    assert said(UP, 2, asked) == ""
    assert "多于填写的1人次" in said(UP, 1, asked, asked)
    assert "早于申请日期" in said(UP, 2, early)
    assert "今天之后" in said(UP, 2, CaseLine(asked_on=date(2026, 7, 1)))


def test_a_kind_without_lines_takes_none() -> None:
    assert "不登记明细" in said(LECTURE, 1, PILLS)
