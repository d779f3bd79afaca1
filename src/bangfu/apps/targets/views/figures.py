"""Figures that somebody reports: given with their document and files, taken back, read."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.evidence import queries as evidence
from bangfu.apps.evidence.views import stream
from bangfu.apps.targets import actions, forms, pages, presentation
from bangfu.apps.targets.models import ReportedFigure
from bangfu.apps.targets.queries.facts import is_reported
from bangfu.apps.targets.queries.reach import SHARE, VIEW, institutions_in, reach_of, visible_to
from bangfu.apps.targets.rows import address
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .framing import asked_of, back_to, line_of, must


@staff(SHARE)
@require_http_methods(["GET", "HEAD", "POST"])
def report_figure(request: StaffRequest) -> HttpResponse:
    asked, line = line_of(request, permission=SHARE)
    if not is_reported(line.target):
        raise Http404
    among = institutions_in(request.user, asked.stage.programme, permission=SHARE)
    bearing = among.filter(pk__in=[one.member.pk for one in line.members])
    form = forms.ReportForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        institutions=bearing.order_by("area_code", "name"),
        whole=asked.stage.whole,
        rate=asked.stage.bound(line.target).rate,
        initial={"on": asked.today, "institution": bearing.first() if len(bearing) == 1 else None},
    )
    if form.is_valid():
        try:
            actions.report_figure(
                programme=asked.stage.programme,
                key=line.key,
                by=request.user,
                at=timezone.now(),
                today=asked.today,
                **form.cleaned_data,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("完成数已填报。"))
            return redirect(back_to(asked, line))
    page = pages.Report(
        frame=asked.frame(),
        title=presentation.title_of(line),
        back=back_to(asked, line),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(SHARE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_figure(request: StaffRequest, pk: int) -> HttpResponse:
    row = _figure(request, pk, permission=SHARE)
    asked = must(asked_of(request, programme=row.programme.code))
    back = address("target", asked.stage, target=row.target)
    if row.withdrawn_at is not None:
        messages.info(request, _("这个填报数已经撤回，无需重复办理。"))
        return redirect(back)
    form = forms.WithdrawForm(request.POST or None)
    if form.is_valid():
        actions.withdraw_figure(
            row=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("填报数已撤回。"))
        return redirect(back)
    said = [_("该数不再计入进度，以此前填报的数为准；记录保留。")]
    page = pages.Withdraw(title=_("撤回填报数"), back=back, consequences=said, form=form)
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def figure_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    """A file of a reported figure, for whoever sees the figure."""
    row = _figure(request, pk, permission=VIEW)
    return stream(request, get_object_or_404(evidence.files_on(row), pk=file))


def _figure(request: StaffRequest, pk: int, *, permission: str) -> ReportedFigure:
    """A reported figure in reach; others are absent. Those of the whole are the office's."""
    programmes = visible_to(request.user, permission=permission)
    found = ReportedFigure.objects.filter(programme__in=programmes)
    row = get_object_or_404(found.select_related("programme", "institution"), pk=pk)
    reach = reach_of(request.user, row.programme, permission=permission)
    place = row.institution
    inside = place and reach.holds(area=place.area_code, institution=place.code)
    if not (reach.whole or inside):
        raise Http404
    return row
