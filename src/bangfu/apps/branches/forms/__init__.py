"""What the pages of branches ask."""

from .filtering import BranchFilterForm, ChooseInstitutionForm, CoverageFilterForm
from .keeping import CountForm, DevelopmentForm, PaperForm, ReasonForm
from .setting import (
    ElectionForm,
    EndForm,
    FoundForm,
    JoinForm,
    JointForm,
    MergeForm,
    ReSetForm,
    SecretaryForm,
)

__all__ = [
    "BranchFilterForm",
    "ChooseInstitutionForm",
    "CountForm",
    "CoverageFilterForm",
    "DevelopmentForm",
    "ElectionForm",
    "EndForm",
    "FoundForm",
    "JoinForm",
    "JointForm",
    "MergeForm",
    "PaperForm",
    "ReSetForm",
    "ReasonForm",
    "SecretaryForm",
]
