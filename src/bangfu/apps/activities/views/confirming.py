"""Confirming what the other side has entered: everything at once, or one sent back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities import actions, pages
from bangfu.apps.activities.forms import ReturnForm
from bangfu.apps.activities.queries import waiting as queries
from bangfu.apps.activities.queries.reach import CONFIRM, answerable_by
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: StaffRequest) -> HttpResponse:
    if request.method == "POST":
        return _confirm(request)
    return show(request, _page(request))


def _confirm(request: StaffRequest) -> HttpResponse:
    written = request.POST.getlist("activity")[: queries.SHOWN]
    keys = {key for each in written if (key := number_of_row(each)) is not None}
    rows = list(answerable_by(request.user).filter(pk__in=keys))
    if not rows:
        said = _("没有可以确认的条目：未勾选，或已由他人办理。")
        return show(request, _page(request, problem=said), status=422)
    try:
        confirmed = actions.confirm_activities(activities=rows, by=request.user, at=timezone.now())
    except Refusal as refused:
        return show(request, _page(request, problem=in_own_language(refused)), status=422)
    count = len(confirmed)
    messages.success(
        request, ngettext("已确认%(count)d条。", "已确认%(count)d条。", count) % {"count": count}
    )
    if count < len(keys):
        messages.info(
            request, _("另有%(count)d条已由他人办理，无需重复确认。") % {"count": len(keys) - count}
        )
    return redirect("waiting")


@staff(CONFIRM)
@require_POST
def return_activity(request: StaffRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(answerable_by(request.user), pk=pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, _page(request, refused=pk, form=form), status=422)
    try:
        actions.return_activity(
            activity=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    except Refusal as refused:
        form.add_error("reason", in_own_language(refused))
        return show(request, _page(request, refused=pk, form=form), status=422)
    messages.success(request, _("已退回，登记方会看到原因。"))
    return redirect("waiting")


def _page(
    request: StaffRequest,
    *,
    problem: str = "",
    refused: int | None = None,
    form: ReturnForm | None = None,
) -> pages.Waiting:
    groups, total = queries.waiting(request.user)
    shown = sum(len(group.rows) for group in groups)
    return pages.Waiting(
        groups=groups, total=total, shown=shown, refused=refused, form=form, problem=problem
    )
