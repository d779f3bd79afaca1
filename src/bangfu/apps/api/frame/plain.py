"""A page's frozen value as JSON: what it says, without forms and anything that draws."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID

import msgspec
from django import forms
from django.core.paginator import Page as Leaf
from django.db.models import Model
from django.utils.functional import Promise

from bangfu.web.wording import in_own_language

_DEEPEST = 12
_LEFT_OUT = object()


def plain(value: object, depth: int = _DEEPEST) -> object:
    """The value as JSON knows it; ``None`` for what is only there to be drawn."""
    found = _plain(value, depth)
    return None if found is _LEFT_OUT else found


def _plain(value: object, depth: int) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str | Promise):
        # Text that is safe to draw, or a member of a list of codes, is plain text here.
        return str.__str__(str(value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if not depth or isinstance(value, forms.BaseForm | forms.BaseFormSet | forms.BoundField):
        return _LEFT_OUT
    return _gathered(value, depth - 1)


def _gathered(value: object, depth: int) -> object:
    """What is made of parts, or says itself in two languages."""
    if isinstance(value, Enum):
        return _plain(value.value, depth)
    if hasattr(value, "in_language") and not isinstance(value, type):
        return in_own_language(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _named({one.name: getattr(value, one.name) for one in fields(value)}, depth)
    if isinstance(value, msgspec.Struct):
        return msgspec.to_builtins(value, str_keys=True)
    if isinstance(value, Model):
        return {"id": value.pk, "text": str(value)}
    if isinstance(value, Leaf):
        rows = [plain(row, depth) for row in value.object_list]
        paginator = value.paginator
        return {
            "items": rows,
            "page": value.number,
            "pages": paginator.num_pages,
            "count": paginator.count,
        }
    if isinstance(value, Mapping):
        return _named({str(key): held for key, held in value.items()}, depth)
    if isinstance(value, Iterable):
        return [plain(held, depth) for held in value]
    return _LEFT_OUT


def _named(parts: Mapping[str, object], depth: int) -> dict[str, object]:
    found = {name: _plain(held, depth) for name, held in parts.items()}
    return {name: held for name, held in found.items() if held is not _LEFT_OUT}
