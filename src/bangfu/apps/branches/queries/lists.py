"""The list of branches: narrowed, one screenful or all of it, and its sums."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    prefetch_related_objects,
)

from bangfu.apps.accounts.models import User
from bangfu.apps.branches.models import (
    Branch,
    BranchName,
    Coverage,
    Development,
    PaperKept,
    Seat,
    Secretary,
    Turn,
)
from bangfu.apps.registry.queries import areas
from bangfu.core.branches import election_due_since, is_complete, shipped, term_ends
from bangfu.core.standards.code_lists import plain
from bangfu.web.scope import below

from .counted import counted_since, open_on, term_began, with_members
from .facts import file_lines
from .reach import VIEW, visible_to

PER_PAGE = 50
OWN, JOINT = "own", "joint"
FEW, LED, ELECTION, COUNT, PAPERS, DEPARTMENTS = (
    "few",
    "led",
    "election",
    "count",
    "papers",
    "departments",
)
"""What may be missing: members, a secretary, an election, a new count, papers, departments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchFilter:
    """What the list is narrowed by; what is empty narrows nothing."""

    words: str = ""
    area: str = ""
    kind: str = ""
    missing: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One branch in the list."""

    pk: int
    name: str
    is_joint: bool
    institution: str
    units: int
    area: str
    secretary: str
    is_backbone: bool
    is_head: bool
    full: int | None
    probationary: int | None
    departments: tuple[str, ...]
    admitted: int
    founded_on: date
    ended_on: date | None
    term_until: date
    is_election_due: bool
    is_term_over: bool
    is_small: bool
    is_counted: bool
    papers_missing: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the branches of a list."""

    branches: int
    joint: int
    full: int
    probationary: int
    admitted: int
    admitted_backbone: int
    re_set: int
    led_by_backbone: int


def branch_rows(user: User, *, by: BranchFilter, on: date, page: str | int | None = 1) -> Leaf[Row]:
    """A screenful in the order of areas: nine queries, however many rows there are."""
    leaf: Leaf[Any] = Paginator(_ordered(user, by, on=on), PER_PAGE).get_page(page)
    rows = _rows(list(leaf.object_list), on=on, within=areas.common_area(user.scope_of(VIEW)))
    return Leaf(rows, leaf.number, leaf.paginator)


def every_row(user: User, *, by: BranchFilter, on: date) -> Iterator[Row]:
    """All rows, read in stretches, for a file."""
    within = areas.common_area(user.scope_of(VIEW))
    portion: list[Any] = []
    for one in _ordered(user, by, on=on).iterator(chunk_size=500):
        portion.append(one)
        if len(portion) == 500:
            yield from _rows(portion, on=on, within=within)
            portion = []
    yield from _rows(portion, on=on, within=within)


def count(user: User, *, by: BranchFilter, on: date) -> int:
    """How many rows the list has."""
    return narrowed(visible_to(user), by, on=on).count()


def totals(user: User, *, by: BranchFilter, on: date) -> Totals:
    """Sums over all pages of the list: four queries."""
    found = narrowed(visible_to(user), by, on=on)
    summed = with_members(found, on).aggregate(
        n=Count("pk"),
        joint=Count("pk", filter=Q(is_joint=True)),
        members=Sum("full"),
        half=Sum("probationary"),
    )
    year = Development.objects.filter(branch__in=found.values("pk"), year=on.year)
    new = year.aggregate(a=Sum("admitted"), b=Sum("admitted_backbone"))
    turns = Turn.objects.filter(branch__in=found.values("pk"), kind=Turn.Kind.RE_SET)
    leaders = Secretary.objects.filter(open_on(on), branch__in=found.values("pk"))
    return Totals(
        branches=summed["n"],
        joint=summed["joint"],
        full=summed["members"] or 0,
        probationary=summed["half"] or 0,
        admitted=new["a"] or 0,
        admitted_backbone=new["b"] or 0,
        re_set=turns.filter(on__year=on.year).values("branch").distinct().count(),
        led_by_backbone=leaders.filter(Q(is_backbone=True) | Q(is_head=True)).count(),
    )


def narrowed(found: QuerySet[Branch], by: BranchFilter, *, on: date) -> QuerySet[Branch]:
    """Branches by what the list is narrowed by; ended ones only where they are asked for."""
    found = found.filter(ended_on__isnull=not by.ended)
    if by.words:
        found = found.filter(_named(plain(by.words)))
    if by.area:
        seated = Seat.objects.filter(below("institution__area_code", by.area))
        found = found.filter(pk__in=seated.values("branch"))
    if by.kind:
        found = found.filter(is_joint=by.kind == JOINT)
    narrow = MISSING.get(by.missing)
    return narrow(found, on) if narrow else found


def few(found: QuerySet[Branch], on: date) -> QuerySet[Branch]:
    """Branches of one institution with fewer full members than the setting wants."""
    least = shipped().least.members
    return with_members(found, on).filter(is_joint=False, full__lt=least)


def without_secretary(found: QuerySet[Branch], on: date) -> QuerySet[Branch]:
    """Branches nobody leads."""
    led = Secretary.objects.filter(open_on(on), branch=OuterRef("pk"))
    return found.filter(~Exists(led))


