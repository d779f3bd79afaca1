"""The list of drafts, a notice taken in, the way until it is read."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.evidence.queries import files_on
from bangfu.apps.evidence.views import stream
from bangfu.apps.readings import actions, forms, last_steps, pages, presentation, queries
from bangfu.apps.readings.taking import taken
from bangfu.apps.registry.queries.areas import full_names
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .held import CHANGE, reached


@staff(CHANGE)
@require_safe
def reading_list(request: StaffRequest) -> HttpResponse:
    leaf = queries.reading_rows(request.user, page=request.GET.get("page"))
    rows = [presentation.row_of(reading) for reading in leaf.object_list]
    return show(request, pages.ReadingList(leaf=leaf, rows=rows))


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_reading(request: StaffRequest) -> HttpResponse:
    areas = _areas(request.user)
    if request.method != "POST":
        return show(request, pages.NewReading(form=forms.UploadForm(areas=areas)))
    form = forms.UploadForm(request.POST, request.FILES, areas=areas)
    if form.is_valid():
        try:
            reading = actions.start_reading(
                file=taken(form.cleaned_data["file"]),
                area=form.cleaned_data.get("area", areas[0][0] if areas else ""),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error("file", in_own_language(refused))
        else:
            return redirect("reading", pk=reading.pk)
    return show(request, pages.NewReading(form=form), status=422)


@staff(CHANGE)
@require_safe
def reading_progress(request: StaffRequest, pk: int) -> HttpResponse:
    found = reached(request, pk)
    response = show(request, last_steps.waiting(found))
    if not found.is_under_way:
        response.headers["HX-Redirect"] = reverse("reading", args=[pk])
    return response


@staff(CHANGE)
@require_POST
def restart_reading(request: StaffRequest, pk: int) -> HttpResponse:
    actions.restart_reading(reading=reached(request, pk), by=request.user, at=timezone.now())
    messages.info(request, _("已重新排队读取。"))
    return redirect("reading", pk=pk)


@staff(CHANGE)
@require_safe
def reading_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    reading = get_object_or_404(queries.visible_to(request.user).defer("kept", "draft"), pk=pk)
    return stream(request, get_object_or_404(files_on(reading), pk=file))


def _areas(user: User) -> list[tuple[str, str]]:
    """The areas whose programmes a person may make."""
    codes = user.scope_of(CHANGE).areas
    names = full_names(codes)
    return [(code, names.get(code, code) if code else _("全国")) for code in codes]
