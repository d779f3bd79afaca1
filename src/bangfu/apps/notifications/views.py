"""What waits, and where somebody is told of it: each reader's own, and nobody else's."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.notifications import actions, gateways, pages, queries
from bangfu.apps.notifications.models import Way
from bangfu.apps.notifications.sealing import opened
from bangfu.core.notifications.ways import masked
from bangfu.core.refusal import Refusal
from bangfu.web.access import signed_in
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .forms import CodeForm, WayForm


@signed_in
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """Everything that waits. Shown is seen: the bell falls silent until something else comes."""
    at = timezone.now()
    found = actions.look(user=request.user, at=at)
    page = pages.Notices(rows=queries.rows(found.matters, found.notices))
    if request.method == "GET" and request.user.unseen:
        actions.see(user=request.user, at=at)
    return show(request, page)


@signed_in
@require_safe
def way_list(request: StaffRequest) -> HttpResponse:
    kinds = [pages.KindLink(kind.code, in_own_language(kind)) for kind in gateways.offered()]
    return show(
        request, pages.Ways(rows=queries.ways(request.user, at=timezone.now()), kinds=kinds)
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_way(request: StaffRequest, kind: str) -> HttpResponse:
    asked = next((one for one in gateways.offered() if one.code == kind), None)
    if asked is None:
        raise Http404
    form = WayForm(request.POST or None, kind=asked)
    if form.is_valid():
        try:
            made = actions.add_way(
                user=request.user,
                kind=kind,
                entered=form.cleaned_data["entered"],
                language=get_language() or "zh-hans",
                at=timezone.now(),
            )
        except Refusal as refused:
            form.add_error("entered", in_own_language(refused))
        else:
            if made.confirmed_at is None:
                return redirect("confirm_way", pk=made.pk)
            messages.success(request, _("已启用，群里已收到第一条消息。"))
            return redirect("way_list")
    page = pages.NewWay(kind=kind, title=in_own_language(asked), by_code=asked.by_code, form=form)
    return show(request, page, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_way(request: StaffRequest, pk: int) -> HttpResponse:
    way = _own(request, pk)
    if way.confirmed_at is not None:
        return redirect("way_list")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.confirm_way(way=way, code=form.cleaned_data["code"], at=timezone.now())
        except Refusal as refused:
            form.add_error("code", in_own_language(refused))
        else:
            messages.success(request, _("已启用，工作日早上有新的待办时提醒。"))
            return redirect("way_list")
    page = pages.ConfirmWay(pk=pk, address=masked(way.kind, opened(way.sealed)), form=form)
    return show(request, page, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_way(request: StaffRequest, pk: int) -> HttpResponse:
    actions.end_way(way=_own(request, pk), by=request.user, at=timezone.now())
    messages.success(request, _("已停用，登记的地址已删除。"))
    return redirect("way_list")


def _own(request: StaffRequest, pk: int) -> Way:
    return get_object_or_404(Way.objects.standing().filter(user=request.user), pk=pk)
