"""Doing an act: its page's own view is asked, and what it answers is put into JSON."""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase, QueryDict
from django.http.response import HttpResponseRedirectBase
from django.urls import Resolver404, resolve, reverse
from django.utils.datastructures import MultiValueDict

from bangfu.apps.api import problems
from bangfu.apps.api.authentication import TokenRequest
from bangfu.apps.api.problems import FieldFault, Problem
from bangfu.apps.journal import actions as journal
from bangfu.core.refusal import Refusal
from bangfu.web.access import access_of
from bangfu.web.pages import Shown

from .operation import Operation


class Said:
    """The sentences a view leaves for the next page, kept here instead."""

    def __init__(self) -> None:
        self.held: list[tuple[int, str]] = []

    def add(self, level: int, message: object, extra_tags: str = "") -> None:
        self.held.append((level, str.__str__(str(message))))

    def __iter__(self) -> Iterator[object]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done: what was said of it, the page it leads to, whether it changed anything.

    What was done already is done again without a change.
    """

    sentences: tuple[str, ...]
    leads_to: str
    changed: bool


def perform(
    operation: Operation,
    request: TokenRequest,
    *,
    keys: Mapping[str, object],
    data: QueryDict,
    files: MultiValueDict[str, Any],
) -> Done:
    """Do an act as the token's holder.

    Raises ``Problem``: 403 and 404 as the page would, 409 where the action refuses, 422 where the
    form does.
    """
    path = reverse(operation.route, kwargs={**operation.fixed, **keys})
    asked, said = _as_page(request, path)
    # A view takes an empty form for one that was not sent; a page's always holds this.
    data.setdefault("csrfmiddlewaretoken", "-")
    for name, said_by_button in operation.presses.items():
        data[name] = said_by_button
    held: Any = asked
    held.method, held._post, held._files = "POST", data, files
    for name in operation.query:
        if name in data:
            held.GET[name] = data[name]
    with journal.counted() as entries:
        response = ask_view(asked, path)
    succeeded = any(level == messages.SUCCESS for level, _ in said.held)
    # Every act leaves its entry in the journal: a page that only led on has done nothing.
    if response.status_code < 400 and (entries or succeeded):
        leads_to = response.url if isinstance(response, HttpResponseRedirectBase) else ""
        return Done(tuple(text for _, text in said.held), leads_to, bool(entries))
    if isinstance(response, Shown):
        raise _from_page(response, said)
    raise _refused(said)


def ask_view(asked: TokenRequest, path: str) -> HttpResponseBase:
    """The view behind an address, opened by the same statement as its page.

    Raises ``Problem`` where it refuses.
    """
    try:
        match = resolve(path)
    except Resolver404:
        raise problems.absent() from None
    access = access_of(match.func)
    if access is None or (access.kind == "staff" and not asked.user.has_perm(access.permission)):
        raise problems.forbidden()
    asked.resolver_match = match
    try:
        response: HttpResponseBase = match.func(asked, *match.args, **match.kwargs)
    except Http404:
        raise problems.absent() from None
    except PermissionDenied:
        raise problems.forbidden() from None
    except Problem:
        raise
    except Refusal as refused:
        raise from_refusal(refused) from refused
    return response


def from_refusal(refused: Refusal) -> Problem:
    """An action's refusal under the name of its kind."""
    code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", type(refused).__name__).lower()
    return Problem(409, code, zh=refused.zh, en=refused.en)


def ask_page(request: TokenRequest, path: str) -> Shown:
    """The value of the page at an address, as the token's holder would see it."""
    asked, said = _as_page(request, path)
    held: Any = asked
    held.method, held.GET = "GET", request.GET
    held._post, held._files = QueryDict(), MultiValueDict()
    response = ask_view(asked, path)
    if isinstance(response, HttpResponseRedirectBase):
        # A page without a choice made leads to the one that stands for it.
        held.GET = QueryDict(urlsplit(response.url).query)
        response = ask_view(asked, urlsplit(response.url).path)
    if not isinstance(response, Shown):
        raise _refused(said)
    return response


def _as_page(request: TokenRequest, path: str) -> tuple[TokenRequest, Said]:
    """The request as a page's view knows it: no cookie, no session, no htmx."""
    asked, said = copy.copy(request), Said()
    held: Any = asked
    held.path = held.path_info = path
    held.COOKIES, held.session, held.htmx = {}, {}, False
    held.GET, held._messages, held.wants_value = QueryDict(mutable=True), said, True
    return asked, said


def _refused(said: Said) -> Problem:
    text = "".join(text for _, text in said.held)
    return Problem(
        409,
        "not_now",
        zh=text or "此事项当前不能这样办理，没有保存任何内容。",
        en=text or "This cannot be done like that now; nothing was saved.",
    )


def _from_page(response: Shown, said: Said) -> Problem:
    """The form's own complaints, field by field; else that the page asks for more."""
    faults = [fault for form in _forms_in(response.page) for fault in _faults(form)]
    if not faults:
        return _refused(said)
    words = "".join(dict.fromkeys(fault.detail for fault in faults))
    return Problem(422, "form", zh=words, en=words, errors=faults)


def _faults(form: forms.BaseForm) -> Iterable[FieldFault]:
    if not form.is_bound:
        return
    for name, said in form.errors.items():
        for text in said:
            yield FieldFault("" if name == "__all__" else form.add_prefix(name), str(text))


def _forms_in(value: object, depth: int = 3) -> Iterator[forms.BaseForm]:
    """Forms within a page's value, also within its rows."""
    if isinstance(value, forms.BaseForm):
        yield value
    elif depth and is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _forms_in(getattr(value, one.name), depth - 1)
    elif depth and isinstance(value, list | tuple | forms.BaseFormSet):
        for one in value:
            yield from _forms_in(one, depth - 1)
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from _forms_in(one, depth - 1)
