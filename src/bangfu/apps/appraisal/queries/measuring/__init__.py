"""Inputs counted from records: each figure is the sum of the very rows it can show."""

from .asking import Asked, Measure, Record, asked_of, figure_of
from .listing import measure_of, measures

__all__ = ["Asked", "Measure", "Record", "asked_of", "figure_of", "measure_of", "measures"]
