"""A draft looked at as a programme and adopted; a draft thrown away; a second reader asked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.programmes import second_reader
from bangfu.apps.programmes.models import Edition
from bangfu.apps.readings import actions, forms, last_steps, pages
from bangfu.core.refusal import Refusal
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .held import CHANGE, reached


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def adopt_reading(request: StaffRequest, pk: int) -> HttpResponse:
    found = reached(request, pk)
    if not found.draft:
        return redirect("reading", pk=pk)
    if found.edition is not None:
        return redirect("programme", code=found.edition.programme.code)
    form = forms.AdoptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            edition = actions.adopt_reading(
                reading=found,
                seen=form.cleaned_data["seen"],
                note=form.cleaned_data["note"],
                by=request.user,
                on=timezone.localdate(),
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            return _adopted(request, edition)
    page = last_steps.adopting(found, form, user=request.user, on=timezone.localdate())
    return show(request, page, status=422 if form.errors else 200)


def _adopted(request: StaffRequest, edition: Edition) -> HttpResponse:
    said = _("“%(title)s”第%(number)s版现行有效，目标已随项目建立。")
    messages.success(request, said % {"title": edition.programme, "number": edition.number})
    return redirect("programme", code=edition.programme.code)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def discard_reading(request: StaffRequest, pk: int) -> HttpResponse:
    found = reached(request, pk)
    if request.method == "POST":
        actions.discard_reading(reading=found, by=request.user, at=timezone.now())
        messages.success(request, _("草案已放弃，原文件留存备查。"))
        return redirect("reading_list")
    consequences = [
        _("已核对的内容不再使用，原文件留存备查。"),
        _("需要时可重新上传同一文件，从头读取。"),
    ]
    page = pages.DiscardReading(pk=pk, title=str(found), consequences=consequences)
    return show(request, page)


@staff(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_second(request: StaffRequest, pk: int) -> HttpResponse:
    found = reached(request, pk)
    if request.method == "POST":
        actions.ask_second_reader(reading=found, by=request.user, at=timezone.now())
        return redirect("reading", pk=pk)
    if not second_reader.is_configured() or not found.draft:
        return redirect("reading", pk=pk)
    page = pages.AskSecond(
        pk=pk,
        title=str(found),
        told_to=second_reader.told_to(),
        characters=sum(line.end - line.start for line in found.read.lines if line.label != "noise"),
    )
    return show(request, page)
