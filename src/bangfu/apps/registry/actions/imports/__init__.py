"""Taking workbooks over into the registry: tried as a whole, taken as a whole."""

from .report import FieldChange, ImportRefused, ImportReport, RowChange
from .running import import_departments, import_institutions, import_workbook, import_workers

__all__ = [
    "FieldChange",
    "ImportRefused",
    "ImportReport",
    "RowChange",
    "import_departments",
    "import_institutions",
    "import_workbook",
    "import_workers",
]
