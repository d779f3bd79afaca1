"""Score tables listed, read, copied, downloaded, frozen and dropped."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal import schemes_presentation as presentation
from bangfu.apps.appraisal.actions import schemes as actions
from bangfu.apps.appraisal.forms import schemes as forms
from bangfu.apps.appraisal.models import Edition
from bangfu.apps.appraisal.pages import schemes as pages
from bangfu.apps.appraisal.queries import schemes as queries
from bangfu.apps.appraisal.queries.reach import CHANGE, VIEW
from bangfu.core.appraisal import Scheme, shipped
from bangfu.core.appraisal.whole_workbook import write_scheme
from bangfu.core.programmes.words import Text
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language, moment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {Edition.State.DRAFT: "warn", Edition.State.FROZEN: "ok", Edition.State.DROPPED: "neutral"}


@staff(VIEW)
@require_safe
def scheme_list(request: StaffRequest) -> HttpResponse:
    rows = queries.scheme_rows(request.user)
    ready = [
        pages.ShippedRow(
            one.code,
            in_own_language(one.title),
            in_own_language(one.kind.label),
            len(one.items),
        )
        for one in queries.shipped_tables()
    ]
    makes = bool(request.user.scope_of(CHANGE).areas)
    return show(request, pages.SchemeList(rows, ready, makes))


@staff(VIEW)
@require_safe
def scheme(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    table = queries.scheme_of_draft(found)
    edits = queries.may_change(request.user, found)
    wrong = queries.problems_of(table) if edits else ()
    page = pages.SchemePage(
        title=in_own_language(table.title),
        lead=_lead(found),
        pk=pk,
        version=found.version,
        state=found.get_state_display(),
        tone=TONES[Edition.State(found.state)],  # type: ignore[arg-type]
        facts=presentation.facts_of(table),
        blocks=presentation.blocks_of(table),
        lists=presentation.lists_of(table),
        mistakes=presentation.mistakes_of(table, wrong, pk=pk),
        edits=edits,
        copies=bool(request.user.scope_of(CHANGE).areas),
        digest=found.digest,
        frozen_at=found.frozen_at,
    )
    return show(request, page)


@staff(VIEW)
@require_safe
def shipped_scheme(request: StaffRequest, code: str) -> HttpResponse:
    table = _shipped(code)
    page = pages.SchemePage(
        title=in_own_language(table.title),
        lead=_("随系统提供，分值为参考，请复制后按本地文件修改。"),
        shipped=code,
        facts=presentation.facts_of(table),
        blocks=presentation.blocks_of(table),
        lists=presentation.lists_of(table),
        copies=bool(request.user.scope_of(CHANGE).areas),
    )
    return show(request, page)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def copy_scheme(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    return _copied(request, queries.scheme_of_draft(found), found)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def copy_shipped(request: StaffRequest, code: str) -> HttpResponse:
    return _copied(request, _shipped(code), None)


@staff(VIEW)
@require_safe
def scheme_text(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    return _file(found.text.encode(), f"{found}.toml", "text/plain; charset=utf-8")


@staff(VIEW)
@require_safe
def scheme_workbook(request: StaffRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    content = write_scheme(queries.scheme_of_draft(found))
    return _file(content, f"{found}.xlsx", XLSX)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_scheme(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    if step not in ("freeze", "drop"):
        raise Http404
    found = get_object_or_404(queries.editions_visible_to(request.user), pk=pk)
    if not queries.may_change(request.user, found):
        raise PermissionDenied
    if request.method == "POST":
        taken = actions.freeze_edition if step == "freeze" else actions.drop_draft
        version = _version(request.POST.get("version", ""))
        try:
            taken(edition=found, version=version, by=request.user, at=timezone.now())
        except Refusal as refused:
            messages.error(request, in_own_language(refused))
            return redirect("scheme", pk=pk)
        if step == "freeze":
            messages.success(request, _("考核表已定稿，可以用于考核。"))
            return redirect("scheme", pk=pk)
        messages.success(request, _("草稿已作废。"))
        return redirect("scheme_list")
    freezes = step == "freeze"
    consequences = (
        [_("内容不能再改，需要调整时复制成新的草稿。"), _("考核可以采用这张表。")]
        if freezes
        else [_("草稿不再显示，记录保留在日志中。")]
    )
    page = pages.EndScheme(
        pk=pk,
        scheme=str(found),
        question=(_("将“%(table)s”定稿？") if freezes else _("作废草稿“%(table)s”？"))
        % {"table": found},
        action=_("定稿") if freezes else _("作废草稿"),
        consequences=consequences,
        version=found.version,
        danger=not freezes,
    )
    return show(request, page)


def _copied(request: StaffRequest, source: Scheme, of: Edition | None) -> HttpResponse:
    scope = request.user.scope_of(CHANGE)
    own = of is not None and scope.covers(area=of.scheme.area_code)
    year = timezone.localdate().year
    first = {
        "title": source.title.zh,
        "title_en": source.title.en,
        "number": max(year, source.edition + 1) if own else year,
        "keep_code": own,
    }
    form = forms.CopyForm(
        request.POST or None, areas=queries.areas_offered(request.user), own=own, initial=first
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            draft = actions.copy_edition(
                source=source,
                area_code=given["area"],
                title=Text(zh=given["title"], en=given["title_en"]),
                number=given["number"],
                of=of,
                keep_code=given.get("keep_code", False),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已复制为草稿，可以逐项修改。"))
            return redirect("scheme", pk=draft.pk)
    page = pages.CopyScheme(
        source=in_own_language(source.title),
        back=f"/score-tables/{of.pk}/" if of else f"/score-tables/shipped/{source.code}/",
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


def _lead(found: Edition) -> str:
    said = [_("%(year)d年版") % {"year": found.number}]
    if found.frozen_at:
        said.append(_("%(at)s定稿") % {"at": moment(found.frozen_at)})
    else:
        said.append(_("%(at)s修改") % {"at": moment(found.changed_at)})
    if found.copied_from:
        said.append(_("复制自“%(source)s”") % {"source": found.copied_from})
    return " · ".join(said)


def _visible(request: StaffRequest, pk: int) -> Edition:
    return get_object_or_404(queries.editions_visible_to(request.user), pk=pk)


def _shipped(code: str) -> Scheme:
    if code not in shipped():
        raise Http404
    return shipped()[code]


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response


def _version(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else -1
