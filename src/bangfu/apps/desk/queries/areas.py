"""Names of areas as they are in force."""

from collections.abc import Iterable

from bangfu.apps.registry.models import Area


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Area names by code: one query."""
    held = Area.objects.filter(code__in=sorted(set(codes)), valid_to__isnull=True)
    return dict(held.values_list("code", "name"))
