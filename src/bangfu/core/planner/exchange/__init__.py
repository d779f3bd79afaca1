"""Problems and plans as tables that an office keeps in Excel."""

from pathlib import Path

from bangfu.core.planner.files import read_problem
from bangfu.core.planner.problem import Problem

from .reading import BadCell, BadTables, read_tables
from .writing import CellTooLong, FolderInUse, plan_to_csv, write_tables

__all__ = [
    "BadCell",
    "BadTables",
    "CellTooLong",
    "FolderInUse",
    "plan_to_csv",
    "read_stated",
    "read_tables",
    "write_tables",
]


def read_stated(path: Path) -> Problem:
    """The problem in a JSON file, or in a folder of tables."""
    return read_tables(path) if path.is_dir() else read_problem(path)
