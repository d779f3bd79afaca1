"""Everything that changes what stays behind."""

from .ending import resume_item, stop_item, verify_item, withdraw_item
from .holding import refresh
from .milestones import (
    Done,
    correct_milestone,
    plan_milestones,
    reach_milestone,
    undo_milestone,
)
from .recording import NewItem, record_item
from .refusals import (
    AlreadyThere,
    AnswersMissing,
    DayWrong,
    NoCourse,
    NotBuilt,
    NotReached,
    NotStanding,
    NotWaiting,
    PersonMissing,
    PostingMissing,
)
from .skills import add_skill, drop_skill, take_skill_step
from .witnessing import confirm_alone, is_party, return_alone

__all__ = [
    "AlreadyThere",
    "AnswersMissing",
    "DayWrong",
    "Done",
    "NewItem",
    "NoCourse",
    "NotBuilt",
    "NotReached",
    "NotStanding",
    "NotWaiting",
    "PersonMissing",
    "PostingMissing",
    "add_skill",
    "confirm_alone",
    "correct_milestone",
    "drop_skill",
    "is_party",
    "plan_milestones",
    "reach_milestone",
    "record_item",
    "refresh",
    "resume_item",
    "return_alone",
    "stop_item",
    "take_skill_step",
    "undo_milestone",
    "verify_item",
    "withdraw_item",
]
