"""Indicators: facts in whole numbers, two sums divided last, once for every engine.

:mod:`.facts` says what is counted, :mod:`.catalogue` what is made of it, :mod:`.expressions` turns
that into one statement for SQLite, PostgreSQL, DuckDB and Spark.
"""

from .catalogue import catalogue, indicator_of
from .facts import GIVER, HOST, HUNDREDTHS, SIDES, TABLES, Fact, month_number
from .indicator import Better, Combine, Example, Figures, Indicator, Sum, Theme

__all__ = [
    "GIVER",
    "HOST",
    "HUNDREDTHS",
    "SIDES",
    "TABLES",
    "Better",
    "Combine",
    "Example",
    "Fact",
    "Figures",
    "Indicator",
    "Sum",
    "Theme",
    "catalogue",
    "indicator_of",
    "month_number",
]
