"""Lags explained, answered, and taken to the task ledger."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.registry.models import Institution
from bangfu.apps.targets import actions, forms, notes, pages, presentation
from bangfu.apps.targets.models import LagNote
from bangfu.apps.targets.queries.board import Projected, lines
from bangfu.apps.targets.queries.lagging import asked_by_reviews
from bangfu.apps.targets.queries.reach import EXPLAIN, VIEW, institutions_in, visible_to
from bangfu.apps.targets.queries.taken import became
from bangfu.apps.targets.rows import address
from bangfu.core.refusal import Refusal
from bangfu.core.targets.lags import Cause
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import day, in_own_language

from .framing import asked_of, must

MANAGE = "supervision.manage_task"


@staff(EXPLAIN)
@require_http_methods(["GET", "HEAD", "POST"])
def explain_lag(request: StaffRequest) -> HttpResponse:
    asked = must(asked_of(request))
    stage, on = asked.stage, asked.on
    mine = institutions_in(request.user, stage.programme, permission=EXPLAIN)
    place = get_object_or_404(mine, pk=number_of_row(request.GET.get("institution", "")))
    found = lines(stage, on=on, keys=[request.GET.get("target", "")])
    part = found[0].of(place.pk) if found else None
    if part is None:
        raise Http404
    line = found[0]
    back = address("lags", stage, on=on.isoformat())
    told = part.amount.state.lags or asked_by_reviews(stage, line, place.pk).exists()
    if not told and request.method != "POST":
        said = _("%(institution)s截至%(day)s没有滞后，不用说明。")
        messages.info(request, said % {"institution": part.member.name, "day": day(on)})
        return redirect(back)
    form = forms.LagForm(request.POST or None)
    if form.is_valid():
        given = {**form.cleaned_data, "cause": Cause.of(form.cleaned_data["cause"])}
        try:
            actions.explain_lag(
                programme=stage.programme,
                key=line.key,
                institution=place,
                on=on,
                by=request.user,
                at=timezone.now(),
                **given,
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("滞后情况已说明，主管部门可以看到。"))
            return redirect(back)
    before = LagNote.objects.filter(
        programme=stage.programme, target=line.key, institution=place
    ).select_related("by")
    page = pages.Explain(
        frame=asked.frame(),
        institution=part.member.name,
        title=presentation.title_of(line),
        row=presentation.own_row(stage, line, part.member, part.amount, on=on),
        spread=notes.spread_words(line.spread) if line.spread.lagging else "",
        back=back,
        form=form,
        before=[notes.shown(note) for note in before],
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def lag_note(request: StaffRequest, pk: int) -> HttpResponse:
    note = _note(request.user, pk)
    oversees = _oversees(request.user, note)
    form = forms.CommentForm(request.POST or None) if oversees else None
    if request.method == "POST" and form is None:
        raise Http404
    if form and form.is_valid():
        actions.comment_on_lag(
            note=note, comment=form.cleaned_data["comment"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("意见已反馈给填写单位。"))
        return redirect("lag_note", pk=pk)
    asked = must(asked_of(request, programme=note.programme.code, on=note.on.isoformat()))
    found = lines(asked.stage, on=note.on, keys=[note.target], projected=Projected.NOTHING)
    page = pages.Note(
        institution=note.institution.name,
        title=presentation.title_of(found[0]) if found else note.target,
        note=notes.shown(note),
        became=became(request.user, note),
        back=address("lags", asked.stage, on=note.on.isoformat()),
        form=form,
        may_take=_may_take(request.user, note) and not note.problem and bool(found),
    )
    return show(request, page, status=422 if form and form.errors else 200)


@staff(MANAGE)
@require_POST
def take_to_ledger(request: StaffRequest, pk: int) -> HttpResponse:
    note = _note(request.user, pk)
    if not _may_take(request.user, note):
        raise Http404
    today, now = timezone.localdate(), timezone.now()
    try:
        actions.take_to_ledger(note=note, by=request.user, on=today, at=now)
    except actions.AlreadyTaken as refused:
        messages.info(request, in_own_language(refused))
        note.refresh_from_db()
        return redirect(became(request.user, note) or reverse("lag_note", args=[pk]))
    messages.success(request, _("已列入问题清单，可在任务台账中转为整改任务。"))
    return redirect("lag_note", pk=pk)


def _note(user: User, pk: int) -> LagNote:
    """A note in sight; others are absent."""
    rows = LagNote.objects.filter(programme__in=visible_to(user)).select_related(
        "programme", "institution", "by"
    )
    note = get_object_or_404(rows, pk=pk)
    seen = institutions_in(user, note.programme, permission=VIEW)
    get_object_or_404(Institution.objects.filter(pk__in=seen.values("pk")), pk=note.institution_id)
    return note


def _oversees(user: User, note: LagNote) -> bool:
    """Whether a reader answers notes: the authority of the institution's area."""
    return user.scope_of(EXPLAIN).covers(area=note.institution.area_code)


def _may_take(user: User, note: LagNote) -> bool:
    return user.scope_of(MANAGE).covers(area=note.programme.area_code)
