"""What an entry lists line by line: items given, and cases referred without the patient."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bangfu.core.programmes.measured import ActivityKind, Detail
from bangfu.core.programmes.words import Text

from .entry import Entry, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLine:
    """One line of a donation; ``value`` in yuan for the whole line."""

    name: str
    quantity: Decimal
    unit: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One referral; ``label`` is its number in the referring hospital's own book."""

    asked_on: date
    answered_on: date | None = None
    department: str = ""
    by_channel: bool = False
    label: str = ""

    @property
    def days_to_answer(self) -> int | None:
        """Days from asking to the answer, 0 on the same day; nothing while it is open."""
        return None if self.answered_on is None else (self.answered_on - self.asked_on).days


Line = GivenLine | CaseLine


def line_problems(
    entry: Entry, kind: ActivityKind, lines: Sequence[Line], *, today: date
) -> list[Problem]:
    """What cannot stand in the lines of an entry, and where they disagree with its figure."""
    given = [line for line in lines if isinstance(line, GivenLine)]
    cases = [line for line in lines if isinstance(line, CaseLine)]
    wrong = (given and kind.lists is not Detail.ITEMS) or (cases and kind.lists is not Detail.CASES)
    if wrong:
        return [_problem(f"“{kind.title.zh}”不登记明细。", f'"{kind.title.en}" has no lines.')]
    return [*_given(entry, kind, given), *_cases(entry, kind, cases, today)]


def _given(entry: Entry, kind: ActivityKind, lines: Sequence[GivenLine]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        if not line.name.strip():
            yield _problem(f"第{number}行缺品名。", f"Line {number} has no name.")
        if line.quantity <= 0 or line.value < 0:
            yield _problem(
                f"第{number}行数量应大于0、价值不能为负。",
                f"Line {number}: the quantity must be more than 0, the value not negative.",
            )
    stated = entry.figures.get(kind.measures[0].code)
    total = sum((line.value for line in lines), Decimal(0))
    if lines and stated is not None and total != stated:
        yield _problem(
            f"物品清单合计{total:,f}元，与填写的价值{stated:,f}元不一致，请核对。",
            f"The lines make {total:,f} yuan, the value says {stated:,f}.",
        )


def _cases(
    entry: Entry, kind: ActivityKind, lines: Sequence[CaseLine], today: date
) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        last = line.answered_on or line.asked_on
        if line.asked_on > today or last > today:
            yield _problem(
                f"第{number}例的日期在今天之后，请核对。", f"Case {number}: the day is to come."
            )
        if last < line.asked_on:
            yield _problem(
                f"第{number}例的答复日期早于申请日期，请核对。",
                f"Case {number} was answered before it was asked.",
            )
    stated = entry.figures.get(kind.measures[0].code)
    if stated is not None and len(lines) > stated:
        yield _problem(
            f"列出{len(lines)}例，多于填写的{stated:f}人次，请核对。",
            f"{len(lines)} cases are listed, more than the {stated:f} counted.",
        )


def _problem(zh: str, en: str) -> Problem:
    return Problem("lines", Text(zh=zh, en=en))
