"""Verifying, stopping, going on, taking back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.capacity import actions, forms, pages
from bangfu.apps.capacity.models import Item
from bangfu.apps.capacity.queries import CHANGE, VERIFY, single, verifiable_by
from bangfu.apps.evidence.actions import add_to_record
from bangfu.core.capacity import Found
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .items import changeable, put_beside


@staff(VERIFY)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(verifiable_by(request.user).in_full(), pk=pk)
    rule = found.taken_course.verified if found.taken_course else None
    if rule is None or found.built_on is None:
        raise PermissionDenied
    form = forms.VerifyForm(
        request.POST or None,
        request.FILES or None,
        question=in_own_language(rule.question),
        cases=rule.cases,
        initial={"on": timezone.localdate()},
    )
    if form.is_valid() and _verified(request, found, form):
        messages.success(request, _("核验已登记。"))
        return redirect("capacity_item", pk=pk)
    page = pages.Verify(
        pk=pk,
        name=str(found),
        lead=found.host.name,
        form=form,
        checks=single.check_rows(list(found.verifications.select_related("by"))),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    found, _side = changeable(request, pk)
    form = forms.StopForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.stop_item(
                item=found, by=request.user, today=timezone.localdate(), **form.cleaned_data
            )
        except Refusal as refused:
            put_beside(form, refused)
        else:
            messages.success(request, _("已登记停止。"))
            return redirect("capacity_item", pk=pk)
    page = pages.Confirm(
        pk=pk,
        name=str(found),
        title=_("停止"),
        question=_("“%(name)s”不再继续？") % {"name": str(found)},
        action=_("登记停止"),
        consequences=[_("不再计入独立开展和已建成"), _("工作台账中的登记保留"), _("以后可以恢复")],
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_POST
def resume(request: StaffRequest, pk: int) -> HttpResponse:
    found, _side = changeable(request, pk)
    actions.resume_item(item=found, by=request.user)
    messages.success(request, _("已恢复。"))
    return redirect("capacity_item", pk=pk)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    found, _side = changeable(request, pk)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_item(
                item=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refused:
            put_beside(form, refused)
        else:
            messages.success(request, _("登记已撤回。"))
            return redirect("capacity_item", pk=pk)
    page = pages.Confirm(
        pk=pk,
        name=str(found),
        title=_("撤回登记"),
        question=_("撤回“%(name)s”的登记？") % {"name": str(found)},
        action=_("撤回"),
        consequences=[_("工作台账中的登记同时撤回，不再计数"), _("原因和记录保留，不能恢复")],
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    found, _side = changeable(request, pk)
    rule = found.taken_course.milestone(code) if found.taken_course else None
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.undo_milestone(
                item=found, code=code, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refused:
            put_beside(form, refused)
        else:
            messages.success(request, _("已撤回这一步。"))
            return redirect("capacity_item", pk=pk)
    title = in_own_language(rule.title) if rule else ""
    counted = [_("工作台账中的登记同时撤回")] if rule and rule.counts else []
    page = pages.Confirm(
        pk=pk,
        name=str(found),
        title=_("撤回这一步"),
        question=_("撤回“%(milestone)s”？") % {"milestone": title},
        action=_("撤回"),
        consequences=[*counted, _("这一步恢复为未完成")],
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


def _verified(request: StaffRequest, found: Item, form: forms.VerifyForm) -> bool:
    given, at = form.cleaned_data, timezone.now()
    try:
        with transaction.atomic():
            actions.verify_item(
                item=found,
                on=given["on"],
                found=Found.of(given["found"]),
                cases=given.get("cases"),
                note=given["note"],
                by=request.user,
                at=at,
                today=timezone.localdate(),
            )
            add_to_record(files=forms.evidence_of(form), to=found, by=request.user, at=at)
    except Refusal as refused:
        put_beside(form, refused)
        return False
    return True
