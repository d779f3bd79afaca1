"""What in the ledger is worth a question, and settling whether two entries are one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities import actions, pages
from bangfu.apps.activities.queries import pointers
from bangfu.apps.activities.queries.reach import RECORD, VIEW
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(VIEW)
@require_safe
def doubles(request: StaffRequest) -> HttpResponse:
    page = pages.LedgerPointers(
        doubles=pointers.open_doubles(request.user),
        copied=pointers.copied(request.user, on=timezone.localdate()),
    )
    return show(request, page)


@staff(RECORD)
@require_POST
def settle_double(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(pointers.settleable_by(request.user), pk=pk)
    same = request.POST.get("same") == "1"
    try:
        actions.settle_resemblance(resemblance=found, same=same, by=request.user, at=timezone.now())
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
    else:
        said = _("已认定为同一项工作，只计一次。") if same else _("已认定为两项工作，分别计算。")
        messages.success(request, said)
    return redirect("doubles")
