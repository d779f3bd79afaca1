"""The host's quiet voice: notes left, heard by the authority, summed up for senders."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.completion import actions, forms, pages
from bangfu.apps.completion.queries import voice as spoken
from bangfu.apps.completion.queries.reach import HEAR
from bangfu.apps.postings.queries.lives import HOST, SENDER
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Tab
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(HOST)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_note(request: StaffRequest, pk: int) -> HttpResponse:
    reach = spoken.spoken_of_by(request.user).select_related("worker", "host")
    posting = get_object_or_404(reach, pk=pk)
    form = forms.NoteForm(request.POST or None)
    if form.is_valid():
        try:
            actions.leave_note(
                posting=posting, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已反映给主管部门，派出单位和本人看不到。"))
            return redirect("leave_note", pk=pk)
    page = pages.LeaveNote(
        pk=pk,
        worker=posting.worker.name,
        host=posting.host.name,
        form=form,
        notes=spoken.notes_left(posting),
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(HEAR)
@require_safe
def voice(request: StaffRequest) -> HttpResponse:
    notes = spoken.note_rows(request.user, page=request.GET.get("page"))
    return show(request, pages.Voice(tabs=_tabs("voice"), notes=notes))


@staff(HEAR)
@require_safe
def ratings(request: StaffRequest) -> HttpResponse:
    found = spoken.rating_rows(request.user, page=request.GET.get("page"))
    return show(request, pages.Ratings(tabs=_tabs("ratings"), ratings=found))


@staff(HEAR)
@require_POST
def hear_note(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(spoken.notes_heard(request.user), pk=pk)
    actions.hear_note(row=found, by=request.user, at=timezone.now())
    messages.success(request, _("已阅知，受援单位可以看到。"))
    return redirect("voice")


@staff(SENDER)
@require_safe
def sums(request: StaffRequest) -> HttpResponse:
    return show(request, pages.Sums(sums=spoken.sums_for(request.user)))


def _tabs(current: str) -> list[Tab]:
    return [
        Tab(_("情况反映"), reverse("voice"), current=current == "voice"),
        Tab(_("期满评价"), reverse("ratings"), current=current == "ratings"),
    ]
