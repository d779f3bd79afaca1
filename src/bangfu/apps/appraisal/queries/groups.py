"""Groups of peers in a round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.paginator import Page as Leaf
from django.db.models import Count, Q, QuerySet
from django.utils.translation import override

from bangfu.apps.appraisal.models import Round, Subject
from bangfu.apps.intake.queries import leaf_of
from bangfu.apps.registry.models import Area

from .candidates import Candidate

NONE, CATEGORY, LEVEL, AREA = "", "category", "level", "area"
"""How a round may be grouped when it is opened: by the unit that answers for the appraised."""
COUNTY_DIGITS = 6
NOBODY = "-"
"""The filter's word for those who are in no group."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One appraised and the group it is in."""

    pk: int
    key: str
    unit: str
    group: str


@dataclass(frozen=True, slots=True)
class GroupSum:
    """A group and how many are in it; no name for those in none."""

    name: str
    count: int


def in_groups(found: Sequence[Candidate], way: str) -> list[Candidate]:
    """Candidates with the group of their unit; one query where counties are named.

    Names of groups are kept with the round, so they are Chinese whoever opens it.
    """
    if way == NONE:
        return list(found)
    counties = {one.institution.area_code[:COUNTY_DIGITS] for one in found}
    rows = Area.objects.filter(code__in=sorted(counties), valid_to__isnull=True)
    names = dict(rows.values_list("code", "name")) if way == AREA else {}
    with override("zh-hans"):
        return [replace(one, group=_group(one, way, names)) for one in found]


def _group(one: Candidate, way: str, names: Mapping[str, str]) -> str:
    unit = one.institution
    if way == AREA:
        county = unit.area_code[:COUNTY_DIGITS]
        return names.get(county, county)
    return unit.get_category_display() if way == CATEGORY else unit.get_level_display()


def group_sums(held: Round) -> Sequence[GroupSum]:
    """The groups of a round with their sizes: one query."""
    rows = held.subjects.order_by("group").values_list("group").annotate(n=Count("pk"))
    return [GroupSum(name, count) for name, count in rows]


def grouped(held: Round, *, words: str = "", group: str = "") -> QuerySet[Subject]:
    """The appraised of a round, narrowed."""
    found = held.subjects.select_related("institution").order_by("group", "key", "pk")
    if words:
        found = found.filter(Q(key__icontains=words) | Q(institution__name__icontains=words))
    if group:
        found = found.filter(group="" if group == NOBODY else group)
    return found


def group_rows(held: Round, *, page: str | int | None = 1, **by: str) -> Leaf[GroupRow]:
    """A screenful of the appraised: two queries."""

    def row(one: Subject) -> GroupRow:
        unit = one.institution.name if one.institution.name not in one.key else ""
        return GroupRow(one.pk, one.key, unit, one.group)

    return leaf_of(grouped(held, **by), row, page)
