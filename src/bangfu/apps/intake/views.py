"""Stating and withdrawing needs; nominations for senders and authorities.

Needs themselves are shown by the postings, which know what became of them.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.programmes import queries as programmes
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from . import actions, forms, pages, queries


@staff("intake.change_need")
@require_http_methods(["GET", "HEAD", "POST"])
def new_need(request: StaffRequest) -> HttpResponse:
    initial = {"programme": request.GET.get("programme", "")}
    form = forms.NeedForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        try:
            stated = actions.state_need(**form.cleaned_data, by=request.user)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("需求已提出。"))
            return redirect("need", pk=stated.pk)
    return show(request, pages.NewNeed(form=form), status=422 if form.errors else 200)


@staff("intake.change_need")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_need(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.needs_changeable_by(request.user).in_full(), pk=pk)
    form = forms.WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_need(
                need=found, by=request.user, on=timezone.localdate(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("需求已撤回，记录仍保留。"))
            return redirect("need", pk=pk)
    page = pages.WithdrawNeed(
        pk=pk,
        title=str(found),
        form=form,
        consequences=[
            _("此需求不再编入选派方案"),
            _("已在岗的派驻人员不受影响"),
            _("记录和撤回原因仍可查询"),
        ],
    )
    return show(request, page, status=422 if form.errors else 200)


@staff("intake.view_nomination")
@require_safe
def nomination_list(request: StaffRequest) -> HttpResponse:
    choices = queries.programme_choices(programmes.visible_to(request.user))
    filters = forms.NominationFilterForm(request.GET, programmes=choices)
    chosen = queries.NominationFilter(**(filters.cleaned_data if filters.is_valid() else {}))
    leaf = queries.nomination_rows(request.user, by=chosen, page=request.GET.get("page"))
    may_nominate = request.user.has_perm("intake.change_nomination")
    page = pages.NominationList(leaf=leaf, filters=filters, may_nominate=may_nominate)
    return show(request, page)


@staff("intake.change_nomination")
@require_http_methods(["GET", "HEAD", "POST"])
def new_nomination(request: StaffRequest) -> HttpResponse:
    initial = {
        "programme": request.GET.get("programme", ""),
        "worker": request.GET.get("worker", ""),
    }
    form = forms.NominationForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        try:
            actions.nominate(**form.cleaned_data, by=request.user)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已推荐。"))
            return redirect("nomination_list")
    return show(request, pages.NewNomination(form=form), status=422 if form.errors else 200)


@staff("intake.change_nomination")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_nomination(request: StaffRequest, pk: int) -> HttpResponse:
    reach = queries.nominations_visible_to(request.user, permission="intake.change_nomination")
    found = get_object_or_404(reach.select_related("worker", "programme"), pk=pk)
    form = forms.WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_nomination(
                nomination=found, by=request.user, on=timezone.localdate(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("推荐已撤回，记录仍保留。"))
            return redirect("nomination_list")
    page = pages.WithdrawNomination(
        pk=pk,
        title=str(found),
        form=form,
        consequences=[_("此人选不再编入选派方案"), _("记录和撤回原因仍可查询")],
    )
    return show(request, page, status=422 if form.errors else 200)
