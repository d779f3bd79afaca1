"""Rounds: listed, looked at, decided, announced, published, given up."""

import zlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import actions
from bangfu.apps.appraisal.forms import rounds as forms
from bangfu.apps.appraisal.models import Round
from bangfu.apps.appraisal.pages import rounds as pages
from bangfu.apps.appraisal.queries import objections, sheets
from bangfu.apps.appraisal.queries import rounds as queries
from bangfu.apps.appraisal.queries.ranking import group_choices
from bangfu.apps.appraisal.queries.reach import MANAGE, VIEW, holds
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.programmes import queries as programmes
from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.freeze import Frozen
from bangfu.core.appraisal.scheme import Term
from bangfu.core.appraisal.settings import last_day, objection_term
from bangfu.core.duty import working_days
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Fact
from bangfu.web.pages import show
from bangfu.web.wording import day, in_own_language, moment

from .framing import found_round, held_round, lead_of, tabs_of


@staff(VIEW)
@require_safe
def round_list(request: StaffRequest) -> HttpResponse:
    user = request.user
    choices = programme_choices(programmes.visible_to(user, VIEW).order_by("-ends_before", "code"))
    filters = forms.RoundFilterForm(request.GET, programmes=choices)
    by = filters.cleaned_data if filters.is_valid() else {}
    page = pages.RoundList(
        filters=filters,
        leaf=queries.round_rows(user, **by, page=request.GET.get("page")),
        holds=bool(user.scope_of(MANAGE).areas),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def round_page(request: StaffRequest, pk: int) -> HttpResponse:
    user, held = request.user, found_round(request, pk)
    scheme = sheets.scheme_of(held)
    steps = [
        (str(place), _("等待%(level)s") % {"level": in_own_language(level.title)})
        for place, level in enumerate(scheme.levels)
    ]
    filters = forms.SubjectFilterForm(
        request.GET,
        levels=[*steps, (str(len(scheme.levels)), _("各层级已完成"))],
        groups=group_choices(held),
    )
    by = filters.cleaned_data if filters.is_valid() else {}
    holder, state = holds(user, held), Round.State(held.state)
    awaited = held.subjects.filter(level__lt=len(scheme.levels)).count() if holder else 0
    term = objection_term(scheme)
    until = last_day(timezone.localdate(), term, working_days.shipped())
    page = pages.RoundPage(
        pk=pk,
        title=held.title,
        lead=lead_of(held),
        tabs=tabs_of(user, held, "round"),
        state=held.get_state_display(),
        tone=queries.TONES[held.state],
        facts=_facts(held),
        levels=queries.level_rows(user, held),
        filters=filters,
        leaf=queries.subject_rows(user, held, **by, page=request.GET.get("page")),
        rated=queries.may_see_results(user, held),
        ratings=queries.ratings_counted(held) if queries.may_see_results(user, held) else [],
        objections=objections.objection_rows(user, held),
        decides=holder and state is Round.State.OPEN,
        awaited=awaited,
        announce_form=forms.TermForm(initial={"until": until})
        if holder and state is Round.State.DECIDED
        else None,
        term=_term_said(scheme, term),
        exports=held.subjects.count() * len(scheme.items),
        objections_until=held.objections_until,
        publishes=holder and state is Round.State.ANNOUNCED,
        gives_up=holder and state not in (Round.State.PUBLISHED, Round.State.CANCELLED),
        takes_back=holder and state is Round.State.DECIDED,
        digest=held.digest,
        download=holder and state is Round.State.PUBLISHED,
    )
    return show(request, page)


@staff(MANAGE)
@require_POST
def take_round_step(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    held = held_round(request, pk)
    now, today, user = timezone.now(), timezone.localdate(), request.user
    try:
        if step == "decide":
            actions.decide_round(round=held, by=user, at=now)
            said = _("考核结果已审定，请核对后公示。")
        elif step == "announce":
            form = forms.TermForm(request.POST)
            if not form.is_valid():
                messages.error(request, _("请填写异议截止日期。"))
                return redirect("round", pk=pk)
            until = form.cleaned_data["until"]
            actions.announce_round(round=held, until=until, by=user, on=today)
            said = _("结果已公示，%(day)s前可以提出异议。") % {"day": day(until)}
        elif step == "publish":
            actions.publish_round(round=held, by=user, at=now, on=today)
            said = _("结果已公布并封存。")
        else:
            raise Http404
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
    else:
        messages.success(request, said)
    return redirect("round", pk=pk)


@staff(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_round(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    if step not in ("reopen", "cancel"):
        raise Http404
    held, reopens = held_round(request, pk), step == "reopen"
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        taken: Any = actions.reopen_round if reopens else actions.cancel_round
        try:
            taken(
                round=held,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已退回评分。") if reopens else _("考核已取消。"))
            return redirect("round", pk=pk)
    page = pages.EndRound(
        pk=pk,
        title=held.title,
        question=(_("退回“%(round)s”的审定？") if reopens else _("取消“%(round)s”？"))
        % {"round": held},
        action=_("退回审定") if reopens else _("取消考核"),
        consequences=[
            _("审定的结果作废，评分表可以退回修改。")
            if reopens
            else _("不再评分，已填的内容保留备查。")
        ],
        danger=not reopens,
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(MANAGE)
@require_safe
def frozen_round(request: StaffRequest, pk: int) -> HttpResponse:
    """The frozen file, as ``bangfu appraisal replay`` reads it."""
    held = held_round(request, pk)
    if held.state != Round.State.PUBLISHED:
        raise Http404
    row = held.frozen
    content = Frozen(zlib.decompress(bytes(row.content)), row.digest).as_file()
    answer = HttpResponse(content, content_type="text/plain; charset=utf-8")
    name = f"{held.title}_{held.digest[:12]}.txt"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _term_said(scheme: Scheme, term: Term) -> str:
    """How long the appraised may object at least, and who says so."""
    if scheme.objections:
        words = _("考核表规定异议期不少于%(days)s个工作日")
    else:
        words = _("建议异议期不少于%(days)s个工作日，可按本地规定调整")
    return words % {"days": term.working_days}


def _facts(held: Round) -> list[Fact]:
    said = [
        Fact(_("考核表"), str(held.edition), f"/score-tables/{held.edition_id}/"),
        Fact(_("启动"), moment(held.opened_at)),
    ]
    if held.decided_at:
        said.append(Fact(_("审定"), moment(held.decided_at)))
    if held.announced_on and held.objections_until:
        term = _("%(from)s公示，%(until)s前可提出异议") % {
            "from": day(held.announced_on),
            "until": day(held.objections_until),
        }
        said.append(Fact(_("公示"), term))
    if held.published_at:
        said.append(Fact(_("公布"), moment(held.published_at)))
    if held.reason:
        said.append(Fact(_("取消原因"), held.reason))
    return said
