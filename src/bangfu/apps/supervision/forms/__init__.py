"""Forms of the ledger: shape only, the actions decide."""

from .ledger import (
    AnswerForm,
    CheckForm,
    FlagForm,
    HandInForm,
    LedgerFilterForm,
    NewTaskForm,
    OpenLedgerForm,
)
from .problems import NewProblemForm, ProblemFilterForm, RemedyForm, SettleForm, SortForm
from .steps import (
    AcceptanceForm,
    AcceptForm,
    ApproveForm,
    AssignForm,
    ExtensionForm,
    GrantForm,
    LookBackForm,
    ReasonForm,
    ReportForm,
    StepForm,
)

__all__ = [
    "AcceptForm",
    "AcceptanceForm",
    "AnswerForm",
    "ApproveForm",
    "AssignForm",
    "CheckForm",
    "ExtensionForm",
    "FlagForm",
    "GrantForm",
    "HandInForm",
    "LedgerFilterForm",
    "LookBackForm",
    "NewProblemForm",
    "NewTaskForm",
    "OpenLedgerForm",
    "ProblemFilterForm",
    "ReasonForm",
    "RemedyForm",
    "ReportForm",
    "SettleForm",
    "SortForm",
    "StepForm",
]
