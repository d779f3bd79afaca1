"""Workers as lists and pages show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.queries import scope_of
from bangfu.apps.registry.models import Worker, WorkerQuerySet, WorkerSpecialty
from bangfu.core.standards import id_number, titles
from bangfu.core.standards.code_lists import plain
from bangfu.core.standards.finding import Finding
from bangfu.web.scope import below
from bangfu.web.wording import in_english

from .areas import common_area, full_names
from .institutions import subject_in_words
from .words import by_spelling, spelt

VIEW, CHANGE = "registry.view_worker", "registry.change_worker"
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of workers is narrowed by; empty values narrow nothing."""

    words: str = ""
    area: str = ""
    institution: int | None = None
    category: str = ""
    level: int | None = None
    rank: int | None = None
    subject: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One worker in a list."""

    pk: int
    name: str
    title: str
    rank: str
    subject: str
    home_pk: int
    home: str
    department: str
    area: str
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class EmploymentRow:
    """Where a worker was employed, from when to when."""

    institution: str
    department: str
    starts_on: date
    ends_before: date | None


@dataclass(frozen=True, slots=True)
class Details:
    """One worker as their page shows them; the identity number is masked."""

    pk: int
    name: str
    staff_number: str
    sex: str
    birth_date: date | None
    id_number: str
    title: str
    rank: str
    subjects: tuple[str, ...]
    home_pk: int
    home_code: str
    home: str
    area_code: str
    area: str
    department: str
    practice_certificate: str
    phone: str
    account: str
    valid_from: date
    valid_to: date | None
    employments: tuple[EmploymentRow, ...]
    doubts: tuple[Finding, ...]


def visible_to(user: User, permission: str = VIEW) -> WorkerQuerySet:
    """The workers somebody may see, or may do something else with, or who is themselves."""
    scope = scope_of(user, permission)
    return Worker.objects.filter(
        scope.filter(area="home__area_code", institution="home__code", owner="account")
    )


def page_of(user: User, filters: Filters, *, number: int | str = 1) -> Leaf[Row]:
    """One page of the workers somebody may see, in the order of their names' spelling."""
    found = narrowed(visible_to(user), filters).order_by("name_pinyin", "id")
    # Keys alone are sorted: whole rows of a province would be sorted in memory for each page.
    leaf: Leaf[Any] = Paginator(found.values_list("pk", flat=True), PER_PAGE).get_page(number)
    shown = _in_full(list(leaf))
    within = common_area(scope_of(user, VIEW))
    names = full_names((row.home.area_code for row in shown), within=within)
    rows = [
        Row(
            pk=row.pk,
            name=row.name,
            title=title_in_words(row.title_code),
            rank=row.get_rank_display(),
            subject=subject_in_words(row.main_subject or ""),
            home_pk=row.home.pk,
            home=row.home.name,
            department=row.department.name if row.department else "",
            area=names[row.home.area_code],
            valid_to=row.valid_to,
        )
        for row in shown
    ]
    return Leaf(rows, leaf.number, leaf.paginator)


def _in_full(keys: list[int]) -> list[Any]:
    """The workers of these keys, in the order of a list, with what a list shows of them."""
    main = WorkerSpecialty.objects.filter(worker=OuterRef("pk"), is_primary=True)
    rows = Worker.objects.filter(pk__in=keys).select_related("home", "department")
    with_subject = rows.annotate(main_subject=Subquery(main.values("subject_code")[:1]))
    return list(with_subject.order_by("name_pinyin", "id"))


def narrowed(found: WorkerQuerySet, filters: Filters) -> WorkerQuerySet:
    """The rows that meet every filter."""
    found = found.filter(valid_to__isnull=not filters.ended)
    if filters.words:
        found = found.filter(_matches(filters.words))
    if filters.area:
        found = found.filter(below("home__area_code", filters.area))
    exact = {
        "home": filters.institution,
        "home__category": filters.category or None,
        "home__level": filters.level,
        "rank": filters.rank,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value is not None})
    if filters.subject:
        # 03 means 内科 as a whole, 03.04 only 心血管内科.
        practised = Q(subject_code=filters.subject)
        practised |= Q(subject_code__startswith=f"{filters.subject}.")
        practising = WorkerSpecialty.objects.filter(practised).values("worker")
        found = found.filter(pk__in=practising)
    return found


def details(user: User, pk: int, *, on: date) -> Details | None:
    """One worker, or ``None`` where somebody may not see them."""
    full = visible_to(user).select_related("home", "department", "account")
    row = full.filter(pk=pk).first()
    if row is None:
        return None
    number = row.id_number or ""
    return Details(
        pk=row.pk,
        name=row.name,
        staff_number=row.staff_number,
        sex=row.get_sex_display(),
        birth_date=row.birth_date,
        id_number=id_number.masked(number),
        title=title_in_words(row.title_code),
        rank=row.get_rank_display(),
        subjects=tuple(subject_in_words(s.subject_code) for s in row.specialties.all()),
        home_pk=row.home.pk,
        home_code=row.home.code,
        home=row.home.name,
        area_code=row.home.area_code,
        area=full_names([row.home.area_code])[row.home.area_code],
        department=row.department.name if row.department else "",
        practice_certificate=row.practice_certificate,
        phone=row.phone,
        account=row.account.username if row.account else "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        employments=tuple(
            EmploymentRow(
                institution=e.institution.name,
                department=e.department.name if e.department else "",
                starts_on=e.starts_on,
                ends_before=e.ends_before,
            )
            for e in row.employments.select_related("institution", "department")
        ),
        doubts=id_number.check(number, on=on) if number else (),
    )


def title_in_words(code: str) -> str:
    """A title's name in the language of the page; "" for none."""
    title = titles.every().get(code)
    if title is None:
        return code
    return title.en if in_english() else title.zh


def _matches(words: str) -> Q:
    word = plain(words)
    found = Q(name__contains=word) | Q(staff_number=word)
    if len(word) == id_number.LENGTH:
        found |= Q(id_number=word.upper())
    return found | by_spelling(letters) if (letters := spelt(words)) else found


def home_of_list(user: User, filters: Filters) -> tuple[int, str] | None:
    """The institution a list is narrowed to, where somebody may see any of its workers."""
    if filters.institution is None:
        return None
    found = visible_to(user).filter(home=filters.institution)
    return found.values_list("home__pk", "home__name").order_by().first()
