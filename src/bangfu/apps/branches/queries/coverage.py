"""Institutions and their branches: how each stands, which departments are covered, who is near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import Coverage, Seat
from bangfu.apps.registry.models import Department, Institution
from bangfu.apps.registry.queries import areas
from bangfu.core.branches import Standing, nearest_first, shipped, standing_of
from bangfu.core.standards.code_lists import plain
from bangfu.web.scope import below
from bangfu.web.wording import enumerated

from .counted import members_of_institution, open_on, seats_count
from .reach import CHANGE, VIEW, institutions_for

PER_PAGE = 50
NEAR = 6
"""So many institutions are suggested."""

_NOT_ASKED = (
    Institution.Category.COMMISSION,
    Institution.Category.PRIVATE_HOSPITAL,
    Institution.Category.OTHER,
)
"""Offices and private institutions are not expected to appear; those with a branch do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageFilter:
    """What the page is narrowed by; what is empty narrows nothing."""

    words: str = ""
    area: str = ""
    category: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One institution."""

    pk: int
    name: str
    area: str
    category: str
    standing: Standing
    own: int
    joint: int
    full: int | None
    probationary: int | None
    departments: int
    covered: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the institutions of the page's filter."""

    institutions: int
    with_branch: int
    needs_joint: int
    departments: int
    covered: int


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department and the branch that covers it, or nobody."""

    name: str
    branch: int | None
    branch_name: str


@dataclass(frozen=True, slots=True)
class Near:
    """An institution to join with: ``branch`` where it sits in a joint one that has room."""

    pk: int
    name: str
    area: str
    full: int
    branch: int | None
    branch_name: str
    is_same_county: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One institution in full."""

    row: Row
    departments: tuple[DepartmentRow, ...]
    branches: tuple[tuple[int, str, bool, str], ...]
    """Key, name, whether it is joint, the other units of a joint one."""
    near: tuple[Near, ...]

    @property
    def uncovered(self) -> list[str]:
        """Departments without a branch."""
        return [one.name for one in self.departments if one.branch is None]


def place_rows(
    user: User, *, by: CoverageFilter, on: date, page: str | int | None = 1
) -> Leaf[Row]:
    """A screenful of institutions in the order of areas: three queries and those of the reader."""
    found = _narrowed(user, by, on=on).order_by("area_code", "-level", "code")
    leaf: Leaf[Any] = Paginator(found, PER_PAGE).get_page(page)
    within = areas.common_area(user.scope_of(VIEW))
    names = areas.full_names((one.area_code for one in leaf), within=within)
    rows = [_row(one, names[one.area_code]) for one in leaf]
    return Leaf(rows, leaf.number, leaf.paginator)


def totals(user: User, *, by: CoverageFilter, on: date) -> Totals:
    """Sums over all pages: two queries."""
    found = _narrowed(user, by, on=on)
    held = [
        (one.own + one.joint > 0, _standing(one) is Standing.NEEDS_JOINT, one.rooms, one.covered)
        for one in found
    ]
    return Totals(
        institutions=len(held),
        with_branch=sum(has for has, *_rest in held),
        needs_joint=sum(needs for _has, needs, *_rest in held),
        departments=sum(rooms for *_rest, rooms, _covered in held),
        covered=sum(covered for *_rest, covered in held),
    )


def place(user: User, pk: int, *, on: date) -> Place | None:
    """One institution with departments, branches and, where it needs one, whom to join."""
    found = with_standing(institutions_for(user, VIEW).filter(pk=pk), on).first()
    if found is None:
        return None
    within = areas.common_area(user.scope_of(VIEW))
    row = _row(found, areas.full_names([found.area_code], within=within)[found.area_code])
    return Place(
        row=row,
        departments=_departments(found, on),
        branches=_branches(found, on),
        near=nearest(user, found, on=on) if row.standing is Standing.NEEDS_JOINT else (),
    )


def nearest(user: User, institution: Institution, *, on: date) -> tuple[Near, ...]:
    """Whom an institution might join (就近就便): its kind, its city, few members or a joint branch.

    Distances are unknown, so nearness goes by area: the same town, then county, then city.
    """
    city = institution.area_code[:4]
    # Whom one may join is no secret of the neighbours: only names and numbers of the same city.
    same = Institution.objects.filter(
        below("area_code", city), category=institution.category, valid_to__isnull=True
    ).exclude(pk=institution.pk)
    most, least = shipped().most.institutions, shipped().least.members
    candidates = list(with_standing(same, on).filter(Q(full__lt=least) | Q(joint__gt=0)))
    seats = _joint_seats([one.pk for one in candidates], on)
    names = areas.full_names((one.area_code for one in candidates), within=city)
    near = []
    ordered = sorted(candidates, key=lambda one: (one.area_code, one.code))
    for one in nearest_first(institution.area_code, ordered, lambda one: one.area_code):
        branch = seats.get(one.pk)
        if branch is not None and branch[2] >= most:
            continue
        near.append(
            Near(
                one.pk,
                one.name,
                names[one.area_code],
                one.full or 0,
                branch[0] if branch else None,
                branch[1] if branch else "",
                one.area_code[:6] == institution.area_code[:6],
            )
        )
    return tuple(near[:NEAR])


