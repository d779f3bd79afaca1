"""Everything that changes Party branches."""

from .counting import count_members, record_development
from .ending import dissolve_branch, merge_branch
from .founding import SecretaryDraft, found_branch, join_institutions
from .importing import (
    UploadGone,
    discard_upload,
    keep_upload,
    marked_upload,
    take_upload,
    try_upload,
)
from .leading import change_secretary, hold_election
from .papers import PaperDraft, keep_papers, remove_paper
from .refusals import (
    AlreadyJoined,
    AlreadyKnown,
    BranchEnded,
    DayWrong,
    DepartmentElsewhere,
    DepartmentTaken,
    FigureWrong,
    JointNeedsSeveral,
    MergedElsewhere,
    NoSuchPaper,
    NothingChanges,
    NotOfThisBranch,
    TooFewMembers,
)
from .setting import join_one, leave_joint, re_set_branch

__all__ = [
    "AlreadyJoined",
    "AlreadyKnown",
    "BranchEnded",
    "DayWrong",
    "DepartmentElsewhere",
    "DepartmentTaken",
    "FigureWrong",
    "JointNeedsSeveral",
    "MergedElsewhere",
    "NoSuchPaper",
    "NotOfThisBranch",
    "NothingChanges",
    "PaperDraft",
    "SecretaryDraft",
    "TooFewMembers",
    "UploadGone",
    "change_secretary",
    "count_members",
    "discard_upload",
    "dissolve_branch",
    "found_branch",
    "hold_election",
    "join_institutions",
    "join_one",
    "keep_papers",
    "keep_upload",
    "leave_joint",
    "marked_upload",
    "merge_branch",
    "re_set_branch",
    "record_development",
    "remove_paper",
    "take_upload",
    "try_upload",
]
