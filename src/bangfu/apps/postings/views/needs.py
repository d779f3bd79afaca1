"""Needs and what became of them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.intake import queries as intake
from bangfu.apps.intake import wording
from bangfu.apps.postings import forms, pages, queries
from bangfu.apps.programmes import queries as programmes
from bangfu.web.access import staff
from bangfu.web.pages import show

CHANGE, SEND = "postings.change_posting", "postings.send_posting"


@staff("intake.view_need")
@require_safe
def need_list(request: StaffRequest) -> HttpResponse:
    filters, only_unmet, chosen = filtered(request)
    leaf = queries.met_rows(
        request.user,
        only_unmet=only_unmet,
        by=chosen,
        on=timezone.localdate(),
        page=request.GET.get("page"),
    )
    may_state = request.user.has_perm("intake.change_need")
    return show(request, pages.NeedList(leaf=leaf, filters=filters, may_state=may_state))


def filtered(
    request: StaffRequest,
) -> tuple[forms.MetNeedFilterForm, bool, intake.NeedFilter]:
    """The filters of the address: as a form, whether only unmet needs, and the needs' own."""
    choices = intake.programme_choices(programmes.visible_to(request.user))
    filters = forms.MetNeedFilterForm(request.GET, programmes=choices)
    given = dict(filters.cleaned_data) if filters.is_valid() else {}
    only_unmet = given.pop("met", "") == forms.UNMET
    return filters, only_unmet, intake.NeedFilter(**given)


@staff("intake.view_need")
@require_safe
def need(request: StaffRequest, pk: int) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    found = get_object_or_404(intake.needs_visible_to(user).in_full(), pk=pk)
    changeable = intake.needs_changeable_by(user).open().filter(pk=pk).exists()
    is_open = found.state == found.State.OPEN
    page = pages.Need(
        pk=found.pk,
        title=str(found),
        programme=str(found.programme),
        is_open=is_open,
        withdrawn=wording.withdrawal_of(found),
        tasks=found.tasks,
        request=queries.request_behind(found),
        facts=wording.need_facts(found),
        met=queries.met_of(found, on=today),
        offers=queries.offers_on(user, found),
        postings=queries.postings_on(user, need=found, on=today),
        may_withdraw=changeable,
        may_post=changeable and user.has_perm(CHANGE),
        may_offer=is_open and (user.has_perm(CHANGE) or user.has_perm(SEND)),
    )
    return show(request, page)
