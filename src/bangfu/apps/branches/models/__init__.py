"""What is kept of Party branches."""

from .branches import Branch, BranchName, BranchQuerySet, Coverage, Seat, Turn
from .people import Development, Election, MemberCount, PaperKept, Secretary
from .uploads import BranchUpload

__all__ = [
    "Branch",
    "BranchName",
    "BranchQuerySet",
    "BranchUpload",
    "Coverage",
    "Development",
    "Election",
    "MemberCount",
    "PaperKept",
    "Seat",
    "Secretary",
    "Turn",
]
