"""An act of the interface: what its page does when its form is sent, said as JSON.

An act is given to the very view of its page, so the same grants open it, the same form reads it,
the same action does it and the journal holds the same entry. What is declared here is its name,
the address of its page, and the form in which the description finds the fields.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise

from bangfu.apps.intake.forms import LastDayField

from .fields import Schema
from .form_fields import ROW, schema_of

_KEY = re.compile(r"<(\w+):(\w+)>")


@dataclass(frozen=True, slots=True)
class Operation:
    """One act.

    ``path`` is its address below ``/api/v1/``, ``route`` the name of its page; ``fixed`` are parts
    of the page's address that the act decides, ``presses`` what the page's button says. ``form`` is
    the page's form, or a function that gives it: ``renamed`` are fields that it calls otherwise
    once it is made, ``sometimes`` those it asks for in some situations only, ``without`` those it
    never keeps. Beside the form the page reads ``also``, ``patterns`` of which there is one for
    each row, and ``query`` from its address. ``about`` is the noun that the act makes or changes,
    whose record is the answer.
    """

    code: str
    path: str
    section: str
    title: str | Promise
    route: str
    form: type[forms.BaseForm] | Callable[[], type[forms.BaseForm]] | None = None
    fixed: Mapping[str, object] = field(default_factory=dict)
    also: Mapping[str, Schema] = field(default_factory=dict)
    patterns: Mapping[str, Schema] = field(default_factory=dict)
    presses: Mapping[str, str] = field(default_factory=dict)
    sometimes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    query: tuple[str, ...] = ()
    about: str = ""
    makes: bool = False

    @property
    def keys(self) -> dict[str, str]:
        """What the address itself holds: names with the kinds of Django's path converters."""
        return {name: kind for kind, name in _KEY.findall(self.path)}

    @property
    def form_class(self) -> type[forms.BaseForm]:
        if self.form is None:
            return forms.Form
        if isinstance(self.form, type):
            return self.form
        return self.form()

    @property
    def fields(self) -> dict[str, tuple[str, forms.Field]]:
        """By the key that is sent: the form's own name, and its field.

        A page asks for the last day and its form makes of it the first day no longer covered. The
        key says what is sent: the last day.
        """
        named: dict[str, forms.Field] = self.form_class.base_fields  # type: ignore[attr-defined]
        return {
            _key_of(name, one): (self.renamed.get(name, name), one) for name, one in named.items()
        }

    @property
    def schema(self) -> Schema:
        """JSON Schema of what is sent; unknown keys are refused."""
        shown = self.fields
        properties: dict[str, Any] = {key: schema_of(one) for key, (_, one) in shown.items()}
        properties |= dict.fromkeys(self.query, ROW) | dict(self.also)
        found: Schema = {
            "type": "object",
            "properties": properties,
            "required": [
                key for key, (_, one) in shown.items() if one.required and key not in self.sometimes
            ],
            "additionalProperties": False,
        }
        if self.patterns:
            found["patternProperties"] = dict(self.patterns)
        return found

    def field_of(self, key: str) -> tuple[str, Schema]:
        """The form's name for a key, and what may be sent under it.

        Raises ``KeyError`` where the act has no such key.
        """
        if key in self.fields:
            name, one = self.fields[key]
            return name, schema_of(one)
        if key in self.query:
            return key, ROW
        if key in self.also:
            return key, self.also[key]
        for pattern, schema in self.patterns.items():
            if re.search(pattern, key):
                return key, schema
        raise KeyError(key)


def _key_of(name: str, one: forms.Field) -> str:
    """``ends_before`` of a page is its last day: the key says so."""
    if not isinstance(one, LastDayField) or not name.endswith("_before"):
        return name
    return name.replace("ends_before", "last_day").replace("_before", "_last_day")
