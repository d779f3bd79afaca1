"""The values that components show: plain, frozen, and made by an app's queries and views."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from django.utils.functional import Promise

Words = str | Promise

Tone = Literal["neutral", "brand", "ok", "warn", "danger", "info"]


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure that matters on a page: ``value`` is already in words (``wording.number``)."""

    label: Words
    value: str
    unit: Words = ""
    note: Words = ""
    tone: Tone = "neutral"
    icon: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: ``why`` has a place for the figure ``%(count)s``."""

    count: int
    what: str
    why: str
    url: str
    tone: Tone
    icon: str


DueLine = tuple[str, str, str, str, Tone, str]
"""The name of a count, what waits, why with a place for the figure, the address, tone, icon."""


def those_waiting(counts: Mapping[str, int], lines: Iterable[DueLine]) -> list[Waiting]:
    """The lines whose count is not nothing, in their order."""
    return [
        Waiting(counts[name], what, why, url, tone, icon)
        for name, what, why, url, tone, icon in lines
        if counts.get(name)
    ]


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several pages about the same thing; ``count`` is shown where it is not ``None``."""

    label: Words
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of a decision; ``weight`` is a figure in words, ``url`` leads to its rows."""

    text: Words
    tone: Tone = "neutral"
    weight: str = ""
    detail: Words = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A named fact in a list of facts about one thing."""

    label: Words
    value: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of background work is; ``url`` answers with the next state of the same box.

    ``done`` is a share from 0 to 1, or ``None`` while nobody can say. The box asks again every
    second until ``finished``.
    """

    title: Words
    url: str
    done: float | None = None
    note: Words = ""
    finished: bool = False
    tone: Tone = "brand"

    @property
    def percent(self) -> int:
        """Whole percent, 0 to 100."""
        return round(100 * min(1.0, max(0.0, self.done or 0.0)))


@dataclass(frozen=True, slots=True)
class Keyset:
    """Neighbouring stretches of a long list, by address; empty where there is none."""

    previous_url: str = ""
    next_url: str = ""
    shown: int = 0
    total: int | None = None


class Proof(Protocol):
    """A file of a record as it is listed; its bytes come from the owner's address."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str:
        """The kind of file in words."""

    @property
    def size(self) -> str: ...
    @property
    def is_photo(self) -> bool:
        """Whether there is a preview of it."""

    @property
    def is_shown(self) -> bool:
        """Whether a browser shows it; others are downloaded."""

    @property
    def icon(self) -> str: ...
    @property
    def said(self) -> str:
        """For those who do not see the picture."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the first page to this one; the last has no address."""

    label: Words
    url: str = ""


def crumbs(parts: Sequence[object]) -> tuple[Crumb, ...]:
    """Labels and addresses in turn; a label that stands last has no address.

    >>> [c.label for c in crumbs(["机构", "/institutions/", "利津县医院"])]
    ['机构', '利津县医院']
    """
    pairs = [parts[i : i + 2] for i in range(0, len(parts), 2)]
    return tuple(Crumb(str(pair[0]), str(pair[1]) if len(pair) > 1 else "") for pair in pairs)
