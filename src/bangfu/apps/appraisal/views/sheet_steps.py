"""Steps taken on a sheet: closed, sent back, spoken to, objected to, established, used."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import actions, marking_turn
from bangfu.apps.appraisal.forms import results as result_forms
from bangfu.apps.appraisal.forms import sheets as forms
from bangfu.apps.appraisal.models import Round, Statement
from bangfu.apps.appraisal.pages import sheets as pages
from bangfu.apps.appraisal.queries import uses
from bangfu.apps.appraisal.queries.reach import VIEW, holds
from bangfu.apps.appraisal.sheet_presentation import Shown
from bangfu.core.appraisal import settings
from bangfu.core.programmes.vocabulary_review import ResultUse
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_brackets, in_own_language

from .finding import found_subject

Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A step's title, the form it asks for, and what it does with what was given."""

    title: str | Promise
    made: Callable[[StaffRequest, Shown], django_forms.Form | None]
    taken: Callable[[StaffRequest, Shown, Given], object]


@staff(VIEW)
@require_POST
def take_sheet_step(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    subject = found_subject(request, pk)
    shown = Shown(subject)
    if step not in STEPS:
        raise Http404
    known = STEPS[step]
    form = known.made(request, shown)
    if form is None:
        messages.error(request, _("这一步已经办过，请核对评分表。"))
        return redirect("sheet", pk=pk)
    if form.is_valid():
        try:
            known.taken(request, shown, form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已办理：%(step)s。") % {"step": known.title})
            return redirect("sheet", pk=pk)
    page = pages.TakeSheetStep(pk=pk, subject=subject.key, title=str(known.title), form=form)
    return show(request, page, status=422)


def objection_form(request: StaffRequest | None, shown: Shown) -> forms.ObjectionForm:
    """What is objected to: one of the items, or the whole."""
    items = [(item.code, in_own_language(item.title)) for item in shown.scheme.items]
    if request is None:
        return forms.ObjectionForm(items=items)
    return forms.ObjectionForm(request.POST, request.FILES, items=items)


def exempt_form(request: StaffRequest | None, shown: Shown) -> forms.FactForm | None:
    """Items that may be declared not applicable; ``None`` where all are."""
    items = [
        (item.code, in_own_language(item.title))
        for item in shown.scheme.items
        if request is not None or not shown.exempted(item.code)
    ]
    return _fact_form(request, items, _("不适用的项目"), "exempt")


def lift_exemption_form(request: StaffRequest | None, shown: Shown) -> forms.FactForm | None:
    """Items that were declared not applicable; ``None`` where none is."""
    items = [
        (
            str(one.pk),
            in_brackets(in_own_language(shown.scheme.by_item[one.item].title), one.reason),
        )
        for one in shown.exemptions
        if one.item in shown.scheme.by_item
    ]
    return _fact_form(request, items, _("撤销哪一项认定"), "lift_exemption")


def veto_form(request: StaffRequest | None, shown: Shown) -> forms.FactForm | None:
    """Vetoes of the table; ``None`` where it has none."""
    standing = {one.veto for one in shown.vetoes}
    facts = [
        (veto.fact, in_own_language(veto.title))
        for veto in shown.scheme.vetoes
        if request is not None or veto.fact not in standing
    ]
    return _fact_form(request, facts, _("否决事项"), "veto")


def lift_veto_form(request: StaffRequest | None, shown: Shown) -> forms.FactForm | None:
    """Vetoes that stand; ``None`` where none does."""
    titles = {veto.fact: in_own_language(veto.title) for veto in shown.scheme.vetoes}
    facts = [
        (str(one.pk), in_brackets(titles.get(one.veto, one.veto), one.reason))
        for one in shown.vetoes
    ]
    return _fact_form(request, facts, _("撤销哪一项否决"), "lift_veto")


def after_publication(user: User, shown: Shown, *, own: bool) -> dict[str, Any]:
    """What a published sheet says of its uses and its plan, with the forms for both."""
    held, today = shown.held, timezone.localdate()
    published = held.state == Round.State.PUBLISHED
    result = getattr(shown.subject, "result", None) if published else None
    if result is None:
        return {"uses": (), "use_form": None, "plan": None, "tier": "", "plan_form": None}
    holder = holds(user, held)
    known = settings.shipped()
    tier = known.tier_of(shown.scheme, grade=result.grade, star=result.star)
    plan = uses.plan_of(shown.subject)
    asks = tier is not None and plan is None and (own or holder)
    due = today + timedelta(days=known.improvement.days)
    return {
        "uses": uses.uses_of(shown.subject),
        "use_form": result_forms.UseForm(initial={"on": today}) if holder else None,
        "plan": plan,
        "tier": in_own_language(tier.title) if tier else "",
        "plan_form": result_forms.ImproveForm(initial={"starts_on": today, "due_on": due})
        if asks
        else None,
    }


def _fact_form(
    request: StaffRequest | None, choices: list[tuple[str, str]], label: str, prefix: str
) -> forms.FactForm | None:
    if not choices:
        return None
    posted = request.POST if request else None
    return forms.FactForm(posted, choices=choices, label=label, prefix=prefix)


def _signed(request: StaffRequest) -> Given:
    return {"by": request.user, "at": timezone.now()}


def _close(request: StaffRequest, shown: Shown, given: Given) -> None:
    turn = marking_turn.of(request.user, shown.subject, shown.scheme)
    actions.close_level(
        subject=shown.subject,
        level=given["level"] or turn.code,
        opinion=given["opinion"],
        **_signed(request),
    )


def _send_back(request: StaffRequest, shown: Shown, given: Given) -> None:
    actions.send_back(subject=shown.subject, reason=given["reason"], **_signed(request))


def _report(request: StaffRequest, shown: Shown, given: Given) -> None:
    sort = Statement.Sort.REPORT
    actions.state_own(subject=shown.subject, sort=sort, text=given["text"], **_signed(request))


def _opinion(request: StaffRequest, shown: Shown, given: Given) -> None:
    actions.state_own(
        subject=shown.subject,
        sort=Statement.Sort.OPINION,
        text=given["text"],
        agrees=given["agrees"],
        **_signed(request),
    )


def _object(request: StaffRequest, shown: Shown, given: Given) -> None:
    actions.object_to(
        subject=shown.subject,
        item=given["item"],
        text=given["text"],
        files=given["proofs"],
        on=timezone.localdate(),
        **_signed(request),
    )


def _exempt(request: StaffRequest, shown: Shown, given: Given) -> None:
    actions.exempt_item(
        subject=shown.subject, item=given["what"], reason=given["reason"], **_signed(request)
    )


def _lift_exemption(request: StaffRequest, shown: Shown, given: Given) -> None:
    found = next(one for one in shown.exemptions if str(one.pk) == given["what"])
    actions.lift_exemption(exemption=found, reason=given["reason"], **_signed(request))


def _veto(request: StaffRequest, shown: Shown, given: Given) -> None:
    actions.establish_veto(
        subject=shown.subject, veto=given["what"], reason=given["reason"], **_signed(request)
    )


def _lift_veto(request: StaffRequest, shown: Shown, given: Given) -> None:
    found = next(one for one in shown.vetoes if str(one.pk) == given["what"])
    actions.lift_veto(fact=found, reason=given["reason"], **_signed(request))


def _use(request: StaffRequest, shown: Shown, given: Given) -> None:
    sort = ResultUse.of(given.pop("sort"))
    actions.record_use(subject=shown.subject, sort=sort, **given, **_signed(request))


def _improve(request: StaffRequest, shown: Shown, given: Given) -> None:
    today = timezone.localdate()
    actions.plan_improvement(subject=shown.subject, on=today, **given, **_signed(request))


STEPS = {
    "close": Step(gettext_lazy("完成评审"), lambda r, _shown: forms.CloseForm(r.POST), _close),
    "send-back": Step(
        gettext_lazy("退回"), lambda r, _shown: forms.SendBackForm(r.POST), _send_back
    ),
    "report": Step(gettext_lazy("自我总结"), lambda r, _shown: forms.ReportForm(r.POST), _report),
    "opinion": Step(
        gettext_lazy("签署意见"), lambda r, _shown: forms.OpinionForm(r.POST), _opinion
    ),
    "object": Step(gettext_lazy("提出异议"), objection_form, _object),
    "exempt": Step(gettext_lazy("认定不适用"), exempt_form, _exempt),
    "lift-exemption": Step(gettext_lazy("撤销不适用认定"), lift_exemption_form, _lift_exemption),
    "veto": Step(gettext_lazy("认定否决"), veto_form, _veto),
    "lift-veto": Step(gettext_lazy("撤销否决认定"), lift_veto_form, _lift_veto),
    "use": Step(gettext_lazy("登记结果运用"), lambda r, _shown: result_forms.UseForm(r.POST), _use),
    "improve": Step(
        gettext_lazy("制定提升计划"), lambda r, _shown: result_forms.ImproveForm(r.POST), _improve
    ),
}
