"""Answering a question about a noun: a page of records or one, with its entity tag."""

import hashlib
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from bangfu.apps.accounts.models import User
from bangfu.apps.api import problems
from bangfu.apps.api.authentication import TokenRequest

from .asking import Asked, asked_of, cursor_after
from .resource import Record, Resource


def admit(request: TokenRequest, resource: Resource) -> None:
    """Refuses a token that does not reach the noun, and an account without the grant."""
    if not request.token.allows(resource.section, acting=False):
        raise problems.out_of_reach(resource.section)
    if resource.permission and not request.user.has_perm(resource.permission):
        raise problems.forbidden()


def listed(request: TokenRequest, resource: Resource) -> HttpResponse:
    """A page of records in the order of their numbers, which inserts never disturb."""
    admit(request, resource)
    asked = asked_of(resource, request.GET)
    found, more = page_of(resource, request.user, asked)
    following = None
    if more:
        kept = {name: value for name, value in request.GET.items() if name != "cursor"}
        last: Any = found[-1][1]
        query = urlencode(kept | {"cursor": cursor_after(resource, last)})
        following = f"{request.path}?{query}"
    return answered(request, {"items": [record for record, _ in found], "next": following})


def page_of(resource: Resource, user: User, asked: Asked) -> tuple[list[tuple[Record, int]], bool]:
    """Records with their row numbers, and whether more follow."""
    rows = resource.rows(user).filter(**asked.conditions, pk__gt=asked.after)
    numbers = list(rows.order_by("pk").values_list("pk", flat=True)[: asked.limit + 1])
    shown = numbers[: asked.limit]
    records = resource.records(resource.model._default_manager.filter(pk__in=shown).order_by("pk"))
    return list(zip(records, shown, strict=True)), len(numbers) > asked.limit


def record_of(resource: Resource, user: User, pk: int) -> Record:
    """One record. Raises ``Problem`` 404, also where it lies outside the account's scope."""
    found = resource.records(resource.rows(user).filter(pk=pk).order_by("pk")[:1])
    if not found:
        raise problems.absent()
    return found[0]


def single(request: TokenRequest, resource: Resource, pk: int) -> HttpResponse:
    """One record, or that it is unchanged."""
    admit(request, resource)
    return answered(request, record_of(resource, request.user, pk))


def tag_of(content: bytes) -> str:
    """The entity tag of an answer: what it says, so that a tag never lies."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def tag_of_record(resource: Resource, user: User, pk: int) -> str:
    """The tag under which an account read a record."""
    return tag_of(msgspec.json.encode(record_of(resource, user, pk)))


def answered(request: HttpRequest, value: object, *, status: int = 200) -> HttpResponse:
    """The value as JSON with its tag; 304 without a body where the asker holds the same."""
    # A kept answer comes back from the database with its keys in another order.
    content = msgspec.json.encode(value, order="sorted" if request.method == "POST" else None)
    tag = tag_of(content)
    if status == 200 and tag in tags_in(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, status=status, content_type="application/json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization, Accept-Language"
    response.headers["Content-Language"] = get_language() or "zh-hans"
    return response


def tags_in(header: str) -> set[str]:
    """The tags of a conditional header; weak ones count, for equal content has equal tags."""
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