def with_standing(found: QuerySet[Institution], on: date) -> QuerySet[Any]:
    """Institutions with members, branches and departments as they stand on a day."""
    covering = Coverage.objects.filter(open_on(on), department__institution=OuterRef("pk"))
    rooms = Department.objects.filter(institution=OuterRef("pk"))
    return found.annotate(
        full=members_of_institution(on),
        probationary=members_of_institution(on, "probationary"),
        own=seats_count(on, joint=False),
        joint=seats_count(on, joint=True),
        rooms=_counted(rooms, "institution"),
        named=_counted(covering, "department__institution"),
    ).annotate(
        # A joint branch covers all of its institutions, whatever departments are named.
        covered=Case(When(joint__gt=0, then="rooms"), default="named"),
    )


def standing_in_sql(standing: Standing) -> Q:
    """The twin of ``core.branches.standing_of`` over the columns of ``with_standing``."""
    least = shipped().least.members
    few, enough = Q(full__lt=least), Q(full__gte=least)
    none = Q(own=0, joint=0)
    rules = {
        Standing.NEEDS_JOINT: (few & Q(own__gt=0, joint=0)) | (none & few & Q(full__gt=0)),
        Standing.NO_BRANCH: none & enough,
        Standing.NO_MEMBERS: none & Q(full=0),
        Standing.NOT_COUNTED: Q(full__isnull=True, joint=0),
        Standing.MAY_STAND_ALONE: enough & Q(own=0, joint__gt=0),
        Standing.IN_ORDER: (Q(own__gt=0) & (enough | Q(joint__gt=0) & few))
        | (Q(own=0, joint__gt=0) & few)
        | Q(full__isnull=True, joint__gt=0),
    }
    return rules[standing]


def _counted(found: QuerySet[Any], by: str) -> Coalesce:
    rows = found.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows), 0)


def _narrowed(user: User, by: CoverageFilter, *, on: date) -> QuerySet[Any]:
    seated = Exists(Seat.objects.filter(institution=OuterRef("pk")))
    found = institutions_for(user, VIEW).filter(~Q(category__in=_NOT_ASKED) | seated)
    if by.words:
        word = plain(by.words)
        found = found.filter(
            Q(name__icontains=word)
            | Q(short_name__icontains=word)
            | Q(name_pinyin__startswith=word.lower())
            | Q(name_initials__startswith=word.lower())
        )
    if by.area:
        found = found.filter(below("area_code", by.area))
    if by.category:
        found = found.filter(category=by.category)
    told = with_standing(found, on)
    return told.filter(standing_in_sql(Standing(by.standing))) if by.standing else told


def _standing(one: Any) -> Standing:
    return standing_of(one.full, own_branches=one.own, joint_branches=one.joint, settings=shipped())


def _row(one: Any, area: str) -> Row:
    return Row(
        pk=one.pk,
        name=one.name,
        area=area,
        category=one.get_category_display(),
        standing=_standing(one),
        own=one.own,
        joint=one.joint,
        full=one.full,
        probationary=one.probationary,
        departments=one.rooms,
        covered=one.covered,
    )


def _departments(institution: Institution, on: date) -> tuple[DepartmentRow, ...]:
    covering = {
        one.department_id: one.branch
        for one in Coverage.objects.filter(
            open_on(on), department__institution=institution
        ).select_related("branch")
    }
    seat = (
        Seat.objects.filter(open_on(on), institution=institution, branch__is_joint=True)
        .select_related("branch")
        .first()
    )
    joint = seat.branch if seat else None
    rows = Department.objects.filter(institution=institution).order_by("subject_code", "name")
    return tuple(
        DepartmentRow(one.name, branch.pk, branch.name)
        if (branch := covering.get(one.pk, joint))
        else DepartmentRow(one.name, None, "")
        for one in rows
    )


def _branches(institution: Institution, on: date) -> tuple[tuple[int, str, bool, str], ...]:
    mine = Seat.objects.filter(open_on(on), institution=institution).values("branch")
    seats = Seat.objects.filter(open_on(on), branch__in=mine)
    found: dict[int, tuple[str, bool, list[str]]] = {}
    for seat in seats.select_related("branch", "institution").order_by("branch", "pk"):
        row = found.setdefault(seat.branch_id, (seat.branch.name, seat.branch.is_joint, []))
        if seat.institution_id != institution.pk:
            row[2].append(seat.institution.name)
    return tuple(
        (pk, name, joint, enumerated(others)) for pk, (name, joint, others) in found.items()
    )


def _joint_seats(places: Sequence[int], on: date) -> dict[int, tuple[int, str, int]]:
    """By institution: its joint branch, the name, and how many units that has."""
    held = Seat.objects.filter(open_on(on), branch__is_joint=True)
    wanted = held.filter(institution__in=places).values("branch")
    units: dict[int, int] = {}
    seated: list[Seat] = list(held.filter(branch__in=wanted).select_related("branch"))
    for seat in seated:
        units[seat.branch_id] = units.get(seat.branch_id, 0) + 1
    return {
        seat.institution_id: (seat.branch_id, seat.branch.name, units[seat.branch_id])
        for seat in seated
    }


def may_found(user: User, pk: int) -> bool:
    """Whether somebody may found a branch at an institution."""
    return institutions_for(user, CHANGE).filter(pk=pk).exists()


def is_small(row: Row) -> bool:
    """Whether a joint branch is for an institution: few members, or uncounted, and not in one."""
    return not row.joint and (row.full is None or row.full < shipped().least.members)


def may_join(user: User) -> bool:
    """Whether somebody may found joint branches: whoever keeps the branches of an area."""
    return bool(user.scope_of(CHANGE).areas)
