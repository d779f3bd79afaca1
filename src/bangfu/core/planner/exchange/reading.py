"""A folder of tables as a problem; every bad cell is named by file, row and column."""

import csv
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bangfu.core.exchange import csv_text
from bangfu.core.exchange.cell_errors import BadValue
from bangfu.core.exchange.cells import Raw
from bangfu.core.planner.files import MOST_BYTES, UnreadableFile, told_in_chinese, told_in_english
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.wellformed import faults
from bangfu.core.refusal import Refusal

from .layouts import LAYOUTS, Column, Layout

MOST_TOLD = 20
"""Bad cells that one refusal tells of; the rest are counted."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong in a table, where, and what to do; rows count as in Excel, headings are row 1.

    Without a row, the whole table is meant; without a column, the whole row.
    """

    file: str
    row: int | None
    column: str | None
    zh: str
    en: str

    def sentence(self, language: str) -> str:
        """Place and remedy in a language code such as ``zh-hans`` or ``en``."""
        if language.startswith("en"):
            place = self.file + (f", row {self.row}" if self.row else "")
            return f"{place}{f', column “{self.column}”' if self.column else ''}: {self.en}"
        place = self.file + (f" 第{self.row}行" if self.row else "")
        return f"{place}{f'“{self.column}”列' if self.column else ''}：{self.zh}"


class BadTables(Refusal):
    """Tables cannot be read as a problem; ``found`` is everything that is wrong in them."""

    def __init__(self, folder: Path, found: list[BadCell]) -> None:
        self.found = found
        more = len(found) - MOST_TOLD
        zh = [f"{folder}：表格中有{len(found)}处需要改正。"]
        en = [f"{folder}: {len(found)} things to correct in the tables."]
        zh += [bad.sentence("zh") for bad in found[:MOST_TOLD]]
        en += [bad.sentence("en") for bad in found[:MOST_TOLD]]
        super().__init__(
            zh="\n".join([*zh, *([f"另有{more}处。"] if more > 0 else [])]),
            en="\n".join([*en, *([f"{more} more."] if more > 0 else [])]),
        )


@dataclass(slots=True)
class _Table:
    """A table that was read: its headings by field, each row's number and values."""

    layout: Layout
    file: str
    headings: dict[str, str]
    numbers: list[int]
    rows: list[dict[str, Any]]


def read_tables(folder: Path) -> Problem:
    """The problem in a folder of CSV tables, UTF-8 or GB 18030, headings Chinese or English.

    Raises ``BadTables`` with every bad cell, or ``UnreadableFile`` where the folder is none.
    """
    found: list[BadCell] = []
    tables = {}
    for layout, path in list(_files(folder, found)):
        tables[layout.section] = _table(layout, path, found)
    parts = {name: _parts(table, found) for name, table in tables.items() if name != "problem"}
    whole = _parts(tables["problem"], found, parts) if "problem" in tables else []
    if "problem" in tables and len(tables["problem"].rows) != 1:
        found.append(
            BadCell(
                tables["problem"].file,
                None,
                None,
                f"应恰好有1行内容，实际有{len(tables['problem'].rows)}行，请改正。",
                f"there must be exactly 1 row below the headings, not "
                f"{len(tables['problem'].rows)}; correct it.",
            )
        )
    if found or not whole:
        raise BadTables(folder, found)
    problem: Problem = whole[0]
    if wrong := [_in_cell(fault.place, fault.zh, fault.en, tables) for fault in faults(problem)]:
        raise BadTables(folder, wrong)
    return problem


def _files(folder: Path, found: list[BadCell]) -> Iterator[tuple[Layout, Path]]:
    """Each table's file; unknown, doubled and missing ones are told."""
    try:
        there = {path.name: path for path in sorted(folder.iterdir()) if path.suffix == ".csv"}
    except OSError as error:
        raise UnreadableFile(
            zh=f"{folder}：无法读取文件夹（{error.strerror}），请核对路径。",
            en=f"{folder}: the folder cannot be read ({error.strerror}); check the path.",
        ) from error
    if not there:
        raise UnreadableFile(
            zh=f"{folder}：文件夹中没有CSV表格，请核对路径。",
            en=f"{folder}: there are no CSV tables in the folder; check the path.",
        )
    for layout in LAYOUTS:
        named = [name for name in (layout.file("zh"), layout.file("en")) if name in there]
        for name in named[1:]:
            zh = f"与{named[0]}是同一张表，请只留一份。"
            found.append(
                BadCell(name, None, None, zh, f"is the same table as {named[0]}; keep one.")
            )
        if not named and layout.needed:
            zh, en = (
                "缺少这张表，请补上。",
                f"the table is missing; add it (or {layout.file('en')}).",
            )
            found.append(BadCell(layout.file("zh"), None, None, zh, en))
        if named:
            yield layout, there[named[0]]
    known = [name for layout in LAYOUTS for name in (layout.file("zh"), layout.file("en"))]
    for name in sorted(there.keys() - set(known)):
        near = difflib.get_close_matches(name, known, n=1) or [f"{'、'.join(known[::2])}"]
        zh = f"不是已知的表名，请删除或改名（{near[0]}）。"
        found.append(
            BadCell(name, None, None, zh, f"is no known table; remove or rename it ({near[0]}).")
        )


