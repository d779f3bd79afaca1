"""One item: its page, its files, its milestones and its plan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities.actions import EntryRefused
from bangfu.apps.capacity import actions, forms, pages, presentation
from bangfu.apps.capacity.models import Item
from bangfu.apps.capacity.queries import CHANGE, VIEW, side_of, visible_to
from bangfu.apps.evidence.actions import add_to_record, attach
from bangfu.apps.evidence.queries import files_on
from bangfu.apps.evidence.views import stream
from bangfu.core.capacity import Milestone, StepRefused
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(VIEW)
@require_safe
def item(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(visible_to(request.user).in_full(), pk=pk)
    return show(request, presentation.item_page(request.user, found, on=timezone.localdate()))


@staff(VIEW)
@require_safe
def item_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    found = get_object_or_404(visible_to(request.user), pk=pk)
    return stream(request, get_object_or_404(files_on(found), pk=file))


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    found, side = changeable(request, pk)
    rule = _rule(found, code)
    form = forms.MilestoneForm(
        request.POST or None,
        request.FILES or None,
        rule=rule,
        initial={"on": timezone.localdate()},
    )
    if form.is_valid() and _reached(request, found, rule, form, side):
        messages.success(request, _said(rule, side))
        return redirect("capacity_item", pk=pk)
    title = in_own_language(rule.title)
    page = pages.TakeStep(
        pk=pk,
        name=str(found),
        title=title,
        lead=_lead(rule, side),
        form=form,
        action=_("登记"),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    found, side = changeable(request, pk)
    rule = _rule(found, code)
    row = get_object_or_404(found.milestones, code=code, reached_on__isnull=False)
    initial = {
        "on": row.reached_on,
        "cases": row.cases,
        "note": row.note,
        "witness_name": row.witness_name,
        "witness_function": row.witness_function,
    }
    form = forms.MilestoneForm(
        request.POST or None, rule=rule, correcting=True, given=row.answers, initial=initial
    )
    if form.is_valid():
        try:
            actions.correct_milestone(
                item=found,
                code=code,
                done=form.done(),
                reason=form.cleaned_data["reason"],
                side=side,
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
            )
        except Refusal as refused:
            put_beside(form, refused)
        else:
            messages.success(request, _("已更正。"))
            return redirect("capacity_item", pk=pk)
    lead = _("更正后台账同时更正，由对方重新确认。") if rule.counts else ""
    page = pages.TakeStep(
        pk=pk,
        name=str(found),
        title=_("更正：%(milestone)s") % {"milestone": in_own_language(rule.title)},
        lead=lead,
        form=form,
        action=_("更正"),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: StaffRequest, pk: int) -> HttpResponse:
    found, _side = changeable(request, pk)
    course = found.taken_course
    rows = {row.code: row for row in found.milestones.all()}
    rules = [
        rule
        for rule in (course.milestones if course else ())
        if rule.code not in rows or rows[rule.code].reached_on is None
    ]
    due = {code: row.due_on for code, row in rows.items()}
    form = forms.PlanForm(request.POST or None, rules=rules, due=due)
    if form.is_valid():
        actions.plan_milestones(item=found, due=form.due(), by=request.user)
        messages.success(request, _("计划日期已保存。"))
        return redirect("capacity_item", pk=pk)
    page = pages.TakeStep(
        pk=pk,
        name=str(found),
        title=_("安排计划日期"),
        lead=_("逾期未完成的会在列表中标出；没有计划的可以留空。"),
        form=form,
        action=_("保存"),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_proof(request: StaffRequest, pk: int) -> HttpResponse:
    found, _side = changeable(request, pk)
    form = forms.ProofForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with transaction.atomic():
            for file in forms.evidence_of(form):
                attach(
                    file=file,
                    to=found,
                    by=request.user,
                    at=timezone.now(),
                    area_code=found.host.area_code,
                    institution_code=found.host.code,
                    programme=found.programme.code,
                )
        messages.success(request, _("佐证材料已上传。"))
        return redirect("capacity_item", pk=pk)
    page = pages.TakeStep(
        pk=pk, name=str(found), title=_("上传佐证材料"), lead="", form=form, action=_("上传")
    )
    return show(request, page, status=422 if form.errors else 200)


def changeable(request: StaffRequest, pk: int) -> tuple[Item, Side]:
    """An item in reach and the side the reader acts for; 403 for those who only read it."""
    found = get_object_or_404(visible_to(request.user).in_full(), pk=pk)
    side = side_of(request.user, found)
    if side is None:
        raise PermissionDenied
    return found, side


def put_beside(form: Form, refused: Refusal) -> None:
    """A refusal beside the field it is about, where it is about one."""
    if isinstance(refused, EntryRefused):
        for problem in refused.problems:
            field = "on" if problem.field in ("on", "last_day") else None
            form.add_error(field, in_own_language(problem.said))
    elif isinstance(refused, StepRefused) and refused.field in form.fields:
        form.add_error(refused.field, in_own_language(refused))
    elif isinstance(refused, actions.DayWrong) and "on" in form.fields:
        form.add_error("on", in_own_language(refused))
    else:
        form.add_error(None, in_own_language(refused))


def _reached(
    request: StaffRequest, found: Item, rule: Milestone, form: forms.MilestoneForm, side: Side
) -> bool:
    at = timezone.now()
    try:
        with transaction.atomic():
            actions.reach_milestone(
                item=found,
                code=rule.code,
                done=form.done(),
                side=side,
                by=request.user,
                at=at,
                today=timezone.localdate(),
            )
            add_to_record(files=forms.evidence_of(form), to=found, by=request.user, at=at)
    except Refusal as refused:
        put_beside(form, refused)
        return False
    return True


def _rule(found: Item, code: str) -> Milestone:
    course = found.taken_course
    rule = course.milestone(code) if course else None
    if rule is None:
        raise Http404
    return rule


def _lead(rule: Milestone, side: Side) -> str:
    if rule.counts:
        return _("登记后自动记入工作台账，由对方确认，不需要再填一次。")
    if rule.alone and side is not Side.HOST:
        return _("登记后由受援单位确认，确认后才算独立开展。")
    return ""


def _said(rule: Milestone, side: Side) -> str:
    if rule.alone and side is not Side.HOST:
        return _("已登记，等待受援单位确认。")
    return _("已登记。")
