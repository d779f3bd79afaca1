"""A field of a page's form as JSON: what may be sent, and how it becomes what the form reads."""

import base64
import binascii
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from bangfu.apps.api.problems import FieldFault, Problem

from .fields import Schema

FILE: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 200},
        "content": {"type": "string", "contentEncoding": "base64"},
    },
    "required": ["name", "content"],
    "additionalProperties": False,
}
ROW: Schema = {"type": ["string", "integer"]}
"""A row by its number, or a code."""
_MOST_CHOICES = 60
"""Longer lists are codes of a standard; the form refuses what is not among them."""

Sent = tuple[QueryDict, MultiValueDict[str, Any]]


def schema_of(one: forms.Field) -> Schema:
    """JSON Schema of one field, with the label and the note of its page."""
    found = _shape(one)
    if one.label:
        found["title"] = str(one.label)
    if one.help_text:
        found["description"] = str(one.help_text)
    return found


def _shape(one: forms.Field) -> Schema:
    if isinstance(one, ModelMultipleChoiceField):
        return {"type": "array", "items": ROW}
    if isinstance(one, forms.MultipleChoiceField):
        return {"type": "array", "items": _choice(one) or {"type": "string"}}
    if isinstance(one, ModelChoiceField):
        key = one.to_field_name or "id"
        return {"type": ["string", "integer", "null"], "description": key}
    if isinstance(one, forms.ChoiceField):
        return _choice(one) or {"type": ["string", "integer", "null"]}
    if isinstance(one, forms.FileField):
        several = getattr(one.widget, "allow_multiple_selected", False)
        return {"type": "array", "items": FILE} if several else dict(FILE)
    return _plain(one)


def _plain(one: forms.Field) -> Schema:
    kinds: tuple[tuple[type[forms.Field], Schema], ...] = (
        (forms.NullBooleanField, {"type": ["boolean", "null"]}),
        (forms.BooleanField, {"type": "boolean"}),
        (forms.DecimalField, {"type": ["string", "integer", "number", "null"]}),
        (forms.IntegerField, {"type": ["integer", "null"]}),
        (forms.DateTimeField, {"type": ["string", "null"], "format": "date-time"}),
        (forms.DateField, {"type": ["string", "null"], "format": "date"}),
        (forms.UUIDField, {"type": ["string", "null"], "format": "uuid"}),
    )
    found = next((dict(schema) for kind, schema in kinds if isinstance(one, kind)), None)
    if found is not None:
        return found
    found = {"type": ["string", "null"]}
    if (longest := getattr(one, "max_length", None)) is not None:
        found["maxLength"] = longest
    return found


def _choice(one: forms.ChoiceField) -> Schema | None:
    """The codes of a short, settled list; nothing where a page fills the list for its reader."""
    codes = []
    offered: Any = one.choices
    for value, label in offered:
        codes += [v for v, _ in label] if isinstance(label, list | tuple) else [value]
    if not any(codes) or len(codes) > _MOST_CHOICES:
        return None
    whole = getattr(one, "coerce", None) is int
    settled = [int(code) if whole and code != "" else str(code) for code in codes]
    return {"enum": settled + ([] if one.required else [None])}


def sent_as_form(body: Mapping[str, object], field_of: Callable[[str], tuple[str, Schema]]) -> Sent:
    """What was sent as a form's fields and files.

    ``field_of`` gives the form's name for a key and its schema, or raises ``KeyError``. Raises
    ``Problem`` 422 that names every unknown key and every value no field can hold.
    """
    faults: list[FieldFault] = []
    data, files = QueryDict(mutable=True), MultiValueDict[str, Any]()
    for key, value in body.items():
        try:
            name, schema = field_of(key)
        except KeyError:
            faults.append(FieldFault(key[:60], _("没有这个字段")))
            continue
        if not fits(value, schema):
            kind = schema.get("type", "")
            faults.append(FieldFault(key, _("类型应为%(kind)s") % {"kind": _listed(kind)}))
            continue
        values = value if isinstance(value, list) else [value]
        for each in values:
            try:
                _put(name, each, data, files)
            except ValueError as unreadable:
                faults.append(FieldFault(key, str(unreadable)))
    if faults:
        raise Problem(
            422,
            "fields",
            zh=f"这些字段不能用：{'、'.join(fault.field for fault in faults)}。",
            en=f"These fields cannot be used: {', '.join(fault.field for fault in faults)}.",
            errors=faults,
        )
    return data, files


def fits(value: object, schema: Schema) -> bool:
    """Whether a value is of a kind that a schema names; the form judges the rest.

    >>> fits(["a"], {"type": "string"}), fits(3, {"type": ["string", "integer"]})
    (False, True)
    """
    kinds = schema.get("type")
    if kinds is None:
        return not isinstance(value, dict | list) if "enum" in schema else True
    return _kind_of(value) in ([kinds] if isinstance(kinds, str) else kinds)


def _listed(kinds: Any) -> str:
    return kinds if isinstance(kinds, str) else " | ".join(map(str, kinds or ()))


def _kind_of(value: object) -> str:
    if value is None:
        return "null"
    kinds = ((bool, "boolean"), (str, "string"), (int, "integer"), (float, "number"))
    return next(
        (kind for one, kind in kinds if isinstance(value, one)),
        "array" if isinstance(value, list) else "object",
    )


def _put(name: str, value: object, data: QueryDict, files: MultiValueDict[str, Any]) -> None:
    """One value where a form looks for it; false and null are what a page leaves out."""
    if value is None or value is False:
        return
    if isinstance(value, dict):
        files.appendlist(name, _file(value))
    elif value is True:
        data.appendlist(name, "on")
    elif isinstance(value, str | int | float | Decimal):
        if isinstance(value, str) and "\0" in value:
            raise ValueError(_("含有空字符"))
        data.appendlist(name, str(value))
    else:
        raise ValueError(_("嵌套过深"))


def _file(value: Mapping[str, object]) -> SimpleUploadedFile:
    name, content = value.get("name"), value.get("content")
    if set(value) != {"name", "content"} or not isinstance(name, str):
        raise ValueError(_("文件须写作含name和content的对象"))
    if not isinstance(content, str):
        raise ValueError(_("content须为base64文字"))
    try:
        return SimpleUploadedFile(name[:200] or "file", base64.b64decode(content, validate=True))
    except (binascii.Error, ValueError):
        raise ValueError(_("content须为base64文字")) from None
