"""What a clerk decided of each value, written as a definition with the sentences it rests on."""

import copy
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bangfu.core.programmes import DefinitionRefused, Located, read
from bangfu.core.programmes.writing import table_as_toml

from .kept import Kept
from .places import at, put, steps
from .pruning import pruned
from .quoting import quoted
from .sorts import Sort, as_written

_PARTY = re.compile(r"parties\.members\[\d+\]\.title")


class Verdict(Enum):
    """What became of a value; what nobody decided is not written."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    DISCARDED = "discarded"

    @property
    def is_written(self) -> bool:
        """Whether it goes into the definition."""
        return self in (Verdict.ACCEPTED, Verdict.CORRECTED)


@dataclass(frozen=True, slots=True)
class Decided:
    """One value with its verdict; ``kept`` is what stands in the end, ``read`` what was read."""

    place: str
    sort: Sort
    label: str
    verdict: Verdict
    kept: str
    read: str
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a definition, and what still keeps it from being adopted."""

    toml: str
    problems: tuple[Located, ...]


def _rename(table: dict[str, Any], value: Decided) -> None:
    """A party that is one institution is called what the party is called."""
    if not _PARTY.fullmatch(value.place):
        return
    named = at(table, steps(value.place)[:-1]).get("institutions", [])
    if len(named) == 1:
        named[0]["title"] = as_written(value.sort, value.kept)


def written_definition(draft: str, kept: Kept, values: Sequence[Decided]) -> Written:
    """The definition of what was decided; ``draft`` is the drafted one as TOML.

    What was discarded or not decided is left out with all that points to it. Problems come from
    corrections that contradict one another; the definition loads where there are none.
    """
    table: dict[str, Any] = copy.deepcopy(tomllib.loads(draft))
    for value in values:
        if value.verdict.is_written and value.kept:
            put(table, steps(value.place), as_written(value.sort, value.kept))
            _rename(table, value)
    quoted(table, kept, values)
    pruned(table, values)
    text = table_as_toml(table)
    try:
        read(text, file="draft.toml")
    except DefinitionRefused as refused:
        return Written(text, refused.problems)
    return Written(text, ())
