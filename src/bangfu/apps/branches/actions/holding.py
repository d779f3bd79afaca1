"""Holding a branch while it changes, and what every action asks of days and figures."""

from collections.abc import Iterable
from datetime import date, datetime

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, Turn
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Institution

from .refusals import BranchEnded, DayWrong, FigureWrong

EARLIEST = date(1921, 7, 1)
MOST_PEOPLE = 10_000


def held_branch(branch: Branch) -> Branch:
    """The branch as it stands now, held; raises ``BranchEnded``."""
    found = Branch.objects.select_for_update(of=("self",)).select_related("institution")
    held = found.get(pk=branch.pk)
    if held.ended_on is not None:
        raise BranchEnded(
            zh=f"“{held}”已于{said(held.ended_on)}撤销或并入其他党支部，只能查看。",
            en=f'"{held}" ended on {held.ended_on} and can only be read.',
        )
    return held


def held_institutions(given: Iterable[Institution]) -> list[Institution]:
    """Institutions, held in one order so that two founders never wait for each other."""
    wanted = {one.pk for one in given}
    found = Institution.objects.select_for_update(no_key=True).order_by("pk")
    return list(found.filter(pk__in=wanted))


def refuse_later(day: date, *, today: date) -> None:
    """Raises ``DayWrong`` for a day to come, or one before there were branches."""
    if day > today:
        raise DayWrong(
            zh=f"{said(day)}还没有到，请填写已经发生的日期。", en=f"{day} is still to come."
        )
    if day < EARLIEST:
        raise DayWrong(zh=f"{said(day)}过早，请核对年份。", en=f"{day} is too early.")


def refuse_before(day: date, first: date, *, what: str, what_en: str) -> None:
    """Raises ``DayWrong`` where something happened before ``first``."""
    if day < first:
        raise DayWrong(
            zh=f"{said(day)}早于{what}（{said(first)}），请核对。",
            en=f"{day} lies before {what_en} ({first}).",
        )


def refuse_figure(number: int, what: str, what_en: str) -> None:
    """Raises ``FigureWrong`` for what no branch has."""
    if not 0 <= number <= MOST_PEOPLE:
        raise FigureWrong(
            zh=f"{what}应为0至{MOST_PEOPLE}的整数，请核对。",
            en=f"{what_en}: a whole number from 0 to {MOST_PEOPLE}.",
        )


def turn(
    branch: Branch,
    kind: Turn.Kind,
    *,
    on: date,
    by: User | None,
    at: datetime,
    reason: str = "",
    detail: str = "",
) -> Turn:
    """Write down what became of a branch."""
    return Turn.objects.create(
        branch=branch, kind=kind, on=on, reason=reason[:300], detail=detail[:300], by=by, at=at
    )


def note(verb: str, branch: Branch, *, by: User | None, **facts: object) -> None:
    """The one entry of an action, under the institution that keeps the branch."""
    place = branch.institution
    journal.record(
        actor=by,
        verb=verb,
        subject=branch,
        area_code=place.area_code,
        institution_code=place.code,
        facts={"name": branch.name, **facts},
    )


def said(day: date) -> str:
    """A day as refusals name it: 2025年3月17日."""
    return f"{day.year}年{day.month}月{day.day}日"
