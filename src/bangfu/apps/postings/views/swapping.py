"""Exchanging two people's posts, or moving one: consequences first, then done in one action."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.postings import forms, pages, queries
from bangfu.apps.postings.actions import swapping
from bangfu.apps.postings.admission import AlreadyPosted
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries import swapping as outlooks
from bangfu.apps.postings.queries.swapping import CHANGE, Outlook
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .clashes import clashing


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def swap_posting(request: StaffRequest, pk: int) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    reach = queries.visible_to(user, permission=CHANGE)
    found = get_object_or_404(reach.in_full(), pk=pk)
    form = forms.SwapForm(
        request.POST or None,
        others=outlooks.exchangeable(user, found, on=today),
        needs=outlooks.open_needs(user, found, on=today),
        initial={"on": max(found.starts_on, today + timedelta(days=1))},
    )
    outlook = _outlook(found, form) if form.is_valid() else None
    # Done only where what it changes was shown for exactly what is submitted.
    if outlook and request.POST.get("seen") == _said(form):
        try:
            _done(found, form, request)
        except AlreadyPosted as refused:
            return clashing(request, refused, back=request.get_full_path())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("调换已办理，新的派驻待受援单位确认到岗。"))
            return redirect("posting", pk=pk)
    page = pages.SwapPosting(
        pk=pk,
        worker=found.worker.name,
        host=found.host.name,
        form=form,
        outlook=outlook,
        seen=_said(form) if outlook else "",
    )
    return show(request, page, status=422 if form.errors else 200)


def _outlook(found: Posting, form: forms.SwapForm) -> Outlook:
    on = form.cleaned_data["on"]
    if form.other:
        return outlooks.outlook_of_swap(found, form.other, on=on)
    return outlooks.outlook_of_move(found, form.need, on=on)


def _done(found: Posting, form: forms.SwapForm, request: StaffRequest) -> None:
    given = {name: form.cleaned_data[name] for name in ("on", "reason", "document")}
    if form.other:
        swapping.swap_postings(posting=found, other=form.other, by=request.user, **given)
    else:
        swapping.move_posting(posting=found, need=form.need, by=request.user, **given)


def _said(form: forms.SwapForm) -> str:
    """What the consequences shown were reckoned for."""
    return f"{form.cleaned_data['target']} {form.cleaned_data['on']}"
