"""Programmes, with how many people are on post: figures alone, nobody's name."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.programmes.queries import visible_to

from .areas import names_of

FIRST = 12


@dataclass(frozen=True, slots=True)
class Running:
    """A programme, where and from when to when, with how many people are on post on the day.

    One whose term is over goes on as long as somebody is on post.
    """

    code: str
    title: str
    area: str
    starts_on: date | None
    ends_before: date | None
    on_post: int
    is_over: bool


def public_programmes(*, on: date) -> list[Running]:
    """What anybody may know of the programmes that run or have people on post: two queries."""
    found = _counted(Programme.objects.all(), on=on).filter(_running_on(on) | Q(there__gt=0))[
        :FIRST
    ]
    areas = names_of(code for row in found for code in (row.area_code, row.area_code[:4]))
    return [_row(programme, areas, on=on) for programme in found]


def programmes_of(user: User, *, on: date) -> list[Running]:
    """The programmes a reader may see, also those that are over, without areas: one query."""
    found = Programme.objects.filter(pk__in=visible_to(user).values("pk"))
    return [_row(programme, {}, on=on) for programme in _counted(found, on=on)[:FIRST]]


def _counted(found: QuerySet[Programme], *, on: date) -> QuerySet[Programme]:
    """Programmes with ``there``, the number of people on post; most people first, then newest."""
    there = (
        Posting.objects.on(on)
        .filter(programme=OuterRef("pk"))
        .order_by()
        .values("programme")
        .annotate(n=Count("worker", distinct=True))
        .values("n")
    )
    return found.annotate(
        there=Coalesce(Subquery(there, output_field=IntegerField()), Value(0))
    ).order_by("-there", F("starts_on").desc(nulls_last=True), "pk")


def _running_on(on: date) -> Q:
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    return begun & (Q(ends_before__isnull=True) | Q(ends_before__gt=on))


def _row(programme: Programme, areas: dict[str, str], *, on: date) -> Running:
    return Running(
        programme.code,
        programme.title,
        _where(programme.area_code, areas),
        programme.starts_on,
        programme.ends_before,
        programme.there,  # type: ignore[attr-defined]
        bool(programme.ends_before and programme.ends_before <= on),
    )


def _where(code: str, names: dict[str, str]) -> str:
    """City and county, or what of them is known: 南阳市卧龙区."""
    return "".join(names.get(part, "") for part in dict.fromkeys((code[:4], code)))
