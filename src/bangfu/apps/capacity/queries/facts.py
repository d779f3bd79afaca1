"""What indicators ask: techniques done alone, things built, pupils who are not independent yet."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal

from django.db.models import Count, Q

from bangfu.apps.capacity.models import Item, ItemQuerySet, Skill
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.core.programmes.measured import Lasting

By = Literal["giver", "host"]


def alone(
    programme: Programme,
    institutions: Collection[int] | None = None,
    *,
    starts_on: date,
    ends_before: date,
    by: By = "host",
) -> Mapping[int, int]:
    """Techniques local staff did alone for the first time in a stretch of days, by institution id.

    The indicator ``techniques_alone``: witnessed, confirmed by the host, and still done. One query.
    """
    found = alone_rows(programme, institutions, starts_on=starts_on, ends_before=ends_before, by=by)
    rows = found.order_by().values(by).annotate(n=Count("pk"))
    return {row[by]: row["n"] for row in rows}


def alone_rows(
    programme: Programme,
    institutions: Collection[int] | None = None,
    *,
    starts_on: date,
    ends_before: date,
    by: By = "host",
) -> ItemQuerySet:
    """The very items that ``alone`` counts."""
    found = Item.objects.standing().filter(
        programme=programme,
        lasting=Lasting.TECHNIQUE.value,
        alone_on__gte=starts_on,
        alone_on__lt=ends_before,
    )
    return found if institutions is None else found.filter(**{f"{by}__in": institutions})


def built(
    programme: Programme, institutions: Collection[int] | None = None
) -> Mapping[tuple[int, str], tuple[int, int]]:
    """By host id and sort: how many stand built and how many are under way. One query."""
    found = Item.objects.standing().filter(programme=programme)
    if institutions is not None:
        found = found.filter(host__in=institutions)
    rows = found.order_by().values("host", "lasting")
    counted = rows.annotate(
        there=Count("pk", filter=Q(built_on__isnull=False)),
        begun=Count("pk", filter=Q(built_on__isnull=True)),
    )
    return {(row["host"], row["lasting"]): (row["there"], row["begun"]) for row in counted}


def not_independent(posting: Posting) -> list[Skill]:
    """What of a posting's teaching nobody does alone yet, for whoever hands over: one query.

    Skills of its standing pupils that are still taught and not confirmed as done alone.
    """
    found = Skill.objects.filter(
        item__posting=posting,
        item__state=Item.State.STANDING,
        confirmed_at__isnull=True,
        dropped="",
    )
    return list(found.select_related("item").order_by("item__person_name", "position"))
