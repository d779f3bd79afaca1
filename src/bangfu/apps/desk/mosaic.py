"""The board as a picture: one cell for each host, or for each area where hosts are many."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from bangfu.web.components import Tone
from bangfu.web.wording import number

from .queries.coverage import HostSum

COUNTY, CITY, PROVINCE = 6, 4, 2
"""Digits of an area code down to the county, the city, the province."""

Link = Callable[..., str]
"""The board's address with what is asked of it: ``link(area="370523")``."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A host or an area: how many of its places are held, and in words what its colour says."""

    label: str
    held: int
    due: int
    missing: int
    losing: int
    url: str

    @property
    def tone(self) -> Tone:
        """Red where a place is empty, amber where one will be left without a successor."""
        if self.missing:
            return "danger"
        return "warn" if self.losing else "ok"

    @property
    def said(self) -> str:
        """The state in words, as short as a cell."""
        if self.missing:
            return _("缺%(places)s") % {"places": number(self.missing)}
        if self.losing:
            return _("到期%(places)s") % {"places": number(self.losing)}
        return _("满岗")


@dataclass(frozen=True, slots=True)
class Strip:
    """The cells of one county, city or province."""

    label: str
    url: str
    missing: int
    cells: tuple[Cell, ...]


def drawn(
    hosts: Sequence[HostSum], names: Mapping[str, str], link: Link, *, cells: int
) -> tuple[Strip, ...]:
    """The strips in the order of the hosts, each cell a way to its lines.

    Cells are hosts, else counties, else cities: the finest that need no more than ``cells``.
    """
    if len(hosts) <= cells:
        return tuple(
            _strip(code, names, link, [_host_cell(h, named(code, names), link) for h in members])
            for code, members in _below(hosts, COUNTY)
        )
    finest = COUNTY if len({h.area_code[:COUNTY] for h in hosts}) <= cells else CITY
    return tuple(
        _strip(code, names, link, [_area_cell(*pair, names, link) for pair in _below(rows, finest)])
        for code, rows in _below(hosts, CITY if finest == COUNTY else PROVINCE)
    )


def area_codes(hosts: Iterable[HostSum]) -> set[str]:
    """Every area whose name the picture and the filter may need."""
    return {host.area_code[:digits] for host in hosts for digits in (PROVINCE, CITY, COUNTY)}


def named(code: str, names: Mapping[str, str]) -> str:
    """An area's name; its code where the table does not know it."""
    return names.get(code) or code or _("未注明地区")


def _below(hosts: Sequence[HostSum], digits: int) -> list[tuple[str, list[HostSum]]]:
    """The hosts by area; they come in the order of their codes."""
    grouped = groupby(hosts, key=lambda host: host.area_code[:digits])
    return [(code, list(members)) for code, members in grouped]


def _strip(code: str, names: Mapping[str, str], link: Link, cells: list[Cell]) -> Strip:
    missing = sum(cell.missing for cell in cells)
    return Strip(named(code, names), link(area=code), missing, tuple(cells))


def _host_cell(host: HostSum, county: str, link: Link) -> Cell:
    # Under its county a name need not begin with the county once more.
    label = host.name.removeprefix(county) or host.name
    return Cell(label, host.held, host.due, host.missing, host.losing, link(words=host.name))


def _area_cell(code: str, hosts: list[HostSum], names: Mapping[str, str], link: Link) -> Cell:
    return Cell(
        named(code, names),
        sum(host.held for host in hosts),
        sum(host.due for host in hosts),
        sum(host.missing for host in hosts),
        sum(host.losing for host in hosts),
        link(area=code),
    )
