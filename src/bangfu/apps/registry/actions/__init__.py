"""What changes the registry."""

from .areas import Adopted, adopt_areas
from .checks import (
    AlreadyEnded,
    CodeTaken,
    DayTooEarly,
    IdNumberTaken,
    IdNumberWrong,
    OutOfReach,
    StaffNumberTaken,
    UnknownArea,
    UnknownInstitution,
    UnknownKind,
    UnknownSubject,
    UnknownTitle,
)
from .departments import revise_departments
from .endings import MergeWithItself, StillStaffed, close_institution, merge_institution
from .institutions import (
    recode_institution,
    register_institution,
    register_institutions,
    rename_institution,
    revise_institution,
    revise_institutions,
)
from .workers import (
    link_account,
    register_worker,
    register_workers,
    retire_worker,
    revise_worker,
    revise_workers,
    transfer_worker,
)

__all__ = [
    "Adopted",
    "AlreadyEnded",
    "CodeTaken",
    "DayTooEarly",
    "IdNumberTaken",
    "IdNumberWrong",
    "MergeWithItself",
    "OutOfReach",
    "StaffNumberTaken",
    "StillStaffed",
    "UnknownArea",
    "UnknownInstitution",
    "UnknownKind",
    "UnknownSubject",
    "UnknownTitle",
    "adopt_areas",
    "close_institution",
    "link_account",
    "merge_institution",
    "recode_institution",
    "register_institution",
    "register_institutions",
    "register_worker",
    "register_workers",
    "rename_institution",
    "retire_worker",
    "revise_departments",
    "revise_institution",
    "revise_institutions",
    "revise_worker",
    "revise_workers",
    "transfer_worker",
]
