"""What an authority looks into: pointers, cases with their consequences; what it writes down."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.duty import actions, forms, pages
from bangfu.apps.duty.queries import occasions, oversight
from bangfu.apps.duty.queries.pointers import pointers
from bangfu.apps.duty.queries.reach import CLOSE, OVERSEE
from bangfu.core.programmes.vocabulary_review import Measure
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .oversight import tabs


@staff(OVERSEE)
@require_safe
def pointer_list(request: StaffRequest) -> HttpResponse:
    told, checked = pointers(request.user, on=timezone.localdate())
    page = pages.Pointers(
        tabs=tabs("pointers"),
        pointers=told,
        checked=checked,
        may_check=request.user.has_perm(CLOSE),
    )
    return show(request, page)


@staff(CLOSE)
@require_POST
def check_pointer(request: StaffRequest) -> HttpResponse:
    """Note that a pointer is in order; which one is named by its key, never by its words."""
    told, _checked = pointers(request.user, on=timezone.localdate())
    named = request.POST.get("pointer", "")
    found = next((one for one in told if one.name == named), None)
    if found is None:
        messages.info(request, _("该线索已核实，或记录已更正，无需再办理。"))
        return redirect("pointers")
    actions.check_pointer(
        code=found.flag.code,
        subject=found.subject,
        starts_on=found.flag.days.starts_on,
        ends_before=found.flag.days.ends_before,
        host=found.host,
        said=found.flag.zh[:300],
        note=request.POST.get("note", "").replace("\0", "")[:200],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("已记录核实情况，该线索不再提示。"))
    return redirect("pointers")


@staff(OVERSEE)
@require_safe
def occasion_list(request: StaffRequest) -> HttpResponse:
    page = pages.Occasions(
        tabs=tabs("occasions"),
        open=occasions.open_occasions(request.user, on=timezone.localdate()),
        decided=occasions.decisions(occasions.decisions_seen(request.user)),
        may_decide=request.user.has_perm(CLOSE),
    )
    return show(request, page)


@staff(CLOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_occasion(request: StaffRequest) -> HttpResponse:
    """The authority decides one case; the case is looked up anew, so that its figures hold."""
    asked, case = number_of_row(request.GET.get("posting", "")), request.GET.get("case", "")
    every = occasions.open_occasions(request.user, on=timezone.localdate())
    row = next((one for one in every if (one.posting, one.case.value) == (asked, case)), None)
    if row is None:
        raise Http404
    posting = get_object_or_404(oversight.reach(request.user), pk=row.posting)
    form = forms.DecisionForm(request.POST or None, measures=row.measures)
    if form.is_valid():
        try:
            actions.decide_occasion(
                posting=posting,
                case=row.case,
                fact=row.fact.zh,
                upheld=form.upheld,
                measures=[Measure.of(code) for code in form.cleaned_data.get("measures", ())],
                provided=row.measures,
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("认定意见已记录，受援单位、派出单位和本人可以查看。"))
            return redirect("occasions")
    page = pages.DecideOccasion(row=row, form=form)
    return show(request, page, status=422 if form.errors else 200)


@staff(CLOSE)
@require_POST
def withdraw_decision(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(occasions.decisions_seen(request.user), pk=pk)
    actions.withdraw_decision(row=found, by=request.user, at=timezone.now())
    messages.success(request, _("认定已撤销，该情形重新待认定。"))
    return redirect("occasions")
