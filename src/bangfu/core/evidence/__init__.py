"""Files that prove something: told apart by content, held to limits, cleaned of what betrays."""

from .checking import Clean, checked
from .kinds import Kind
from .limits import Limits, shipped

__all__ = ["Clean", "Kind", "Limits", "checked", "shipped"]
