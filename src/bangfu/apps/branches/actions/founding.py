"""Founding a branch of one institution, or a joint branch of several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Branch, Coverage, MemberCount, Seat, Secretary, Turn
from bangfu.apps.registry.models import Department, Institution, Worker
from bangfu.core.branches import shipped

from .departments import held_departments
from .holding import held_institutions, note, refuse_before, refuse_figure, refuse_later, turn
from .refusals import AlreadyJoined, AlreadyKnown, FigureWrong, JointNeedsSeveral, TooFewMembers


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretaryDraft:
    """Who leads a branch; ``worker`` where the registry knows them."""

    name: str
    worker: Worker | None = None
    is_backbone: bool = False
    is_head: bool = False


@transaction.atomic
def found_branch(
    *,
    name: str,
    institution: Institution,
    founded_on: date,
    by: User | None,
    at: datetime,
    today: date,
    departments: Sequence[Department] = (),
    secretary: SecretaryDraft | None = None,
    full: int | None = None,
    probationary: int = 0,
) -> Branch:
    """Found a branch at one institution, on some of its departments; members counted that day.

    Raises ``DayWrong``, ``AlreadyKnown``, ``DepartmentElsewhere``, ``DepartmentTaken``,
    ``FigureWrong``, or ``TooFewMembers`` where the setting refuses.
    """
    (place,) = held_institutions([institution])
    _refuse_founding(name, [place], founded_on, today=today)
    counts = {} if full is None else {place: (full, probationary)}
    _refuse_few(place, full)
    covered = held_departments(departments, of=[place], branch=None)
    branch = _founded(name, [place], founded_on, secretary, counts, by=by, at=at)
    Coverage.objects.bulk_create(
        Coverage(branch=branch, department=one, starts_on=founded_on) for one in covered
    )
    turn(branch, Turn.Kind.FOUNDED, on=founded_on, by=by, at=at)
    note(
        "branch.founded",
        branch,
        by=by,
        on=founded_on,
        institution=place.name,
        departments="、".join(one.name for one in covered),
        secretary=secretary.name if secretary else "",
        **_said_of(counts),
    )
    return branch


@transaction.atomic
def join_institutions(
    *,
    name: str,
    institutions: Sequence[Institution],
    founded_on: date,
    by: User | None,
    at: datetime,
    today: date,
    secretary: SecretaryDraft | None = None,
    counts: Mapping[Institution, tuple[int, int]] | None = None,
    reason: str = "",
) -> Branch:
    """Found a joint branch of several institutions, the first of which leads.

    ``counts`` are full and probationary members by institution. Raises ``JointNeedsSeveral``,
    ``AlreadyJoined``, ``DayWrong``, ``AlreadyKnown`` or ``FigureWrong``.
    """
    held = {one.pk: one for one in held_institutions(institutions)}
    places = [held[pk] for pk in dict.fromkeys(one.pk for one in institutions)]
    if len(places) < 2:
        raise JointNeedsSeveral(
            zh="联合党支部应由两个以上单位组成，请再选择单位；只有一个单位的，请成立单独的党支部。",
            en="A joint branch has two institutions or more; choose another.",
        )
    _refuse_founding(name, places, founded_on, today=today)
    refuse_joined(places)
    branch = _founded(name, places, founded_on, secretary, counts or {}, by=by, at=at)
    named = "、".join(one.name for one in places)
    turn(branch, Turn.Kind.FOUNDED, on=founded_on, by=by, at=at, reason=reason, detail=named)
    note(
        "branch.joint_founded",
        branch,
        by=by,
        on=founded_on,
        institutions=named,
        secretary=secretary.name if secretary else "",
        reason=reason,
        **_said_of(counts or {}),
    )
    return branch


def refuse_joined(places: Sequence[Institution]) -> None:
    """Raises ``AlreadyJoined`` where an institution is in a joint branch that stands."""
    seats = Seat.objects.filter(
        institution__in=places, ends_before__isnull=True, branch__is_joint=True
    )
    if seat := seats.select_related("institution", "branch").first():
        raise AlreadyJoined(
            zh=f"{seat.institution}已在“{seat.branch}”中，请先从原联合党支部退出。",
            en=f'{seat.institution} is in "{seat.branch}" already; let it leave that first.',
        )


def open_secretary(branch: Branch, draft: SecretaryDraft, on: date) -> Secretary:
    """Write who leads a branch from a day."""
    return Secretary.objects.create(
        branch=branch,
        worker=draft.worker,
        name=draft.name.strip()[:60],
        is_backbone=draft.is_backbone,
        is_head=draft.is_head,
        starts_on=on,
    )


def _refuse_founding(
    name: str, places: Sequence[Institution], founded_on: date, *, today: date
) -> None:
    refuse_later(founded_on, today=today)
    if not name.strip():
        raise AlreadyKnown(zh="请填写党支部名称。", en="Give the branch a name.")
    for place in places:
        refuse_before(
            founded_on,
            place.valid_from,
            what=f"{place}的成立日期",
            what_en=f"the first day of {place}",
        )
        if place.valid_to is not None:
            raise AlreadyKnown(
                zh=f"{place}已撤销，不能成立党支部。", en=f"{place} does not exist any more."
            )
    refuse_name(name.strip(), places[0], but=None)


def refuse_name(name: str, place: Institution, *, but: Branch | None) -> None:
    """Raises ``AlreadyKnown`` where the institution keeps another branch of that name."""
    found = Branch.objects.standing().filter(institution=place, name=name)
    if any(other != but for other in found):
        raise AlreadyKnown(
            zh=f"{place}已有名为“{name}”的党支部，请换一个名称。",
            en=f'{place} has a branch "{name}" already; choose another name.',
        )


def _refuse_few(place: Institution, full: int | None) -> None:
    least = shipped().least
    if least.refuse and full is not None and full < least.members:
        raise TooFewMembers(
            zh=f"{place}正式党员{full}名，不足{least.members}名，请与就近单位成立联合党支部。",
            en=f"{place} has {full} full members, fewer than {least.members}: found a joint one.",
        )


def _founded(
    name: str,
    places: Sequence[Institution],
    founded_on: date,
    secretary: SecretaryDraft | None,
    counts: Mapping[Institution, tuple[int, int]],
    *,
    by: User | None,
    at: datetime,
) -> Branch:
    known = {one.pk for one in places}
    for place, (full, probationary) in counts.items():
        refuse_figure(full, f"{place}的正式党员", f"Full members of {place}")
        refuse_figure(probationary, f"{place}的预备党员", f"Probationary members of {place}")
        if place.pk not in known:
            raise FigureWrong(zh=f"{place}不在该党支部中。", en=f"{place} is not in the branch.")
    branch = Branch.objects.create(
        name=name.strip()[:120],
        is_joint=len(places) > 1,
        institution=places[0],
        founded_on=founded_on,
    )
    Seat.objects.bulk_create(
        Seat(branch=branch, institution=one, starts_on=founded_on) for one in places
    )
    if secretary is not None:
        open_secretary(branch, secretary, founded_on)
    MemberCount.objects.bulk_create(
        MemberCount(
            branch=branch,
            institution=place,
            on=founded_on,
            full=full,
            probationary=probationary,
            by=by,
            at=at,
        )
        for place, (full, probationary) in counts.items()
    )
    return branch


def _said_of(counts: Mapping[Institution, tuple[int, int]]) -> dict[str, object]:
    if not counts:
        return {}
    return {
        "full": sum(full for full, _probationary in counts.values()),
        "probationary": sum(probationary for _full, probationary in counts.values()),
    }
