"""One sheet: looked at, scored, closed, sent back, spoken to, objected to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import actions, marking_turn
from bangfu.apps.appraisal.forms import sheets as forms
from bangfu.apps.appraisal.models import Mark, Round, Statement, Subject
from bangfu.apps.appraisal.pages import sheets as pages
from bangfu.apps.appraisal.queries import objections
from bangfu.apps.appraisal.queries import rounds as rounds_queries
from bangfu.apps.appraisal.queries.figures import reported_inputs
from bangfu.apps.appraisal.queries.reach import VIEW, acts_at
from bangfu.apps.appraisal.sheet_presentation import Shown, told_points
from bangfu.apps.evidence import queries as evidence
from bangfu.apps.evidence.views import stream
from bangfu.core.appraisal.reviewers import Reviewer
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Fact
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, span

from . import sheet_steps
from .finding import found_subject


@staff(VIEW)
@require_safe
def sheet(request: StaffRequest, pk: int) -> HttpResponse:
    return show(request, _sheet_page(request, found_subject(request, pk)))


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def give_points(request: StaffRequest, pk: int, item: str) -> HttpResponse:
    subject = found_subject(request, pk)
    shown = Shown(subject)
    if item not in shown.scheme.by_item:
        raise Http404
    known = shown.scheme.by_item[item]
    turn = marking_turn.of(request.user, subject, shown.scheme)
    if not turn.mine:
        messages.error(request, turn.why_not)
        return redirect("sheet", pk=pk)
    standing = shown.standing(item, turn.code)
    line = shown.sheet.item(item)
    first: dict[str, Any] = {"seen": standing.pk if standing else 0}
    if standing:
        first |= {"points": told_points(standing.points), "reason": standing.reason}
    elif line.points is not None:
        first["points"] = told_points(line.points)
    form = forms.PointsForm(request.POST or None, request.FILES or None, initial=first)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.give_points(
                subject=subject,
                item=item,
                points=given["points"],
                reason=given["reason"],
                files=given["proofs"],
                seen=given["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.PointsMovedOn as refused:
            # What was typed stays; sent once more it answers what the other one gave.
            posted = request.POST.copy()
            posted["seen"] = str(standing.pk if standing else 0)
            form.data = posted
            form.add_error(None, in_own_language(refused))
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已评分。"))
            return redirect("sheet", pk=pk)
    page = pages.GivePoints(
        pk=pk,
        subject=subject.key,
        round=subject.round_id,
        round_title=subject.round.title,
        item=shown.item(known, scores=False),
        level=turn.title,
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def mark_file(request: StaffRequest, pk: int, mark: int, file: int) -> HttpResponseBase:
    subject = found_subject(request, pk)
    found = get_object_or_404(Mark, subject=subject, pk=mark)
    return stream(request, get_object_or_404(evidence.files_on(found), pk=file))


def _sheet_page(request: StaffRequest, subject: Subject) -> pages.SheetPage:
    user, held, shown = request.user, subject.round, Shown(subject)
    turn = marking_turn.of(user, subject, shown.scheme)
    own = acts_at(user, subject, Reviewer.OWN)
    opened = held.state == Round.State.OPEN
    told = rounds_queries.may_see_results(user, held)
    result = getattr(subject, "result", None) if told else None
    assesses = opened and acts_at(user, subject, Reviewer.AUTHORITY)
    back = opened and marking_turn.may_send_back(user, subject, shown.scheme)
    announced = held.state == Round.State.ANNOUNCED
    total = shown.sheet.total
    return pages.SheetPage(
        pk=subject.pk,
        title=subject.key,
        round=held.pk,
        round_title=held.title,
        lead=" · ".join([held.title, span(held.starts_on, held.ends_before)]),
        reports=bool(reported_inputs(held)),
        state=held.get_state_display(),
        tone=rounds_queries.TONES[held.state],
        total=told_points(result.score if result else total) if result or total is not None else "",
        awaiting=len(shown.sheet.awaiting),
        facts=_facts(shown, rounds_queries.rating_said(shown.scheme, result)),
        adds_up=shown.adds_up(),
        reasons=[
            one["en" if request.LANGUAGE_CODE.startswith("en") else "zh"] for one in result.reasons
        ]
        if result
        else [],
        levels=[in_own_language(level.title) for level in shown.scheme.levels],
        blocks=shown.blocks(scores=turn.mine),
        signatures=_signatures(shown),
        vetoes=[
            (in_own_language(veto.title), fact.reason)
            for fact in shown.vetoes
            for veto in shown.scheme.vetoes
            if veto.fact == fact.veto
        ],
        objections=objections.objection_rows(user, held, subject=subject.pk),
        turn=turn.title,
        mine=turn.mine,
        why_not=turn.why_not if opened else "",
        close_form=forms.CloseForm(initial={"level": turn.code}) if turn.mine else None,
        send_back_form=forms.SendBackForm() if back else None,
        report_form=forms.ReportForm() if own and opened else None,
        opinion_form=forms.OpinionForm() if own and announced else None,
        objection_form=sheet_steps.objection_form(None, shown) if own and announced else None,
        exempt_form=sheet_steps.exempt_form(None, shown) if assesses else None,
        lift_exemption_form=sheet_steps.lift_exemption_form(None, shown) if assesses else None,
        veto_form=sheet_steps.veto_form(None, shown) if assesses else None,
        lift_veto_form=sheet_steps.lift_veto_form(None, shown) if assesses else None,
        **sheet_steps.after_publication(user, shown, own=own),
    )


def _facts(shown: Shown, rating: str) -> list[Fact]:
    subject = shown.subject
    said = [Fact(_("所在单位"), subject.institution.name)]
    if subject.partner:
        said.append(Fact(_("受援单位"), subject.partner.name))
    if rating:
        said.append(Fact(_("结果"), rating))
    if subject.last_grade or subject.last_star:
        titles = {band.code: in_own_language(band.title) for band in shown.scheme.stars}
        titles |= {band.code: in_own_language(band.title) for band in shown.scheme.grades}
        last = [titles.get(one, one) for one in (subject.last_grade, subject.last_star) if one]
        said.append(Fact(_("上次结果"), " · ".join(last)))
    return said


def _signatures(shown: Shown) -> list[pages.SignatureShown]:
    """Closings and statements in the order in which they were signed."""
    titles = {level.code: in_own_language(level.title) for level in shown.scheme.levels}
    rows = [
        pages.SignatureShown(
            title=titles.get(one.level, one.level),
            by=str(one.by or ""),
            at=one.at,
            words=one.opinion,
            ended=one.ended_reason,
        )
        for one in shown.subject.closings.select_related("by")
    ]
    said = Statement.objects.standing().filter(subject=shown.subject).select_related("by")
    for one in said:
        agreed = "" if one.agrees is None else _("同意") if one.agrees else _("不同意")
        words = f"{agreed}。{one.text}" if agreed else one.text
        title = one.get_sort_display()
        rows.append(
            pages.SignatureShown(
                title=title, by=str(one.by or ""), at=one.at, words=words, ended=""
            )
        )
    return sorted(rows, key=lambda row: row.at)
