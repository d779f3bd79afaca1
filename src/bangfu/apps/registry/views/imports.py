"""Importing workbooks: upload, look at the trial, take or throw away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.registry import actions, forms, pages, presentation
from bangfu.apps.registry.actions.imports.lists import ImportList, list_of
from bangfu.apps.registry.models import Upload
from bangfu.apps.registry.queries import institutions, uploads, workers
from bangfu.core.exchange.template import write_template
from bangfu.core.refusal import Refusal
from bangfu.web.access import signed_in, staff
from bangfu.web.exports import marked_file, workbook_file
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .attempts import attempted


@staff(institutions.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def import_institutions(request: StaffRequest) -> HttpResponse:
    return _upload_form(request, Upload.Kind.INSTITUTIONS)


@staff(institutions.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def import_departments(request: StaffRequest) -> HttpResponse:
    return _upload_form(request, Upload.Kind.DEPARTMENTS)


@staff(workers.CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def import_workers(request: StaffRequest) -> HttpResponse:
    return _upload_form(request, Upload.Kind.WORKERS)


@staff(institutions.CHANGE)
@require_safe
def institution_template(request: StaffRequest) -> HttpResponse:
    return _template(Upload.Kind.INSTITUTIONS)


@staff(institutions.CHANGE)
@require_safe
def department_template(request: StaffRequest) -> HttpResponse:
    return _template(Upload.Kind.DEPARTMENTS)


@staff(workers.CHANGE)
@require_safe
def worker_template(request: StaffRequest) -> HttpResponse:
    return _template(Upload.Kind.WORKERS)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: StaffRequest, code: str) -> HttpResponse:
    return _upload_form(request, _importable(request, code).code)


@signed_in
@require_safe
def import_template(request: StaffRequest, code: str) -> HttpResponse:
    return _template(_importable(request, code).code)


@signed_in
@never_cache
@require_safe
def upload(request: StaffRequest, pk: int) -> HttpResponse:
    return _trial(request, _own(request, pk))


@signed_in
@never_cache
@require_safe
def marked_upload(request: StaffRequest, pk: int) -> HttpResponse:
    held = _own(request, pk)
    content = actions.marked_upload(
        upload=held, by=request.user, on=timezone.localdate(), language=get_language() or ""
    )
    return marked_file(content, held.file_name)


@signed_in
@require_POST
def take_upload(request: StaffRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(uploads.visible_to(request.user), pk=pk)
    one = _importable(request, held.kind)
    if held.taken_at:
        messages.info(request, _("这份文件已经导入，无需重复确认。"))
        return redirect(one.back)
    try:
        report = actions.take_upload(upload=held, by=request.user, on=timezone.localdate())
    except actions.ImportRefused as refused:
        # What was right at the trial need not be so any more.
        return _trial(request, held, refused.report)
    figures = {"created": report.created, "changed": report.changed, "same": report.unchanged}
    messages.success(
        request, _("导入完成：新增%(created)d行，变更%(changed)d行，不变%(same)d行。") % figures
    )
    return redirect(one.back)


@signed_in
@require_POST
def discard_upload(request: StaffRequest, pk: int) -> HttpResponse:
    held = _own(request, pk)
    actions.discard_upload(upload=held)
    messages.success(request, _("文件已清除，没有写入任何内容。"))
    return redirect("import_list", code=held.kind)


def _own(request: StaffRequest, pk: int) -> Upload:
    held = get_object_or_404(uploads.waiting(request.user), pk=pk)
    _importable(request, held.kind)
    return held


def _importable(request: StaffRequest, code: str) -> ImportList:
    """The list of a code; absent is 404, a list whose rows the account may not change 403."""
    try:
        one = list_of(code)
    except LookupError:
        raise Http404 from None
    if not request.user.has_perm(one.permission):
        raise PermissionDenied
    return one


def _upload_form(request: StaffRequest, code: str) -> HttpResponse:
    one = list_of(code)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.UploadForm(*posted)
    kept = attempted(form, lambda: _keep(request, form, code))
    if kept:
        return redirect("upload", pk=kept.pk)
    page = pages.ImportForm(
        kind=code,
        title=_("导入%(kind)s") % {"kind": one.title},
        lead=_(
            "按模板填写后上传。先试读，逐格列出问题；全部无误才写入，同一文件再次导入不会重复。"
        ),
        form=form,
        template_url=reverse("import_template", args=[code]),
        list_title=one.called,
        list_url=reverse(one.back),
        earlier=uploads.taken(request.user, kind=code),
    )
    return show(request, page, status=422 if form.errors else 200)


def _keep(request: StaffRequest, form: forms.UploadForm, kind: str) -> Upload:
    file = form.cleaned_data["workbook"]
    return actions.keep_upload(
        kind=kind, content=file.read(), name=file.name, by=request.user, on=timezone.localdate()
    )


def _template(code: str) -> HttpResponse:
    one = list_of(code)
    content = write_template(one.layout(timezone.localdate()))
    return workbook_file(content, _("%(kind)s导入模板") % {"kind": one.title})


def _trial(
    request: StaffRequest, held: Upload, report: actions.ImportReport | None = None
) -> HttpResponse:
    status = 422 if report else 200
    try:
        report = report or actions.try_upload(upload=held, by=request.user, on=timezone.localdate())
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
        return redirect("import_list", code=held.kind)
    page = pages.Trial(
        upload=held,
        report=report,
        tiles=presentation.trial_tiles(report),
        errors=presentation.error_rows(report.errors),
        warnings=presentation.error_rows(report.warnings),
        changes=presentation.change_rows(report.changes),
        form_url=reverse("import_list", args=[held.kind]),
    )
    return show(request, page, status=status)
