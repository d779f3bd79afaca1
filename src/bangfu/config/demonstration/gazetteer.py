"""Real places: the towns and districts that the area table names."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bangfu.core.refusal import Refusal
from bangfu.definitions import FOLDER

TABLE = FOLDER / "areas" / "areas.csv"


class AreasMissing(Refusal):
    """The area table was not brought into the package."""


@dataclass(frozen=True, slots=True)
class Place:
    """An area: code path and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Areas by code path."""

    names: dict[str, str]

    def name(self, code: str) -> str:
        """The name of an area; ``KeyError`` where the table lacks it."""
        return self.names[code]

    def below(self, code: str) -> list[Place]:
        """The areas directly below, in the order of their codes."""
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
def gazetteer(table: Path = TABLE) -> Gazetteer:
    """The area table of this installation, read once. Raises ``AreasMissing``."""
    if not table.exists():
        raise AreasMissing(
            zh=f"缺少行政区划表 {table.name}，请先运行 ./bangfu 完成安装。",
            en=f"The area table {table.name} is missing; run ./bangfu to finish the set-up.",
        )
    with table.open(encoding="utf-8", newline="") as file:
        return Gazetteer(_names(csv.DictReader(file)))


def _names(rows: Iterable[dict[str, str]]) -> dict[str, str]:
    return {row["code"]: row["name"] for row in sorted(rows, key=lambda row: row["code"])}
