"""Templates and number words of an office."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.documents import actions, making, pages
from bangfu.apps.documents.forms import papers as forms
from bangfu.apps.documents.kinds import KINDS
from bangfu.apps.documents.kinds.frame import Field, Kind
from bangfu.apps.documents.models import Template
from bangfu.apps.documents.presentation import tabs_of
from bangfu.apps.documents.queries.lists import templates_of, words_of
from bangfu.apps.documents.queries.reach import CHANGE_TEMPLATE, offices_of
from bangfu.apps.documents.sending import sent
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.numbering import Series, number_of
from bangfu.core.documents.reading import beyond
from bangfu.core.evidence import Kind as FileKind
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.components import Tab
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


@staff(CHANGE_TEMPLATE)
@require_http_methods(["GET", "HEAD", "POST"])
def document_templates(request: StaffRequest) -> HttpResponse:
    offices = list(offices_of(request.user, CHANGE_TEMPLATE))
    office = _office(request, offices)
    form = forms.NumberWordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        series = Series.of(form.cleaned_data["series"])
        try:
            row = actions.set_number_word(
                office=office, series=series, word=form.cleaned_data["word"], by=request.user
            )
        except Refusal as refused:
            form.add_error("word", in_own_language(refused))
        else:
            messages.success(request, _("发文字已设置为“%(word)s”。") % {"word": row.word})
            return redirect(f"{request.path}?office={office.pk}")
    own = {row.kind: row for row in templates_of(office)}
    words = words_of(office)
    year = timezone.localdate().year
    page = pages.Templates(
        tabs=tabs_of(request.user, "document_templates"),
        offices=[
            Tab(one.name, f"?office={one.pk}", current=one == office)
            for one in (offices if len(offices) > 1 else ())
        ],
        office=office.name,
        rows=[_row(kind, own.get(kind.code.value), office) for kind in KINDS.values()],
        words=[
            (
                in_own_language(series.label),
                words.get(series, ""),
                number_of(words[series], year, 1) if series in words else "",
            )
            for series in Series
        ],
        form=form,
    )
    return show(request, page)


@staff(CHANGE_TEMPLATE)
@require_http_methods(["GET", "HEAD", "POST"])
def document_template(request: StaffRequest, office: int, kind: str) -> HttpResponse:
    of_office, of_kind = _place(request, office, kind)
    form = forms.TemplateForm(
        request.POST if request.method == "POST" else None, request.FILES or None
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content: bytes = file.read()
        try:
            put = actions.put_template(
                office=of_office,
                kind=of_kind.code,
                content=content,
                name=file.name,
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error("file", in_own_language(refused))
        else:
            messages.success(request, _("模板“%(name)s”已启用。") % {"name": put.name})
            if left := beyond(content, name=put.name):
                what = "、".join(in_own_language(one) for one in left)
                messages.warning(request, _("生成PDF时不会显示：%(what)s。") % {"what": what})
            return redirect(request.path)
    own = templates_of(of_office).filter(kind=of_kind.code.value).first()
    page = pages.TemplateOf(
        code=of_kind.code.value,
        title=in_own_language(of_kind.code.label),
        office=of_office.pk,
        own=own.pk if own else None,
        name=own.name if own else "",
        fields=[row for one in of_kind.all_fields for row in _fields(one)],
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(CHANGE_TEMPLATE)
@require_safe
def document_template_file(request: StaffRequest, office: int, kind: str) -> HttpResponseBase:
    """The template in use, to be changed and sent back."""
    of_office, of_kind = _place(request, office, kind)
    form = making.form_in_use(of_office, of_kind)
    return sent(form.content, form.name.removesuffix(".docx"), FileKind.DOCX)


@staff(CHANGE_TEMPLATE)
@require_POST
def retire_template(request: StaffRequest, pk: int) -> HttpResponse:
    offices = offices_of(request.user, CHANGE_TEMPLATE)
    row = get_object_or_404(Template.objects.filter(office__in=offices), pk=pk)
    actions.retire_template(template=row, by=request.user, at=timezone.now())
    messages.success(request, _("已恢复使用系统自带的模板。"))
    return redirect("document_template", office=row.office_id, kind=row.kind)


def _office(request: StaffRequest, offices: list[Institution]) -> Institution:
    wanted = request.GET.get("office", "")
    found = next((one for one in offices if str(one.pk) == wanted), None)
    if found is None and (wanted or not offices):
        raise Http404
    return found or offices[0]


def _place(request: StaffRequest, office: int, kind: str) -> tuple[Institution, Kind]:
    found = get_object_or_404(offices_of(request.user, CHANGE_TEMPLATE), pk=office)
    code = next((one for one in KINDS if one.value == kind), None)
    if code is None:
        raise Http404
    return found, KINDS[code]


def _row(kind: Kind, own: Template | None, office: Institution) -> pages.TemplateRow:
    return pages.TemplateRow(
        code=kind.code.value,
        title=in_own_language(kind.code.label),
        office=office.pk,
        name=own.name if own else "",
        put_on=timezone.localdate(own.put_at) if own else None,
        put_by=str(own.put_by or "") if own else "",
    )


def _fields(one: Field) -> list[pages.FieldRow]:
    label = in_own_language(one.label)
    if one.shape == "rows":
        head = pages.FieldRow(f"{{%tr for row in {one.name} %}}", label, "", False, False)
        inner = [
            pages.FieldRow(
                f"{{{{ row.{each.name} }}}}", in_own_language(each.label), each.example, False, True
            )
            for each in one.rows
        ]
        return [head, *inner]
    written = f"{{{{ {one.name} }}}}"
    if one.shape == "paragraphs":
        written = f"{{%p for line in {one.name} %}}{{{{ line }}}}{{%p endfor %}}"
    elif one.shape == "flag":
        written = f"{{%p if {one.name} %}}"
    return [pages.FieldRow(written, label, one.example, one.typed, False)]
