"""Areas, institutions, departments and workers as facts with dates.

Days are half-open throughout: ``valid_from`` is the first day a row holds, ``valid_to`` the first
day it no longer does; a row without ``valid_to`` holds still.
"""

from .areas import Area
from .institutions import Department, FormerCode, FormerName, Institution, InstitutionQuerySet
from .uploads import Upload
from .workers import Employment, Worker, WorkerQuerySet, WorkerSpecialty

__all__ = [
    "Area",
    "Department",
    "Employment",
    "FormerCode",
    "FormerName",
    "Institution",
    "InstitutionQuerySet",
    "Upload",
    "Worker",
    "WorkerQuerySet",
    "WorkerSpecialty",
]
