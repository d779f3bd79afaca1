"""A noun of the interface: the rows an account sees on pages, as records with stable keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from bangfu.apps.accounts.models import User

from .fields import Derived, Field, Schema, as_json

Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Nested:
    """Rows that belong to a record, listed within it; ``parent`` is their lookup of its row."""

    key: str
    model: type[Model]
    parent: str
    fields: tuple[Field, ...]
    label: str | Promise = ""
    only: Q = Q()  # noqa: RUF009 - never changed


@dataclass(frozen=True, slots=True)
class Resource:
    """One noun: who may read it, its rows, its keys, what it is filtered by.

    ``rows`` is the app's own door: the rows an account sees are those of its pages. ``filters``
    are keys of fields; days and moments are filtered from and before, everything else by value.
    """

    code: str
    section: str
    permission: str
    title: str | Promise
    model: type[Model]
    rows: Callable[[User], QuerySet[Any]]
    fields: tuple[Field, ...]
    filters: tuple[str, ...] = ()
    derived: tuple[Derived, ...] = ()
    nested: tuple[Nested, ...] = ()

    @property
    def by_key(self) -> Mapping[str, Field]:
        return {field.key: field for field in self.fields}

    def records(self, found: QuerySet[Any]) -> list[Record]:
        """The rows as records: one query, and one more for each kind of nested rows."""
        paths = {field.path for field in self.fields} | {
            path for derived in self.derived for path in derived.paths
        }
        rows = list(found.values("pk", *sorted(paths - {"pk"})))
        within = {
            nested.key: _within(nested, [row["pk"] for row in rows]) for nested in self.nested
        }
        return [
            self._record(row) | {key: held.get(row["pk"], []) for key, held in within.items()}
            for row in rows
        ]

    def _record(self, row: Mapping[str, Any]) -> Record:
        record: Record = {field.key: as_json(row[field.path]) for field in self.fields}
        for derived in self.derived:
            record[derived.key] = as_json(derived.of(*(row[path] for path in derived.paths)))
        return record

    @property
    def schema(self) -> Schema:
        """JSON Schema of one record; every key is always there."""
        properties: Schema = {field.key: field.schema for field in self.fields}
        properties |= {derived.key: derived.schema for derived in self.derived}
        for nested in self.nested:
            properties[nested.key] = {"type": "array", "items": _object(nested.fields)}
        return {
            "type": "object",
            "title": str(self.title),
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }

    @property
    def example(self) -> Record:
        """A record for the description."""
        found = {field.key: as_json(field.example) for field in self.fields}
        found |= {derived.key: derived.example for derived in self.derived}
        for nested in self.nested:
            found[nested.key] = [{f.key: as_json(f.example) for f in nested.fields}]
        return found


def _within(nested: Nested, parents: list[int]) -> dict[int, list[Record]]:
    """The nested rows of several records, in one query."""
    if not parents:
        return {}
    rows = nested.model._default_manager.filter(nested.only, **{f"{nested.parent}__in": parents})
    held: dict[int, list[Record]] = {}
    paths = [field.path for field in nested.fields]
    for row in rows.order_by("pk").values(nested.parent, *set(paths) - {nested.parent}):
        record = {field.key: as_json(row[field.path]) for field in nested.fields}
        held.setdefault(row[nested.parent], []).append(record)
    return held


def _object(fields: Iterable[Field]) -> Schema:
    properties = {field.key: field.schema for field in fields}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def filter_names(resource: Resource) -> Iterator[tuple[str, str, Field]]:
    """Name in the address, lookup, field: for every filter of a noun."""
    for key in resource.filters:
        field = resource.by_key[key]
        if field.kind in ("day", "moment"):
            yield f"{key}_from", f"{field.path}__gte", field
            yield f"{key}_before", f"{field.path}__lt", field
        else:
            yield key, field.path, field
