"""Figures that offices report: the list, entering one, taking one back."""

from django.contrib import messages
from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.indicators import actions, forms, pages, presentation
from bangfu.apps.indicators.models import Statistic
from bangfu.apps.indicators.queries.reach import (
    CHANGE,
    VIEW,
    institutions_in_reach,
    names_of,
    statistics_in_reach,
)
from bangfu.apps.indicators.queries.series import Window
from bangfu.apps.registry.models import Institution
from bangfu.core.indicators import HOST
from bangfu.core.indicators.settings import Level, statistics
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import day, in_own_language, number

from .framing import around, asked_of

PAGE = 50


@staff(VIEW)
@require_safe
def statistic_list(request: StaffRequest) -> HttpResponse:
    asked = asked_of(request)
    may = request.user.has_perm(CHANGE)
    found = statistics_in_reach(request.user).select_related("institution", "by")
    leaf = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = list(leaf.object_list)
    names = names_of([row.area_code for row in rows])
    shown = [_row(row, names, may=may) for row in rows]
    page = pages.StatisticList(
        around=around(request, asked, name="indicator_list", current="statistic_list"),
        leaf=Leaf(shown, leaf.number, leaf.paginator),  # type: ignore[arg-type]
        may_enter=may,
    )
    return show(request, page)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_statistic(request: StaffRequest) -> HttpResponse:
    form = forms.StatisticForm(request.POST or None)
    if form.is_valid():
        try:
            _enter(request, form)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已填报。指标在下次重算后更新。"))
            return redirect("statistic_list")
    return show(request, pages.EnterStatistic(form), status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_statistic(request: StaffRequest, pk: int) -> HttpResponse:
    found = statistics_in_reach(request.user, permission=CHANGE).standing()
    row = get_object_or_404(found.select_related("institution", "by"), pk=pk)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        actions.withdraw_statistic(
            row=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
        messages.success(request, _("已撤回，不再计入指标；数字和原因仍可查看。"))
        return redirect("statistic_list")
    shown = _row(row, names_of([row.area_code]), may=False)
    page = pages.WithdrawStatistic(row=shown, form=form)
    return show(request, page, status=422 if form.errors else 200)


class OutOfReach(Refusal):
    """The county or institution is not the account's to report for."""


def _enter(request: StaffRequest, form: forms.StatisticForm) -> None:
    given = form.cleaned_data
    institution = _institution(request, given["item"], given["institution"].strip())
    area = given["area_code"].strip()
    if institution is None and not request.user.scope_of(CHANGE).covers(area=area):
        raise OutOfReach(
            zh=f"区划代码“{area}”不在您的管理范围内，请核对。",
            en=f"“{area}” is outside the areas you report for.",
        )
    actions.enter_statistic(
        item=given["item"],
        area_code=area,
        institution=institution,
        first=given["first"],
        last=given["last"],
        amount=given["amount"],
        document=given["document"],
        by=request.user,
        at=timezone.now(),
        on=timezone.localdate(),
    )


def _institution(request: StaffRequest, item: str, code: str) -> Institution | None:
    if not code and statistics()[item].level is Level.COUNTY:
        return None
    found = institutions_in_reach(request.user, permission=CHANGE).filter(code=code).first()
    if found is None:
        raise OutOfReach(
            zh=f"您的管理范围内没有代码为“{code}”的机构，请核对。",
            en=f"There is no institution “{code}” that you report for.",
        )
    return found


def _row(row: Statistic, names: dict[str, str], *, may: bool) -> pages.StatisticRow:
    item = statistics().get(row.item)
    unit = in_own_language(item.unit.label) if item else ""
    whole = row.amount == row.amount.to_integral_value()
    return pages.StatisticRow(
        pk=row.pk,
        item=in_own_language(item.title) if item else row.item,
        whose=row.institution.name if row.institution else names.get(row.area_code, row.area_code),
        span=presentation.span_words(Window(row.first, row.last, HOST)),
        amount=f"{number(row.amount, 0 if whole else 2)}{unit}",
        document=row.document,
        by=str(row.by or ""),
        at=day(row.at),
        withdrawn=row.reason,
        may_withdraw=may and row.withdrawn_at is None,
    )
