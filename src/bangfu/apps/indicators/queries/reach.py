"""Whose figures somebody sees: areas below their own, and institutions in reach."""

from dataclasses import dataclass

from django.db.models import QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.indicators.models import Level, Statistic, StatisticQuerySet
from bangfu.apps.registry.models import Area, Institution
from bangfu.core.indicators.expressions import AREAS, COUNTY
from bangfu.web.scope import Scope, below

VIEW = "indicators.view_indicator"
CHANGE = "indicators.change_statistic"
LONGEST = 22


@dataclass(frozen=True, slots=True)
class Place:
    """An area or an institution on the ladder; the nation has an empty code."""

    level: int
    code: str
    name: str
    area: str

    @property
    def is_institution(self) -> bool:
        return self.level == Level.INSTITUTION


def institutions_in_reach(user: User, *, permission: str = VIEW) -> QuerySet[Institution]:
    """Institutions whose figures a reader sees: the only door to them."""
    scope = user.scope_of(permission)
    return Institution.objects.filter(scope.filter(area="area_code", institution="code"))


def roots(user: User) -> list[Place]:
    """Where a reader begins: their areas, else their institutions; two queries at most."""
    scope = user.scope_of(VIEW)
    codes = [code for code in scope.areas if len(code) in AREAS]
    names = names_of(codes)
    found = [_area(code, names) for code in sorted(codes)]
    # Institutions of a town, or those named one by one, have no area page of their own.
    single = Scope(
        areas=tuple(code for code in scope.areas if len(code) not in AREAS),
        institutions=scope.institutions,
    )
    if not single.is_empty:
        rows = Institution.objects.filter(single.filter(area="area_code", institution="code"))
        found += [institution_place(row) for row in rows.order_by("area_code", "code")[:50]]
    return found


def place_in_reach(user: User, code: str) -> Place | None:
    """The place of a code where the reader may see it; nothing where they may not: one query."""
    if len(code) > LONGEST:
        return None
    scope = user.scope_of(VIEW)
    if len(code) in AREAS and (not code or code.isdigit()):
        if not scope.covers(area=code):
            return None
        names = names_of([code])
        return _area(code, names) if not code or code in names else None
    row = institutions_in_reach(user).filter(code=code).first()
    return institution_place(row) if row else None


def ladder_to(user: User, place: Place) -> list[Place]:
    """The places above one that the reader may see, the widest first, then itself."""
    scope = user.scope_of(VIEW)
    above = [
        place.area[:digits]
        for digits in AREAS
        if digits <= len(place.area) and (place.is_institution or digits < place.level)
    ]
    seen = [code for code in dict.fromkeys(above) if scope.covers(area=code)]
    names = names_of(seen)
    return [*(_area(code, names) for code in seen), place]


def below_of(place: Place) -> tuple[int, list[Area] | list[Institution]]:
    """The next step down the ladder: its level, and areas or the institutions of a county.

    Districts of 北京 lie directly below the municipality; 东莞 has no counties, so its
    institutions follow.
    """
    if place.level < COUNTY:
        rows = list(
            Area.objects.filter(parent_code=place.code, valid_to__isnull=True).order_by("code")
        )
        if areas := [row for row in rows if len(row.code) in AREAS]:
            return len(areas[0].code), areas
    found = Institution.objects.filter(below("area_code", place.code))
    return Level.INSTITUTION, list(found)


def statistics_in_reach(user: User, *, permission: str = VIEW) -> StatisticQuerySet:
    """Statistics that a reader sees, or with another permission, may enter and take back."""
    scope = user.scope_of(permission)
    return Statistic.objects.filter(scope.filter(area="area_code", institution="institution__code"))


def names_of(codes: list[str]) -> dict[str, str]:
    """Area names as they are in force, by code: one query."""
    held = Area.objects.filter(code__in=[code for code in codes if code], valid_to__isnull=True)
    return dict(held.values_list("code", "name"))


def institution_place(row: Institution) -> Place:
    """An institution as a place."""
    return Place(Level.INSTITUTION, row.code, row.short_name or row.name, row.area_code)


def _area(code: str, names: dict[str, str]) -> Place:
    return Place(len(code), code, names.get(code, code), code)
