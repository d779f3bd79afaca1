"""Who hands facts over: the apps are named in one setting, for some stand above this one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from bangfu.core.indicators import Fact


class Read(Protocol):
    """Facts of whole months, from a first day to before another, as they are known on a day."""

    def __call__(self, first: date, ends_before: date, *, on: date) -> Iterable[Fact]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """One app's facts; its rows of a month are replaced together under its name."""

    name: str
    read: Read


def sources() -> Sequence[Source]:
    """Every source, from ``settings.FACT_SOURCES``."""
    found: Sequence[Source] = import_string(settings.FACT_SOURCES)
    return found
