"""Draws: listed, committed to, drawn, published, redrawn; the record, and what anybody may know."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.spotchecks import actions, forms, pages, presentation
from bangfu.apps.spotchecks.models import Draw
from bangfu.apps.spotchecks.queries import draws as queries
from bangfu.apps.spotchecks.queries.listing import (
    Scheme,
    checkers_within,
    list_of,
    pool_of,
)
from bangfu.apps.spotchecks.queries.reach import (
    MANAGE,
    VIEW,
    draws_visible_to,
    held_by,
    knows_outcome,
    manages,
)
from bangfu.core.refusal import Refusal
from bangfu.web.access import public, staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

PUBLISHED_DIGITS = 32
"""So many of a commitment's digits name its public page."""


@staff(VIEW)
@require_safe
def draw_list(request: StaffRequest) -> HttpResponse:
    user = request.user
    choices = programme_choices(programmes.visible_to(user, VIEW).order_by("-ends_before", "code"))
    filters = forms.DrawFilterForm(request.GET, programmes=choices)
    by = filters.cleaned_data if filters.is_valid() else {}
    page = pages.DrawList(
        tabs=presentation.tabs_of(user, "draw_list"),
        filters=filters,
        leaf=queries.draw_rows(user, **by, page=request.GET.get("page")),
        holds=user.has_perm(MANAGE),
    )
    return show(request, page)


