"""Importing a workbook of branches: upload, look at the trial, take or throw away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.branches import actions, pages
from bangfu.apps.branches.models import BranchUpload
from bangfu.apps.branches.queries import CHANGE
from bangfu.apps.branches.workbook import layout
from bangfu.apps.registry.actions import ImportRefused, ImportReport
from bangfu.apps.registry.forms import UploadForm
from bangfu.apps.registry.pages import ChangeRow
from bangfu.apps.registry.presentation import error_rows, trial_tiles
from bangfu.core.exchange.template import write_template
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.exports import marked_file, workbook_file
from bangfu.web.pages import show
from bangfu.web.wording import MISSING, in_own_language

from .framing import answered, done, posted

SHOWN, EARLIER = 200, 10


@staff(CHANGE)
@require_safe
def branch_template(request: StaffRequest) -> HttpResponse:
    content = write_template(layout(timezone.localdate()))
    return workbook_file(content, _("党支部导入模板"))


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def import_branches(request: StaffRequest) -> HttpResponse:
    form = UploadForm(*posted(request))
    kept: list[BranchUpload] = []
    if done(form, lambda: kept.append(_keep(request, form))):
        return redirect("branch_upload", pk=kept[0].pk)
    mine = BranchUpload.objects.filter(by=request.user, taken_at__isnull=False)
    page = pages.ImportBranches(form=form, earlier=list(mine.order_by("-taken_at")[:EARLIER]))
    return answered(request, page, form)


@staff(CHANGE)
@never_cache
@require_safe
def branch_upload(request: StaffRequest, pk: int) -> HttpResponse:
    return _trial(request, _own(request, pk))


@staff(CHANGE)
@never_cache
@require_safe
def marked_branches(request: StaffRequest, pk: int) -> HttpResponse:
    held = _own(request, pk)
    content = actions.marked_upload(
        upload=held,
        by=request.user,
        on=timezone.localdate(),
        at=timezone.now(),
        language=get_language() or "",
    )
    return marked_file(content, held.file_name)


@staff(CHANGE)
@require_POST
def take_branches(request: StaffRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(BranchUpload, pk=pk, by=request.user)
    if held.taken_at:
        messages.info(request, _("这份文件已经导入，无需重复确认。"))
        return redirect("branch_list")
    try:
        report = actions.take_upload(
            upload=held, by=request.user, on=timezone.localdate(), at=timezone.now()
        )
    except ImportRefused as refused:
        # What was right at the trial need not be so any more.
        return _trial(request, held, refused.report)
    figures = {"created": report.created, "changed": report.changed, "same": report.unchanged}
    messages.success(
        request, _("导入完成：新增%(created)d行，变更%(changed)d行，不变%(same)d行。") % figures
    )
    return redirect("branch_list")


@staff(CHANGE)
@require_POST
def discard_branches(request: StaffRequest, pk: int) -> HttpResponse:
    held = BranchUpload.objects.filter(pk=pk, by=request.user, taken_at__isnull=True).first()
    if held is None:
        # Pressed twice, or taken meanwhile.
        messages.info(request, _("这份文件已经导入或清除，无需重复办理。"))
        return redirect("import_branches")
    actions.discard_upload(upload=held)
    messages.success(request, _("文件已清除，没有写入任何内容。"))
    return redirect("import_branches")


def _own(request: StaffRequest, pk: int) -> BranchUpload:
    return get_object_or_404(BranchUpload, pk=pk, by=request.user, taken_at__isnull=True)


def _keep(request: StaffRequest, form: UploadForm) -> BranchUpload:
    file = form.cleaned_data["workbook"]
    return actions.keep_upload(
        content=file.read(),
        name=file.name,
        by=request.user,
        on=timezone.localdate(),
        at=timezone.now(),
    )


def _trial(
    request: StaffRequest, held: BranchUpload, report: ImportReport | None = None
) -> HttpResponse:
    status = 422 if report else 200
    try:
        report = report or actions.try_upload(
            upload=held, by=request.user, on=timezone.localdate(), at=timezone.now()
        )
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
        return redirect("import_branches")
    page = pages.BranchTrial(
        upload=held,
        report=report,
        tiles=trial_tiles(report),
        errors=error_rows(report.errors),
        changes=_changes(report),
    )
    return show(request, page, status=status)


def _changes(report: ImportReport) -> list[ChangeRow]:
    labels = {
        "full": _("正式党员"),
        "probationary": _("预备党员"),
        "secretary": _("书记"),
    }
    return [
        ChangeRow(
            place=_("%(sheet)s 第%(row)s行") % {"sheet": one.sheet, "row": one.row},
            label=one.label,
            is_new=one.is_new,
            fields=[(labels[f.field], _value(f.before), _value(f.after)) for f in one.fields],
        )
        for one in report.changes[:SHOWN]
    ]


def _value(given: object) -> str:
    return MISSING if given in (None, "") else str(given)
