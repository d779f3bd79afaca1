"""Problems: the list, one of them, and what is done about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision import actions, forms, pages, presentation
from bangfu.apps.supervision.models import Problem
from bangfu.apps.supervision.queries import problems
from bangfu.apps.supervision.queries.problems import ProblemFilter
from bangfu.apps.supervision.queries.reach import (
    ANSWER,
    MANAGE,
    VIEW,
    problems_visible_to,
    programmes_of,
)
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Fact
from bangfu.web.pages import show
from bangfu.web.wording import day, in_own_language


@staff(VIEW)
@require_safe
def problem_list(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    filters = forms.ProblemFilterForm(
        request.GET, programmes=programme_choices(programmes_of(user))
    )
    by = ProblemFilter(**(filters.cleaned_data if filters.is_valid() else {}))
    page = pages.ProblemList(
        tabs=presentation.tabs_of(user, "problem_list"),
        sorts=problems.sorts(user, by=by),
        filters=filters,
        leaf=problems.problem_rows(user, by=by, on=today, page=request.GET.get("page")),
        adds=user.has_perm(ANSWER),
        narrowed=by != ProblemFilter(),
    )
    return show(request, page)


@staff(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_problem(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    scope = user.scope_of(ANSWER)
    form = forms.NewProblemForm(
        request.POST or None,
        programmes=programmes_of(user, ANSWER),
        among=Institution.objects.filter(scope.filter(area="area_code", institution="code")),
        initial={"found_on": today},
    )
    if not scope.areas:
        form.fields["institution"].required = True
    if form.is_valid():
        try:
            row = actions.raise_problem(by=user, on=today, at=timezone.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("问题已列入清单。"))
            return redirect("problem", pk=row.pk)
    return show(request, pages.NewProblem(form=form), status=422 if form.errors else 200)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: StaffRequest, pk: int) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    reach = problems_visible_to(user).select_related("programme", "institution", "task", "by")
    found = get_object_or_404(reach, pk=pk)
    given = _forms_of(request, found)
    do = request.POST.get("do", "")
    if request.method == "POST":
        if answer := _dealt_with(request, found, do):
            return answer
        if do not in given:
            raise PermissionDenied
        if given[do].is_valid() and _done(request, found, do, given[do].cleaned_data, given[do]):
            return redirect("problem", pk=pk)
    words, tone = problems.where_it_stands(found, on=today)
    page = pages.Problem(
        pk=pk,
        title=found.title,
        where=found.institution.name if found.institution else found.programme.title,
        state=words,
        tone=tone,
        facts=_facts(found),
        detail=found.detail,
        measures=found.measures,
        task=found.task_id,
        request=problems.request_behind(found),
        sort_form=given.get("sort"),
        settle_form=given.get("settle"),
        remedy_form=given.get("remedy"),
    )
    return show(request, page, status=422 if do and given[do].errors else 200)


DEALS = {"settle": ANSWER, "remedy": MANAGE}
"""What deals with a problem for good, and the permission it takes."""


def _reaches(request: StaffRequest, found: Problem, permission: str) -> bool:
    code = found.institution.code if found.institution else ""
    return request.user.scope_of(permission).covers(area=found.area_code, institution=code)


def _dealt_with(request: StaffRequest, found: Problem, do: str) -> HttpResponse | None:
    """Where what is asked for once more was done already: the task it became, or the problem."""
    if do not in DEALS or not _reaches(request, found, DEALS[do]):
        return None
    if found.task_id:
        messages.info(request, _("此问题已列入整改清单，这是它的整改任务。"))
        return redirect("task", pk=found.task_id)
    if found.settled_on:
        messages.info(request, _("此问题已立行立改。"))
        return redirect("problem", pk=found.pk)
    return None


def _forms_of(request: StaffRequest, found: Problem) -> dict[str, Any]:
    """What the reader may do about it, each with its form; the one submitted is filled in."""

    def reaches(permission: str) -> bool:
        return _reaches(request, found, permission)

    def posted(do: str) -> Any:
        return request.POST if request.POST.get("do") == do else None

    offered: dict[str, Any] = {}
    if reaches(ANSWER):
        sorted_as = {"cause": found.cause, "spread": found.spread, "measures": found.measures}
        offered["sort"] = forms.SortForm(posted("sort"), initial=sorted_as)
        if found.settled_on is None and found.task is None:
            offered["settle"] = forms.SettleForm(posted("settle"))
    if reaches(MANAGE) and found.settled_on is None and found.task is None:
        offered["remedy"] = forms.RemedyForm(
            posted("remedy"),
            borne=found.institution is not None,
            initial={"measures": found.measures},
            prefix="remedy",
        )
    return offered


def _done(request: StaffRequest, found: Problem, do: str, given: dict[str, Any], form: Any) -> bool:
    on, at, by = timezone.localdate(), timezone.now(), request.user
    try:
        if do == "sort":
            actions.sort_problem(problem=found, by=by, **given)
            messages.success(request, _("分类和措施已保存。"))
        elif do == "settle":
            actions.settle_problem(problem=found, by=by, on=on, **given)
            messages.success(request, _("已登记立行立改。"))
        else:
            actions.task_for_problem(problem=found, by=by, on=on, at=at, **given)
            messages.success(request, _("已列入整改清单。"))
    except actions.DealtWith as refused:
        # Somebody was a moment faster; the page says what became of it.
        messages.info(request, in_own_language(refused))
    except Refusal as refused:
        form.add_error(None, in_own_language(refused))
        return False
    return True


def _facts(found: Problem) -> list[Fact]:
    missing = "—"
    stated = [
        Fact(_("涉及单位"), found.institution.name if found.institution else missing),
        Fact(_("项目"), found.programme.title),
        Fact(_("发现日期"), day(found.found_on)),
        Fact(_("发现途径"), found.found_by_way_of or missing),
        Fact(_("主观或客观"), found.get_cause_display() or _("未分类")),
        Fact(_("共性或个性"), found.get_spread_display() or _("未分类")),
        Fact(_("提出人"), str(found.by or _("系统"))),
    ]
    if found.settled_on:
        stated.append(Fact(_("立行立改"), f"{day(found.settled_on)} · {found.settled_words}"))
    return stated
