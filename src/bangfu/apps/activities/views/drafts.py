"""Drafts: what was typed and could not stand yet, continued or thrown away."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.activities import actions, offline, pages
from bangfu.apps.activities import entering_presentation as presentation
from bangfu.apps.activities.forms import EntryForm
from bangfu.apps.activities.models import Draft
from bangfu.apps.activities.queries import entering, grounds
from bangfu.apps.activities.queries.entering import Asked, Where
from bangfu.apps.activities.queries.reach import RECORD
from bangfu.apps.evidence.queries import attachments_on
from bangfu.core.programmes import shipped_kinds
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

LISTED = 100


@staff(RECORD)
@require_safe
def draft_list(request: StaffRequest) -> HttpResponse:
    rows = [presentation.draft_row(row) for row in entering.drafts_of(request.user)[:LISTED]]
    return show(request, pages.DraftList(rows=rows, outbox=offline.outbox_of(request.user.pk)))


@staff(RECORD)
@require_safe
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(entering.drafts_of(request.user), pk=pk)
    form = _form(request, held)
    if form is None:
        row = presentation.draft_row(held)
        return show(request, pages.StuckDraft(row=row, facts=presentation.draft_facts(held)))
    stands = form.is_valid()
    page = pages.EnterKind(
        kind=in_own_language(form.kind.title),
        icon=form.kind.icon.replace("_", "-"),
        form=form,
        where=form.where,
        key=str(held.key),
        action=f"{reverse('enter_kind', args=[held.kind])}?{form.where.query}",
        back=reverse("draft_list"),
        draft=held.pk,
        outbox=offline.outbox_of(request.user.pk),
        attached=attachments_on(held),
        said=held.said if stands else (),
    )
    return show(request, page)


@staff(RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def discard_draft(request: StaffRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(entering.drafts_of(request.user), pk=pk)
    if request.method == "POST":
        actions.discard_draft(draft=held, by=request.user)
        messages.success(request, _("草稿已删除。"))
        return redirect("draft_list")
    return show(request, pages.DiscardDraft(row=presentation.draft_row(held)))


def _form(request: StaffRequest, held: Draft) -> EntryForm | None:
    """The draft as it was typed, with what stands against it today; nothing out of reach."""
    today = timezone.localdate()
    kind = shipped_kinds().get(held.kind)
    found = grounds.grounds_of(request.user, on=today)
    ground = grounds.chosen(found, _first(held, "at"))
    if kind is None or ground is None:
        return None
    asked = Asked(giver=_first(held, "giver"), host=_first(held, "host"))
    where = entering.place_in(ground, asked, on=today)
    if not isinstance(where, Where):
        return None
    typed = QueryDict(mutable=True)
    for name, values in held.typed.items():
        typed.setlist(name, values)
    people = entering.people_at(request.user, where, on=today)
    return EntryForm(typed, kind=kind, where=where, people=people, today=today)


def _first(held: Draft, name: str) -> str:
    values = held.typed.get(name) or [""]
    return str(values[0])
