"""Entries that may tell of one activity, and who may settle whether they do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as Leaf
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import get_language

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, Resemblance
from bangfu.apps.intake.queries import leaf_of, named
from bangfu.web.wording import enumerated

from .ledger import Row, figures_of, row_of
from .narrowing import NO_FILTER, PointerFilter
from .reach import CLOSE, correctable_by, visible_to
from .single import entered_by


@dataclass(frozen=True, slots=True)
class Noted:
    """One of the two entries, and whether the reader may open it."""

    pk: int
    kind: str
    on: date
    amounts: str
    giver: str
    host: str
    entered_by: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Double:
    """Two entries that may tell of one activity, and whether the reader may settle it."""

    resemblance: int
    programme: str
    first: Noted
    second: Noted
    may_settle: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """Another entry that may tell of the same activity."""

    resemblance: int
    row: Row
    found: str
    entered_by: str
    may_settle: bool
    opens: bool


def open_doubles(
    user: User, *, by: PointerFilter = NO_FILTER, page: str | int | None = 1
) -> Leaf[Double]:
    """A screenful of likely doubles of which the reader sees an entry, the latest first."""
    return leaf_of(_open_pairs(user, by), _double, page)


def every_double(user: User, *, by: PointerFilter) -> Iterator[Double]:
    """All of them, for a file."""
    return (_double(pair) for pair in _open_pairs(user, by).iterator(chunk_size=500))


def count_doubles(user: User, *, by: PointerFilter) -> int:
    """How many likely doubles there are."""
    return _open_pairs(user, by).count()


def _open_pairs(user: User, by: PointerFilter) -> QuerySet[Resemblance]:
    """Pairs with both entries, and what the reader may do with them, in one question."""
    seen = visible_to(user).order_by()
    pairs = Resemblance.objects.filter(
        Q(first__in=seen) | Q(second__in=seen), _narrowed(by), found=Resemblance.Found.OPEN
    )
    ends = [f"{end}__{name}" for end in ("first", "second") for name in ("giver", "host")]
    return (
        pairs.annotate(
            opens_first=_holds(Q(first__in=seen)),
            opens_second=_holds(Q(second__in=seen)),
            may_settle=_holds(_settleable(user)),
        )
        .select_related("first__programme", *ends)
        .prefetch_related("first__figures", "second__figures")
        .order_by("-pk")
    )


def _holds(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))


def _narrowed(by: PointerFilter) -> Q:
    """The first entry stands for both: they are of one kind, and have an institution in common."""
    found = Q()
    if by.programme:
        found &= Q(first__programme__code=by.programme)
    if by.kind:
        found &= Q(first__kind=by.kind)
    if by.words:
        places = ("first__giver", "first__host", "second__giver", "second__host")
        told = Q()
        for place in places:
            told |= named(place, by.words)
        found &= told
    return found


def _double(pair: Any) -> Double:
    return Double(
        pair.pk,
        str(pair.first.programme),
        _noted(pair.first, opens=pair.opens_first),
        _noted(pair.second, opens=pair.opens_second),
        pair.may_settle,
    )


def _noted(activity: Activity, *, opens: bool) -> Noted:
    return Noted(
        pk=activity.pk,
        kind=activity.kind_title(get_language() or ""),
        on=activity.happened_on,
        amounts=enumerated(str(each) for each in figures_of(activity)),
        giver=activity.giver.name,
        host=activity.host.name if activity.host else "",
        entered_by=entered_by(activity),
        opens=opens,
    )


def alike_to(user: User, activity: Activity) -> list[Alike]:
    """Entries that may tell of the same activity, also those of the other institution."""
    pairs = Resemblance.objects.filter(Q(first=activity) | Q(second=activity))
    rows = list(pairs.order_by("pk"))
    entries = _entries_of(rows)
    mine, opens = _settled_by(user, rows), _opened_by(user, rows)
    found = []
    for pair in rows:
        other = entries[pair.second_id if pair.first_id == activity.pk else pair.first_id]
        found.append(
            Alike(
                resemblance=pair.pk,
                row=row_of(other),
                found=str(pair.get_found_display()),
                entered_by=entered_by(other),
                may_settle=pair.pk in mine,
                opens=other.pk in opens,
            )
        )
    return found


def _entries_of(pairs: list[Resemblance]) -> dict[int, Activity]:
    """Both entries of each pair with what a list says of them, in three queries."""
    keys = {key for pair in pairs for key in (pair.first_id, pair.second_id)}
    found = Activity.objects.filter(pk__in=keys).select_related("programme", "giver", "host")
    return {each.pk: each for each in found.prefetch_related("figures", "participants")}


def _settled_by(user: User, pairs: list[Resemblance]) -> frozenset[int]:
    if not pairs:
        return frozenset()
    found = settleable_by(user).filter(pk__in=[pair.pk for pair in pairs])
    return frozenset(found.values_list("pk", flat=True))


def _opened_by(user: User, pairs: list[Resemblance]) -> frozenset[int]:
    if not pairs:
        return frozenset()
    ends = {end for pair in pairs for end in (pair.first_id, pair.second_id)}
    found = visible_to(user).order_by().filter(pk__in=ends)
    return frozenset(found.values_list("pk", flat=True))


def settleable_by(user: User) -> QuerySet[Resemblance]:
    """Pairs the reader may settle: one side's own entry, or as the authority above both."""
    return Resemblance.objects.filter(_settleable(user), found=Resemblance.Found.OPEN)


def _settleable(user: User) -> Q:
    own = correctable_by(user).order_by()
    above = Activity.objects.filter(
        user.scope_of(CLOSE).filter(area=("host__area_code", "giver__area_code"))
    )
    return Q(first__in=own) | Q(second__in=own) | Q(first__in=above.order_by())
