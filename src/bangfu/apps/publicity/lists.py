"""What stands on a list: read once from the records, kept as it was, shown in either language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bangfu.apps.intake.service_form import ServiceForm
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.registry.queries.workers import title_in_words
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.web.wording import day, in_own_language, span

from .models import PublicList

Row = Mapping[str, Any]
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Table:
    """A list as a page shows it."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def cards(self) -> list[list[tuple[str, str]]]:
        """Every cell with its head, for a phone."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def rows_of(kind: str, programme: Programme, *, on: date) -> list[dict[str, Any]]:
    """What a list of a programme holds on a day: one query."""
    if kind == PublicList.Kind.PERSONS:
        return [_person(one) for one in _postings(programme, on)]
    if kind == PublicList.Kind.UNITS:
        return [_unit(one) for one in _parties(programme, on)]
    return []


def table_of(kind: str, rows: Iterable[Row]) -> Table | None:
    """The kept rows in the language of the page; nothing for a notice."""
    if kind == PublicList.Kind.PERSONS:
        heads = [
            _("姓名"),
            _("职称"),
            _("派出单位"),
            _("受援单位"),
            _("岗位"),
            _("形式"),
            _("任期"),
        ]
        return Table(heads, [_person_cells(row) for row in rows])
    if kind == PublicList.Kind.UNITS:
        heads = [_("单位"), _("参加方式"), _("起始日期")]
        return Table(heads, [_unit_cells(row) for row in rows])
    return None


def _postings(programme: Programme, on: date) -> Iterable[Posting]:
    """Who is posted, or will be."""
    found = Posting.objects.filter(programme=programme, ends_before__gt=on)
    found = found.select_related("worker", "home", "host")
    return found.order_by("host__area_code", "host__name", "starts_on", "pk")[:LONGEST]


def _parties(programme: Programme, on: date) -> Iterable[Party]:
    found = Party.objects.filter(programme=programme, starts_on__lte=on).exclude(
        ends_before__lte=on
    )
    return found.select_related("institution").order_by("role", "institution__name")[:LONGEST]


def _person(one: Posting) -> dict[str, Any]:
    return {
        "name": one.worker.name,
        "title": one.worker.title_code,
        "home": one.home.name,
        "host": one.host.name,
        "post": one.role_title or one.department_name,
        "form": one.form,
        "starts_on": one.starts_on.isoformat(),
        "ends_before": one.ends_before.isoformat(),
    }


def _unit(one: Party) -> dict[str, Any]:
    return {
        "name": one.institution.name,
        "role": one.role,
        "starts_on": one.starts_on.isoformat(),
    }


def _person_cells(row: Row) -> list[str]:
    starts, ends = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_before"])
    return [
        row["name"],
        title_in_words(row["title"]) if row["title"] else "—",
        row["home"],
        row["host"],
        row["post"] or "—",
        str(ServiceForm(row["form"]).label),
        span(starts, ends),
    ]


def _unit_cells(row: Row) -> list[str]:
    role = in_own_language(PartyRole.of(row["role"]).label)
    return [row["name"], role, day(date.fromisoformat(row["starts_on"]))]