@staff(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_draw(request: StaffRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    among = held_by(user)
    given_up = _given_up(request)
    asked = request.GET if "programme" in request.GET else None
    first = {"subjects": "hosts", "way": "visit", "seats": 2, "as_of": today}
    scheme_form = forms.SchemeForm(
        asked, programmes=programme_choices(among), initial={**first, **_as_before(given_up)}
    )
    preview, form = None, None
    if asked is not None and scheme_form.is_valid():
        scheme = _scheme(request, scheme_form.cleaned_data)
        checkers = checkers_within(scheme.area_code, on=today)
        title = given_up.title if given_up else ""
        form = forms.CommitForm(request.POST or None, checkers=checkers, initial={"title": title})
        if draw := _committed(request, form, scheme, given_up):
            messages.success(request, _("名单和承诺已公布。到时间后录入公共数，即可抽取。"))
            return redirect("draw", pk=draw.pk)
        listed = list_of(
            scheme,
            pool_of(scheme),
            checkers,
            title="",
            public_event="",
            public_after=timezone.now(),
            committed_at=timezone.now(),
        )
        preview = presentation.preview_of(listed)
    page = pages.NewDraw(
        scheme=scheme_form,
        preview=preview,
        form=form,
        kept=[("replaces", str(given_up.pk))] if given_up else [],
        replaces=given_up.title if given_up else "",
    )
    wrong = scheme_form.errors or (form is not None and form.errors)
    return show(request, page, status=422 if wrong else 200)


@staff(VIEW)
@require_safe
def draw(request: StaffRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    page = presentation.draw_page(found, request.user, address=_address(request, found))
    return show(request, page)


@staff(MANAGE)
@require_POST
def take_draw_step(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    found = _found(request, pk)
    if not manages(request.user, found):
        raise PermissionDenied
    taken = {
        "reveal": _revealed,
        "publish": _published,
        "ask": _redraw_asked,
        "agree": _redraw_agreed,
        "keep": _redraw_refused,
    }.get(step)
    if taken is None:
        raise Http404
    try:
        return taken(request, found)
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
        return redirect("draw", pk=pk)


@staff(VIEW)
@require_safe
def draw_record(request: StaffRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if found.record is None or not knows_outcome(request.user, found):
        raise Http404
    text = json.dumps(found.record, ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"{found.title}_{_('抽查记录')}.json"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@public
@require_safe
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    if len(code) < PUBLISHED_DIGITS:
        # A few digits could name several draws, and any could be come upon by trying.
        raise Http404
    found = get_object_or_404(
        Draw.objects.in_full(), commitment__startswith=code.lower()[:PUBLISHED_DIGITS]
    )
    public_state = found.state in presentation.DISCLOSED
    page = pages.Commitment(
        title=found.title,
        state=found.get_state_display(),
        tone=queries.TONES[found.state],
        facts=queries.public_facts(found),
        strata=queries.strata_rows(found),
        record_digest=found.record["digest"] if found.record and public_state else "",
    )
    answer = show(request, page)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _found(request: StaffRequest, pk: int) -> Draw:
    found = draws_visible_to(request.user).in_full().select_related("replaced_by")
    return get_object_or_404(found, pk=pk)


def _given_up(request: StaffRequest) -> Draw | None:
    """The draw that the new one is to replace."""
    written = request.GET.get("replaces", "")
    if not written.isdecimal() or len(written) > 18:
        return None
    found = draws_visible_to(request.user).filter(state=Draw.State.REPLACED).in_full()
    row = get_object_or_404(found, pk=int(written))
    if not manages(request.user, row):
        raise PermissionDenied
    return row


def _as_before(given_up: Draw | None) -> dict[str, Any]:
    if given_up is None:
        return {}
    return {
        "programme": given_up.programme.code,
        "subjects": given_up.subjects,
        "way": given_up.way,
        "seats": given_up.listed["seats"],
    }


def _scheme(request: StaffRequest, given: dict[str, Any]) -> Scheme:
    programme = get_object_or_404(held_by(request.user), code=given["programme"])
    within = request.user.scope_of(MANAGE)
    roots = [area for area in within.areas if area.startswith(programme.area_code)]
    return Scheme(
        **{**given, "programme": programme},
        within=within,
        held_on=timezone.localdate(),
        area_code=roots[0] if len(roots) == 1 else programme.area_code,
    )


def _committed(
    request: StaffRequest, form: forms.CommitForm, scheme: Scheme, given_up: Draw | None
) -> Draw | None:
    if not form.is_valid():
        return None
    try:
        return actions.commit_draw(
            scheme=scheme,
            replaces=given_up,
            by=request.user,
            at=timezone.now().replace(microsecond=0),
            **{**form.cleaned_data, "checkers": list(form.cleaned_data["checkers"])},
        )
    except Refusal as refused:
        form.add_error(None, in_own_language(refused))
        return None


def _revealed(request: StaffRequest, found: Draw) -> HttpResponse:
    form = forms.RevealForm(request.POST)
    if form.is_valid():
        try:
            actions.reveal_draw(draw=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已抽取，检查任务已分到检查人员。"))
            return redirect("draw", pk=found.pk)
    address = _address(request, found)
    page = presentation.draw_page(found, request.user, address=address, reveal=form)
    if page.reveal_form is None:
        return _not_now(request, found, form)
    return show(request, page, status=422)


def _redraw_asked(request: StaffRequest, found: Draw) -> HttpResponse:
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.ask_redraw(draw=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已申请重新抽取，须由另一名经办人同意。"))
            return redirect("draw", pk=found.pk)
    address = _address(request, found)
    page = presentation.draw_page(found, request.user, address=address, redraw=form)
    if page.redraw_form is None:
        return _not_now(request, found, form)
    return show(request, page, status=422)


def _not_now(request: StaffRequest, found: Draw, form: Form) -> HttpResponse:
    """Say why on the page of the draw, where the form itself does not stand any more or yet."""
    said = form.non_field_errors() or [_("当前不能办理此事项。")]
    messages.error(request, str(said[0]))
    return redirect("draw", pk=found.pk)


def _published(request: StaffRequest, found: Draw) -> HttpResponse:
    actions.publish_draw(draw=found, by=request.user, at=timezone.now())
    messages.success(request, _("结果和记录已公开，参加项目的单位都能查看和复核。"))
    return redirect("draw", pk=found.pk)


def _redraw_agreed(request: StaffRequest, found: Draw) -> HttpResponse:
    actions.agree_redraw(draw=found, by=request.user, at=timezone.now())
    messages.success(request, _("已同意。原抽取作废并保留记录，请重新组织抽取。"))
    return redirect(f"{reverse('new_draw')}?replaces={found.pk}")


def _redraw_refused(request: StaffRequest, found: Draw) -> HttpResponse:
    actions.refuse_redraw(draw=found, by=request.user)
    messages.success(request, _("已答复不同意，抽取结果有效。"))
    return redirect("draw", pk=found.pk)


def _address(request: HttpRequest, found: Draw) -> str:
    path = reverse("draw_commitment", args=[found.commitment[:PUBLISHED_DIGITS]])
    return request.build_absolute_uri(path)
