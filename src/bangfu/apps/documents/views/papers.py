"""Papers: listed, begun, filled in, issued, withdrawn; their files."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.documents import actions, making, pages
from bangfu.apps.documents.forms import papers as forms
from bangfu.apps.documents.kinds import KINDS
from bangfu.apps.documents.kinds.frame import Asked, Kind
from bangfu.apps.documents.models import Document
from bangfu.apps.documents.presentation import document_page, kind_groups, tabs_of
from bangfu.apps.documents.queries.lists import (
    DocumentFilter,
    DocumentRow,
    document_rows,
    every_row,
)
from bangfu.apps.documents.queries.reach import ISSUE, MAKE, VIEW, acts_for, offices_of, visible_to
from bangfu.apps.documents.sending import sent
from bangfu.apps.intake.queries import programme_choices
from bangfu.apps.programmes import queries as programmes
from bangfu.core.evidence import Kind as FileKind
from bangfu.core.exchange.streaming_cells import Value
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

COLUMNS = (
    Column(gettext_lazy("文号"), 24),
    Column(gettext_lazy("标题"), 48),
    Column(gettext_lazy("文书种类"), 18),
    Column(gettext_lazy("发文单位"), 28),
    Column(gettext_lazy("项目"), 28),
    Column(gettext_lazy("状态"), 12),
    Column(gettext_lazy("签发日期"), 16),
)


@staff(VIEW)
@require_safe
def document_list(request: StaffRequest) -> HttpResponse:
    filters, by = _filtered(request)
    page = pages.DocumentList(
        tabs=tabs_of(request.user, "document_list"),
        filters=filters,
        leaf=document_rows(request.user, by=by, page=request.GET.get("page")),
        makes=request.user.has_perm(MAKE),
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def export_documents(request: StaffRequest) -> StreamingHttpResponse:
    _filters, by = _filtered(request)
    count, rows = every_row(request.user, by=by)
    title = _("文书")
    answer = exported(request, title, COLUMNS, map(_cells, rows), count=count)
    record_export(request, page="document_list", title=title, rows=count)
    return answer


@staff(MAKE)
@require_safe
def new_document(request: StaffRequest) -> HttpResponse:
    page = pages.NewDocument(
        tabs=tabs_of(request.user, "new_document"), groups=kind_groups(request.user)
    )
    return show(request, page)


@staff(MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_subject(request: StaffRequest, kind: str) -> HttpResponse:
    of_kind = _kind(kind)
    offices = offices_of(request.user, MAKE)
    filters = forms.SubjectFilterForm(request.GET)
    words = filters.cleaned_data["words"] if filters.is_valid() else ""
    office = forms.OfficeForm(
        request.POST if request.method == "POST" else None,
        offices=offices,
        initial={"office": offices.first()},
    )
    if request.method == "POST" and office.is_valid():
        key = request.POST.get("subject", "")
        found = of_kind.subject(request.user, key)
        if found is None:
            messages.error(request, _("请选择文书的对象。"))
            return redirect(request.path)
        made = actions.draft_document(
            kind=of_kind.code,
            subject=found.key,
            office=office.cleaned_data["office"],
            by=request.user,
            at=timezone.now(),
            absolute=request.build_absolute_uri,
        )
        return redirect("document", pk=made.pk)
    page = pages.ChooseSubject(
        code=of_kind.code.value,
        title=in_own_language(of_kind.code.label),
        about=in_own_language(of_kind.about),
        filters=filters,
        office=office,
        subjects=of_kind.subjects(request.user, Asked(words=words)),
        narrowed=bool(words),
        words=words,
        batches=request.user.has_perm(ISSUE),
    )
    return show(request, page)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: StaffRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    kind = making.kind_of(found)
    if request.method != "POST":
        return show(request, _page(request, found, None))
    _refuse_stranger(request, found, MAKE)
    form = forms.TypedForm(request.POST, kind=kind)
    if not form.is_valid():
        return show(request, _page(request, found, form), status=422)
    try:
        actions.fill_in(
            document=found,
            words=form.words,
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )
    except Refusal as refused:
        form.add_error(None, in_own_language(refused))
        return show(request, _page(request, found, form), status=409)
    messages.success(request, _("已保存，下面是最新的文书。"))
    return redirect("document", pk=pk)


@staff(ISSUE)
@require_POST
def issue_document(request: StaffRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    _refuse_stranger(request, found, ISSUE)
    try:
        issued = actions.issue_document(
            document=found,
            seen=request.POST.get("seen", ""),
            by=request.user,
            at=timezone.now(),
            absolute=request.build_absolute_uri,
        )
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
    else:
        messages.success(request, _("已签发，文号%(number)s。") % {"number": issued.number})
    return redirect("document", pk=pk)


@staff(MAKE)
@require_POST
def drop_draft(request: StaffRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    _refuse_stranger(request, found, MAKE)
    try:
        actions.drop_draft(document=found, by=request.user, at=timezone.now())
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
        return redirect("document", pk=pk)
    messages.success(request, _("草稿已作废。"))
    return redirect("document_list")


@staff(ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_document(request: StaffRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    _refuse_stranger(request, found, ISSUE)
    submitted = request.method == "POST"
    form = forms.ReasonForm(request.POST if submitted else None)
    if submitted and form.is_valid():
        try:
            actions.withdraw_document(
                document=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已撤回，文号不再使用。"))
            return redirect("document", pk=pk)
    page = pages.WithdrawDocument(pk=pk, title=found.title, number=found.number, form=form)
    return show(request, page)


@staff(VIEW)
@require_safe
def document_file(request: StaffRequest, pk: int, ending: str) -> HttpResponseBase:
    """The paper as it was issued, or as the draft stands now."""
    found = _found(request, pk)
    file_kind = {"docx": FileKind.DOCX, "pdf": FileKind.PDF}.get(ending)
    if file_kind is None:
        raise Http404
    kept = found.pdf_file if file_kind is FileKind.PDF else found.word_file
    if kept is not None:
        return sent(kept, found.title)
    if not found.is_draft:
        raise Http404
    kind, form = making.kind_of(found), making.form_in_use(found.office, making.kind_of(found))
    at = timezone.now()
    try:
        draft = making.drafted(
            found, on=timezone.localdate(at), absolute=request.build_absolute_uri
        )
        content = making.word_of(kind, form, draft.values)
        if file_kind is FileKind.PDF:
            paper = making.paper_of(kind, form, draft.values)
            content = making.pdf_of(paper, title=found.title, at=at, draft=True)
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
        return redirect("document", pk=pk)
    return sent(content, f"{found.title}（{_('草稿')}）", file_kind)


def _page(request: StaffRequest, found: Document, form: forms.TypedForm | None) -> pages.Document:
    return document_page(found, request.user, form, absolute=request.build_absolute_uri)


def _found(request: StaffRequest, pk: int) -> Document:
    rows = visible_to(request.user).select_related(
        "office", "programme", "word_file", "pdf_file", "made_by", "issued_by", "withdrawn_by"
    )
    return get_object_or_404(rows, pk=pk)


def _refuse_stranger(request: StaffRequest, found: Document, permission: str) -> None:
    """Only the office itself works on its papers; who supervises it reads them."""
    if not acts_for(request.user, found.office, permission):
        raise PermissionDenied


def _kind(code: str) -> Kind:
    found = next((one for one in KINDS if one.value == code), None)
    if found is None:
        raise Http404
    return KINDS[found]


def _filtered(request: StaffRequest) -> tuple[forms.DocumentFilterForm, DocumentFilter]:
    among = programmes.visible_to(request.user, VIEW)
    filters = forms.DocumentFilterForm(request.GET, programmes=programme_choices(among))
    given: Mapping[str, Any] = filters.cleaned_data if filters.is_valid() else {}
    by = DocumentFilter(
        words=given.get("words", ""),
        kind=given.get("kind", ""),
        state=given.get("state", ""),
        programme=given.get("programme", ""),
    )
    return filters, by


def _cells(row: DocumentRow) -> tuple[Value, ...]:
    return (row.number, row.title, row.kind, row.office, row.programme, row.state, row.issued_on)
