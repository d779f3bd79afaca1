"""Rows out of a workbook by a layout: every cell that cannot be read is named, none is guessed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bangfu.core.refusal import Refusal

from .cell_errors import BadValue, CellError
from .cells import FormulaError, Raw, Sheet, Workbook, address, shown
from .layouts import LISTS_SHEET, MISTAKES_SHEET, NOTES_SHEET, Column, Layout

# A title and a remark often stand above the headings.
_HEADINGS_WITHIN = 10
_RECOGNISED = 2
BESIDE = (NOTES_SHEET, LISTS_SHEET, MISTAKES_SHEET)
"""Sheets that stand beside what is filled in."""


class NoHeadings(Refusal):
    """No sheet of the workbook has the headings that are expected."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that was read: its values by column key, ``None`` where a cell was empty."""

    sheet: str
    number: int
    values: Mapping[str, object]
    cells: Mapping[str, tuple[str, str]]

    def error(self, key: str, reason: BadValue) -> CellError:
        """The error of this row's cell in a column, for checks that know more than the layout."""
        where, value = self.cells.get(key, ("", ""))
        return CellError.at(self.sheet, where or f"{self.number}:{self.number}", value, reason)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook gave: rows, errors in reading order, and headings that nobody asked for."""

    rows: tuple[Row, ...]
    errors: tuple[CellError, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    columns: Mapping[int, Column]
    ignored: tuple[str, ...]
    errors: tuple[CellError, ...]


def read_rows(workbook: Workbook, layout: Layout) -> Reading:
    """The rows of every sheet whose headings are recognised.

    Raises ``NoHeadings`` where there is no such sheet. A row with an error is left out of ``rows``;
    whoever wants all or nothing asks whether ``errors`` is empty.
    """
    rows: list[Row] = []
    errors: list[CellError] = []
    ignored: list[str] = []
    filled = [s for s in workbook.sheets if s.name not in BESIDE]
    headed = [(sheet, header) for sheet in filled if (header := _header(sheet, layout))]
    if not headed:
        raise _no_headings(workbook, layout)
    for sheet, header in headed:
        ignored.extend(header.ignored)
        broken = [*header.errors, *_merged(sheet, header), *_missing(sheet, header, layout)]
        errors.extend(broken)
        if broken:
            continue
        for row, wrong in _rows(sheet, header):
            errors.extend(wrong)
            if not wrong:
                rows.append(row)
    errors.extend(_repeated(rows, layout))
    return Reading(tuple(rows), tuple(errors), tuple(ignored))


def _header(sheet: Sheet, layout: Layout) -> _Header | None:
    """The first row that names at least two columns, or one where the layout has but one."""
    needed = min(_RECOGNISED, len(layout.columns))
    for number, cells in enumerate(sheet.rows[:_HEADINGS_WITHIN], start=1):
        headings = {
            place: shown(raw) for place, raw in enumerate(cells, start=1) if raw is not None
        }
        known = {place: layout.column_of(text) for place, text in headings.items()}
        columns = {place: column for place, column in known.items() if column}
        if len(columns) >= needed:
            ignored = tuple(text for place, text in headings.items() if place not in columns)
            return _Header(number, columns, ignored, tuple(_twice(sheet, number, columns)))
    return None


def _twice(sheet: Sheet, number: int, columns: Mapping[int, Column]) -> Iterator[CellError]:
    first: dict[str, int] = {}
    for place, column in columns.items():
        earlier = first.setdefault(column.key, place)
        if earlier != place:
            raw = shown(sheet.rows[number - 1][place - 1])
            yield CellError.at(
                sheet.name,
                address(number, place),
                raw,
                BadValue(
                    "heading_twice",
                    zh=f"与 {address(number, earlier)} 是同一项“{column.zh}”。",
                    en=f"It means the same as {address(number, earlier)}: {column.en}.",
                    remedy_zh="请只保留一列。",
                    remedy_en="Keep one of the columns.",
                ),
            )


def _merged(sheet: Sheet, header: _Header) -> Iterator[CellError]:
    for merged in sheet.merged:
        if merged.bottom < header.row or merged.top > len(sheet.rows):
            continue
        is_heading = merged.top <= header.row
        yield CellError.at(
            sheet.name,
            merged.address,
            shown(next(iter(sheet.rows[merged.top - 1][merged.left - 1 :]), None)),
            BadValue(
                "merged_heading" if is_heading else "merged_cells",
                zh="表头有合并单元格。" if is_heading else "有合并单元格，无法判断属于哪一行。",
                en="The headings are merged."
                if is_heading
                else "Cells are merged, so it is unclear which row they belong to.",
                remedy_zh="请取消合并，"
                + ("表头只留一行，每列一个名称。" if is_heading else "并在每一行分别填写。"),
                remedy_en="Unmerge them; "
                + ("keep one row of headings, one per column." if is_heading else "fill each row."),
            ),
        )


def _missing(sheet: Sheet, header: _Header, layout: Layout) -> Iterator[CellError]:
    present = {column.key for column in header.columns.values()}
    for column in layout.required:
        if column.key not in present:
            known_as = "、".join((column.zh, *column.synonyms))
            yield CellError.at(
                sheet.name,
                f"{header.row}:{header.row}",
                "",
                BadValue(
                    "heading_missing",
                    zh=f"表头缺少“{column.zh}”一列。",
                    en=f"The column {column.en} is missing.",
                    remedy_zh=f"请加上该列，表头可写：{known_as}。",
                    remedy_en=f"Add it; the heading may be: {known_as}.",
                ),
            )


def _rows(sheet: Sheet, header: _Header) -> Iterator[tuple[Row, list[CellError]]]:
    for number, cells in enumerate(sheet.rows[header.row :], start=header.row + 1):
        if all(cells[place - 1] is None for place in header.columns):
            continue
        values: dict[str, object] = {}
        places: dict[str, tuple[str, str]] = {}
        wrong: list[CellError] = []
        for place, column in header.columns.items():
            raw = cells[place - 1]
            places[column.key] = where, value = address(number, place), shown(raw)
            try:
                values[column.key] = _value(raw, column)
            except BadValue as reason:
                wrong.append(CellError.at(sheet.name, where, value, reason))
        yield Row(sheet.name, number, values, places), wrong


def _value(raw: Raw | FormulaError, column: Column) -> object:
    if isinstance(raw, FormulaError):
        raise BadValue(
            "formula_error",
            zh="公式没有算出结果。",
            en="The formula has no result.",
            remedy_zh="请改正公式，或直接填写内容。",
            remedy_en="Correct the formula, or write the value itself.",
        )
    if raw is not None:
        return column.parse(raw)
    if column.required:
        raise BadValue(
            "empty",
            zh=f"“{column.zh}”没有填写。",
            en=f"{column.en} is empty.",
            remedy_zh="请补填；整行不要的话请删除该行。",
            remedy_en="Fill it in, or delete the row.",
        )
    return None


def _repeated(rows: Iterable[Row], layout: Layout) -> Iterator[CellError]:
    keys = [*layout.keys, *((column.key,) for column in layout.columns if column.unique)]
    seen: dict[tuple[tuple[str, ...], tuple[object, ...]], Row] = {}
    for row in rows:
        for key in keys:
            values = tuple(row.values.get(part) for part in key)
            if any(value is None for value in values):
                continue
            earlier = seen.setdefault((key, values), row)
            if earlier is not row:
                yield row.error(key[-1], _repeats(earlier, [layout.column(part) for part in key]))


def _repeats(earlier: Row, columns: list[Column]) -> BadValue:
    where = earlier.cells[columns[-1].key][0]
    zh, en = "＋".join(column.zh for column in columns), " + ".join(column.en for column in columns)
    return BadValue(
        "repeated",
        zh=f"“{zh}”与工作表“{earlier.sheet}”的 {where} 重复。",
        en=f"{en} repeats {where} of sheet {earlier.sheet}.",
        remedy_zh="同一对象只能填一行；请删去重复的一行，或改正填错的一行。",
        remedy_en="One row for each; delete the repeated row or correct the wrong one.",
    )


def _no_headings(workbook: Workbook, layout: Layout) -> NoHeadings:
    required = "、".join(column.zh for column in layout.required)
    return NoHeadings(
        zh=f"文件“{workbook.name}”的前 {_HEADINGS_WITHIN} 行中没有找到“{layout.zh}”的表头；"
        f"请使用模板，至少要有：{required}。",
        en=f'The first {_HEADINGS_WITHIN} rows of "{workbook.name}" hold no headings for '
        f"{layout.en}; use the template, with at least: {required}.",
    )
