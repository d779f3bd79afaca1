"""A public request taken up by the office as a finding."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.spotchecks import actions, forms, pages
from bangfu.apps.spotchecks.models import Finding
from bangfu.apps.spotchecks.queries.reach import (
    MANAGE,
    programmes_for,
    requests_to_take_up,
    units_for,
)
from bangfu.core.refusal import Refusal
from bangfu.core.spotchecks import settings
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_of_request(request: StaffRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(requests_to_take_up(request.user).in_full(), pk=pk)
    if known := Finding.objects.filter(request=asked).first():
        messages.info(request, _("此件已列为抽查问题。"))
        return redirect("finding", pk=known.pk)
    among = programmes_for(request.user, asked)
    if not among.exists():
        messages.info(request, _("承办单位不在您组织抽查的项目内，不能列为抽查问题。"))
        return redirect("public_request", pk=pk)
    form = forms.FromRequestForm(
        request.POST or None,
        programmes=among,
        institutions=units_for(asked),
        initial={
            "programme": asked.code.programme.code if asked.code.programme else "",
            "institution": asked.institution_id,
        },
    )
    if form.is_valid():
        try:
            row = actions.finding_for_request(
                request=asked,
                by=request.user,
                on=timezone.localdate(),
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("问题已登记，责任单位可以看到并答复。"))
            return redirect("finding", pk=row.pk)
    page = pages.FindingOfRequest(
        pk=pk,
        number=str(asked),
        lead=asked.institution.name,
        asked=asked.words,
        form=form,
        term=settings.shipped().reply.working_days,
    )
    return show(request, page, status=422 if form.errors else 200)
