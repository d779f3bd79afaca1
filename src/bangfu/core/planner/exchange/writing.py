"""A problem as a folder of tables, and a plan as one."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from bangfu.core.planner.files import UnreadableFile
from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Duty, Problem
from bangfu.core.planner.wording import FORM_ZH
from bangfu.core.refusal import Refusal

from .cells import MOST_CHARACTERS, Language, written_text
from .layouts import LAYOUTS, Column, Layout

MARK = "\ufeff"
"""Byte order mark: by it Excel knows UTF-8."""


class CellTooLong(Refusal):
    """A cell would hold more than Excel keeps."""

    def __init__(self, file: str, row: int, column: Column, characters: int) -> None:
        super().__init__(
            zh=f"{file} 第{row}行“{column.zh}”列：内容有{characters}个字符，Excel的单元格只容"
            f"{MOST_CHARACTERS}个，请改用问题文件（JSON）。",
            en=f"{file}, row {row}, column “{column.key}”: {characters} characters, and a cell of "
            f"Excel holds {MOST_CHARACTERS}; use the problem file (JSON) instead.",
        )


class FolderInUse(Refusal):
    """Tables stand in the folder already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            zh=f"{folder}：文件夹中已有CSV表格，请换一个空文件夹，以免新旧混在一起。",
            en=f"{folder}: holds CSV tables already; choose an empty folder, lest old and new mix.",
        )


def write_tables(problem: Problem, folder: Path, *, language: Language = "zh") -> None:
    """Write a problem as CSV tables that Excel opens; ``read_tables`` gives back an equal problem.

    Tables without a row are left out unless they are needed. Raises ``FolderInUse``,
    ``CellTooLong``, ``UnreadableFile``.
    """
    try:
        folder.mkdir(exist_ok=True)
        if any(folder.glob("*.csv")):
            raise FolderInUse(folder)
        for layout in LAYOUTS:
            rows = [problem] if layout.section == "problem" else getattr(problem, layout.section)
            if rows or layout.needed:
                text = table(layout, rows, language)
                (folder / layout.file(language)).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UnreadableFile(
            zh=f"{folder}：无法写入（{error.strerror}），请换一个可写的位置。",
            en=f"{folder}: cannot be written ({error.strerror}); choose another place.",
        ) from error


def table(layout: Layout, rows: Any, language: Language) -> str:
    """One table as the text of its file: a heading for each column, a line for each part."""
    lines = [[column.heading(language) for column in layout.columns]]
    for number, row in enumerate(rows, start=2):
        lines.append([_cell(row, column, language) for column in layout.columns])
        for column, cell in zip(layout.columns, lines[-1], strict=True):
            if len(cell) > MOST_CHARACTERS:
                raise CellTooLong(layout.file(language), number, column, len(cell))
    return _as_csv(lines)


def plan_to_csv(problem: Problem, plan: Plan) -> str:
    """A plan as a table for people: who serves where, from which day to which.

    One line for each duty, in the plan's order; the text begins with the mark by which Excel knows
    UTF-8.
    """
    headings = ["岗位编号", "岗位", "受援单位", "方式", "人员编号", "姓名", "派出医院", "科室"]
    lines = [[*headings, "开始日期", "结束日期", "开始期", "结束期"]]
    lines += [_line(problem, duty) for duty in plan.duties]
    return _as_csv(lines)


def _line(problem: Problem, duty: Duty) -> list[str]:
    person, post = problem.person(duty.person), problem.post(duty.post)
    first, after = problem.horizon.days(duty.start, duty.end)
    department = person.department
    named = [
        post.id,
        problem.label("post", post.id),
        problem.label("host", post.host),
        FORM_ZH[post.form],
        person.id,
        problem.label("person", person.id),
        problem.label("hospital", person.hospital),
    ]
    return [
        *map(written_text, named),
        "" if department is None else written_text(problem.label("department", department)),
        first.isoformat(),
        (after - timedelta(days=1)).isoformat(),
        str(duty.start),
        str(duty.end),
    ]


def _cell(part: msgspec.Struct, column: Column, language: Language) -> str:
    """A field's cell; blank where the field has its default and nothing need be said."""
    outer, _, inner = column.key.partition(".")
    value = getattr(part, outer)
    default = next(f for f in msgspec.structs.fields(part) if f.name == outer)
    if default.default is not msgspec.NODEFAULT and value == default.default:
        return ""
    if default.default_factory is not msgspec.NODEFAULT and value == default.default_factory():
        return ""
    if inner and value is not None:
        value = getattr(value, inner)
    return "" if value is None else column.kind.write(msgspec.to_builtins(value), language)


def _as_csv(lines: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return MARK + text.getvalue()
