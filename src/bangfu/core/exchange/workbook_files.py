"""Reading an uploaded file as a workbook: xlsx, xls or csv, told apart by content, not by name."""

import io
from datetime import date, datetime, time, timedelta
from hashlib import sha256

import python_calamine as calamine

from bangfu.core.refusal import Refusal

from . import csv_text, xls_parts, xlsx_parts
from .cells import FormulaError, Merged, Raw, Sheet, Workbook

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_CELLS = 3_000_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An encrypted xlsx is an OLE file that holds a stream of this name.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class NotAWorkbook(Refusal):
    """The file is no workbook that can be read."""


class WorkbookLocked(Refusal):
    """The workbook is protected by a password."""


class EmptyWorkbook(Refusal):
    """The workbook holds no filled cell."""


class WorkbookNotAlone(Refusal):
    """The workbook holds macros, or draws on other files."""


class WorkbookTooLarge(Refusal):
    """The file or one of its sheets is larger than can be read."""


def read_workbook(content: bytes, *, name: str) -> Workbook:
    """The visible sheets of a file.

    Raises ``NotAWorkbook``, ``WorkbookLocked``, ``EmptyWorkbook`` or ``WorkbookTooLarge``; each
    names the file and the remedy.
    """
    if len(content) > MAX_BYTES:
        raise WorkbookTooLarge(
            zh=f"文件“{name}”有 {len(content) / 1048576:.1f} MB，超过上限 "
            f"{MAX_BYTES // 1048576} MB；请删去图片和无关的工作表，或分成几个文件。",
            en=f'The file "{name}" has {len(content) / 1048576:.1f} MB, more than the '
            f"{MAX_BYTES // 1048576} MB allowed; remove pictures and other sheets, or split it.",
        )
    sheets = tuple(_sheets(content, name))
    if not any(cell is not None for sheet in sheets for row in sheet.rows for cell in row):
        raise EmptyWorkbook(
            zh=f"文件“{name}”中没有填写任何内容；请按模板填写后再上传。",
            en=f'Nothing is filled in in "{name}"; fill in the template and upload it again.',
        )
    return Workbook(name=name, digest=sha256(content).hexdigest(), sheets=sheets)


def _sheets(content: bytes, name: str) -> list[Sheet]:
    if content.startswith(_ZIP):
        return _xlsx(content, name)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _locked(name)
        return _xls(content, name)
    text = csv_text.decode(content)
    # Some systems export a web page under the name of a workbook.
    if text is None or text.lstrip().startswith("<"):
        raise _not_a_workbook(name)
    return [_sized(Sheet(name=name, rows=csv_text.rows(text)), name)]


def _xls(content: bytes, name: str) -> list[Sheet]:
    try:
        last_row, last_column = xls_parts.reaches(content)
    except xls_parts.NotXls:
        raise _not_a_workbook(name) from None
    except xls_parts.HasMacros:
        raise _not_alone(name, "macros") from None
    _refuse_if_vast(name, "—", last_row, last_column)
    return _calamine(content, name, {})


def _xlsx(content: bytes, name: str) -> list[Sheet]:
    try:
        parts = xlsx_parts.scan(content)
    except xlsx_parts.NotXlsx:
        raise _not_a_workbook(name) from None
    except xlsx_parts.TooMuchInside:
        raise WorkbookTooLarge(
            zh=f"文件“{name}”解压后过大，不能读取；请只保留需要导入的工作表，另存后再上传。",
            en=f'"{name}" unpacks to more than can be read; keep only the sheets to import.',
        ) from None
    except xlsx_parts.ForeignParts as found:
        raise _not_alone(name, found.what) from None
    for sheet in parts:
        # The reader lays out every cell up to the last, so one stray cell can ask for all memory.
        _refuse_if_vast(name, sheet.name, sheet.last_row, sheet.last_column)
    return _calamine(content, name, {sheet.name: sheet.formula_errors for sheet in parts})


def _calamine(
    content: bytes, name: str, formula_errors: dict[str, frozenset[tuple[int, int]]]
) -> list[Sheet]:
    try:
        with calamine.load_workbook(io.BytesIO(content)) as book:
            return [
                _sheet(book.get_sheet_by_name(meta.name), formula_errors.get(meta.name), name)
                for meta in book.sheets_metadata
                if meta.typ == calamine.SheetTypeEnum.WorkSheet
                and meta.visible == calamine.SheetVisibleEnum.Visible
            ]
    except calamine.PasswordError:
        raise _locked(name) from None
    except calamine.CalamineError:
        raise _not_a_workbook(name) from None


def _sheet(
    source: calamine.CalamineSheet, formula_errors: frozenset[tuple[int, int]] | None, name: str
) -> Sheet:
    last_row, last_column = source.end or (0, 0)
    _refuse_if_vast(name, source.name, last_row + 1, last_column + 1)
    wrong = formula_errors or frozenset()
    rows = tuple(
        tuple(
            FormulaError() if (row, column) in wrong else _raw(value)
            for column, value in enumerate(values, start=1)
        )
        for row, values in enumerate(source.to_python(skip_empty_area=False), start=1)
    )
    merged = tuple(
        Merged(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
    )
    return Sheet(name=source.name, rows=rows, merged=merged)


def _raw(value: str | float | bool | date | datetime | time | timedelta) -> Raw:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date()
    return value


def _sized(sheet: Sheet, name: str) -> Sheet:
    _refuse_if_vast(name, sheet.name, len(sheet.rows), max(map(len, sheet.rows), default=0))
    return sheet


def _refuse_if_vast(name: str, sheet: str, rows: int, columns: int) -> None:
    if rows <= MAX_ROWS and columns <= MAX_COLUMNS and rows * columns <= MAX_CELLS:
        return
    raise WorkbookTooLarge(
        zh=f"文件“{name}”的工作表“{sheet}”内容到第 {rows} 行、第 {columns} 列，超过上限"
        f"（{MAX_ROWS} 行、{MAX_COLUMNS} 列）；请删去末尾多余的行列，或分成几个文件。",
        en=f'Sheet "{sheet}" of "{name}" reaches row {rows} and column {columns}, beyond the limit '
        f"({MAX_ROWS} rows, {MAX_COLUMNS} columns); delete what stands there, or split the file.",
    )


def _not_a_workbook(name: str) -> NotAWorkbook:
    return NotAWorkbook(
        zh=f"文件“{name}”不是能读取的工作簿；请另存为 .xlsx、.xls 或 .csv 后再上传。",
        en=f'"{name}" is no workbook that can be read; save it as .xlsx, .xls or .csv.',
    )


def _not_alone(name: str, what: str) -> WorkbookNotAlone:
    if what == "macros":
        return WorkbookNotAlone(
            zh=f"文件“{name}”带有宏，不予读取；请另存为不带宏的 .xlsx 后再上传。",
            en=f'"{name}" holds macros and is not read; save it as .xlsx without them.',
        )
    return WorkbookNotAlone(
        zh=f"文件“{name}”引用了其他文件，不予读取；请在“数据”“编辑链接”中断开链接，保存后再上传。",
        en=f'"{name}" draws on other files and is not read; break the links under Data, save it.',
    )


def _locked(name: str) -> WorkbookLocked:
    return WorkbookLocked(
        zh=f"文件“{name}”设有打开密码；请取消密码后再上传。",
        en=f'"{name}" is protected by a password; remove the password and upload it again.',
    )
