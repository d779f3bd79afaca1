"""What the pages of public requests ask for."""

from .asking import AgainForm, AskForm, RateForm, ReceiptForm
from .handling import (
    AcceptForm,
    AnswerForm,
    CallBackForm,
    PassOnForm,
    ReleaseForm,
    RequestFilterForm,
    WithdrawReleaseForm,
    WordsForm,
)
from .keeping import CodeForm, ProblemForm, ReviewForm, TaskForm

__all__ = [
    "AcceptForm",
    "AgainForm",
    "AnswerForm",
    "AskForm",
    "CallBackForm",
    "CodeForm",
    "PassOnForm",
    "ProblemForm",
    "RateForm",
    "ReceiptForm",
    "ReleaseForm",
    "RequestFilterForm",
    "ReviewForm",
    "TaskForm",
    "WithdrawReleaseForm",
    "WordsForm",
]
