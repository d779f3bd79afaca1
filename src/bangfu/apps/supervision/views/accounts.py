"""Handing in (交账): what waits, the form of a year, a ledger as it was handed in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision import actions, forms, pages, presentation
from bangfu.apps.supervision.actions import Explained
from bangfu.apps.supervision.models import Task
from bangfu.apps.supervision.queries import accounts
from bangfu.apps.supervision.queries.reach import (
    ANSWER,
    VIEW,
    handed_in_visible_to,
    programmes_of,
)
from bangfu.apps.supervision.queries.years import handed_in as is_handed_in
from bangfu.apps.supervision.queries.years import in_hand, line_of, of_year
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.hand_in import Sums, sums_of
from bangfu.core.tasks.task_life import State
from bangfu.web.access import staff
from bangfu.web.components import Fact, Tile
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, moment, number


@staff(VIEW)
@require_safe
def hand_in_list(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    page = pages.HandInList(
        tabs=presentation.tabs_of(user, "hand_in_list"),
        waiting=accounts.accounts_waiting(user, on=today) if user.has_perm(ANSWER) else [],
        leaf=accounts.account_rows(user, page=request.GET.get("page")),
    )
    return show(request, page)


@staff(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: StaffRequest, code: str) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    programme = get_object_or_404(programmes_of(user, ANSWER), code=code)
    institution = _institution(request, programme.area_code)
    year = accounts.year_due(today)
    if is_handed_in(programme, institution, year):
        messages.info(request, _("%(year)s年度已交账。") % {"year": year.starts_on.year})
        return redirect("hand_in_list")
    tasks = list(of_year(programme, institution, year).in_full())
    lines = [line_of(one, year, on=today) for one in tasks]
    asked = [task for task, line in zip(tasks, lines, strict=True) if in_hand(line)]
    form = forms.HandInForm(
        request.POST or None,
        tasks=[one.pk for one in asked],
        dated=[one.pk for one in asked if one.repeat == "once" and one.state == State.OPEN.value],
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.hand_in_ledger(
                programme=programme,
                institution=institution,
                year=year.starts_on.year,
                explained=_explained(asked, form.cleaned_data),
                words=form.cleaned_data["words"],
                by=user,
                on=today,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已交账。"))
            return redirect("handed_in", pk=row.pk)
    page = pages.HandIn(
        programme=programme.title,
        bearer=institution.name if institution else _("其他责任单位"),
        year=year.starts_on.year,
        tiles=_tiles(sums_of(lines)),
        form=form,
        lines=[
            pages.HandInLine(
                line=line,
                task=task,
                words=form[f"words_{task.pk}"] if f"words_{task.pk}" in form.fields else None,
                wished=form[f"due_{task.pk}"] if f"due_{task.pk}" in form.fields else None,
            )
            for task, line in zip(tasks, lines, strict=True)
        ],
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def handed_in(request: StaffRequest, pk: int) -> HttpResponse:
    reach = handed_in_visible_to(request.user).select_related("programme", "institution", "by")
    row = get_object_or_404(reach, pk=pk)
    page = pages.HandedIn(
        programme=row.programme.title,
        bearer=row.institution.name if row.institution else _("其他责任单位"),
        year=row.starts_on.year,
        facts=[
            Fact(_("项目"), row.programme.title),
            Fact(_("交账人"), str(row.by or _("系统"))),
            Fact(_("交账时间"), moment(row.at)),
        ],
        tiles=_tiles(Sums(**row.sums)),
        lines=accounts.sealed_lines(row),
        words=row.words,
        digest=row.digest,
        intact=accounts.is_intact(row),
    )
    return show(request, page)


def _institution(request: StaffRequest, area: str) -> Institution | None:
    """Whose ledger it is: an institution in reach, or for who has the area that of nobody's."""
    scope, code = request.user.scope_of(ANSWER), request.GET.get("institution", "")
    if not code:
        if not scope.covers(area=area):
            raise Http404
        return None
    among = Institution.objects.filter(scope.filter(area="area_code", institution="code"))
    return get_object_or_404(among, code=code)


def _explained(tasks: list[Task], given: dict[str, Any]) -> dict[int, Explained]:
    return {
        one.pk: Explained(given[f"words_{one.pk}"], given.get(f"due_{one.pk}")) for one in tasks
    }


def _tiles(sums: Sums) -> list[Tile]:
    unit = _("项")
    return [
        Tile(_("任务总数"), number(sums.total), unit, icon="clipboard-list"),
        Tile(
            _("已销账"),
            number(sums.done),
            unit,
            note=_("其中逾期完成%(late)s项") % {"late": number(sums.done_late)},
            tone="ok",
            icon="circle-check",
        ),
        Tile(
            _("未销账"),
            number(sums.open),
            unit,
            note=_("其中逾期%(late)s项") % {"late": number(sums.open_late)},
            tone="warn" if sums.open else "neutral",
            icon="hourglass",
        ),
        Tile(_("长期坚持"), number(sums.standing), unit, icon="refresh"),
    ]
