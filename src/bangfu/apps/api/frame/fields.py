"""A field of a noun: its key, where it comes from, and what JSON it is.

The kind is read from the model, so that neither the description nor a filter can disagree with
what the database holds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy

Kind = Literal["text", "integer", "decimal", "number", "flag", "day", "moment", "uuid", "json"]
Schema = dict[str, Any]

SCHEMAS: Mapping[Kind, Schema] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    # Text, so that no program rounds an amount on its way.
    "decimal": {"type": "string", "format": "decimal"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "uuid": {"type": "string", "format": "uuid"},
    "json": {},
}
EXAMPLES: Mapping[Kind, object] = {
    "text": "示例",
    "integer": 3,
    "decimal": "12.50",
    "number": 0.5,
    "flag": True,
    "day": date(2025, 3, 17),
    "moment": "2025-03-17T09:30:00+08:00",
    "uuid": "3f0c9c6e-6f0e-4d0b-9d53-0f6f3a4b5c6d",
    "json": {},
}
_KINDS: tuple[tuple[type[models.Field[Any, Any]], Kind], ...] = (
    (models.BooleanField, "flag"),
    (models.DateTimeField, "moment"),
    (models.DateField, "day"),
    (models.DecimalField, "decimal"),
    (models.FloatField, "number"),
    (models.IntegerField, "integer"),
    (models.UUIDField, "uuid"),
    (models.JSONField, "json"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a noun's record; ``path`` is the lookup from its model."""

    key: str
    path: str
    kind: Kind
    label: str | Promise
    is_nullable: bool
    choices: tuple[str | int, ...] = ()

    @property
    def schema(self) -> Schema:
        """JSON Schema 2020-12, with the field's label as its title."""
        found = dict(SCHEMAS[self.kind])
        if self.choices:
            found["enum"] = [*self.choices, *([None] if self.is_nullable else [])]
        if self.is_nullable and "type" in found:
            found["type"] = [found["type"], "null"]
        return found | {"title": str(self.label)}

    @property
    def example(self) -> object:
        """A value of the kind, for the description."""
        return self.choices[0] if self.choices else EXAMPLES[self.kind]


@dataclass(frozen=True, slots=True)
class Derived:
    """A key worked out from columns of the same row, for example a masked number."""

    key: str
    paths: tuple[str, ...]
    of: Callable[..., object]
    schema: Schema
    example: object


def fields(model: type[models.Model], spelled: str) -> tuple[Field, ...]:
    """Fields from one line of ``key`` or ``key=path`` each, separated by blanks.

    Raises ``FieldDoesNotExist`` where a path leads nowhere.
    """
    found = []
    for word in spelled.split():
        key, _, path = word.partition("=")
        found.append(field(model, key, path or key))
    return tuple(found)


def field(model: type[models.Model], key: str, path: str) -> Field:
    """One field, its kind read from the model at the end of the path."""
    nullable, here, said = False, model, []
    column: Any = None
    for step in path.split("__"):
        column = here._meta.pk if step in ("pk", "id") else here._meta.get_field(step)
        nullable = nullable or bool(getattr(column, "null", False))
        if not column.primary_key:
            said.append(column.verbose_name)
        if column.is_relation:
            here = column.related_model
    if column.is_relation:
        column = here._meta.pk
    kinds: list[Kind] = [kind for base, kind in _KINDS if isinstance(column, base)]
    kind: Kind = kinds[0] if kinds else "text"
    choices = tuple(value for value, _ in column.flatchoices if value not in ("", None))
    if choices and column.blank and kind == "text":
        choices = ("", *choices)
    label = format_lazy("·".join("{}" for _ in said), *said) if said else column.verbose_name
    return Field(key, path, kind, label, nullable, choices)


def as_json(value: object) -> object:
    """A stored value as it stands in an answer; what JSON lacks becomes text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)
