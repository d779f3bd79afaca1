"""A page for each sort of entry that a clerk adds to a draft."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.readings import actions, forms, pages
from bangfu.apps.readings.models import NoticeReading
from bangfu.core.readings import Addable
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .held import CHANGE, reached


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_entry(request: StaffRequest, pk: int, what: str) -> HttpResponse:
    found = reached(request, pk)
    meant = next((one for one in Addable if str(one) == what), None)
    if meant is None:
        raise Http404
    if found.state != NoticeReading.State.READY:
        return redirect("reading", pk=pk)
    form = forms.AddForm(request.POST or None, what=meant)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_value(
                reading=found, what=meant, typed=form.typed, by=request.user, at=timezone.now()
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已补充，注明由经办人填写。"))
            return redirect(f"{reverse('reading', args=[pk])}#v{made.pk}")
    page = pages.AddEntry(pk=pk, title=str(found), what=in_own_language(meant.label), form=form)
    return show(request, page, status=422 if form.errors else 200)
