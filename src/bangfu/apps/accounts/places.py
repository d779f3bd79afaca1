"""Where a grant reaches, in the words of whoever gives it.

Areas and institutions are the registry's, a later stage: ``settings.PLACES`` names a module with
two functions, ``area(word)`` and ``institution(word)``, that give a :class:`Place` or refuse.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from bangfu.core.refusal import Refusal


class PlaceUnknown(Refusal):
    """No area or institution has that code or name."""


@dataclass(frozen=True, slots=True)
class Place:
    """An area or institution: its code, and what it is called."""

    code: str
    name: str


class Places(Protocol):
    """Who knows the places."""

    def area(self, word: str) -> Place: ...

    def institution(self, word: str) -> Place: ...


def places() -> Places:
    """The module that ``settings.PLACES`` names."""
    return cast("Places", import_module(settings.PLACES))
