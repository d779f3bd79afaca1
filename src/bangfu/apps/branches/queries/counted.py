"""Members as last counted by a day, said in SQL for filters and sums."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from bangfu.apps.branches.models import Branch, Election, MemberCount, Seat


def open_on(day: date) -> Q:
    """Stretches (seats, coverages, secretaries) that hold a day."""
    return Q(starts_on__lte=day) & (Q(ends_before__isnull=True) | Q(ends_before__gt=day))


def latest_counts(day: date) -> QuerySet[MemberCount]:
    """The last count of each institution in each branch it belongs to on a day."""
    later = MemberCount.objects.filter(
        branch=OuterRef("branch"),
        institution=OuterRef("institution"),
        on__gt=OuterRef("on"),
        on__lte=day,
    )
    seats = Seat.objects.filter(
        open_on(day), branch=OuterRef("branch"), institution=OuterRef("institution")
    )
    counted = MemberCount.objects.filter(on__lte=day, branch__isnull=False)
    return counted.filter(~Exists(later), Exists(seats))


def members_of_branch(day: date, figure: str = "full") -> Subquery:
    """Members of a branch on a day, ``None`` where nobody counted; for ``annotate``."""
    found = latest_counts(day).filter(branch=OuterRef("pk"))
    return _summed(found, "branch", figure)


def members_of_institution(day: date, figure: str = "full") -> Coalesce:
    """Members of an institution on a day: in its branches, or counted without one."""
    in_branches = latest_counts(day).filter(institution=OuterRef("pk"))
    alone = MemberCount.objects.filter(
        institution=OuterRef("pk"), branch__isnull=True, on__lte=day
    ).order_by("-on")
    seated = _summed(in_branches, "institution", figure)
    return Coalesce(
        seated, Subquery(alone.values(figure)[:1]), output_field=IntegerField(null=True)
    )


def seats_count(day: date, *, joint: bool) -> Coalesce:
    """How many branches of its own, or joint ones, an institution has on a day."""
    found = Seat.objects.filter(
        open_on(day), institution=OuterRef("pk"), branch__is_joint=joint
    ).order_by()
    counted: Any = found.values("institution").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def term_began() -> Coalesce:
    """The day the present term of a branch began: its last election, or its founding."""
    last = Election.objects.filter(branch=OuterRef("pk")).order_by("-on").values("on")[:1]
    return Coalesce(Subquery(last), "founded_on")


def counted_since(day: date) -> Exists:
    """Whether a branch was counted on a day or later."""
    return Exists(MemberCount.objects.filter(branch=OuterRef("pk"), on__gte=day))


def _summed(found: QuerySet[Any], by: str, figure: str) -> Subquery:
    rows = found.order_by().values(by).annotate(n=Sum(figure)).values("n")
    return Subquery(rows, output_field=IntegerField(null=True))


def with_members(found: "QuerySet[Branch]", day: date) -> "QuerySet[Any]":
    """Branches with ``full`` and ``probationary`` as last counted."""
    return found.annotate(
        full=members_of_branch(day), probationary=members_of_branch(day, "probationary")
    )
