"""One objection: looked at again by two persons, decided by a third, withdrawn."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.forms import sheets as forms
from bangfu.apps.appraisal.models import Objection
from bangfu.apps.appraisal.pages import sheets as pages
from bangfu.apps.appraisal.queries import due
from bangfu.apps.appraisal.queries import objections as queries
from bangfu.apps.appraisal.queries.reach import VIEW, acts_at, subjects_visible_to
from bangfu.apps.appraisal.queries.waiting import recheck_due
from bangfu.apps.evidence import queries as evidence
from bangfu.apps.evidence.views import stream
from bangfu.core.appraisal.reviewers import Reviewer
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Fact
from bangfu.web.pages import show
from bangfu.web.wording import day, in_own_language, moment


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: StaffRequest, pk: int) -> HttpResponse:
    found, user = _found(request, pk), request.user
    rechecks = due.recheckable_by(user).filter(pk=pk).exists()
    decides = due.decisions_for(user).filter(pk=pk).exists()
    recheck_form = forms.RecheckForm() if rechecks else None
    decision_form = forms.DecisionForm() if decides else None
    if request.method == "POST":
        step = request.POST.get("step")
        form: forms.RecheckForm | forms.DecisionForm | None = None
        if step == "recheck":
            form = recheck_form = forms.RecheckForm(request.POST)
        elif step == "decide":
            form = decision_form = forms.DecisionForm(request.POST)
        elif step != "withdraw":
            raise Http404
        if form is None or form.is_valid():
            try:
                _taken(request, found, form)
            except Refusal as refused:
                if form is None:
                    messages.error(request, in_own_language(refused))
                    return redirect("objection", pk=pk)
                # The opinion was long to write: it stays on the page beside what is wrong.
                form.add_error(None, in_own_language(refused))
            else:
                messages.success(request, _("已办理。"))
                return redirect("objection", pk=pk)
    files = evidence.attachments_of([found])[found.pk]
    page = pages.ObjectionPage(
        pk=pk,
        title=_("%(subject)s的异议") % {"subject": found.subject.key},
        sheet=found.subject_id,
        lead=found.subject.round.title,
        state=found.get_state_display(),
        tone="warn" if found.state in queries.OPEN else "neutral",
        facts=[
            Fact(_("针对"), queries.title_of(found.subject.round, found.item) or _("整个结果")),
            Fact(_("提出"), f"{found.by or ''} {moment(found.at)}"),
            Fact(_("办理时限"), day(recheck_due(found.at))),
        ],
        text=found.text,
        files=files,
        found=[
            pages.SignatureShown(
                title=_("复核"), by=str(one.by or ""), at=one.at, words=one.opinion, ended=""
            )
            for one in found.rechecks.select_related("by")
        ],
        decision=found.decision,
        recheck_form=recheck_form,
        decision_form=decision_form,
        withdraws=found.state in queries.OPEN and acts_at(user, found.subject, Reviewer.OWN),
    )
    wrong = any(form and form.errors for form in (recheck_form, decision_form))
    return show(request, page, status=422 if wrong else 200)


@staff(VIEW)
@require_safe
def objection_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    found = _found(request, pk)
    return stream(request, get_object_or_404(evidence.files_on(found), pk=file))


def _taken(
    request: StaffRequest,
    found: Objection,
    form: forms.RecheckForm | forms.DecisionForm | None,
) -> None:
    by, at = request.user, timezone.now()
    if form is None:
        actions.withdraw_objection(objection=found, by=by, at=at)
    elif isinstance(form, forms.RecheckForm):
        actions.recheck(
            objection=found,
            opinion=form.cleaned_data["opinion"],
            points=form.cleaned_data["points"],
            by=by,
            at=at,
        )
    else:
        actions.decide_objection(
            objection=found,
            upheld=form.cleaned_data["upheld"],
            decision=form.cleaned_data["decision"],
            points=form.cleaned_data["points"],
            by=by,
            at=at,
        )


def _found(request: StaffRequest, pk: int) -> Objection:
    inside = subjects_visible_to(request.user).order_by().values("pk")
    rows = Objection.objects.filter(subject__in=inside).select_related(
        "subject__round__programme", "subject__round__edition", "subject__institution", "by"
    )
    return get_object_or_404(rows, pk=pk)
