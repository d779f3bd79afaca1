"""Causes by quarter, for the review with those who can mend them."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.voice import pages, presentation
from bangfu.apps.voice.queries.causes import cause_rows, quarter_of
from bangfu.apps.voice.queries.reach import VIEW
from bangfu.web.access import staff
from bangfu.web.pages import show

FIRST_YEAR = 2000


@staff(VIEW)
@require_safe
def request_causes(request: StaffRequest) -> HttpResponse:
    first, after = quarter_of(_asked(request.GET.get("quarter", "")))
    last = after - timedelta(days=1)
    rows = [
        (title, now, earlier, f"?cause={code}&since={first}&until={last}")
        for title, now, earlier, code in cause_rows(request.user, first=first)
    ]
    before, _same = quarter_of(first - timedelta(days=1))
    told = {"year": first.year, "quarter": (first.month + 2) // 3}
    page = pages.Causes(
        tabs=presentation.tabs_of(request.user, "request_causes"),
        quarter=_("%(year)s年第%(quarter)s季度") % told,
        earlier=f"?quarter={before}" if before.year >= FIRST_YEAR else "",
        later=f"?quarter={after}" if after <= timezone.localdate() else "",
        rows=rows,
        total=sum(row[1] for row in rows),
    )
    return show(request, page)


def _asked(typed: str) -> date:
    """The day typed, today where it is none of ours."""
    today = timezone.localdate()
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return today
    return found if found.year > FIRST_YEAR and found <= today else today
