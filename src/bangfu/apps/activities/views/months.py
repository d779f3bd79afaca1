"""Locking months of a programme's ledger, and opening them again with a reason."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities import actions, ledger_forms, pages
from bangfu.apps.activities.queries import months
from bangfu.apps.activities.queries.reach import CLOSE
from bangfu.apps.programmes.models import Programme
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, month


@staff(CLOSE)
@require_safe
def ledger_months(request: StaffRequest) -> HttpResponse:
    return show(request, _page(request, request.GET.get("programme", "")))


@staff(CLOSE)
@require_POST
def lock_month(request: StaffRequest, code: str, year: int, number: int) -> HttpResponse:
    programme, first = _asked(request, code, year, number)
    try:
        actions.lock_month(
            programme=programme,
            month=first,
            by=request.user,
            at=timezone.now(),
            today=timezone.localdate(),
        )
    except Refusal as refused:
        return show(request, _page(request, code, problem=in_own_language(refused)), status=422)
    messages.success(request, _("%(month)s已锁定。") % {"month": month(first)})
    return redirect(f"{request.path.partition('months/')[0]}months/?programme={code}")


@staff(CLOSE)
@require_POST
def reopen_month(request: StaffRequest, code: str, year: int, number: int) -> HttpResponse:
    programme, first = _asked(request, code, year, number)
    form = ledger_forms.ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        actions.reopen_month(
            programme=programme, month=first, reason=reason, by=request.user, at=timezone.now()
        )
    except Refusal as refused:
        return show(request, _page(request, code, problem=in_own_language(refused)), status=422)
    messages.success(request, _("%(month)s已解锁。") % {"month": month(first)})
    return redirect(f"{request.path.partition('months/')[0]}months/?programme={code}")


def _page(request: StaffRequest, code: str, *, problem: str = "") -> pages.LedgerMonths:
    programmes = list(months.lockable_by(request.user))
    chosen = next((one for one in programmes if one.code == code), None)
    if chosen is None:
        if code:
            raise Http404
        chosen = programmes[0] if programmes else None
    return pages.LedgerMonths(
        programmes=[(one.code, str(one), one == chosen) for one in programmes],
        code=chosen.code if chosen else "",
        rows=months.month_rows(chosen, on=timezone.localdate()) if chosen else [],
        reopened=months.reopened(chosen) if chosen else [],
        problem=problem,
    )


def _asked(request: StaffRequest, code: str, year: int, number: int) -> tuple[Programme, date]:
    try:
        first = date(year, number, 1)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(months.lockable_by(request.user), code=code), first
