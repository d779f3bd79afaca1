"""Re-setting a branch (优化设置), and institutions that join or leave a joint branch."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, BranchName, Coverage, Seat, Turn
from bangfu.apps.registry.models import Department, Institution
from bangfu.core.reasons import reason_given

from .departments import held_departments
from .founding import refuse_joined, refuse_name
from .holding import held_branch, held_institutions, note, refuse_before, refuse_later, turn
from .refusals import (
    AlreadyJoined,
    DayWrong,
    JointNeedsSeveral,
    NothingChanges,
    NotOfThisBranch,
)


@transaction.atomic
def re_set_branch(
    *,
    branch: Branch,
    on: date,
    reason: str,
    departments: Sequence[Department],
    by: User | None,
    at: datetime,
    today: date,
    name: str = "",
) -> Branch:
    """Give a branch another name or other departments from a day; what was so stays on record.

    ``departments`` are all it covers from then on. Raises ``ReasonMissing``, ``NothingChanges``,
    ``DayWrong``, ``AlreadyKnown``, ``DepartmentElsewhere``, ``DepartmentTaken`` or ``BranchEnded``.
    """
    held = held_branch(branch)
    said_why = reason_given(reason)
    _refuse_day(held, on, today=today)
    standing = list(
        held.coverages.filter(ends_before__isnull=True).select_related("department__institution")
    )
    places = [one.institution for one in _open_seats(held)]
    wanted = held_departments(departments, of=places, branch=held)
    kept = {one.department_id for one in standing} & {one.pk for one in wanted}
    ending = [one for one in standing if one.department_id not in kept]
    added = [one for one in wanted if one.pk not in kept]
    renamed = name.strip() not in ("", held.name)
    if not (ending or added or renamed):
        raise NothingChanges(
            zh="名称和覆盖科室都没有变化，无需办理。", en="Neither name nor departments change."
        )
    told = []
    if renamed:
        told.append(f"{held.name} → {name.strip()}")
        _rename(held, name.strip(), on)
    for one in ending:
        refuse_before(
            on, one.starts_on, what=f"“{one.department}”纳入的日期", what_en="a department's day"
        )
    _end_coverages(ending, on)
    Coverage.objects.bulk_create(
        Coverage(branch=held, department=one, starts_on=on) for one in added
    )
    told += [f"＋{one.name}" for one in added] + [f"－{one.department.name}" for one in ending]
    detail = "、".join(told)
    turn(held, Turn.Kind.RE_SET, on=on, by=by, at=at, reason=said_why, detail=detail)
    note("branch.re_set", held, by=by, on=on, detail=detail, reason=said_why)
    return held


@transaction.atomic
def join_one(
    *,
    branch: Branch,
    institution: Institution,
    on: date,
    reason: str,
    by: User | None,
    at: datetime,
    today: date,
) -> Seat:
    """Take one more institution into a joint branch.

    Raises ``NotOfThisBranch`` for a branch that is not joint, ``AlreadyJoined``, ``DayWrong``,
    ``ReasonMissing`` or ``BranchEnded``.
    """
    (place,) = held_institutions([institution])
    held = held_branch(branch)
    if not held.is_joint:
        raise NotOfThisBranch(
            zh=f"“{held}”不是联合党支部，不能再加入单位。", en=f'"{held}" is no joint branch.'
        )
    said_why = reason_given(reason)
    refuse_later(on, today=today)
    refuse_before(on, held.founded_on, what="党支部成立日期", what_en="its founding")
    refuse_joined([place])
    if held.seats.filter(institution=place, ends_before__gt=on).exists():
        raise AlreadyJoined(zh=f"{place}当日仍在该党支部中。", en=f"{place} was still in it.")
    seat = Seat.objects.create(branch=held, institution=place, starts_on=on)
    turn(held, Turn.Kind.JOINED, on=on, by=by, at=at, reason=said_why, detail=place.name)
    note("branch.joined", held, by=by, on=on, institution=place.name, reason=said_why)
    return seat


@transaction.atomic
def leave_joint(
    *,
    branch: Branch,
    institution: Institution,
    on: date,
    reason: str,
    by: User | None,
    at: datetime,
    today: date,
) -> Branch:
    """Let an institution leave a joint branch of three or more; the next one leads if it led.

    Raises ``JointNeedsSeveral``, ``NotOfThisBranch``, ``DayWrong``, ``ReasonMissing`` or
    ``BranchEnded``.
    """
    held = held_branch(branch)
    seats = _open_seats(held)
    leaving = next((one for one in seats if one.institution_id == institution.pk), None)
    if leaving is None or not held.is_joint:
        raise NotOfThisBranch(
            zh=f"{institution}不在“{held}”中。", en=f'{institution} is not in "{held}".'
        )
    if len(seats) <= 2:
        raise JointNeedsSeveral(
            zh="联合党支部只有两个单位，退出后不再是联合党支部，请办理撤销。",
            en="Two institutions are left; dissolve the joint branch instead.",
        )
    said_why = reason_given(reason)
    _refuse_day(held, on, today=today)
    _refuse_same_day(on, leaving.starts_on)
    leaving.ends_before = on
    leaving.save(update_fields=["ends_before"])
    _end_coverages(
        list(held.coverages.filter(ends_before__isnull=True, department__institution=institution)),
        on,
    )
    if held.institution_id == institution.pk:
        held.institution = next(
            one.institution for one in seats if one.institution_id != institution.pk
        )
        refuse_name(held.name, held.institution, but=held)
        held.save(update_fields=["institution"])
    turn(held, Turn.Kind.LEFT, on=on, by=by, at=at, reason=said_why, detail=institution.name)
    note("branch.left", held, by=by, on=on, institution=institution.name, reason=said_why)
    return held


def _open_seats(branch: Branch) -> list[Seat]:
    found = branch.seats.filter(ends_before__isnull=True).select_related("institution")
    return list(found.order_by("starts_on", "pk"))


def _rename(branch: Branch, name: str, on: date) -> None:
    refuse_name(name, branch.institution, but=branch)
    last = branch.former_names.order_by("-ends_before").first()
    since = last.ends_before if last else branch.founded_on
    _refuse_same_day(on, since)
    BranchName.objects.create(branch=branch, name=branch.name, starts_on=since, ends_before=on)
    branch.name = name[:120]
    branch.save(update_fields=["name"])


def _end_coverages(ending: Sequence[Coverage], on: date) -> None:
    for one in ending:
        _refuse_same_day(on, one.starts_on)
        one.ends_before = on
    Coverage.objects.bulk_update(ending, ["ends_before"])


def _refuse_day(branch: Branch, on: date, *, today: date) -> None:
    refuse_later(on, today=today)
    _refuse_same_day(on, branch.founded_on)


def _refuse_same_day(on: date, since: date) -> None:
    if on <= since:
        raise DayWrong(
            zh=f"日期应晚于{since.year}年{since.month}月{since.day}日（原设置的起始日期）。",
            en=f"The day lies after {since}, when what it changes began.",
        )
