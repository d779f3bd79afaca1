"""A sheet found for somebody."""

from django.shortcuts import get_object_or_404

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal.models import Subject
from bangfu.apps.appraisal.queries.reach import subjects_visible_to


def found_subject(request: StaffRequest, pk: int) -> Subject:
    """A sheet in reach; nothing else is there."""
    rows = subjects_visible_to(request.user).select_related(
        "round__programme", "round__edition__scheme", "institution", "partner", "result"
    )
    return get_object_or_404(rows, pk=pk)
