"""What somebody has to do in all rounds."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal.pages import results as pages
from bangfu.apps.appraisal.queries import waiting as queries
from bangfu.apps.appraisal.queries.reach import VIEW
from bangfu.web.access import staff
from bangfu.web.pages import show


@staff(VIEW)
@require_safe
def waiting_sheets(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    rechecks, decisions = queries.objections_waiting(user, on=today)
    page = pages.WaitingSheets(
        returned=queries.returned_sheets(user),
        sheets=queries.sheets_waiting(user, page=request.GET.get("page")),
        results=queries.results_waiting(user, on=today),
        rechecks=rechecks,
        decisions=decisions,
    )
    return show(request, page)
