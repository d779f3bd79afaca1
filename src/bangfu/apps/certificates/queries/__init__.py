"""Reading certificates, clinic sessions and what calendars and rosters show of them."""

from .reach import visible_to

__all__ = ["visible_to"]
