"""Skills step by step, and the host's word on what is done alone."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.capacity import actions, forms, pages
from bangfu.apps.capacity.models import Item, Milestone, Skill
from bangfu.apps.capacity.queries import CHANGE
from bangfu.apps.evidence.actions import add_to_record
from bangfu.core.capacity import SkillStep
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .items import changeable, put_beside


@staff(CHANGE)
@require_POST
def add_skill(request: StaffRequest, pk: int) -> HttpResponse:
    found, _side = changeable(request, pk)
    form = forms.AddSkillForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明要增加的技能。"))
        return redirect("capacity_item", pk=pk)
    try:
        actions.add_skill(item=found, title=form.cleaned_data["title"], by=request.user)
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
    else:
        messages.success(request, _("已增加。"))
    return redirect("capacity_item", pk=pk)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def skill_step(request: StaffRequest, pk: int, skill: int, code: str) -> HttpResponse:
    found, side = changeable(request, pk)
    row = get_object_or_404(found.skills, pk=skill)
    step = next((one for one in SkillStep if one.value == code), None)
    if step is None:
        raise Http404
    form = forms.SkillForm(
        request.POST or None,
        request.FILES or None,
        step=step,
        initial={"on": timezone.localdate()},
    )
    if form.is_valid() and _taken(request, found, row, step, form, side):
        waits = step is SkillStep.ALONE and side is not Side.HOST
        messages.success(request, _("已登记，等待受援单位确认。") if waits else _("已登记。"))
        return redirect("capacity_item", pk=pk)
    waits = step is SkillStep.ALONE and side is not Side.HOST
    page = pages.TakeStep(
        pk=pk,
        name=str(found),
        title=_("%(skill)s：%(step)s") % {"skill": row.title, "step": in_own_language(step.label)},
        lead=_("登记后由受援单位确认，确认后才算独立开展。") if waits else "",
        form=form,
        action=_("登记"),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def drop_skill(request: StaffRequest, pk: int, skill: int) -> HttpResponse:
    found, _side = changeable(request, pk)
    row = get_object_or_404(found.skills, pk=skill)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.drop_skill(skill=row, reason=form.cleaned_data["reason"], by=request.user)
        except Refusal as refused:
            put_beside(form, refused)
        else:
            messages.success(request, _("已撤下。"))
            return redirect("capacity_item", pk=pk)
    page = pages.Confirm(
        pk=pk,
        name=str(found),
        title=_("撤下技能"),
        question=_("不再带教“%(skill)s”？") % {"skill": row.title},
        action=_("撤下"),
        consequences=[_("原因保留在清单中"), _("出师时不再要求这一项")],
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_POST
def confirm_alone(request: StaffRequest, pk: int, what: str, row: int) -> HttpResponse:
    found, side = changeable(request, pk)
    actions.confirm_alone(
        item=found,
        attested=_attested(found, what, row),
        side=side,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("已确认由本地人员独立完成。"))
    return redirect("capacity_item", pk=pk)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def return_alone(request: StaffRequest, pk: int, what: str, row: int) -> HttpResponse:
    found, side = changeable(request, pk)
    attested = _attested(found, what, row)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.return_alone(
                item=found,
                attested=attested,
                reason=form.cleaned_data["reason"],
                side=side,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            put_beside(form, refused)
        else:
            messages.success(request, _("已退回，原因已告知登记人。"))
            return redirect("capacity_item", pk=pk)
    page = pages.Confirm(
        pk=pk,
        name=str(found),
        title=_("不予确认"),
        question=_("不确认由本地人员独立完成？"),
        action=_("不予确认"),
        consequences=[_("这一步恢复为未完成"), _("登记人能看到原因，可以重新登记")],
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


def _attested(found: Item, what: str, row: int) -> Milestone | Skill:
    if what == "skill":
        return get_object_or_404(found.skills, pk=row)
    if what == "milestone":
        return get_object_or_404(found.milestones, pk=row)
    raise Http404


def _taken(
    request: StaffRequest,
    found: Item,
    row: Skill,
    step: SkillStep,
    form: forms.SkillForm,
    side: Side,
) -> bool:
    at = timezone.now()
    try:
        with transaction.atomic():
            actions.take_skill_step(
                skill=row,
                step=step,
                on=form.cleaned_data["on"],
                side=side,
                by=request.user,
                at=at,
                today=timezone.localdate(),
                witness=form.witness,
            )
            add_to_record(files=forms.evidence_of(form), to=found, by=request.user, at=at)
    except Refusal as refused:
        put_beside(form, refused)
        return False
    return True
