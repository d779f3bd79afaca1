"""The items of a table as a sheet of a workbook, one row each, and back; errors cell by cell.

Title, blocks, groups, grades, stars and levels stay those of the table that the sheet was written
from; ``whole_workbook`` has sheets of them too. Order of rows is the order of items.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec

from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.exchange.importing import Reading, Row, read_rows
from bangfu.core.exchange.layouts import Column, Layout
from bangfu.core.exchange.template import write_template
from bangfu.core.exchange.workbook_files import read_workbook
from bangfu.core.programmes.problems import Problem
from bangfu.core.programmes.walking import shape_problems

from . import parameters
from .checking import scheme_problems
from .reading import catalogue
from .rules import KINDS, Judgement, Meaning
from .scheme import Absent, Item, Scheme
from .sheet_cells import (
    bad,
    choice,
    codes_of,
    free_code,
    number_cell,
    text_of_cells,
    title_of,
    titles_of,
    words_cell,
)
from .vocabulary import Filling, Part, Sort, Within

Meanings = Mapping[str, Meaning]

_ABSENT = {
    **{
        f"{Filling.RESCALE.zh}（{within.zh}）": {"how": "rescale", "within": str(within)}
        for within in Within
    },
    Filling.PEER_MEAN.zh: {"how": "peer_mean"},
    Filling.FULL.zh: {"how": "full"},
}
# Which column a mistake in a field of an item is shown in.
_COLUMNS = {"absent": "absent_line", "title": "title", "note": "note", "rule": "line"}


@dataclass(frozen=True, slots=True)
class ItemsRead:
    """What a sheet gave: the table with its items, or what to mend first."""

    scheme: Scheme | None
    errors: tuple[CellError, ...]
    ignored: tuple[str, ...] = ()


def write_items(scheme: Scheme, *, inputs: Meanings | None = None) -> bytes:
    """The xlsx file of a table's items, with lists to choose from and a sheet of explanations."""
    return write_template(items_layout(scheme), item_rows(scheme, meanings_with(scheme, inputs)))


def item_rows(scheme: Scheme, known: Meanings) -> list[Sequence[str | int | float | None]]:
    """The items as rows of cells, a value for each column of the layout."""
    return [_row(scheme, item, known) for item in scheme.items]


def read_items(
    content: bytes, *, name: str, base: Scheme, inputs: Meanings | None = None
) -> ItemsRead:
    """The table ``base`` with the items of a sheet.

    Raises what ``read_workbook`` and ``read_rows`` raise where the file is no such workbook.
    """
    known = meanings_with(base, inputs)
    reading = read_rows(read_workbook(content, name=name), items_layout(base))
    items, errors = items_in(reading, base, known)
    if errors or not items:
        return ItemsRead(None, tuple(errors), reading.ignored)
    scheme = msgspec.structs.replace(base, items=tuple(items))
    errors = [_placed(reading.rows, problem) for problem in scheme_problems(scheme, known)]
    return ItemsRead(None if errors else scheme, tuple(errors), reading.ignored)


def items_in(reading: Reading, base: Scheme, known: Meanings) -> tuple[list[Item], list[CellError]]:
    """The items that rows state, and every mistake; a row without a code is given a free one."""
    errors = list(reading.errors)
    items: list[Item] = []
    taken = {str(row.values["code"]) for row in reading.rows if row.values.get("code")}
    taken |= {block.code for block in base.blocks}
    for row in reading.rows:
        plain, wrong = _plain(row, known)
        if "code" not in plain:
            plain["code"] = free_code("item", taken)
            taken.add(plain["code"])
        problems = [] if wrong else shape_problems(plain, Item)
        wrong += [item_error(row, problem) for problem in problems]
        errors += wrong
        if not wrong:
            items.append(msgspec.convert(plain, Item))
    return items, errors


def items_layout(scheme: Scheme) -> Layout:
    """The columns of a table's items; blocks, groups and sources are those of the table."""
    blocks = titles_of((block.code, block.title) for block in scheme.blocks)
    groups = titles_of((group.code, group.title) for group in scheme.groups)
    kinds = {kind.label.zh: parameters.tag_of(kind) for kind in KINDS}
    words = partial(words_cell, longest=1000)
    sources = titles_of((one.code, one.what) for one in scheme.sources)
    return Layout(
        "评分项目",
        "score items",
        (
            Column(
                *("code", "代码", "code", words_cell(longest=64)),
                unique=True,
                note_zh="已有项目请勿改动；新添的行不用填，由系统编号。",
                example="on_post",
            ),
            choice("block", "板块", "block", blocks, required=True),
            choice("group", "分组", "group", groups),
            Column("title", "项目", "title", words(), required=True, width=30, example="在岗率"),
            Column("title_en", "英文名称", "English title", words(), width=24),
            choice("sort", "类别", "sort", codes_of(Sort), required=True),
            choice("part", "时段", "part", codes_of(Part)),
            Column(
                *("points", "分值", "points", number_cell),
                **_must(note="计分项的满分；加分项的最高分；扣分项最多扣的分，填正数。"),
                example="10",
            ),
            choice("kind", "计分方法", "rule", kinds, required=True, width=18),
            Column(
                *("line", "计分参数", "parameters", words()),
                width=50,
                note_zh="写成“名称=值”，多个之间用分号。人工评分可以不填。",
                example="数据=在岗率；档次=0.95→10、0.9→8",
            ),
            Column("guide", "评分要点", "guide", words(), width=30, note_zh="只用于人工评分。"),
            Column("guide_en", "评分要点英文", "guide in English", words()),
            choice("absent", "缺项处理", "if absent", _ABSENT, width=20),
            Column(
                *("absent_line", "缺项参数", "if absent: parameters", words()),
                width=24,
                note_zh="例如：至少家数=3；须人工认定=是。",
            ),
            Column("note", "说明", "note", words(), width=30),
            Column("note_en", "说明英文", "note in English", words()),
            choice("source", "依据", "source", sources, width=24),
        ),
    )