def due_for_election(found: QuerySet[Branch], on: date) -> QuerySet[Branch]:
    """Branches whose term ends within the notice, or is over."""
    since = election_due_since(on, settings=shipped())
    return found.annotate(term=term_began()).filter(term__lte=since)


def not_counted_lately(found: QuerySet[Branch], on: date) -> QuerySet[Branch]:
    """Branches whose members nobody counted within the days set."""
    return found.filter(~counted_since(on - timedelta(days=shipped().counts.days)))


def without_departments(found: QuerySet[Branch], on: date) -> QuerySet[Branch]:
    """Branches of one institution that cover no department."""
    covering = Coverage.objects.filter(open_on(on), branch=OuterRef("pk"))
    return found.filter(~Exists(covering), is_joint=False)


def lacking_papers(found: QuerySet[Branch], on: date) -> QuerySet[Branch]:
    """Branches whose base file of the year lacks something by now: two queries."""
    held = list(with_members(found, on).values_list("pk", "founded_on", "full"))
    kept = _papers([pk for pk, _since, _full in held], on)
    lacking = [
        pk
        for pk, since, full in held
        if not is_complete(
            file_lines(kept.get(pk, {}), year=on.year, on=on, since=since, full=full)
        )
    ]
    return found.filter(pk__in=lacking)


MISSING: dict[str, Callable[[QuerySet[Branch], date], QuerySet[Branch]]] = {
    FEW: few,
    LED: without_secretary,
    ELECTION: due_for_election,
    COUNT: not_counted_lately,
    PAPERS: lacking_papers,
    DEPARTMENTS: without_departments,
}


def _named(words: str) -> Q:
    spelt = words.lower().replace(" ", "")
    seated = Seat.objects.filter(
        Q(institution__name__icontains=words)
        | Q(institution__short_name__icontains=words)
        | Q(institution__name_pinyin__startswith=spelt)
        | Q(institution__name_initials__startswith=spelt)
    )
    leading = Secretary.objects.filter(name=words, ends_before__isnull=True)
    return (
        Q(name__icontains=words)
        | Q(pk__in=BranchName.objects.filter(name__icontains=words).values("branch"))
        | Q(pk__in=seated.values("branch"))
        | Q(pk__in=leading.values("branch"))
    )


def _ordered(user: User, by: BranchFilter, *, on: date) -> QuerySet[Any]:
    found = narrowed(visible_to(user), by, on=on)
    chosen = Branch.objects.filter(pk__in=found.values("pk")).select_related("institution")
    with_term = with_members(chosen, on).annotate(term_since=term_began())
    in_order: QuerySet[Any] = with_term.order_by(
        "institution__area_code", "institution__code", "is_joint", "pk"
    )
    return in_order


def _rows(found: Sequence[Any], *, on: date, within: str) -> list[Row]:
    names = areas.full_names((one.institution.area_code for one in found), within=within)
    _prefetch(found, on)
    kept = _papers([one.pk for one in found], on)
    return [_row(one, names, kept.get(one.pk, {}), on) for one in found]


def _prefetch(found: Sequence[Any], on: date) -> None:
    prefetch_related_objects(
        list(found),
        Prefetch("secretaries", Secretary.objects.filter(open_on(on)), to_attr="leading"),
        Prefetch(
            "coverages",
            Coverage.objects.filter(open_on(on)).select_related("department"),
            to_attr="covering",
        ),
        Prefetch("seats", Seat.objects.filter(open_on(on)), to_attr="seated"),
        Prefetch("developments", Development.objects.filter(year=on.year), to_attr="this_year"),
    )


def _row(one: Any, names: dict[str, str], kept: dict[str, int], on: date) -> Row:
    leader = one.leading[0] if one.leading else None
    settings = shipped()
    file = file_lines(kept, year=on.year, on=on, since=one.founded_on, full=one.full)
    until = term_ends(one.term_since, settings=settings)
    standing = one.ended_on is None
    return Row(
        pk=one.pk,
        name=one.name,
        is_joint=one.is_joint,
        institution=one.institution.name,
        units=len(one.seated),
        area=names[one.institution.area_code],
        secretary=leader.name if leader else "",
        is_backbone=bool(leader and leader.is_backbone),
        is_head=bool(leader and leader.is_head),
        full=one.full,
        probationary=one.probationary,
        departments=tuple(sorted(each.department.name for each in one.covering)),
        admitted=sum(each.admitted for each in one.this_year),
        founded_on=one.founded_on,
        ended_on=one.ended_on,
        term_until=until,
        is_election_due=standing and one.term_since <= election_due_since(on, settings=settings),
        is_term_over=standing and until <= on,
        is_small=standing
        and not one.is_joint
        and one.full is not None
        and one.full < settings.least.members,
        is_counted=one.full is not None,
        papers_missing=sum(line.missing for line in file) if standing else 0,
    )


def _papers(branches: Sequence[int], on: date) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    rows = PaperKept.objects.filter(
        branch__in=branches, year=on.year, removed_at__isnull=True, on__lte=on
    ).order_by()
    for branch, kind, n in rows.values_list("branch", "kind").annotate(n=Count("pk")):
        found.setdefault(branch, {})[kind] = n
    return found