def _table(layout: Layout, path: Path, found: list[BadCell]) -> _Table:
    """Headings and rows of one file."""
    empty = _Table(layout, path.name, {}, [], [])

    def bad(zh: str, en: str, *, row: int | None = None) -> _Table:
        found.append(BadCell(path.name, row, None, zh, en))
        return empty

    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        return bad(f"无法读取（{error.strerror}）。", f"cannot be read ({error.strerror}).")
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        return bad(f"超过{most}MB的上限，请拆分。", f"is above {most} MB; split it.")
    text = csv_text.decode(content)
    if text is None:
        return bad(
            "编码不是UTF-8、UTF-16或GB18030，或者不是文字，请另存为“CSV UTF-8”。",
            "is neither UTF-8, UTF-16 nor GB 18030, or no text; save it as “CSV UTF-8”.",
        )
    try:
        lines = csv_text.rows(text)
    except csv.Error as error:
        return bad(
            f"不是有效的CSV（{error}），请另存一次。", f"is no valid CSV ({error}); save again."
        )
    if not lines or not any(lines[0]):
        return bad("第1行应是列名，实际为空。", "row 1 must hold headings but is empty.", row=1)
    columns = _columns(layout, path.name, lines[0], found)
    return _filled(_Table(layout, path.name, {}, [], []), columns, lines, found)


def _columns(
    layout: Layout, file: str, headings: tuple[Raw, ...], found: list[BadCell]
) -> dict[int, Column]:
    """Which field each column fills."""
    columns: dict[int, Column] = {}
    for at, raw in enumerate(headings):
        if raw is None:
            continue
        heading = str(raw).strip().strip("*＊").strip()
        column = layout.by_heading.get(heading)
        if column is None:
            near = difflib.get_close_matches(heading, layout.by_heading, n=1, cutoff=0.5)
            hint_zh = f"是不是“{near[0]}”？" if near else ""
            hint_en = f"; did you mean “{near[0]}”?" if near else ""
            zh = f"不认识的列名，请删除或改正。{hint_zh}"
            found.append(
                BadCell(file, 1, heading, zh, f"unknown heading; remove or correct it{hint_en}.")
            )
        elif column in columns.values():
            zh, en = "这一列出现了两次，请只留一列。", "the column stands twice; keep one."
            found.append(BadCell(file, 1, heading, zh, en))
        else:
            columns[at] = column
    return columns


def _filled(
    table: _Table,
    columns: dict[int, Column],
    lines: tuple[tuple[Raw, ...], ...],
    found: list[BadCell],
) -> _Table:
    """The table with a value for every cell that is not blank."""
    table.headings = {column.key: str(lines[0][at]).strip() for at, column in columns.items()}
    for number, line in enumerate(lines[1:], start=2):
        row: dict[str, Any] = {}
        for at, raw in enumerate(line):
            if raw is None:
                continue
            if at not in columns:
                if lines[0][at] is None:
                    zh = f"内容“{raw}”上方没有列名，请删除或补上列名。"
                    en = f"“{raw}” stands below no heading; remove it or name the column."
                    found.append(BadCell(table.file, number, None, zh, en))
                continue
            column = columns[at]
            try:
                _put(row, column.key, column.kind.read(str(raw)))
            except BadValue as bad:
                heading = table.headings[column.key]
                zh, en = f"“{raw}”{bad.zh}{bad.remedy_zh}", f"“{raw}”: {bad.en} {bad.remedy_en}"
                found.append(BadCell(table.file, number, heading, zh, en))
                row["bad"] = True
        if row:
            table.numbers.append(number)
            table.rows.append(row)
    return table


def _put(row: dict[str, Any], key: str, value: Any) -> None:
    outer, _, inner = key.partition(".")
    if inner:
        row.setdefault(outer, {})[inner] = value
    else:
        row[outer] = value


def _parts(
    table: _Table, found: list[BadCell], sections: dict[str, list[Any]] | None = None
) -> list[Any]:
    """The rows as parts of a problem; what does not fit a field is told in its cell."""
    made = []
    needed: dict[str, list[Any]] = {}
    if sections is not None:
        needed = {one.section: [] for one in LAYOUTS if one.needed and one.section != "problem"}
    for number, row in zip(table.numbers, table.rows, strict=True):
        if row.pop("bad", False):
            continue
        try:
            made.append(msgspec.convert({**needed, **row}, table.layout.shape))
        except msgspec.ValidationError as error:
            found.append(_misfit(table, number, str(error)))
    if sections is not None:
        filled = {name: tuple(parts) for name, parts in sections.items()}
        made = [msgspec.structs.replace(one, **filled) for one in made]
    return made


def _misfit(table: _Table, number: int, text: str) -> BadCell:
    """A value that its field does not take, or a field left blank."""
    said, _, place = text.partition(" - at ")
    path = re.sub(r"\[.*", "", place.strip("`").removeprefix("$").lstrip("."))
    if missing := re.fullmatch(r"Object missing required field `(.*)`", said):
        column = table.layout.column_at(".".join(filter(None, (path, missing[1]))))
        zh, en = "必须填写，请补上。", "must be filled in."
    else:
        column = table.layout.column_at(path)
        zh, en = told_in_chinese(said), f"{told_in_english(said)}; correct it."
    heading = None if column is None else table.headings.get(column.key, column.zh)
    return BadCell(table.file, number, heading, zh, en)


def _in_cell(place: str, zh: str, en: str, tables: dict[str, _Table]) -> BadCell:
    """A fault of the whole problem in the cell it comes from."""
    section, number, path = "problem", 0, place.removeprefix("$.")
    if match := re.match(r"\$\.(\w+)\[(\d+)\]\.?(.*)", place):
        section, number, path = match[1], int(match[2]), match[3]
    table = tables[section]
    column = table.layout.column_at(re.sub(r"\[.*", "", path))
    heading = None if column is None else table.headings.get(column.key, column.zh)
    return BadCell(table.file, table.numbers[number], heading, zh, en)
