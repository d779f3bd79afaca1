"""Figures of a sheet: each with its source and rows; those a unit reports, corrects, withdraws."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal import figure_presentation as words
from bangfu.apps.appraisal.forms.figures import ReportForm
from bangfu.apps.appraisal.forms.rounds import ReasonForm
from bangfu.apps.appraisal.models import Figure, ReportedFigure, Round, Subject
from bangfu.apps.appraisal.pages import figures as pages
from bangfu.apps.appraisal.pages.results import TakeBack
from bangfu.apps.appraisal.queries import due, reporting, sheets
from bangfu.apps.appraisal.queries.figures import reported_inputs
from bangfu.apps.appraisal.queries.reach import VIEW
from bangfu.apps.evidence import queries as evidence
from bangfu.apps.evidence.views import stream
from bangfu.apps.intake.queries import leaf_of
from bangfu.core.appraisal.subjects import Measured
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Fact
from bangfu.web.pages import show
from bangfu.web.wording import enumerated, in_own_language, moment, span

from .finding import found_subject


@staff(VIEW)
@require_safe
def figure(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """One input of a sheet: the figure, its source, its days, its rows; or why it is missing."""
    subject = found_subject(request, pk)
    held, scheme = subject.round, sheets.scheme_of(subject.round)
    if code not in scheme.needs:
        raise Http404
    meaning, kind = reporting.meaning_of(scheme, code), Kind.of(subject.kind)
    taken = Figure.objects.standing().filter(subject=subject, name=code)
    known = taken.select_related("taken_by").first()
    rows, now, share = words.behind(request.user, subject, code, known, request.GET.get("page"))
    facts = [
        Fact(_("来源"), words.source_said(code, kind, known)),
        Fact(_("考核期"), span(held.starts_on, held.ends_before)),
        Fact(
            _("用于"),
            enumerated(
                in_own_language(one.title) for one in scheme.items if code in one.rule.needs
            ),
        ),
    ]
    if known:
        facts.append(Fact(_("取数时间"), _taken(known)))
    changed = ""
    if known and now and now.now != _now(known):
        changed = _("记录在取数后有变动，按现有记录为%(value)s；评分仍按取数时的数值。") % {
            "value": words.came_to(now, meaning)
        }
    page = pages.FigurePage(
        pk=pk,
        subject=subject.key,
        round=held.pk,
        round_title=held.title,
        title=in_own_language(meaning.title),
        lead=f"{subject.key} · {held.title}",
        value=words.value_said(known, meaning),
        facts=facts,
        missing="" if known else words.why_missing(code, kind),
        changed=changed,
        share=share,
        rows=rows,
        lists=words.lists_of(request.user, subject, code),
        reports=words.reports_of(subject, code, meaning),
        report_url=_report_url(request, subject, code, known),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def reports(request: StaffRequest, pk: int) -> HttpResponse:
    """What a sheet asks its unit to report, until when, and what is there."""
    subject = found_subject(request, pk)
    held = subject.round
    asked = reporting.asked_figures(subject)
    why_not = _why_not(request, subject)
    day = reporting.due_of(held)
    page = pages.ReportsPage(
        pk=pk,
        subject=subject.key,
        round=held.pk,
        round_title=held.title,
        lead=f"{held.title} · {span(held.starts_on, held.ends_before)}",
        due=day,
        over=timezone.localdate() > day,
        may=not why_not,
        why_not=why_not,
        missing=sum(one.standing is None for one in asked),
        rows=[
            pages.AskedShown(
                code=one.code,
                title=in_own_language(one.meaning.title),
                items=enumerated(in_own_language(item) for item in one.items),
                value=words.value_said(one.standing, one.meaning) if one.standing else "",
                by=str(one.standing.by or "") if one.standing else "",
                at=one.standing.at if one.standing else None,
                reported=one.standing.pk if one.standing else 0,
            )
            for one in asked
        ],
    )
    return show(request, page)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def report_figure(request: StaffRequest, pk: int, code: str) -> HttpResponse:
    """Report one figure, or correct it."""
    subject = found_subject(request, pk)
    asked = next((one for one in reporting.asked_figures(subject) if one.code == code), None)
    if asked is None:
        raise Http404
    why_not = _why_not(request, subject)
    if why_not:
        messages.error(request, why_not)
        return redirect("reports", pk=pk)
    standing = asked.standing
    first: dict[str, Any] = {}
    if standing:
        first = {
            "value": standing.value.normalize() if standing.value is not None else None,
            "numerator": standing.numerator,
            "denominator": standing.denominator,
            "note": standing.note,
        }
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        meaning=asked.meaning,
        corrects=standing is not None,
        initial=first,
    )
    if form.is_valid():
        try:
            actions.report_figure(
                subject=subject,
                name=code,
                figure=form.figure,
                note=form.cleaned_data["note"],
                reason=form.cleaned_data.get("reason", ""),
                files=form.cleaned_data["proofs"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已报送。"))
            return redirect("reports", pk=pk)
    shown = words.reports_of(subject, code, asked.meaning)
    page = pages.ReportFigure(
        pk=pk,
        subject=subject.key,
        round=subject.round_id,
        round_title=subject.round.title,
        title=in_own_language(asked.meaning.title),
        items=enumerated(in_own_language(item) for item in asked.items),
        due=reporting.due_of(subject.round),
        standing=next((one for one in shown if not one.ended), None),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_figure(request: StaffRequest, pk: int, reported: int) -> HttpResponse:
    """Take a reported figure back."""
    subject = found_subject(request, pk)
    rows = ReportedFigure.objects.standing().filter(subject=subject)
    found = get_object_or_404(rows, pk=reported)
    found.subject = subject
    why_not = _why_not(request, subject)
    if why_not:
        messages.error(request, why_not)
        return redirect("reports", pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.withdraw_figure(
                reported=found,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已撤回报送的数据。"))
            return redirect("reports", pk=pk)
    meaning = reporting.meaning_of(sheets.scheme_of(subject.round), found.name)
    page = TakeBack(
        title=_("撤回报送的数据"),
        question=_("撤回“%(subject)s”报送的%(figure)s：%(value)s？")
        % {
            "subject": subject.key,
            "figure": in_own_language(meaning.title),
            "value": words.value_said(found, meaning),
        },
        action=_("撤回数据"),
        consequences=[
            _("记录和依据保留，注明撤回原因。"),
            _("这一项按没有数据计分，直到重新报送。"),
        ],
        round=subject.round_id,
        round_title=subject.round.title,
        back=reverse("reports", args=[pk]),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def reported_file(request: StaffRequest, pk: int, reported: int, file: int) -> HttpResponseBase:
    """A file that proves a reported figure."""
    found = get_object_or_404(ReportedFigure, subject=found_subject(request, pk), pk=reported)
    return stream(request, get_object_or_404(evidence.files_on(found), pk=file))


@staff(VIEW)
@require_safe
def reports_waiting(request: StaffRequest) -> HttpResponse:
    """Sheets whose figures this reader has still to report."""
    found = due.to_report(request.user, on=timezone.localdate())
    rows = found.select_related("round").order_by("round_id", "key", "pk")
    page = pages.ReportsWaiting(rows=leaf_of(rows, _to_report, request.GET.get("page")))
    return show(request, page)


def _to_report(one: Subject) -> pages.ToReport:
    return pages.ToReport(
        pk=one.pk,
        key=one.key,
        round=one.round.title,
        missing=one.unreported,
        due=reporting.due_of(one.round),
    )


def _taken(known: Figure) -> str:
    said = moment(known.taken_at)
    return f"{said} · {known.taken_by}" if known.taken_by else said


def _now(known: Figure) -> object:
    return Measured(value=known.value, numerator=known.numerator, denominator=known.denominator).now


def _why_not(request: StaffRequest, subject: Subject) -> str:
    """Why this reader may not report for a sheet now; empty where they may."""
    if subject.round.state != Round.State.OPEN:
        return _("考核已结束评分，不能再报送数据。")
    side = reporting.side_of(request.user, subject)
    if side is reporting.Side.NOBODY:
        return _("由被考核的单位（本人）或组织考核的部门报送。")
    if side is reporting.Side.UNIT and subject.level:
        return _("评分表已提交上一层级，确需更正的请组织考核的部门办理。")
    if side is reporting.Side.UNIT and timezone.localdate() > reporting.due_of(subject.round):
        return _("报送期限已过，请联系组织考核的部门补报。")
    return ""


def _report_url(request: StaffRequest, subject: Subject, code: str, known: Figure | None) -> str:
    measured = known is not None and not any(one.startswith("reported:") for one in known.sources)
    if measured or code not in reported_inputs(subject.round) or _why_not(request, subject):
        return ""
    return reverse("report_sheet_figure", args=[subject.pk, code])
