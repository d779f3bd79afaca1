"""Postings: the list, one of them, and opening, recalling and replacing them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.intake import queries as intake
from bangfu.apps.intake.wording import need_facts
from bangfu.apps.journal.queries import trail_of
from bangfu.apps.postings import actions, course, forms, pages, queries
from bangfu.apps.postings.models import PostingQuerySet
from bangfu.apps.programmes import queries as programmes
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .clashes import clashing

CHANGE = "postings.change_posting"


@staff("postings.view_posting")
@require_safe
def posting_list(request: StaffRequest) -> HttpResponse:
    filters, chosen = filtered(request)
    leaf = queries.posting_rows(
        request.user, by=chosen, on=timezone.localdate(), page=request.GET.get("page")
    )
    return show(request, pages.PostingList(leaf=leaf, filters=filters))


def filtered(request: StaffRequest) -> tuple[forms.PostingFilterForm, queries.PostingFilter]:
    """The filters of the address as a form and as what the list is narrowed by."""
    choices = intake.programme_choices(programmes.visible_to(request.user))
    filters = forms.PostingFilterForm(request.GET, programmes=choices)
    return filters, queries.PostingFilter(**(filters.cleaned_data if filters.is_valid() else {}))


@staff("postings.view_posting")
@require_safe
def posting(request: StaffRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = get_object_or_404(queries.visible_to(request.user).in_full(), pk=pk)
    state = found.state_on(today)
    sides = queries.sides_of(request.user, found)
    page = pages.Posting(
        pk=pk,
        worker=found.worker.name,
        host=found.host.name,
        state=str(state.label),
        tone=queries.TONES[state],
        facts=queries.facts(found),
        predecessor=queries.predecessor(request.user, found),
        successors=queries.successors(request.user, found),
        all_of_worker=queries.postings_of(request.user, worker=found.worker, on=today),
        trail=trail_of(found),
        need_id=queries.need_seen(request.user, found),
        path=queries.path_of(found),
        steps=queries.steps_open(course.life_of(found), sides),
    )
    return show(request, page)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_posting(request: StaffRequest) -> HttpResponse:
    reach = intake.needs_visible_to(request.user, permission=CHANGE).open().in_full()
    need = get_object_or_404(reach, pk=number_of_row(request.GET.get("need", "")))
    form = forms.NewPostingForm(request.POST or None, need=need)
    if form.is_valid():
        try:
            opened = actions.open_posting(need=need, by=request.user, **form.cleaned_data)
        except actions.AlreadyPosted as refused:
            return clashing(request, refused, back=request.get_full_path())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("派驻已办理。"))
            return redirect("posting", pk=opened.pk)
    page = pages.NewPosting(need_id=need.pk, need=str(need), facts=need_facts(need), form=form)
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def replace_posting(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_changeable(request).in_full(), pk=pk)
    form = forms.ReplaceForm(
        request.POST or None,
        life=course.life_of(found),
        today=timezone.localdate(),
        programme=found.programme_id,
    )
    if form.is_valid():
        try:
            opened = actions.replace_posting(posting=found, by=request.user, **form.cleaned_data)
        except actions.AlreadyPosted as refused:
            return clashing(request, refused, back=request.get_full_path())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("接替已办理。"))
            return redirect("posting", pk=opened.pk)
    page = pages.ReplacePosting(pk=pk, worker=found.worker.name, host=found.host.name, form=form)
    return show(request, page, status=422 if form.errors else 200)


def _changeable(request: StaffRequest) -> PostingQuerySet:
    return queries.visible_to(request.user, permission=CHANGE)
