"""Whose facts the figures of an institution in a programme are: its side, its area, its month."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol, TypeVar

from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.models import Institution
from bangfu.core.indicators.facts import GIVER, HOST, month_number
from bangfu.core.indicators.gathering import Owner
from bangfu.core.programmes.vocabulary import PartyRole


class MonthRow(Protocol):
    """Figures of one institution, named by its code, in the month of a day."""

    @property
    def institution(self) -> str: ...

    @property
    def month(self) -> date: ...


Row = TypeVar("Row", bound=MonthRow)


def with_owners(rows: Sequence[tuple[Programme, Row]]) -> Iterator[tuple[Owner, Row]]:
    """Each row with whose facts it is: a host's where the institution is one of its programme.

    Two queries, however many rows.
    """
    codes = {row.institution for _programme, row in rows}
    areas = dict(Institution.objects.filter(code__in=codes).values_list("code", "area_code"))
    hosts = set(
        Party.objects.filter(role=PartyRole.HOST.value)
        .order_by()
        .values_list("programme", "institution__code")
    )
    for programme, row in rows:
        code, month = row.institution, month_number(row.month)
        side = HOST if (programme.pk, code) in hosts else GIVER
        yield Owner(side, code, areas[code], programme.code, month), row
