"""The registry's forms: shape only, the actions decide."""

from .imports import UploadForm
from .institutions import (
    ClosingForm,
    DepartmentForm,
    InstitutionFilterForm,
    InstitutionForm,
    MergerForm,
)
from .workers import RetirementForm, TransferForm, WorkerFilterForm, WorkerForm

__all__ = [
    "ClosingForm",
    "DepartmentForm",
    "InstitutionFilterForm",
    "InstitutionForm",
    "MergerForm",
    "RetirementForm",
    "TransferForm",
    "UploadForm",
    "WorkerFilterForm",
    "WorkerForm",
]
