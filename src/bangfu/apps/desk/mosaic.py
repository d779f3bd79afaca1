"""The board as a picture: one cell for each host, or for each county where hosts are many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from bangfu.web.components import Tone
from bangfu.web.wording import number

from .queries.coverage import HostSum

CELLS = 120
"""More hosts than this are drawn as counties."""
COUNTY, CITY = 6, 4
"""Digits of an area code down to the county, down to the city."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A host or a county: how many of its places are held, and in words what its colour says."""

    label: str
    held: int
    due: int
    missing: int
    losing: int
    url: str

    @property
    def tone(self) -> Tone:
        """Red where a place is empty, amber where one soon will be."""
        if self.missing:
            return "danger"
        return "warn" if self.losing else "ok"

    @property
    def said(self) -> str:
        """The state in words, as short as a cell."""
        if self.missing:
            return _("缺%(places)s") % {"places": number(self.missing)}
        if self.losing:
            return _("将缺%(places)s") % {"places": number(self.losing)}
        return _("满岗")


@dataclass(frozen=True, slots=True)
class Strip:
    """The cells of one county, or of one city."""

    label: str
    url: str
    missing: int
    cells: tuple[Cell, ...]


def drawn(
    hosts: Sequence[HostSum], names: Mapping[str, str], kept: Mapping[str, str]
) -> tuple[Strip, ...]:
    """The strips in the order of the hosts; ``kept`` is what the address already asks for."""
    finest = COUNTY if len(hosts) <= CELLS else CITY
    return tuple(
        _strip(code, list(members), names, kept, by_host=finest == COUNTY)
        for code, members in groupby(hosts, key=lambda host: host.area_code[:finest])
    )


def area_codes(hosts: Iterable[HostSum]) -> set[str]:
    """Every area whose name the picture and the filter may need."""
    return {host.area_code[:digits] for host in hosts for digits in (CITY, COUNTY)}


def _strip(
    code: str,
    members: list[HostSum],
    names: Mapping[str, str],
    kept: Mapping[str, str],
    *,
    by_host: bool,
) -> Strip:
    if by_host:
        cells = [_cell(h.name, [h], {**kept, "words": h.name}) for h in members]
    else:
        cells = [
            _cell(named(county, names), list(hosts), {**kept, "area": county})
            for county, hosts in groupby(members, key=lambda host: host.area_code[:COUNTY])
        ]
    return Strip(
        named(code, names),
        _address({**kept, "area": code}),
        sum(cell.missing for cell in cells),
        tuple(cells),
    )


def named(code: str, names: Mapping[str, str]) -> str:
    """An area's name; its code where the table does not know it."""
    return names.get(code) or code or _("未注明地区")


def _cell(label: str, hosts: Sequence[HostSum], asked: Mapping[str, str]) -> Cell:
    return Cell(
        label,
        sum(host.held for host in hosts),
        sum(host.due for host in hosts),
        sum(host.missing for host in hosts),
        sum(host.losing for host in hosts),
        _address(asked),
    )


def _address(asked: Mapping[str, str]) -> str:
    return "?" + urlencode({key: value for key, value in asked.items() if value})
