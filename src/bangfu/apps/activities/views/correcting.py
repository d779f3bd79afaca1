"""Correcting an entry: what it said stays beside it, and the other side confirms it anew."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities import actions, pages
from bangfu.apps.activities.forms import CorrectionForm, as_entered, lines_entered
from bangfu.apps.activities.models import Activity
from bangfu.apps.activities.queries import entering, ledger
from bangfu.apps.activities.queries.reach import RECORD, correctable_by
from bangfu.apps.activities.queries.single import is_entered_here
from bangfu.core.programmes import ActivityKind
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_activity(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(correctable_by(request.user).in_full(), pk=pk)
    kind = found.described
    if kind is None or not is_entered_here(found):
        raise Http404
    form = _form(request, found, kind)
    if form.is_valid():
        try:
            actions.correct_activity(
                activity=found,
                work=form.work,
                reason=form.cleaned_data["reason"],
                files=form.cleaned_data["proof"],
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
            )
        except actions.EntryRefused as refused:
            form.take(refused.problems)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已更正，待对方重新确认。"))
            return redirect("activity", pk=pk)
    page = pages.CorrectActivity(row=ledger.row_of(found), form=form)
    return show(request, page, status=422 if form.errors else 200)


def _form(request: StaffRequest, found: Activity, kind: ActivityKind) -> CorrectionForm:
    where = entering.where_of(found, kind)
    posted = request.method == "POST"
    return CorrectionForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kind=kind,
        where=where,
        people=entering.people_at(request.user, where, on=found.happened_on),
        today=timezone.localdate(),
        initial=as_entered(found, kind),
        lines=lines_entered(found, kind),
    )
