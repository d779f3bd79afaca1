"""What the pages of spot checks ask for."""

from .checking import CheckForm, DropForm, FindingForm, RosterForm
from .drawing import CommitForm, DrawFilterForm, ReasonForm, RevealForm, SchemeForm, TieForm
from .findings import (
    FindingFilterForm,
    FromRequestForm,
    LookAgainForm,
    PenaltyForm,
    RemedyForm,
    ReplyForm,
    TaskForm,
    WordsForm,
)

__all__ = [
    "CheckForm",
    "CommitForm",
    "DrawFilterForm",
    "DropForm",
    "FindingFilterForm",
    "FindingForm",
    "FromRequestForm",
    "LookAgainForm",
    "PenaltyForm",
    "ReasonForm",
    "RemedyForm",
    "ReplyForm",
    "RevealForm",
    "RosterForm",
    "SchemeForm",
    "TaskForm",
    "TieForm",
    "WordsForm",
]
