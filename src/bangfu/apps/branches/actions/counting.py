"""Counting members, and what a year brought in member development."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, Development, MemberCount
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Institution
from bangfu.core.reasons import reason_given

from .holding import (
    held_branch,
    held_institutions,
    note,
    refuse_before,
    refuse_figure,
    refuse_later,
)
from .refusals import FigureWrong, NothingChanges, NotOfThisBranch

Counts = Mapping[Institution, tuple[int, int]]


@transaction.atomic
def count_members(
    *,
    branch: Branch | None,
    on: date,
    counts: Counts,
    by: User | None,
    at: datetime,
    today: date,
    reason: str = "",
) -> list[MemberCount]:
    """Enter full and probationary members by institution, as counted on a day.

    Without a branch: members of one institution that has none yet. A day that has a count already
    wants a reason; the journal keeps both figures. Raises ``FigureWrong``, ``DayWrong``,
    ``NotOfThisBranch``, ``ReasonMissing`` or ``BranchEnded``.
    """
    refuse_later(on, today=today)
    held = _held(branch, on, counts)
    for place, (full, probationary) in counts.items():
        refuse_figure(full, f"{place}的正式党员", f"Full members of {place}")
        refuse_figure(probationary, f"{place}的预备党员", f"Probationary members of {place}")
    standing = {
        row.institution_id: row
        for row in MemberCount.objects.filter(branch=held, on=on, institution__in=list(counts))
    }
    why = reason_given(reason) if standing else reason.strip()
    before = {row.institution_id: (row.full, row.probationary) for row in standing.values()}
    rows = []
    for place, (full, probationary) in counts.items():
        row = standing.get(place.pk) or MemberCount(branch=held, institution=place, on=on)
        row.full, row.probationary, row.by, row.at = full, probationary, by, at
        row.save()
        rows.append(row)
    facts: dict[str, object] = {
        "on": on,
        "full": sum(row.full for row in rows),
        "probationary": sum(row.probationary for row in rows),
        "reason": why,
    }
    if before:
        facts["before"] = "、".join(f"{full}+{half}" for full, half in before.values())
    _note(held, rows[0].institution, by=by, facts=facts)
    return rows


@transaction.atomic
def record_development(
    *,
    branch: Branch,
    year: int,
    figures: Mapping[str, int],
    by: User | None,
    at: datetime,
    today: date,
) -> Development:
    """Enter a year's member development, or bring it to what it is by now.

    ``figures`` are by the names of ``Development.FIGURES``. Raises ``FigureWrong``,
    ``NothingChanges`` where the same figures stand, or ``BranchEnded``.
    """
    held = held_branch(branch)
    if not held.founded_on.year <= year <= today.year:
        raise FigureWrong(
            zh=f"年度应在{held.founded_on.year}年至{today.year}年之间。",
            en=f"A year from {held.founded_on.year} to {today.year}.",
        )
    for name, number in figures.items():
        label = getattr(Development._meta.get_field(name), "verbose_name", name)
        refuse_figure(number, str(label), name)
    if figures.get("admitted_backbone", 0) > figures.get("admitted", 0):
        raise FigureWrong(
            zh="新发展党员中的医疗业务骨干不能多于新发展党员总数。",
            en="Professionals among those admitted cannot be more than those admitted.",
        )
    row, created = Development.objects.get_or_create(
        branch=held, year=year, defaults={"by": by, "at": at}
    )
    before = {name: getattr(row, name) for name in figures}
    changed = {name: number for name, number in figures.items() if number != before[name]}
    if not created and not changed:
        raise NothingChanges(
            zh=f"{year}年的数字与已登记的相同，没有变化。",
            en=f"The figures of {year} are entered already; nothing changes.",
        )
    for name, number in figures.items():
        setattr(row, name, number)
    row.by, row.at = by, at
    row.save()
    note("branch.development", held, by=by, year=year, **changed)
    return row


def _held(branch: Branch | None, on: date, counts: Counts) -> Branch | None:
    if not counts:
        raise FigureWrong(zh="请填写党员人数。", en="Give the numbers of members.")
    if branch is None:
        if len(counts) != 1:
            raise NotOfThisBranch(
                zh="没有党支部的单位请逐个登记。", en="Units without a branch are counted singly."
            )
        held_institutions(counts)
        return None
    held = held_branch(branch)
    refuse_before(on, held.founded_on, what="党支部成立日期", what_en="its founding")
    open_seats = held.seats.filter(ends_before__isnull=True)
    known = set(open_seats.values_list("institution", flat=True))
    for place in counts:
        if place.pk not in known:
            raise NotOfThisBranch(zh=f"{place}不在“{held}”中。", en=f'{place} is not in "{held}".')
    return held


def _note(
    branch: Branch | None, place: Institution, *, by: User | None, facts: dict[str, object]
) -> None:
    if branch is not None:
        note("branch.counted", branch, by=by, **facts)
        return
    journal.record(
        actor=by,
        verb="branch.counted",
        subject=place,
        area_code=place.area_code,
        institution_code=place.code,
        facts={"name": place.name, **facts},
    )
