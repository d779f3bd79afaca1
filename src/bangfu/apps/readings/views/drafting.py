"""A draft gone through: values decided one by one or a part at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.evidence.queries import attachments_on
from bangfu.apps.readings import actions, forms, last_steps, presentation
from bangfu.apps.readings.models import DraftValue, NoticeReading
from bangfu.core.readings import Part, Sort, Verdict
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .held import CHANGE, reached


@staff(CHANGE)
@require_safe
def reading(request: StaffRequest, pk: int) -> HttpResponse:
    found = reached(request, pk)
    files = attachments_on(found)
    if found.is_under_way or not found.draft:
        return show(request, last_steps.waiting(found, files))
    shown = presentation.Shown(
        found,
        stretch=number_of_row(request.GET.get("text", "")) or 1,
        editing=number_of_row(request.GET.get("edit", "")),
    )
    return show(request, shown.page(files))


@staff(CHANGE)
@require_POST
def decide_value(request: StaffRequest, pk: int, value: int) -> HttpResponse:
    found = reached(request, pk)
    row = get_object_or_404(DraftValue, pk=value, reading=found)
    form = forms.DecideForm(_typed_as_one(request, row))
    if not form.is_valid():
        return _refused(request, found, row, _("内容太长或不完整，请重新填写。"))
    verdict = Verdict(form.cleaned_data["verdict"])
    try:
        actions.decide(
            value=row,
            verdict=verdict,
            revision=form.cleaned_data["revision"],
            typed=form.cleaned_data["typed"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refused:
        typed = form.cleaned_data["typed"] if verdict is Verdict.CORRECTED else None
        return _refused(request, found, row, in_own_language(refused), typed)
    opened_again = verdict is Verdict.OPEN
    return redirect(_next(request, found, row, stay=opened_again))


@staff(CHANGE)
@require_POST
def accept_part(request: StaffRequest, pk: int) -> HttpResponse:
    found = reached(request, pk)
    form = forms.PartForm(request.POST)
    if not form.is_valid():
        raise Http404
    part = Part.of(form.cleaned_data["part"])
    count = actions.accept_part(reading=found, part=part, by=request.user, at=timezone.now())
    said = ngettext("已采纳%(count)s项。", "已采纳%(count)s项。", count) % {"count": count}
    messages.success(request, said)
    return redirect(f"{reverse('reading', args=[pk])}#part-{part.value}")


def _typed_as_one(request: StaffRequest, row: DraftValue) -> dict[str, str]:
    """What the form brought; ticks of several conditions as one line of codes."""
    data = {name: request.POST.get(name, "") for name in ("verdict", "revision", "typed")}
    if Sort(row.sort) is Sort.CONDITIONS:
        data["typed"] = " ".join(request.POST.getlist("typed"))
    return data


def _refused(
    request: StaffRequest,
    found: NoticeReading,
    row: DraftValue,
    sentence: str,
    typed: str | None = None,
) -> HttpResponse:
    """The page again, with the sentence and whatever was typed in its field."""
    fresh = reached(request, found.pk)
    if fresh.state != NoticeReading.State.READY:
        messages.error(request, sentence)
        return redirect("reading", pk=found.pk)
    now = next((one for one in fresh.values.all() if one.pk == row.pk), row)
    form = presentation.correct_form(now, typed or "", sentence) if typed is not None else None
    shown = presentation.Shown(
        fresh, stretch=_stretch(request), editing=row.pk if form else None, form=form
    )
    refusal = "" if form else sentence
    return show(request, shown.page(attachments_on(fresh), refusal=refusal), status=422)


def _stretch(request: StaffRequest) -> int:
    return number_of_row(request.POST.get("text", "")) or 1


def _next(request: StaffRequest, found: NoticeReading, row: DraftValue, *, stay: bool) -> str:
    """Where the work goes on: the next value that waits, else the same one."""
    waiting = found.values.filter(verdict=Verdict.OPEN.value)
    following = waiting.filter(number__gt=row.number).first() or waiting.first()
    goal = f"v{row.pk}" if stay or following is None else f"v{following.pk}"
    if following is None and not stay:
        goal = "adopt"
    stretch = _stretch(request)
    asked = f"?{urlencode({'text': stretch})}" if stretch > 1 else ""
    return f"{reverse('reading', args=[found.pk])}{asked}#{goal}"
