"""The workbooks of the registry: which columns they have and what may stand in them."""

from datetime import date

from bangfu.apps.registry.models import Upload
from bangfu.core.exchange.layouts import Layout

from . import departments, institutions, workers

_LAYOUTS = {
    Upload.Kind.INSTITUTIONS: institutions.layout,
    Upload.Kind.DEPARTMENTS: departments.layout,
    Upload.Kind.WORKERS: workers.layout,
}


def layout_of(kind: str, *, on: date) -> Layout:
    """The layout of one kind of workbook; dates after ``on`` are refused."""
    return _LAYOUTS[Upload.Kind(kind)](on)
