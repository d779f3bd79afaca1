"""What is kept of targets: how they were shared out, figures reported, lags explained, reviews."""

from .reviews import AskedLag, LagNote, Review
from .sharing import Part, ReportedFigure, Sharing

__all__ = ["AskedLag", "LagNote", "Part", "ReportedFigure", "Review", "Sharing"]