def _must(*, note: str) -> dict[str, Any]:
    return {"required": True, "note_zh": note}


def meanings_with(scheme: Scheme, inputs: Meanings | None) -> dict[str, Meaning]:
    """The inputs of the installation, or those given, and the table's own."""
    known = dict(catalogue() if inputs is None else inputs)
    known.update((own.code, own) for own in scheme.inputs)
    return known


def _row(scheme: Scheme, item: Item, known: Meanings) -> Sequence[str | int | float | None]:
    layout = items_layout(scheme)
    guide = item.rule.guide if isinstance(item.rule, Judgement) else None
    absent = item.absent
    values: dict[str, str | int | float | None] = {
        "code": item.code,
        "block": title_of(titles_of((b.code, b.title) for b in scheme.blocks), item.block),
        "group": title_of(titles_of((g.code, g.title) for g in scheme.groups), item.group),
        "title": item.title.zh,
        "title_en": item.title.en or None,
        "sort": item.sort.zh,
        "part": item.part.zh,
        "points": item.points,
        "kind": item.rule.label.zh,
        "line": parameters.line_of(item.rule, known) or None,
        "guide": guide.zh if guide else None,
        "guide_en": guide.en or None if guide else None,
        "absent": _absent_title(absent) if absent else None,
        "absent_line": (parameters.line_of(absent, known) or None) if absent else None,
        "note": item.note.zh if item.note else None,
        "note_en": item.note.en or None if item.note else None,
        "source": title_of(titles_of((s.code, s.what) for s in scheme.sources), item.source),
    }
    return [values[column.key] for column in layout.columns]


def _absent_title(absent: Absent) -> str:
    if absent.how is Filling.RESCALE:
        return f"{absent.how.zh}（{absent.within.zh}）"
    return absent.how.zh


def _plain(row: Row, known: Meanings) -> tuple[dict[str, Any], list[CellError]]:
    """A row as the plain table of an item, and what in it cannot be read."""
    values = row.values
    errors: list[CellError] = []
    plain: dict[str, Any] = {
        key: values[key]
        for key in ("code", "block", "group", "sort", "part", "points", "source")
        if values.get(key) is not None
    }
    for key in ("title", "note"):
        if text := text_of_cells(values.get(key), values.get(f"{key}_en")):
            plain[key] = text
    plain["rule"] = {"kind": values.get("kind"), **_fields(row, "line", known, errors)}
    if guide := text_of_cells(values.get("guide"), values.get("guide_en")):
        plain["rule"]["guide"] = guide
    absent = values.get("absent")
    further = _fields(row, "absent_line", known, errors)
    if isinstance(absent, dict):
        plain["absent"] = {**absent, **further}
    elif further:
        error = bad("写了缺项参数，没有选缺项处理。", "Parameters, but nothing chosen.")
        errors.append(row.error("absent_line", error))
    return plain, errors


def _fields(row: Row, key: str, known: Meanings, errors: list[CellError]) -> dict[str, Any]:
    line = row.values.get(key)
    try:
        return parameters.fields_of(str(line), known) if line else {}
    except parameters.NotAParameter as wrong:
        errors.append(row.error(key, bad(wrong.zh, wrong.en)))
        return {}


def item_error(row: Row, problem: Problem) -> CellError:
    """A mistake of an item in the cell of its row."""
    first, *rest = problem.path or ("code",)
    key = str(first)
    if key == "rule" and rest and rest[0] in ("kind", "guide"):
        key = str(rest[0])
    key = _COLUMNS.get(key, key)
    told = "".join(
        f"“{parameters.NAMES[str(step)]}”：" for step in rest if step in parameters.NAMES
    )
    return row.error(key, bad(told + problem.zh, told + problem.en))


def _placed(rows: Sequence[Row], problem: Problem) -> CellError:
    """A mistake of the whole table: in an item's cell, or on the sheet where it is of no item."""
    if len(problem.path) > 1 and problem.path[0] == "items" and isinstance(problem.path[1], int):
        row = rows[problem.path[1]]
        return item_error(row, Problem(problem.path[2:], problem.zh, problem.en))
    return CellError.at(rows[0].sheet, "", "", bad(problem.zh, problem.en))
