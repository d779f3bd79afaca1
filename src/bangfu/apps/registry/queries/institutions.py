"""Institutions as lists and pages show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.queries import scope_of
from bangfu.apps.registry.models import (
    Department,
    FormerCode,
    FormerName,
    Institution,
    InstitutionQuerySet,
    Worker,
)
from bangfu.core.standards import subjects, uscc
from bangfu.core.standards.code_lists import plain
from bangfu.core.standards.finding import Finding
from bangfu.web.scope import Scope, below
from bangfu.web.wording import MISSING, in_english

from . import areas
from .words import by_spelling, spelt

VIEW, CHANGE = "registry.view_institution", "registry.change_institution"
PER_PAGE = 50
CHILDREN_SHOWN = 50

_NOT_REVIEWED = frozenset(
    {
        Institution.Category.COMMISSION,
        Institution.Category.DISEASE_CONTROL,
        Institution.Category.HEALTH_SUPERVISION,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of institutions is narrowed by; empty values narrow nothing."""

    words: str = ""
    area: str = ""
    category: str = ""
    level: int | None = None
    is_weak: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One institution in a list."""

    pk: int
    code: str
    name: str
    area: str
    category: str
    level: str
    staff: int
    is_weak: bool
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department: staff as stated, and how many workers are registered in it."""

    pk: int
    name: str
    subject: str
    staff: int
    minimum_staff: int
    registered: int


@dataclass(frozen=True, slots=True)
class Past:
    """Something that was so from one day to another."""

    kind: str
    words: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Details:
    """One institution as its page shows it."""

    pk: int
    code: str
    name: str
    short_name: str
    category: str
    level: str
    area_code: str
    area: str
    area_class: int | None
    is_weak: bool
    parent: tuple[int, str] | None
    merged_into: tuple[int, str] | None
    address: str
    phone: str
    population_served: int | None
    valid_from: date
    valid_to: date | None
    departments: tuple[DepartmentRow, ...]
    staff_by_rank: dict[int, int]
    children: tuple[tuple[int, str], ...]
    past: tuple[Past, ...]
    doubts: tuple[Finding, ...]

    @property
    def staff(self) -> int:
        """Workers in service."""
        return sum(self.staff_by_rank.values())


def visible_to(user: User, permission: str = VIEW) -> InstitutionQuerySet:
    """The institutions somebody may see, or may do something else with."""
    scope = scope_of(user, permission)
    return Institution.objects.filter(scope.filter(area="area_code", institution="code"))


def page_of(user: User, filters: Filters, *, number: int | str = 1) -> Leaf[Row]:
    """One page of the institutions somebody may see, in the order of areas."""
    staff = Worker.objects.filter(home=OuterRef("pk"), valid_to__isnull=True)
    counted = staff.order_by().values("home").annotate(count=Count("pk")).values("count")
    found = narrowed(visible_to(user), filters).order_by("area_code", "-level", "code")
    with_staff = found.annotate(staff=Coalesce(Subquery(counted), 0))
    leaf: Leaf[Any] = Paginator(with_staff, PER_PAGE).get_page(number)
    within = areas.common_area(scope_of(user, VIEW))
    names = areas.full_names((row.area_code for row in leaf), within=within)
    rows = [
        Row(
            pk=row.pk,
            code=row.code,
            name=row.name,
            area=names[row.area_code],
            category=row.get_category_display(),
            level=level_in_words(row.category, row.level, row.grade),
            staff=row.staff,
            is_weak=row.is_weak,
            valid_to=row.valid_to,
        )
        for row in leaf
    ]
    return Leaf(rows, leaf.number, leaf.paginator)


def narrowed(found: InstitutionQuerySet, filters: Filters) -> InstitutionQuerySet:
    """The rows that meet every filter."""
    found = found.filter(valid_to__isnull=not filters.ended)
    if filters.words:
        found = found.filter(_matches(filters.words))
    if filters.area:
        found = found.filter(below("area_code", filters.area))
    if filters.category:
        found = found.filter(category=filters.category)
    if filters.level is not None:
        found = found.filter(level=filters.level)
    return found.filter(is_weak=True) if filters.is_weak else found


