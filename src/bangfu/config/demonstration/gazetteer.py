"""Real places: the towns and districts that the area table names."""

from dataclasses import dataclass
from functools import cache

from bangfu.core.standards import area_table


@dataclass(frozen=True, slots=True)
class Place:
    """An area: code path and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Areas by code path, in the order of the codes."""

    names: dict[str, str]

    def name(self, code: str) -> str:
        """The name of an area; ``KeyError`` where the table lacks it."""
        return self.names[code]

    def below(self, code: str) -> list[Place]:
        """The areas one level down, in the order of their codes."""
        length = {2: 4, 4: 6, 6: 9}[len(code)]
        return [
            Place(one, name)
            for one, name in self.names.items()
            if len(one) == length and one.startswith(code)
        ]

    def towns(self, county: str) -> list[Place]:
        """Towns and townships proper (镇、乡): the seventh digit is 1 to 3 (GB/T 10114)."""
        return [place for place in self.below(county) if place.code[6] in "123"]

    def streets(self, county: str) -> list[Place]:
        """Urban sub-districts (街道): the seventh digit is 0."""
        return [place for place in self.below(county) if place.code[6] == "0"]


@cache
def gazetteer() -> Gazetteer:
    """The area table of this installation, read once. Raises ``NoAreaTable``."""
    return Gazetteer({row.code: row.name for row in area_table.read()})
