"""Names of areas, and the areas a list can be narrowed to."""

from collections.abc import Iterable

from django.db.models import Q

from bangfu.apps.registry.models import Area
from bangfu.core.standards import areas
from bangfu.web.scope import Scope


def full_names(codes: Iterable[str], *, within: str = "") -> dict[str, str]:
    """The full name of each code, 山东省东营市广饶县; one query whatever their number.

    ``within`` is an area whose name and what lies above it need not be repeated: 广饶县.
    A code no area has is shown as it is. The newest name counts, for areas that ended too.
    """
    wanted = set(codes)
    with_above = wanted.union(*(areas.above(code) for code in wanted)) if wanted else set()
    found = Area.objects.filter(code__in=with_above).order_by("code", "valid_from")
    names = dict(found.values_list("code", "name"))
    known = {*areas.above(within), within} if within else set()
    below = {code: name for code, name in names.items() if code not in known}
    return {code: areas.full_name(code, names if code in known else below) for code in wanted}


def common_area(scope: Scope) -> str:
    """The area that holds all somebody may see, where there is one; "" otherwise."""
    return scope.areas[0] if len(scope.areas) == 1 and not scope.institutions else ""


def choices(scope: Scope, chosen: str) -> list[tuple[str, str]]:
    """What an area filter offers: what lies above the chosen area, itself, and what lies below.

    One query. Choosing a lower area and asking again leads further down; nothing outside the
    scope is offered. Names are indented by level.
    """
    roots = [area for area in scope.areas if area]
    top = chosen or (roots[0] if len(roots) == 1 else "")
    if not scope.areas:
        return []
    shown = Q(code__in=[*roots, *areas.above(chosen), chosen])
    if top or scope.is_everything:
        shown |= Q(parent_code=top)
    found = Area.objects.filter(shown, valid_to__isnull=True).order_by("code")
    rows = [(a.code, a.name, a.level) for a in found if scope.covers(area=a.code)]
    highest = min((level for _, _, level in rows), default=0)
    return [(code, "\u3000" * (level - highest) + name) for code, name, level in rows]
