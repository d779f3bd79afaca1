"""What results are used for: recorded for one or for a whole band, listed, taken back; released."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.forms import results as forms
from bangfu.apps.appraisal.forms.rounds import ReasonForm
from bangfu.apps.appraisal.models import Release, Round, Use
from bangfu.apps.appraisal.pages import results as pages
from bangfu.apps.appraisal.queries import sheets, uses
from bangfu.apps.appraisal.queries.ranking import band_title, ranked, rating_choices
from bangfu.apps.appraisal.queries.reach import MANAGE, VIEW, holds, subjects_visible_to
from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.vocabulary import Kind, Ladder
from bangfu.core.programmes.vocabulary_review import ResultUse
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .framing import found_round, held_round, lead_of, tabs_of


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def round_uses(request: StaffRequest, pk: int) -> HttpResponse:
    """Uses and plans of a published round; its holder records one for a whole grade or star."""
    held, user = found_round(request, pk), request.user
    if held.state != Round.State.PUBLISHED:
        raise Http404
    holder, scheme = holds(user, held), sheets.scheme_of(held)
    if request.method == "POST":
        held_round(request, pk)
    form, release_form = _forms(request, scheme) if holder else (None, None)
    if request.method == "POST" and _taken(request, held, form, release_form):
        return redirect("round_uses", pk=pk)
    filters = forms.UseFilterForm(request.GET)
    by = filters.cleaned_data if filters.is_valid() else {}
    plans = uses.plan_rows(user, held)
    release = Release.objects.filter(round=held, ended_at__isnull=True).first()
    page = pages.RoundUses(
        pk=pk,
        title=held.title,
        lead=lead_of(held),
        tabs=tabs_of(user, held, "round_uses"),
        filters=filters,
        leaf=uses.use_rows(user, held, **by, page=request.GET.get("page")),
        plans=list(plans.object_list),
        more_plans=plans.paginator.count - len(plans.object_list),
        form=form,
        release_form=None if release or scheme.kind is Kind.POSTING else release_form,
        released=band_title(scheme, Ladder.of(release.ladder), release.lowest) if release else "",
        withdraws=holder,
        personal=scheme.kind is Kind.POSTING,
    )
    wrong = any(one is not None and one.errors for one in (form, release_form))
    return show(request, page, status=422 if wrong else 200)


@staff(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back_use(request: StaffRequest, pk: int) -> HttpResponse:
    inside = subjects_visible_to(request.user).order_by().values("pk")
    rows = Use.objects.filter(subject__in=inside, ended_at__isnull=True)
    found = get_object_or_404(rows.select_related("subject__round"), pk=pk)
    held = held_round(request, found.subject.round_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.take_back_use(
                use=found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已撤销这项结果运用。"))
            return redirect("round_uses", pk=held.pk)
    page = pages.TakeBack(
        title=_("撤销结果运用"),
        question=_("撤销“%(subject)s”的这项运用：%(text)s？")
        % {"subject": found.subject.key, "text": found.text},
        action=_("撤销运用"),
        consequences=[_("记录保留，注明撤销原因。")],
        round=held.pk,
        round_title=held.title,
        back=reverse("round_uses", args=[held.pk]),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_release(request: StaffRequest, pk: int) -> HttpResponse:
    held = held_round(request, pk)
    get_object_or_404(Release, round=held, ended_at__isnull=True)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_release(
                round=held,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("公开页面已撤下。"))
            return redirect("round_uses", pk=pk)
    page = pages.TakeBack(
        title=_("撤下公开结果"),
        question=_("撤下“%(round)s”的公开页面？") % {"round": held.title},
        action=_("撤下"),
        consequences=[
            _("社会公众不再能打开这一页；已经保存或转载的内容无法收回。"),
            _("内部结果和封存文件不受影响。"),
        ],
        round=held.pk,
        round_title=held.title,
        back=reverse("round_uses", args=[pk]),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


def _forms(request: StaffRequest, scheme: Scheme) -> tuple[forms.BandUseForm, forms.ReleaseForm]:
    ratings = rating_choices(scheme)
    posted = request.POST if request.method == "POST" else None
    releases = posted is not None and posted.get("step") == "release"
    return (
        forms.BandUseForm(
            None if releases else posted, ratings=ratings, initial={"on": timezone.localdate()}
        ),
        forms.ReleaseForm(posted if releases else None, ratings=ratings),
    )


def _taken(
    request: StaffRequest,
    held: Round,
    form: forms.BandUseForm | None,
    release_form: forms.ReleaseForm | None,
) -> bool:
    """Whether what was posted is done; else the form says why not."""
    given = next((one for one in (form, release_form) if one is not None and one.is_bound), None)
    if given is None or not given.is_valid():
        return False
    try:
        if isinstance(given, forms.ReleaseForm):
            ladder, _colon, lowest = given.cleaned_data["lowest"].partition(":")
            actions.release_results(
                round=held,
                ladder=Ladder.of(ladder),
                lowest=lowest,
                by=request.user,
                at=timezone.now(),
            )
            said = _("已向社会公开。")
        else:
            count = _used(request, held, given.cleaned_data)
            said = _("已为%(count)s个考核对象登记。") % {"count": count}
    except Refusal as refused:
        given.add_error(None, in_own_language(refused))
        return False
    messages.success(request, said)
    return True


@transaction.atomic
def _used(request: StaffRequest, held: Round, given: dict[str, Any]) -> int:
    """Every result of the chosen grade or star used alike, each with its own record."""
    found = list(ranked(request.user, held, rating=given["rating"]))
    if not found:
        raise actions.NobodyToAppraise(
            zh="没有考核对象得到这一等次或星级。", en="Nobody has this grade or star."
        )
    for one in found:
        actions.record_use(
            subject=one,
            sort=ResultUse.of(given["sort"]),
            text=given["text"],
            document=given["document"],
            amount=given["amount"],
            on=given["on"],
            by=request.user,
            at=timezone.now(),
        )
    return len(found)
