"""What an import did, or would do, or why it cannot."""

from dataclasses import dataclass

from bangfu.core.exchange.cell_errors import CellError
from bangfu.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that an import changes; ``field`` is the name in the draft."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that an import enters (no ``fields``) or changes."""

    sheet: str
    row: int
    label: str
    fields: tuple[FieldChange, ...] = ()

    @property
    def is_new(self) -> bool:
        return not self.fields


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of one workbook; with any error nothing was taken.

    ``warnings`` do not stand in the way. ``ignored`` are headings that nobody asked for.
    """

    file_name: str
    digest: str
    changes: tuple[RowChange, ...]
    unchanged: int
    errors: tuple[CellError, ...]
    warnings: tuple[CellError, ...]
    ignored: tuple[str, ...]

    @property
    def created(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.created


class ImportRefused(Refusal):
    """The workbook has errors, so nothing of it was taken; ``report`` names each."""

    def __init__(self, report: ImportReport) -> None:
        first, count = report.errors[0], len(report.errors)
        super().__init__(
            zh=f"文件“{report.file_name}”有 {count} 处错误，没有导入任何内容。第一处：{first}",
            en=f'"{report.file_name}" has {count} errors, so nothing was taken. The first: sheet '
            f'"{first.sheet}", cell {first.cell}: {first.en} {first.remedy_en}',
        )
        self.report = report
