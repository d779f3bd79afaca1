"""Codes of a place: listed, made, ended, printed as a poster."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.intake.queries import leaf_of
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.voice import actions, forms, pages, papers, presentation
from bangfu.apps.voice.actions.codes import printable_token
from bangfu.apps.voice.models import AskCode
from bangfu.apps.voice.queries.public import works
from bangfu.apps.voice.queries.reach import KEEP, codes_kept_by, places_kept_by
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.printing import as_download
from bangfu.web.wording import in_own_language


@staff(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_code_list(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    form = forms.CodeForm(
        request.POST if request.method == "POST" else None,
        among=places_kept_by(request.user, on=today),
        programmes=programmes.visible_to(request.user).order_by("-starts_on", "code"),
    )
    if form.is_bound and form.is_valid():
        actions.make_code(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("需求码已制作，可以打印海报。"))
        return redirect("ask_code_list")
    found = codes_kept_by(request.user).in_full().annotate(asked=Count("requests"))
    leaf = leaf_of(
        found.order_by("revoked_at", "institution__name", "pk"), _row, request.GET.get("page")
    )
    page = pages.CodeList(
        tabs=presentation.tabs_of(request.user, "ask_code_list"), leaf=leaf, form=form
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def end_ask_code(request: StaffRequest, pk: int, step: str) -> HttpResponse:
    code = get_object_or_404(codes_kept_by(request.user).in_full(), pk=pk)
    if step not in ("end", "replace"):
        raise Http404
    replacing = step == "replace"
    form = forms.WordsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        change = actions.replace_code if replacing else actions.revoke_code
        try:
            change(code=code, reason=form.cleaned_data["words"], by=request.user, at=timezone.now())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已更换。") if replacing else _("已停用。"))
            return redirect("ask_code_list")
    page = pages.EndCode(
        pk=pk,
        title=_("更换需求码") if replacing else _("停用需求码"),
        place=presentation.place_of(code),
        note=_("已张贴的海报立即失效，请换上新海报。")
        if replacing
        else _("已张贴的海报立即失效，已收到的需求继续办理。"),
        form=form,
    )
    return show(request, page, status=422 if form.errors else 200)


@staff(KEEP)
@require_safe
def ask_poster(request: StaffRequest, pk: int) -> HttpResponse:
    code = get_object_or_404(codes_kept_by(request.user).in_full(), pk=pk)
    address = request.build_absolute_uri(reverse("ask", args=[printable_token(code)]))
    document = papers.poster_pdf(code, address=address)
    return as_download(document, f"{code.institution.name}-{_('需求码')}")


def _row(code: AskCode) -> pages.CodeRow:
    usable = works(code, on=timezone.localdate())
    return pages.CodeRow(
        pk=code.pk,
        institution=code.institution.name,
        place=" · ".join(
            part for part in (code.department.name if code.department else "", code.place) if part
        ),
        programme=str(code.programme or ""),
        requests=getattr(code, "asked", 0),
        state=_("使用中") if usable else _("已停用"),
        tone="ok" if usable else "neutral",
        works=usable,
    )
