"""One step in the life of a posting: its form, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.postings import actions, course, forms, pages, queries
from bangfu.core.duty.posting_life import Step, may
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .clashes import clashing


@dataclass(frozen=True, slots=True)
class Taking:
    """How a step is taken from a page: its form, its action, what is said afterwards."""

    form: type[forms.StepForm]
    action: Callable[..., object]
    done: Callable[[], str]
    asks_the_day: bool = False


TAKINGS = {
    Step.REPORT_ARRIVAL: Taking(
        forms.ArrivalForm, actions.report_arrival, lambda: _("已报到，待受援单位确认。"), True
    ),
    Step.CONFIRM_ARRIVAL: Taking(
        forms.ArrivalForm, actions.confirm_arrival, lambda: _("已确认到岗。"), True
    ),
    Step.EXTEND: Taking(forms.ExtendForm, actions.extend_posting, lambda: _("已延长派驻。")),
    Step.SUSPEND: Taking(forms.SuspendForm, actions.suspend_posting, lambda: _("已中止派驻。")),
    Step.RESUME: Taking(forms.ResumeForm, actions.resume_posting, lambda: _("已恢复派驻。")),
    Step.RECALL: Taking(forms.RecallForm, actions.recall_posting, lambda: _("已办理提前召回。")),
}
"""The steps that are taken on a page of their own here."""


@staff("postings.view_posting")
@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user).in_full(), pk=pk)
    taken = next((one for one in TAKINGS if one.value == step), None)
    if taken is None:
        raise Http404
    life, today = course.life_of(found), timezone.localdate()
    sides = queries.sides_of(request.user, found)
    side = next((one for one in sides if taken in queries.of_side(one)), None)
    if side is None:
        raise PermissionDenied
    if taken not in may(life, side) and request.method != "POST":
        messages.info(request, queries.not_now(life, taken))
        return redirect("posting", pk=pk)
    taking = TAKINGS[taken]
    form = taking.form(request.POST or None, life=life, today=today)
    if form.is_valid():
        asked: dict[str, Any] = {"on": today} if taking.asks_the_day else {}
        try:
            taking.action(posting=found, side=side, by=request.user, **form.cleaned_data, **asked)
        except actions.AlreadyPosted as refused:
            return clashing(request, refused, back=request.get_full_path())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, taking.done())
            return redirect("posting", pk=pk)
    page = pages.TakeStep(
        pk=pk,
        worker=found.worker.name,
        host=found.host.name,
        step=taken.value,
        title=in_own_language(taken.label),
        form=form,
        consequences=queries.consequences_of(taken),
        grave=taken is Step.RECALL,
    )
    return show(request, page, status=422 if form.errors else 200)
