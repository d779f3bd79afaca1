"""The side navigation: stages declare entries, the shell shows those the visitor may open."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.module_loading import import_string

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation.

    ``permission`` is empty where everybody with an account may open the page. Entries that
    follow each other with the same ``group`` stand under one heading.
    """

    label: Words
    url_name: str
    icon: str
    permission: str = ""
    group: Words = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as this visitor sees it."""

    label: Words
    url: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading; the first group of a navigation usually has none."""

    label: Words
    items: tuple[Item, ...]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``navigation``, worked out only where a template asks for it."""
    return {"navigation": SimpleLazyObject(lambda: navigation_of(request))}


def navigation_of(request: HttpRequest) -> tuple[Group, ...]:
    """What the visitor may open, in the declared order; nothing for the signed-out.

    ``settings.NAVIGATION`` is the dotted name of a sequence of entries.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    declared: Iterable[Entry] = import_string(settings.NAVIGATION)
    allowed = [e for e in declared if not e.permission or user.has_perm(e.permission)]
    return grouped(allowed, path=request.path)


def title_of(url_name: str) -> Words:
    """What the navigation calls the page of an address; nothing for one that it does not list."""
    declared: Iterable[Entry] = import_string(settings.NAVIGATION)
    return next((entry.label for entry in declared if entry.url_name == url_name), "")


def grouped(entries: Iterable[Entry], *, path: str) -> tuple[Group, ...]:
    """Entries under their headings.

    The entry whose address is the longest start of ``path`` is the current one.
    """
    found = [(entry, reverse(entry.url_name)) for entry in entries]
    starts = [url for _, url in found if path == url or (url != "/" and path.startswith(url))]
    current = max(starts, key=len, default="")
    return tuple(
        Group(label, tuple(Item(e.label, url, e.icon, url == current) for e, url in members))
        for label, members in groupby(found, key=lambda pair: pair[0].group)
    )
