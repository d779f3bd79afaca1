"""Many papers at once: confirmed, watched while they are made, downloaded as one archive."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.documents import actions, pages
from bangfu.apps.documents.actions.batches import MOST
from bangfu.apps.documents.archive import archive_of
from bangfu.apps.documents.forms import papers as forms
from bangfu.apps.documents.kinds import KINDS
from bangfu.apps.documents.kinds.frame import Asked
from bangfu.apps.documents.models import Batch, Document
from bangfu.apps.documents.queries.reach import ISSUE, offices_of
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Progress
from bangfu.web.pages import show
from bangfu.web.wording import in_english, in_own_language, number


@staff(ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_batch(request: StaffRequest, kind: str) -> HttpResponse:
    code = next((one for one in KINDS if one.value == kind), None)
    if code is None:
        raise Http404
    offices = offices_of(request.user, ISSUE)
    words = request.GET.get("words", "")[:60]
    subjects = KINDS[code].subjects(request.user, Asked(words=words, most=MOST + 1))
    form = forms.OfficeForm(
        request.POST if request.method == "POST" else None,
        offices=offices,
        initial={"office": offices.first()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.start_batch(
                kind=code,
                subjects=subjects,
                office=form.cleaned_data["office"],
                address=request.build_absolute_uri("/"),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            return redirect("document_batch", pk=batch.pk)
    page = pages.NewBatch(
        code=code.value,
        title=in_own_language(code.label),
        words=words,
        count=number(len(subjects)),
        names=[one.name for one in subjects[:12]],
        more=len(subjects) > 12,
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(ISSUE)
@require_safe
def document_batch(request: StaffRequest, pk: int) -> HttpResponse:
    return show(request, _page(get_object_or_404(_visible(request), pk=pk)))


@staff(ISSUE)
@require_safe
def batch_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The state of a batch for its box; finished, the box leads to the page of what came of it."""
    page = _page(get_object_or_404(_visible(request), pk=pk))
    answer = show(request, page)
    if page.finished:
        answer.headers["HX-Redirect"] = reverse("document_batch", args=[pk])
    return answer


@staff(ISSUE)
@require_safe
def batch_archive(request: StaffRequest, pk: int) -> HttpResponseBase:
    batch = get_object_or_404(_visible(request), pk=pk)
    try:
        return archive_of(batch)
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
        return redirect("document_batch", pk=pk)


def _visible(request: StaffRequest) -> QuerySet[Batch, Any]:
    return Batch.objects.filter(office__in=offices_of(request.user, ISSUE))


def _page(batch: Batch) -> pages.DocumentBatch:
    made = Document.objects.filter(batch=batch).count()
    total = len(batch.subjects)
    finished = batch.state == Batch.State.FINISHED
    box = Progress(
        title=batch.get_state_display(),
        url=reverse("batch_progress", args=[batch.pk]),
        done=(made + len(batch.failed)) / total,
        note=_("已制作%(made)s份，共%(total)s份") % {"made": number(made), "total": number(total)},
        finished=finished,
        tone="ok" if finished and not batch.failed else "brand",
    )
    return pages.DocumentBatch(
        pk=batch.pk,
        title=in_own_language(DocumentKind.of(batch.kind).label),
        box=box,
        made=made,
        finished=finished,
        failed=[(name, en if in_english() else zh) for _key, name, zh, en in batch.failed],
    )
