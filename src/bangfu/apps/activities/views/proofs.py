"""Files of entries and drafts, streamed to those who may see the record."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities.queries.entering import drafts_of
from bangfu.apps.activities.queries.reach import RECORD, VIEW, visible_to
from bangfu.apps.evidence.queries import files_on
from bangfu.apps.evidence.views import stream
from bangfu.web.access import staff


@staff(VIEW)
@require_safe
def activity_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    record = get_object_or_404(visible_to(request.user), pk=pk)
    return stream(request, get_object_or_404(files_on(record), pk=file))


@staff(RECORD)
@require_safe
def draft_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    record = get_object_or_404(drafts_of(request.user), pk=pk)
    return stream(request, get_object_or_404(files_on(record), pk=file))
