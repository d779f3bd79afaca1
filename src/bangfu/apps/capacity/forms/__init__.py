"""Forms of what stays behind: shape only, the actions decide."""

from .asking import ASKED, evidence_of
from .entering import NewItemForm
from .filters import ChainFilterForm, HostFilterForm, ItemFilterForm
from .steps import (
    AddSkillForm,
    MilestoneForm,
    PlanForm,
    ProofForm,
    ReasonForm,
    SkillForm,
    StopForm,
    VerifyForm,
)

__all__ = [
    "ASKED",
    "AddSkillForm",
    "ChainFilterForm",
    "HostFilterForm",
    "ItemFilterForm",
    "MilestoneForm",
    "NewItemForm",
    "PlanForm",
    "ProofForm",
    "ReasonForm",
    "SkillForm",
    "StopForm",
    "VerifyForm",
    "evidence_of",
]
