"""What a branch hands in: numbers of members, development, papers of the base file."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.branches import actions, card, forms, pages
from bangfu.apps.branches.models import Development, PaperKept
from bangfu.apps.branches.queries import CHANGE, VIEW, setting, single, visible_to
from bangfu.apps.evidence.queries import files_on
from bangfu.apps.evidence.views import stream
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.wording import in_own_language

from .framing import answered, back_to, changeable, done, on_standing, posted, step


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def count_members(request: StaffRequest, pk: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    places = setting.present_places(found)
    last = single.counted_by_place(found, on=today)
    initial: dict[str, object] = {"on": today}
    for place, (full, half, _on) in last.items():
        initial |= {f"full_{place}": full, f"half_{place}": half}
    form = forms.CountForm(*posted(request), places=places, initial=initial)
    if done(
        form,
        lambda: actions.count_members(
            branch=found,
            on=form.cleaned_data["on"],
            counts=form.counts(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            today=today,
        ),
    ):
        return back_to(request, pk, _("党员人数已登记。"))
    lead = _("只填人数，不填姓名；原有人数保留。")
    page = step(found, form, title=_("登记党员人数"), action=_("登记"), lead=lead)
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def record_development(request: StaffRequest, pk: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    years = card.years_of(found, today)
    asked = number_of_row(request.GET.get("year", ""))
    year = asked if asked in years else years[0]
    held = found.developments.filter(year=year).first()
    figures = {name: getattr(held, name) for name in Development.FIGURES} if held else {}
    form = forms.DevelopmentForm(*posted(request), years=years, initial={"year": year, **figures})
    if done(
        form,
        lambda: actions.record_development(
            branch=found,
            year=form.cleaned_data["year"],
            figures=form.figures(),
            by=request.user,
            at=timezone.now(),
            today=today,
        ),
    ):
        return back_to(request, pk, _("发展党员情况已登记。"), part="#development")
    lead = _("填写全年累计人数；同一年度再次填写的，以最后一次为准，原数字保留在日志中。")
    page = step(found, form, title=_("登记发展党员"), action=_("保存"), lead=lead)
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def keep_paper(request: StaffRequest, pk: int) -> HttpResponse:
    found, today = changeable(request, pk), timezone.localdate()
    initial = {"on": today, "kind": request.GET.get("kind", ""), "year": request.GET.get("year")}
    form = forms.PaperForm(*posted(request), years=card.years_of(found, today), initial=initial)
    if done(
        form,
        lambda: actions.keep_papers(
            branch=found,
            year=form.cleaned_data["year"],
            papers=[form.draft()],
            by=request.user,
            at=timezone.now(),
            today=today,
        ),
    ):
        year = form.cleaned_data["year"]
        return back_to(request, pk, _("材料已归档。"), part=f"?year={year}#file")
    page = step(found, form, title=_("归档材料"), action=_("归档"))
    return answered(request, page, form)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
@on_standing
def remove_paper(request: StaffRequest, pk: int, paper: int) -> HttpResponse:
    found = changeable(request, pk)
    held = get_object_or_404(PaperKept, pk=paper, branch=found, removed_at__isnull=True)
    form = forms.ReasonForm(*posted(request))
    if done(
        form,
        lambda: actions.remove_paper(
            paper=held, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
    ):
        return back_to(request, pk, _("材料已撤下。"), part=f"?year={held.year}#file")
    kind = single.paper_of(held.kind)
    page = pages.Confirm(
        title=_("撤下材料"),
        name=found.name,
        question=_("撤下这份“%(title)s”？")
        % {"title": in_own_language(kind.title) if kind else held.kind},
        action=_("撤下"),
        consequences=[_("不再计入基础档案"), _("文件和原因保留在记录中")],
        form=form,
        back_url=reverse("branch", args=[pk]) + f"?year={held.year}#file",
    )
    return answered(request, page, form)


@staff(VIEW)
@require_safe
def paper_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    paper = get_object_or_404(
        PaperKept, pk=pk, branch__in=visible_to(request.user), removed_at__isnull=True
    )
    return stream(request, get_object_or_404(files_on(paper), pk=file))
