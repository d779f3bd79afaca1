"""The clerk's way from a request to published postings."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.postings.actions import AlreadyPosted, ShortNotice
from bangfu.apps.postings.views.clashes import clashing
from bangfu.apps.programmes.queries import visible_to as programmes_visible_to
from bangfu.core import planner
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from . import (
    actions,
    comparison_presentation,
    facts,
    forms,
    pages,
    post_presentation,
    presentation,
    queries,
)
from .models import Decision, Run

COMPARABLE = 50
"""So many of the newest other plans may be chosen to compare with."""


@staff("planning.view_run")
@require_safe
def run_list(request: StaffRequest) -> HttpResponse:
    rows = queries.run_rows(request.user, programme=request.GET.get("programme", ""))
    may_plan = request.user.has_perm("planning.change_run")
    return show(request, pages.RunList(rows=rows, may_plan=may_plan))


@staff("planning.change_run")
@require_http_methods(["GET", "HEAD", "POST"])
def new_run(request: StaffRequest) -> HttpResponse:
    form = forms.RunForm(
        request.POST or None,
        programmes=programmes_visible_to(request.user),
        initial={"programme": request.GET.get("programme", "")},
    )
    if form.is_valid():
        given = form.cleaned_data
        period = facts.Period.including(given["starts_on"], given["last_day"])
        try:
            run = actions.request_run(
                programme=given["programme"],
                period=period,
                by=request.user,
                seconds=given["seconds"],
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            return redirect("run", pk=run.pk)
    return show(request, pages.NewRun(form=form), status=422 if form.errors else 200)


@staff("planning.view_run")
@require_safe
def run(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    if found.state in (Run.State.QUEUED, Run.State.RUNNING, Run.State.FAILED):
        return show(request, presentation.progress_of(found, user=request.user))
    return show(request, presentation.plan_of(found, user=request.user))


@staff("planning.view_run")
@require_safe
def run_progress(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    response = show(request, presentation.progress_of(found, user=request.user))
    if found.state not in (Run.State.QUEUED, Run.State.RUNNING):
        response.headers["HX-Redirect"] = reverse("run", args=[pk])
    return response


@staff("planning.change_run")
@require_POST
def stop_run(request: StaffRequest, pk: int) -> HttpResponse:
    actions.request_stop(run=_visible(request, pk), by=request.user)
    messages.info(request, _("已要求停止，将保留目前最好的方案。"))
    return redirect("run", pk=pk)


@staff("planning.view_run")
@require_safe
def post_reasons(request: StaffRequest, pk: int, post: str) -> HttpResponse:
    found = _visible(request, pk)
    if not found.plan or not found.stated_problem.knows("post", post):
        raise Http404
    asked = request.GET.get("person", "")
    return show(request, post_presentation.post_of(found, post, asked=asked, user=request.user))


@staff("planning.view_run")
@require_safe
def run_comparison(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    if not found.plan:
        raise Http404
    others = list(queries.others(found, request.user).defer("problem", "plan")[:COMPARABLE])
    wanted = request.GET.get("with", "")
    other = next((run for run in others if str(run.pk) == wanted), None)
    if wanted and other is None:
        raise Http404
    return show(request, comparison_presentation.comparison_of(found, other, others))


@staff("planning.change_run")
@require_POST
def decide(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    if kind not in Decision.Kind.values:
        raise Http404
    found = _visible(request, pk)
    duty = _duty(request)
    actions.decide(run=found, duty=duty, kind=kind, by=request.user)
    messages.success(request, _("已记下，重新测算时按此办理。"))
    return redirect("run", pk=pk)


@staff("planning.change_run")
@require_POST
def undo_decision(request: StaffRequest, pk: int) -> HttpResponse:
    visible = queries.visible_to(request.user)
    decision = get_object_or_404(Decision.objects.select_related("run"), pk=pk, run__in=visible)
    run_pk = decision.run_id
    actions.undo_decision(decision=decision, by=request.user)
    return redirect("run", pk=run_pk)


@staff("planning.change_run")
@require_POST
def swap(request: StaffRequest, pk: int) -> HttpResponse:
    form = forms.SwapForm(request.POST)
    if not form.is_valid():
        raise Http404
    revised = actions.swap(
        run=_visible(request, pk),
        duty=_duty(request),
        instead=form.cleaned_data["instead"],
        by=request.user,
    )
    return redirect("run", pk=revised.pk)


@staff("planning.change_run")
@require_POST
def replan(request: StaffRequest, pk: int) -> HttpResponse:
    revised = actions.replan(run=_visible(request, pk), by=request.user)
    return redirect("run", pk=revised.pk)


@staff("planning.publish_run")
@require_http_methods(["GET", "HEAD", "POST"])
def publish_run(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    form = forms.PublishForm(request.POST or None)
    if found.state == Run.State.PUBLISHED and not form.is_bound:
        return redirect("run", pk=pk)
    if form.is_valid():
        try:
            opened = actions.publish_run(
                run=found, by=request.user, on=timezone.localdate(), **form.cleaned_data
            )
        except actions.AlreadyPublished as refused:
            # Most often the second click on one button: what was wanted is done.
            messages.info(request, in_own_language(refused))
            return redirect("run", pk=pk)
        except AlreadyPosted as refused:
            return clashing(request, refused, back=reverse("run", args=[pk]))
        except ShortNotice as refused:
            form.add_error(None, in_own_language(refused))
            page = presentation.publication_of(found, form)
            return show(request, page, status=422)
        messages.success(request, _("方案已发布，生成派驻%(n)s条。") % {"n": len(opened)})
        return redirect("run", pk=pk)
    page = presentation.publication_of(found, form)
    return show(request, page, status=422 if form.errors else 200)


@staff("planning.publish_run")
@require_http_methods(["GET", "HEAD", "POST"])
def send_run(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    if found.state != Run.State.FINISHED and request.method != "POST":
        return redirect("run", pk=pk)
    if request.method == "POST":
        try:
            made = actions.send_out(
                run=found, by=request.user, on=timezone.localdate(), at=timezone.now()
            )
        except actions.AlreadySent as refused:
            messages.info(request, in_own_language(refused))
            return redirect("run", pk=pk)
        except AlreadyPosted as refused:
            return clashing(request, refused, back=reverse("run", args=[pk]))
        messages.success(request, _("已送双方征求意见，共%(n)s人。") % {"n": len(made)})
        return redirect("run", pk=pk)
    return show(request, presentation.sending_of(found))


@staff("planning.view_run")
@require_safe
def problem_file(request: StaffRequest, pk: int) -> HttpResponse:
    return _file(_visible(request, pk).problem, f"problem-{pk}.json")


@staff("planning.view_run")
@require_safe
def plan_file(request: StaffRequest, pk: int) -> HttpResponse:
    return _file(_visible(request, pk).plan, f"plan-{pk}.json")


def _visible(request: StaffRequest, pk: int) -> Run:
    found = queries.visible_to(request.user).select_related("programme", "based_on")
    return get_object_or_404(found, pk=pk)


def _duty(request: StaffRequest) -> planner.Duty:
    form = forms.DutyForm(request.POST)
    if not form.is_valid():
        raise Http404
    return planner.Duty(**form.cleaned_data)


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