def details(user: User, pk: int) -> Details | None:
    """One institution, or ``None`` where somebody may not see it."""
    row = visible_to(user).select_related("parent", "merged_into").filter(pk=pk).first()
    if row is None:
        return None
    scope = scope_of(user, VIEW)
    children = (
        visible_to(user).filter(parent=row, valid_to__isnull=True).order_by("area_code", "code")
    )
    ranks = row.workers.filter(valid_to__isnull=True).order_by().values_list("rank")
    return Details(
        pk=row.pk,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        category=row.get_category_display(),
        level=level_in_words(row.category, row.level, row.grade),
        area_code=row.area_code,
        area=areas.full_names([row.area_code])[row.area_code],
        area_class=row.area_class,
        is_weak=row.is_weak,
        parent=_other(scope, row.parent),
        merged_into=_other(scope, row.merged_into),
        address=row.address,
        phone=row.phone,
        population_served=row.population_served,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        departments=_departments(row),
        staff_by_rank=dict(ranks.annotate(count=Count("pk"))),
        children=tuple(children.values_list("pk", "name")[: CHILDREN_SHOWN + 1]),
        past=_past(row),
        doubts=uscc.check(row.code),
    )


def level_in_words(category: str, level: int, grade: str) -> str:
    """Level and grade as a page shows them: 三级甲等, or Tertiary, grade A.

    What is no hospital is not reviewed, so nothing is missing where it has no level.
    """
    if level == Institution.Level.UNGRADED and category in _NOT_REVIEWED:
        return MISSING
    if level == Institution.Level.UNGRADED or not grade:
        return str(Institution.Level(level).label)
    between = ", " if in_english() else ""
    return f"{Institution.Level(level).label}{between}{Institution.Grade(grade).label}"


def subject_in_words(code: str) -> str:
    """A clinical subject's name in the language of the page; the code where there is no such."""
    subject = subjects.every().get(code)
    if subject is None:
        return code
    return subject.en if in_english() else subject.zh.removesuffix("专业")


def _matches(words: str) -> Q:
    word = plain(words)
    former = FormerName.objects.filter(name__contains=word).values("institution")
    recoded = FormerCode.objects.filter(code=word.upper()).values("institution")
    found = Q(name__contains=word) | Q(short_name__contains=word) | Q(code=word.upper())
    found |= Q(pk__in=former) | Q(pk__in=recoded)
    return found | by_spelling(letters) if (letters := spelt(words)) else found


def _other(scope: Scope, row: Institution | None) -> tuple[int, str] | None:
    """Another institution's name, and its key where its page would open; 0 otherwise."""
    if row is None:
        return None
    return (row.pk if scope.covers(area=row.area_code, institution=row.code) else 0), row.name


def _departments(institution: Institution) -> tuple[DepartmentRow, ...]:
    registered = Count("workers", filter=Q(workers__valid_to__isnull=True))
    found = Department.objects.filter(institution=institution).annotate(registered=registered)
    return tuple(
        DepartmentRow(
            pk=row.pk,
            name=row.name,
            subject=subject_in_words(row.subject_code),
            staff=row.staff,
            minimum_staff=row.minimum_staff,
            registered=row.registered,
        )
        for row in found.order_by("subject_code", "name")
    )


def _past(row: Institution) -> tuple[Past, ...]:
    names = [Past(_("曾用名"), n.name, n.valid_from, n.valid_to) for n in row.former_names.all()]
    codes = [Past(_("曾用代码"), c.code, c.valid_from, c.valid_to) for c in row.former_codes.all()]
    absorbed = [
        Past(_("并入的机构"), i.name, i.valid_from, i.valid_to)
        for i in row.absorbed.all()
        if i.valid_to
    ]
    return tuple(sorted([*names, *codes, *absorbed], key=lambda p: p.valid_to, reverse=True))
