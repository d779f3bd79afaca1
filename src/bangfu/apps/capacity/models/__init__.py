"""What stays behind: items, their milestones, skills and verifications."""

from .items import Item, ItemQuerySet, Milestone
from .learning import Skill, Verification

__all__ = ["Item", "ItemQuerySet", "Milestone", "Skill", "Verification"]
