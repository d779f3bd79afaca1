"""What was written for the public is approved by another person, or taken off again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.voice import actions, forms, pages
from bangfu.apps.voice.models import Release
from bangfu.apps.voice.queries.reach import RELEASE, releases, visible_to
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(RELEASE)
@require_POST
def approve_release(request: StaffRequest, pk: int) -> HttpResponse:
    release = _release(request, pk)
    try:
        actions.approve_release(release=release, by=request.user, at=timezone.now())
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
    else:
        messages.success(request, _("答复已公开。"))
    return redirect("public_request", pk=pk)


@staff(RELEASE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_release(request: StaffRequest, pk: int) -> HttpResponse:
    release = _release(request, pk)
    if release.approved_at is None or release.withdrawn_at is not None:
        messages.info(request, _("此答复没有公开。"))
        return redirect("public_request", pk=pk)
    form = forms.WithdrawReleaseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw_release(
                release=release, reason=reason, by=request.user, at=timezone.now()
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("答复已撤下。"))
            return redirect("public_request", pk=pk)
    page = pages.WithdrawRelease(
        pk=pk,
        number=str(release.request),
        question=release.question,
        answer=release.answer,
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


def _release(request: StaffRequest, pk: int) -> Release:
    found = get_object_or_404(visible_to(request.user).in_full(), pk=pk)
    release = get_object_or_404(Release.objects.select_related("request"), request=found)
    if not releases(request.user, found):
        raise PermissionDenied
    return release
