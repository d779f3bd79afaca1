"""A page is a frozen value with two templates: the whole and the fragment that htmx receives."""

import re
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Page:
    """What one page shows; subclasses are frozen dataclasses in an app's ``pages`` module.

    ``bangfu.apps.postings.pages.CurrentPostings`` is shown by
    ``postings/current_postings.html``, whose fragment is ``postings/_current_postings.html``.
    """

    template: ClassVar[str] = ""

    @classmethod
    def template_name(cls, *, fragment: bool = False) -> str:
        folder, _, name = (cls.template or _by_convention(cls)).rpartition("/")
        return f"{folder}/{'_' if fragment else ''}{name}.html"


class Shown(HttpResponse):
    """A page's value by itself, for who asked for it and draws nothing: the open interface."""

    def __init__(self, page: Page, *, status: int) -> None:
        super().__init__(status=status)
        self.page = page


def show(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    """The page as a response: the fragment alone where htmx asks for a part of it."""
    if getattr(request, "wants_value", False):
        return Shown(page, status=status)
    template = page.template_name(fragment=_wants_fragment(request))
    response = render(request, template, {"page": page}, status=status)
    response.headers["Vary"] = "HX-Request, Accept-Language, Cookie"
    return response


def _wants_fragment(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return False
    return not htmx.boosted and not htmx.history_restore_request


def _by_convention(page: type[Page]) -> str:
    folder = page.__module__.rsplit(".", 2)[-2]
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", page.__name__).lower()
    return f"{folder}/{name}"
