"""What every view of a reading begins with: the reading within reach, or nothing."""

from django.shortcuts import get_object_or_404

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.readings import queries
from bangfu.apps.readings.models import NoticeReading

CHANGE = queries.CHANGE


def reached(request: StaffRequest, pk: int) -> NoticeReading:
    """The reading with all its page shows; 404 where it is another office's."""
    return get_object_or_404(queries.in_full(request.user), pk=pk)
