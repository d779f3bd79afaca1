"""Every address of the product and what of the interface serves it, from ``coverage.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

import msgspec
from django.urls import URLPattern, URLResolver, get_resolver

By = Literal["noun", "act", "screen", "open", "not_yet", "none"]


@dataclass(frozen=True, slots=True)
class Served:
    """One way in which an address is served: ``what`` is the noun or the reason."""

    by: By
    what: str = ""


@cache
def coverage() -> Mapping[str, tuple[Served, ...]]:
    """By the name of the address."""
    table = Path(__file__).with_name("coverage.toml").read_bytes()
    lines = msgspec.toml.decode(table, type=dict[str, str])
    return {
        route: tuple(_way(way.strip()) for way in ways.split("|")) for route, ways in lines.items()
    }


def _way(text: str) -> Served:
    by, _, what = text.partition(": ")
    if by not in ("noun", "act", "screen", "open", "not_yet", "none"):
        raise ValueError(text)
    return Served(cast("By", by), what)


def is_screen(route: str) -> bool:
    """Whether the value of that page is read as it is."""
    return any(way.by == "screen" for way in coverage().get(route, ()))


@cache
def noun_of_page(route: str) -> str:
    """The noun whose single record a page shows; empty where it shows something else."""
    ways = coverage().get(route, ())
    return next((w.what.split()[0] for w in ways if w.by == "noun" and w.what.endswith(" one")), "")


@cache
def screens() -> Mapping[str, str]:
    """The paths of pages that are read as they are, by the names of their addresses."""
    return {
        name: path for name, path in addresses() if is_screen(name) and not name.startswith("api_")
    }


@cache
def addresses() -> tuple[tuple[str, str], ...]:
    """Name and path of every address of the product, in the order of the router."""
    return tuple(_within(get_resolver().url_patterns, ""))


def _within(patterns: list[URLPattern | URLResolver], before: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found += _within(one.url_patterns, path)
        else:
            found.append((one.name or "", path))
    return found
