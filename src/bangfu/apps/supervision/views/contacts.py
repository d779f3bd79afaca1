"""Recurring duties: what is due, and the form of one period."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.supervision import actions, forms, pages, presentation
from bangfu.apps.supervision.queries import contacts
from bangfu.apps.supervision.queries.reach import ANSWER, VIEW, sides_of, visible_to
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.sides import Side
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(VIEW)
@require_safe
def contact_list(request: StaffRequest) -> HttpResponse:
    leaf = contacts.duty_rows(request.user, on=timezone.localdate(), page=request.GET.get("page"))
    tabs = presentation.tabs_of(request.user, "contact_list")
    return show(request, pages.ContactList(tabs=tabs, leaf=leaf))


@staff(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_contact(request: StaffRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    reach = contacts.in_force(visible_to(request.user)).in_full()
    found = get_object_or_404(reach, pk=pk)
    if Side.RESPONSIBLE not in sides_of(request.user, found):
        raise PermissionDenied
    marks = contacts.marks_of(found, found.answers.all(), on=today)
    mark = next((one for one in marks if one.answered_on is None), None)
    if mark is None:
        messages.info(request, _("已开始的各期都已报告。"))
        return redirect("contact_list")
    form = forms.AnswerForm(
        request.POST or None, initial={"on": today}, may_be_late=mark.due < today
    )
    if form.is_valid():
        try:
            actions.answer_period(
                task=found,
                side=Side.RESPONSIBLE,
                starts_on=mark.period.starts_on,
                by=request.user,
                at=timezone.now(),
                today=today,
                **form.cleaned_data,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("本期情况已报告。"))
            return redirect("contact_list")
    page = pages.AnswerContact(pk=pk, task=found.title, bearer=found.bearer, mark=mark, form=form)
    return show(request, page, status=422 if form.errors else 200)
