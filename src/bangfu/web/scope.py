"""Where somebody may look: an area prefix, an institution, or the person's own rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q

from bangfu.core.standards.areas import next_prefix

NOWHERE = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Scope:
    """The union of a person's grants for one permission.

    ``areas`` are GB/T 2260 code prefixes ("" is the whole country), ``institutions`` are codes,
    ``own`` is the account's id where the person may see rows about themselves.

    >>> Scope(areas=("3705",)).covers(area="370523")
    True
    >>> Scope(areas=("3705",)).covers(area="370623")
    False
    """

    areas: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    own: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.areas or self.institutions or self.own)

    @property
    def is_everything(self) -> bool:
        return "" in self.areas

    def covers(self, *, area: str = "", institution: str = "") -> bool:
        """Whether one area or institution lies inside; the twin of :meth:`filter` in Python."""
        return any(area.startswith(prefix) for prefix in self.areas) or (
            bool(institution) and institution in self.institutions
        )

    def filter(
        self,
        *,
        area: str | Iterable[str] = (),
        institution: str | Iterable[str] = (),
        owner: str = "",
    ) -> Q:
        """One condition over a row's lookups, for example ``area="host__area_code"``.

        Several lookups mean "any of them": a posting is seen from its host's side and its
        sender's. ``owner`` is the lookup of the account a row belongs to.
        """
        if self.is_everything:
            return Q()
        found = NOWHERE
        for lookup in _lookups(area):
            for prefix in self.areas:
                found |= below(lookup, prefix)
        if self.institutions:
            for lookup in _lookups(institution):
                found |= Q(**{f"{lookup}__in": self.institutions})
        if owner and self.own:
            found |= Q(**{owner: self.own})
        return found


class Viewer(Protocol):
    """Anybody whose grants can be asked, so that the journal need not know the accounts."""

    def scope_of(self, permission: str) -> Scope: ...


def below(lookup: str, prefix: str) -> Q:
    """Rows whose area code starts with the prefix, as a range every database can index.

    >>> below("area_code", "3705")
    <Q: (AND: ('area_code__gte', '3705'), ('area_code__lt', '3706'))>
    """
    if not prefix:
        return Q()
    reached = Q(**{f"{lookup}__gte": prefix})
    # After a prefix of nines sorts no other code, so there is nothing to bound from above.
    return reached & Q(**{f"{lookup}__lt": next_prefix(prefix)}) if prefix.strip("9") else reached


def _lookups(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
