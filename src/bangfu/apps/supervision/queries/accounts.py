"""Ledgers handed in and those that wait: by institution and year."""

from dataclasses import asdict, dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.db.models import Count, Exists, OuterRef, Q

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.queries import leaf_of
from bangfu.apps.supervision.models import HandIn, Task
from bangfu.core.duty.days import Days, year_of
from bangfu.core.tasks import hand_in as core
from bangfu.core.tasks import settings
from bangfu.core.tasks.task_life import State

from .reach import ANSWER, handed_in_visible_to, visible_to

WAITING = 60
"""Ledgers to hand in that are listed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One ledger of a year, handed in or not; of several tasks by nobody in the registry too."""

    pk: int | None
    programme: str
    programme_title: str
    institution: str
    institution_name: str
    year: int
    total: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class SealedLine:
    """One line of a frozen list with its days."""

    line: core.Line
    due: date | None
    wished: date | None


def year_due(on: date) -> Days:
    """The year whose ledger is handed in now: this one in its last days, else the one before."""
    this = year_of(on)
    first = this.ends_before.toordinal() - settings.shipped().hand_in.days_before
    if on.toordinal() >= first:
        return this
    return year_of(this.starts_on.replace(year=this.starts_on.year - 1))


def accounts_waiting(user: User, *, on: date) -> list[Account]:
    """Ledgers a reader is to hand in: one query. Of areas only what no institution bears."""
    year = year_due(on)
    given = HandIn.objects.filter(programme=OuterRef("programme"), starts_on=year.starts_on)
    same = given.filter(institution=OuterRef("institution"))
    nobody = given.filter(institution__isnull=True)
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=year.starts_on)
    own = _borne_by_reader(user)
    waits = Q(~Exists(same), institution__isnull=False) | Q(~Exists(nobody), institution=None)
    rows = (
        visible_to(user, ANSWER)
        .counted()
        .filter(own, still, waits, starts_on__lt=year.ends_before)
        .order_by()
        .values("programme__code", "programme__title_zh", "institution__code", "institution__name")
        .annotate(
            total=Count("pk"),
            open=Count("pk", filter=~Q(state=State.CLOSED.value) & ~Q(repeat="standing")),
            late=Count("pk", filter=Q(pk__in=Task.objects.late(on).values("pk"))),
        )
        .order_by("programme__code", "institution__code")
    )
    return [
        Account(
            pk=None,
            programme=row["programme__code"],
            programme_title=row["programme__title_zh"],
            institution=row["institution__code"] or "",
            institution_name=row["institution__name"] or "",
            year=year.starts_on.year,
            total=row["total"],
            open=row["open"],
            late=row["late"],
        )
        for row in rows[:WAITING]
    ]


def account_rows(user: User, *, page: str | int | None = 1) -> Leaf[Account]:
    """Ledgers handed in, the latest first: two queries."""
    found = handed_in_visible_to(user).select_related("programme", "institution")
    return leaf_of(found.order_by("-starts_on", "-at"), _row, page)


def lines_of(row: HandIn) -> list[core.Line]:
    """The frozen list."""
    return [core.Line(**line) for line in row.lines]


def sealed_lines(row: HandIn) -> list[SealedLine]:
    """The frozen list as a page shows it."""
    return [SealedLine(one, _day(one.due), _day(one.wished)) for one in lines_of(row)]


def is_intact(row: HandIn) -> bool:
    """Whether list and sums are still those that were sealed."""
    lines = lines_of(row)
    return core.digest_of(lines) == row.digest and asdict(core.sums_of(lines)) == row.sums


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _borne_by_reader(user: User) -> Q:
    """What a reader hands in: their institutions' tasks; of an area what nobody else bears."""
    scope = user.scope_of(ANSWER)
    found = Q(institution__code__in=scope.institutions)
    if scope.areas:
        found |= Q(institution__isnull=True) | Q(institution__area_code__in=scope.areas)
    return found


def _row(row: HandIn) -> Account:
    return Account(
        pk=row.pk,
        programme=row.programme.code,
        programme_title=row.programme.title,
        institution=row.institution.code if row.institution else "",
        institution_name=row.institution.name if row.institution else "",
        year=row.starts_on.year,
        total=row.sums["total"],
        open=row.sums["open"],
        late=row.sums["done_late"] + row.sums["open_late"],
    )
