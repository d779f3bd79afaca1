"""Problems and plans as tables that an office keeps in Excel."""

from .reading import BadCell, BadTables, read_tables
from .writing import CellTooLong, FolderInUse, plan_to_csv, write_tables

__all__ = [
    "BadCell",
    "BadTables",
    "CellTooLong",
    "FolderInUse",
    "plan_to_csv",
    "read_tables",
    "write_tables",
]
