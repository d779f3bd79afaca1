"""Taking over a table of areas: what ended is closed, what is new begins, nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.registry.models import Area
from bangfu.core.standards.area_table import AreaRow

from .checks import DayTooEarly, in_portions, told


@dataclass(frozen=True, slots=True)
class Adopted:
    """How many areas began, ended or took another name or parent."""

    opened: int
    closed: int
    kept: int


@transaction.atomic
def adopt_areas(*, rows: Sequence[AreaRow], on: date, by: User | None) -> Adopted:
    """Make the areas in force from a day on those of a table.

    An area whose name, level or parent differs is closed and opened again, so that its former name
    stays. Adopting the same table again changes nothing. Raises ``DayTooEarly`` where the day
    is not after that of the last table.
    """
    standing = {area.code: area for area in Area.objects.filter(valid_to__isnull=True)}
    wanted = {row.code: row for row in rows}
    ended = [a for code, a in standing.items() if not _same(a, wanted.get(code))]
    begun = [row for code, row in wanted.items() if not _same(standing.get(code), row)]
    if late := [area for area in ended if area.valid_from >= on]:
        raise DayTooEarly(
            zh=f"现行区划表自{told(late[0].valid_from)}起生效，新表的生效日期应晚于此日。",
            en=f"The table in force began on {late[0].valid_from}; the new one must begin later.",
        )
    for some in in_portions([area.pk for area in ended]):
        Area.objects.filter(pk__in=some).update(valid_to=on)
    made = Area.objects.bulk_create([_opened(row, on) for row in begun], batch_size=2000)
    if made or ended:
        facts = {"opened": len(made), "closed": len(ended), "on": on}
        first = made[0] if made else ended[0]
        journal.record_many(actor=by, events=[Event("areas.adopted", first, facts=facts)])
    return Adopted(opened=len(made), closed=len(ended), kept=len(standing) - len(ended))


def _same(area: Area | None, row: AreaRow | None) -> bool:
    if area is None or row is None:
        return False
    return (area.name, area.level, area.parent_code) == (row.name, row.level, row.parent)


def _opened(row: AreaRow, on: date) -> Area:
    return Area(
        code=row.code, name=row.name, level=row.level, parent_code=row.parent, valid_from=on
    )
