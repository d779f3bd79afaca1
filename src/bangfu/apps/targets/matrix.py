"""Institutions by targets, laid out: short cells with a mark, so that colour is not needed."""

from collections.abc import Sequence
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString

from bangfu.apps.targets.queries.board import Amount, Line
from bangfu.apps.targets.queries.stage import Member, Stage
from bangfu.core.targets import State

from . import wording
from .pages import Column, Frame, Matrix, MatrixRow
from .presentation import title_of
from .rows import address

SHORT: dict[State, str] = {
    State.REACHED: "o",
    State.HELD: "o",
    State.ON_COURSE: "o",
    State.BEHIND: "w",
    State.EXCEEDED: "w",
    State.MISSED: "d",
    State.BROKEN: "d",
}
"""Classes of cells: there are thousands of them."""


def drawn(stage: Stage, frame: Frame, lines: Sequence[Line], *, on: date) -> Matrix:
    """The matrix of some lines; an institution that bears none of them has no row."""
    members: dict[int, Member] = {}
    amounts: dict[int, dict[int, Amount]] = {}
    for number, line in enumerate(lines):
        for one in line.members:
            members.setdefault(one.member.pk, one.member)
            amounts.setdefault(one.member.pk, {})[number] = one.amount
    return Matrix(
        frame=frame,
        columns=[_column(stage, line, on=on) for line in lines],
        rows=[
            _row(stage, member, amounts[member.pk], len(lines), on=on)
            for member in sorted(members.values())
        ],
    )


def _column(stage: Stage, line: Line, *, on: date) -> Column:
    whole = line.whole
    return Column(
        title=title_of(line),
        asked=wording.asked(whole.bound) if whole.bound else "",
        url=address("target", stage, target=line.key, on=on.isoformat()),
        total=wording.cell(whole.done, whole.bound, whole.standing),
        tone=SHORT.get(whole.state, ""),
    )


def _row(
    stage: Stage, member: Member, amounts: dict[int, Amount], columns: int, *, on: date
) -> MatrixRow:
    judged = [amount.state for amount in amounts.values() if amount.state.is_judged]
    return MatrixRow(
        pk=member.pk,
        name=member.name,
        url=address("targets_of", stage, member.pk, on=on.isoformat()),
        judged=len(judged),
        lagging=sum(1 for state in judged if state.lags),
        over=judged.count(State.EXCEEDED),
        cells=SafeString(
            "".join(_cell(member.pk, amounts.get(number), number) for number in range(columns))
        ),
    )


def _cell(institution: int, amount: Amount | None, number: int) -> str:
    """One cell with the link to its rows: institution and number of the target.

    Without quotes and end tags, which HTML lets a cell do without: there are thousands of them.
    """
    if amount is None:
        return "<td>"
    words = escape(wording.cell(amount.done, amount.bound, amount.standing))
    tone = SHORT.get(amount.state, "")
    shaded = f" class={tone}" if tone else ""
    return f"<td{shaded}><a href={institution}/{number}>{words}</a>"
