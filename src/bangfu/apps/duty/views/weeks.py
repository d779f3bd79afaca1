"""The host's pages: last week's confirmation, exceptions taken back, rosters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.duty import actions, forms, pages, presentation, wording
from bangfu.apps.duty.models import TypedException
from bangfu.apps.duty.queries import changeable_by_host, weeks
from bangfu.apps.duty.queries.reach import CONFIRM
from bangfu.apps.duty.queries.weeks import HostWeek
from bangfu.apps.duty.recorded import stay_of
from bangfu.apps.postings import queries as postings
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.core.duty import Days, HalfDay, Sessions, week_of
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.forms import EARLIEST, LATEST
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    hosts = weeks.hosts_of(request.user)
    if not hosts:
        return show(request, pages.NoWeek())
    asked = request.GET.get("host", "")
    host = next((one for one in hosts if one.code == asked), hosts[0])
    found = weeks.host_week(host, _asked_week(request, today), on=today)
    if request.method == "POST":
        return _confirm(request, found, hosts)
    return show(request, _page(found, hosts, on=today))


def _confirm(request: StaffRequest, found: HostWeek, hosts: list[Institution]) -> HttpResponse:
    """Confirm what was submitted, or show it again with what stands against it."""
    given = {
        one.posting: form
        for one in found.people
        if one.may_type and (form := forms.PersonForm(request.POST, person=one)).chosen
    }  # fmt: skip
    errors = {
        key: " ".join(str(error) for every in form.errors.values() for error in every)
        for key, form in given.items()
        if not form.is_valid()
    }
    if errors:
        return _again(
            request, found, hosts, given, errors, _("有填写不完整的例外，请改正后重新提交。")
        )
    told = presentation.swaps_told(found, given)
    if told and not request.POST.get("swaps_seen"):
        return _again(request, found, hosts, given, {}, "", swaps=told, status=200)
    try:
        outcome = actions.confirm_week(
            host=found.host,
            week=found.week,
            by=request.user,
            at=timezone.now(),
            typed={key: form.typed() for key, form in given.items()},
            left_out=[key for key, form in given.items() if form.holds],
            arrivals={
                key: form.came_on for key, form in given.items() if form.came_on and not form.holds
            },
        )
    except actions.WeekRefused as refused:
        errors = {key: in_own_language(one) for key, one in refused.refused.items()}
        return _again(request, found, hosts, given, errors, in_own_language(refused))
    except Refusal as refused:
        return _again(request, found, hosts, given, {}, in_own_language(refused))
    messages.success(request, _outcome_said(outcome))
    return redirect(_next(found))


def _again(
    request: StaffRequest,
    found: HostWeek,
    hosts: list[Institution],
    given: dict[int, forms.PersonForm],
    errors: dict[int, str],
    problem: str,
    *,
    swaps: Sequence[str] = (),
    status: int = 422,
) -> HttpResponse:
    today = timezone.localdate()
    page = _page(found, hosts, on=today, given=given, errors=errors, problem=problem)
    return show(request, replace(page, swaps=swaps), status=status)


def _page(
    found: HostWeek,
    hosts: list[Institution],
    *,
    on: date,
    given: dict[int, forms.PersonForm] | None = None,
    errors: dict[int, str] | None = None,
    problem: str = "",
) -> pages.Week:
    first = found.week.starts_on
    typeable = any(one.may_type for one in found.people)
    return pages.Week(
        host=found.host,
        hosts=hosts if len(hosts) > 1 else [],
        week=wording.week_in_words(found.week),
        starts_on=first.isoformat(),
        days=[wording.month_day(first + timedelta(days=n)) for n in range(7)],
        rows=presentation.rows(found.people, given or {}, errors or {}),
        chips=presentation.chips(found),
        lost=[presentation.chip(found, one) for one in found.lost],
        to_finish=presentation.finishing(found),
        newcomers=found.newcomers,
        leaves=found.leaves,
        to_confirm=found.to_confirm,
        may_submit=bool(found.to_confirm) or typeable,
        typeable=typeable,
        said=presentation.week_said(found, on=on),
        provisional=in_own_language(found.provisional) if found.provisional else "",
        problem=problem,
    )


def _asked_week(request: StaffRequest, today: date) -> Days:
    """The week of the day in the address; last week where it names none."""
    try:
        day = parse_date(request.GET.get("week", ""))
    except ValueError:
        day = None
    if day is None or not EARLIEST < day < LATEST:
        return weeks.last_week(today)
    return week_of(day)


def _next(found: HostWeek) -> str:
    """The earliest other week that waits, else this one as it stands now."""
    others = [one.days for one in found.waiting if one.days != found.week]
    return presentation.week_url(found.host.code, others[0] if others else found.week)


def _outcome_said(outcome: actions.Outcome) -> str:
    told = ngettext("已确认%(people)d人。", "已确认%(people)d人。", outcome.people)
    words = [told % {"people": outcome.people}] if outcome.people else []
    if outcome.arrived:
        words.append(_("确认到岗%(people)d人。") % {"people": outcome.arrived})
    if outcome.exceptions:
        words.append(_("登记例外%(count)d条。") % {"count": outcome.exceptions})
    if outcome.earlier:
        words.append(_("此前还有%(weeks)d周待确认，请一并核对。") % {"weeks": outcome.earlier})
    return " ".join(words) if (get_language() or "").startswith("en") else "".join(words)


@staff(CONFIRM)
@require_POST
def withdraw_exception(request: StaffRequest, pk: int) -> HttpResponse:
    reach = TypedException.objects.standing().filter(posting__in=changeable_by_host(request.user))
    found = get_object_or_404(reach.select_related("posting__host"), pk=pk)
    try:
        actions.withdraw_exception(row=found, by=request.user, at=timezone.now())
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
    else:
        messages.success(request, _("该例外已撤销。"))
    first = week_of(HalfDay.of_slot(found.starts_slot).day)
    return redirect(presentation.week_url(found.posting.host.code, first))


@staff(CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: StaffRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = get_object_or_404(changeable_by_host(request.user).in_full(), pk=pk)
    begins = max(found.starts_on, week_of(today).ends_before)
    form = forms.RosterForm(
        request.POST or None, starts_on=begins, initial={"sessions": _sessions(found, on=begins)}
    )
    if form.is_valid():
        try:
            actions.agree_roster(
                posting=found,
                pattern=form.pattern,
                starts_on=form.cleaned_data["starts_on"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("排班已保存。"))
            return redirect(presentation.week_url(found.host.code, weeks.last_week(today)))
    page = pages.Roster(
        pk=pk,
        worker=found.worker.name,
        host=found.host.code,
        facts=postings.facts(found)[:6],
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


def _sessions(posting: Posting, *, on: date) -> list[str]:
    """The choices that are ticked: the sessions agreed for a day."""
    kept = getattr(posting, "roster", None)
    held = stay_of(posting, kept.plain if kept else None).roster
    for _days, pattern in held.by_pattern(Days(on, on + timedelta(days=1))):
        if isinstance(pattern, Sessions):
            return [f"{one.weekday}{one.half.value}" for one in pattern.sessions]
    return []
