"""Dissolving a branch, and merging it into another."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, Coverage, Seat, Secretary, Turn
from bangfu.core.reasons import reason_given

from .holding import held_branch, note, refuse_later, turn
from .refusals import DayWrong, MergedElsewhere


@transaction.atomic
def dissolve_branch(
    *, branch: Branch, on: date, reason: str, by: User | None, at: datetime, today: date
) -> Branch:
    """End a branch from a day; everything about it can still be read.

    Raises ``ReasonMissing``, ``DayWrong`` or ``BranchEnded``.
    """
    held = held_branch(branch)
    said_why = reason_given(reason)
    _end(held, on, into=None, today=today)
    turn(held, Turn.Kind.DISSOLVED, on=on, by=by, at=at, reason=said_why)
    note("branch.dissolved", held, by=by, on=on, reason=said_why)
    return held


@transaction.atomic
def merge_branch(
    *,
    branch: Branch,
    into: Branch,
    on: date,
    reason: str,
    by: User | None,
    at: datetime,
    today: date,
) -> Branch:
    """End a branch in favour of another, which covers its departments from that day.

    The other is at the same institution, or a joint branch of its institutions. Raises
    ``MergedElsewhere``, ``ReasonMissing``, ``DayWrong`` or ``BranchEnded``.
    """
    if branch.pk == into.pk:
        raise MergedElsewhere(zh="不能并入自己。", en="A branch cannot go into itself.")
    # Held in one order, so that two merging into each other do not wait for one another.
    held = {one.pk: held_branch(one) for one in sorted((branch, into), key=lambda b: b.pk or 0)}
    ending, taking = held[branch.pk], held[into.pk]
    said_why = reason_given(reason)
    _refuse_elsewhere(ending, taking)
    if on < taking.founded_on:
        raise DayWrong(
            zh=f"日期早于“{taking}”的成立日期，请核对。", en=f'"{taking}" was not founded by then.'
        )
    departments = _end(ending, on, into=taking, today=today)
    Coverage.objects.bulk_create(
        Coverage(branch=taking, department_id=one, starts_on=on) for one in departments
    )
    turn(ending, Turn.Kind.MERGED, on=on, by=by, at=at, reason=said_why, detail=taking.name)
    turn(taking, Turn.Kind.RECEIVED, on=on, by=by, at=at, reason=said_why, detail=ending.name)
    note("branch.merged", ending, by=by, on=on, into=taking.name, reason=said_why)
    return taking


def _end(branch: Branch, on: date, *, into: Branch | None, today: date) -> list[int]:
    """End a branch with all that hangs on it; the departments it covered."""
    refuse_later(on, today=today)
    stretches: list[Coverage | Seat | Secretary] = [
        *branch.coverages.filter(ends_before__isnull=True),
        *branch.seats.filter(ends_before__isnull=True),
        *branch.secretaries.filter(ends_before__isnull=True),
    ]
    latest = max([branch.founded_on, *(one.starts_on for one in stretches)])
    if on <= latest:
        raise DayWrong(
            zh=f"日期应晚于{latest.year}年{latest.month}月{latest.day}日（最近一次设置的日期）。",
            en=f"The day lies after {latest}, when it was last set.",
        )
    for one in stretches:
        one.ends_before = on
        one.save(update_fields=["ends_before"])
    branch.ended_on, branch.successor = on, into
    branch.save(update_fields=["ended_on", "successor"])
    return [one.department_id for one in stretches if isinstance(one, Coverage)]


def _refuse_elsewhere(ending: Branch, taking: Branch) -> None:
    held = Seat.objects.filter(ends_before__isnull=True)
    leaving = set(held.filter(branch=ending).values_list("institution", flat=True))
    there = set(held.filter(branch=taking).values_list("institution", flat=True))
    if not leaving <= there:
        raise MergedElsewhere(
            zh=f"“{taking}”没有覆盖“{ending}”的全部单位；请先让单位加入该联合党支部，再合并。",
            en=f'"{taking}" does not hold every institution of "{ending}"; let them join first.',
        )
