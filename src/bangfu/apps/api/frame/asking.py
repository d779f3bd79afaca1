"""What an address asks for: filters by name, a page by an opaque cursor, nothing unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.apps.api.problems import FieldFault, Problem

from .fields import Field
from .resource import Resource, filter_names

MOST = 200
USUAL = 50
_SALT = "bangfu.api.cursor"
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions, how many records, and after which row."""

    conditions: Mapping[str, object]
    limit: int = USUAL
    after: int = 0


def asked_of(resource: Resource, query: QueryDict) -> Asked:
    """The question in an address.

    Raises ``Problem`` 400 that names each unknown or unreadable parameter.
    """
    known = {name: (lookup, field) for name, lookup, field in filter_names(resource)}
    conditions, faults = {}, []
    for name in query:
        if name in ("cursor", "limit"):
            continue
        if name not in known:
            faults.append(FieldFault(name, _("没有这个参数")))
            continue
        lookup, field = known[name]
        try:
            conditions[lookup] = value_of(field, str(query[name]))
        except ValueError:
            faults.append(FieldFault(name, _("写法应为%(kind)s") % {"kind": field.kind}))
    if faults:
        raise _unreadable(faults)
    return Asked(conditions, _limit(query), _after(resource, query))


def value_of(field: Field, text: str) -> Any:
    """What a filter's text means. Raises ``ValueError``."""
    if len(text) > 200 or "\0" in text:
        raise ValueError(text)
    if field.kind == "flag":
        return {"true": True, "false": False}[text] if text in ("true", "false") else _bad(text)
    if field.kind == "integer":
        return _integer(text)
    if field.kind == "day":
        return date.fromisoformat(text)
    if field.kind == "moment":
        moment = datetime.fromisoformat(text)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    return text


def cursor_after(resource: Resource, pk: int) -> str:
    """What leads on after a row: signed, so that nobody reads meaning into it."""
    return signing.dumps([resource.code, pk], salt=_SALT, compress=False)


def _after(resource: Resource, query: QueryDict) -> int:
    if "cursor" not in query:
        return 0
    try:
        code, pk = signing.loads(str(query["cursor"]), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        code, pk = "", 0
    if code != resource.code:
        raise Problem(
            400,
            "cursor_unknown",
            zh="cursor不是本列表给出的，请从第一页重新读取。",
            en="That cursor was not given by this list; start again from its first page.",
        )
    return int(pk)


def _limit(query: QueryDict) -> int:
    text = query.get("limit", str(USUAL))
    if text.isascii() and text.isdigit() and 1 <= len(text) <= 3 and 1 <= int(text) <= MOST:
        return int(text)
    raise _unreadable([FieldFault("limit", f"1–{MOST}")])


def _integer(text: str) -> int:
    if not text.removeprefix("-").isascii() or len(text) > 20:
        raise ValueError(text)
    number = int(text)
    return number if abs(number) <= _LARGEST else _bad(text)


def _bad(text: str) -> Any:
    raise ValueError(text)


def _unreadable(faults: list[FieldFault]) -> Problem:
    names = "、".join(fault.field for fault in faults)
    return Problem(
        400,
        "parameters",
        zh=f"这些参数不能用：{names}。",
        en=f"These parameters cannot be used: {', '.join(fault.field for fault in faults)}.",
        errors=faults,
    )
