"""One task: its page, the steps in its life, the files that prove what was done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.evidence import queries as evidence
from bangfu.apps.evidence.views import stream
from bangfu.apps.supervision import actions, forms, pages, presentation
from bangfu.apps.supervision.course import life_with
from bangfu.apps.supervision.models import Acceptance
from bangfu.apps.supervision.queries import lives
from bangfu.apps.supervision.queries.reach import VIEW, shown_to, sides_of, visible_to
from bangfu.core.duty.sides import NotNow, refuse_untimely
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.task_life import RULES, Life, Step, may
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@dataclass(frozen=True, slots=True)
class Taking:
    """How a step is taken from a page: its form, its action, what is said afterwards.

    ``asks`` names what the action wants beside the form: the day, the moment, today.
    """

    form: type[forms.StepForm]
    action: Callable[..., object]
    done: Callable[[], str]
    asks: tuple[str, ...] = ()


TAKINGS = {
    Step.APPROVE: Taking(
        forms.ApproveForm, actions.approve_task, lambda: _("已同意立项。"), ("on",)
    ),
    Step.ASSIGN: Taking(forms.AssignForm, actions.assign_task, lambda: _("责任已调整。")),
    Step.REPORT: Taking(
        forms.ReportForm, actions.report_progress, lambda: _("进展已报告。"), ("at", "today")
    ),
    Step.ASK_ACCEPTANCE: Taking(
        forms.AcceptanceForm,
        actions.ask_acceptance,
        lambda: _("已申请销账，待督办单位验收。"),
        ("on", "at"),
    ),
    Step.ACCEPT: Taking(
        forms.AcceptForm, actions.accept_task, lambda: _("验收已办理。"), ("on", "at")
    ),
    Step.RETURN: Taking(
        forms.ReasonForm, actions.return_task, lambda: _("已退回整改。"), ("on", "at")
    ),
    Step.ASK_EXTENSION: Taking(
        forms.ExtensionForm, actions.ask_extension, lambda: _("已申请延期。"), ("at", "today")
    ),
    Step.GRANT_EXTENSION: Taking(
        forms.GrantForm, actions.grant_extension, lambda: _("已同意延期。"), ("at",)
    ),
    Step.REFUSE_EXTENSION: Taking(
        forms.ReasonForm, actions.refuse_extension, lambda: _("已答复不同意延期。"), ("at",)
    ),
    Step.CANCEL: Taking(forms.ReasonForm, actions.cancel_task, lambda: _("任务已撤销。")),
    Step.LOOK_BACK: Taking(
        forms.LookBackForm, actions.look_back, lambda: _("回头看已登记。"), ("on", "at")
    ),
}
"""The steps that are taken on a page of their own."""
GRAVE = (Step.CANCEL,)


@staff(VIEW)
@require_safe
def task(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(shown_to(request.user).with_links(), pk=pk)
    return show(request, presentation.task_page(found, request.user, on=timezone.localdate()))


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def take_task_step(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    found = get_object_or_404(visible_to(request.user).in_full(), pk=pk)
    taken = next((one for one in TAKINGS if one.value == step), None)
    if taken is None:
        raise Http404
    record, today = lives.read(found), timezone.localdate()
    life = life_with(found, asked=record.asked, wish=record.wish)
    side = presentation.side_for(taken, sides_of(request.user, found))
    if side is None:
        raise PermissionDenied
    if taken not in may(life, side) and request.method != "POST":
        messages.info(request, _not_now(life, taken))
        return redirect("task", pk=pk)
    taking = TAKINGS[taken]
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = taking.form(*posted, task=found, life=life, today=today)
    if request.method == "POST" and form.is_valid():
        moments = {"on": today, "today": today, "at": timezone.now()}
        asked: dict[str, Any] = {name: moments[name] for name in taking.asks}
        try:
            taking.action(task=found, side=side, by=request.user, **(asked | form.cleaned_data))
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, taking.done())
            return redirect("task", pk=pk)
    page = pages.TakeStep(
        pk=pk,
        task=found.title,
        bearer=found.bearer,
        title=capfirst(in_own_language(taken.label)),
        form=form,
        consequences=lives.consequences_of(taken, life),
        grave=taken in GRAVE,
        facts=lives.facts(found)[:5],
        asked=lives.waiting_in(record, taken),
        multipart=form.is_multipart(),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(VIEW)
@require_safe
def acceptance_file(request: StaffRequest, pk: int, acceptance: int, file: int) -> HttpResponseBase:
    found = get_object_or_404(visible_to(request.user), pk=pk)
    row = get_object_or_404(Acceptance, pk=acceptance, task=found)
    return stream(request, get_object_or_404(evidence.files_on(row), pk=file))


def _not_now(life: Life, step: Step) -> str:
    """Why a step cannot be taken, for who opened its page too late or too early."""
    try:
        refuse_untimely(step, life.state, RULES[step].follows)
    except NotNow as refusal:
        return in_own_language(refusal)
    return _("当前不能办理此事项。")
