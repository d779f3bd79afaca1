"""What indicators and star rating ask: branches on a day, a month's figures, the base file."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Sum

from bangfu.apps.branches.models import (
    Branch,
    BranchQuerySet,
    Coverage,
    Development,
    PaperKept,
    Seat,
)
from bangfu.apps.registry.models import Department
from bangfu.core.branches import PaperLine, has_committee, lines, shipped, shipped_papers
from bangfu.core.months import month_start
from bangfu.web.scope import below

from .counted import latest_counts, open_on


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFacts:
    """One institution at the end of a month.

    A joint branch counts at the institution that leads it, members where they are, members
    admitted since January at the institution that keeps their branch.
    """

    institution: int
    month: date
    branches: int
    joint_branches: int
    full_members: int
    probationary_members: int
    admitted: int
    admitted_backbone: int
    departments_covered: int
    departments: int


def branches_on(day: date, *, area: str = "") -> BranchQuerySet:
    """Branches that exist on a day, in an area where one is given."""
    return Branch.objects.on(day).filter(below("institution__area_code", area))


def facts(month: date, *, area: str = "") -> list[MonthFacts]:
    """Every institution with a branch, a member or a covered department: six queries.

    ``month`` is any day of it. Institutions with nothing to say are left out.
    """
    first = month_start(month)
    day = month_start(month, later=1) - timedelta(days=1)
    standing = branches_on(day, area=area).order_by().values("institution", "is_joint")
    branches: dict[int, Counter[bool]] = defaultdict(Counter)
    for row in standing.annotate(n=Count("pk")):
        branches[row["institution"]][row["is_joint"]] = row["n"]
    members = _members(day, area)
    admitted = _admitted(day, area)
    covered = _departments_covered(day, area)
    found = sorted({*branches, *members, *covered, *admitted})
    departments = dict(
        Department.objects.filter(institution__in=found)
        .order_by()
        .values_list("institution")
        .annotate(n=Count("pk"))
    )
    return [
        MonthFacts(
            institution=one,
            month=first,
            branches=branches[one].total(),
            joint_branches=branches[one][True],
            full_members=members.get(one, (0, 0))[0],
            probationary_members=members.get(one, (0, 0))[1],
            admitted=admitted.get(one, (0, 0))[0],
            admitted_backbone=admitted.get(one, (0, 0))[1],
            departments_covered=covered.get(one, 0),
            departments=departments.get(one, 0),
        )
        for one in found
    ]


def base_file(branch: Branch, year: int, *, on: date) -> list[PaperLine]:
    """Every paper a year asks of a branch, as it stands on a day: two queries."""
    kept = dict(
        PaperKept.objects.filter(branch=branch, year=year, removed_at__isnull=True, on__lte=on)
        .order_by()
        .values_list("kind")
        .annotate(n=Count("pk"))
    )
    counted = latest_counts(on).filter(branch=branch).aggregate(n=Sum("full"))["n"]
    return file_lines(kept, year=year, on=on, since=branch.founded_on, full=counted)


def file_lines(
    kept: Mapping[str, int], *, year: int, on: date, since: date, full: int | None
) -> list[PaperLine]:
    """The same from figures that are read already."""
    return lines(
        list(shipped_papers().values()),
        kept,
        year=year,
        on=on,
        since=since,
        has_committee=has_committee(full, settings=shipped()),
    )


def _members(day: date, area: str) -> Mapping[int, tuple[int, int]]:
    rows = latest_counts(day).filter(below("institution__area_code", area)).order_by()
    summed = rows.values_list("institution").annotate(a=Sum("full"), b=Sum("probationary"))
    return {place: (full, probationary) for place, full, probationary in summed}


def _admitted(day: date, area: str) -> Mapping[int, tuple[int, int]]:
    rows = Development.objects.filter(below("branch__institution__area_code", area), year=day.year)
    summed = (
        rows.order_by()
        .values_list("branch__institution")
        .annotate(a=Sum("admitted"), b=Sum("admitted_backbone"))
    )
    return {place: (admitted, backbone) for place, admitted, backbone in summed}


def _departments_covered(day: date, area: str) -> Mapping[int, int]:
    rows = Coverage.objects.filter(
        open_on(day), below("department__institution__area_code", area)
    ).order_by()
    named = dict(
        rows.values_list("department__institution").annotate(n=Count("department", distinct=True))
    )
    # A joint branch covers all of its institutions, whatever departments are named.
    joint = Seat.objects.filter(
        open_on(day), below("institution__area_code", area), branch__is_joint=True
    ).values("institution")
    whole = Department.objects.filter(institution__in=joint).order_by()
    return named | dict(whole.values_list("institution").annotate(n=Count("pk")))
