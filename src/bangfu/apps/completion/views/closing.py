"""Closing postings that are over: what is missing, one by one or all that are ready."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.completion import actions, pages
from bangfu.apps.completion.queries import ends
from bangfu.apps.postings.queries.lives import AUTHORITY
from bangfu.web.access import staff
from bangfu.web.components import Tile
from bangfu.web.pages import show
from bangfu.web.wording import number


@staff(AUTHORITY)
@require_safe
def closing(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    leaf = ends.closing_rows(request.user, on=today, page=request.GET.get("page"))
    ready = ends.ready_to_close(request.user, on=today).count()
    waiting = leaf.paginator.count - ready
    tiles = [
        Tile(
            _("期满未办结"),
            number(leaf.paginator.count),
            _("人次"),
            icon="calendar-time",
            url="#rows",
        ),
        Tile(_("可办结"), number(ready), _("人次"), tone="ok", icon="circle-check", url="#rows"),
        Tile(
            _("待补齐"),
            number(waiting),
            _("人次"),
            tone="warn" if waiting else "neutral",
            icon="hourglass",
            url="#rows",
        ),
    ]
    return show(request, pages.Closing(tiles=tiles, leaf=leaf, ready=ready))


@staff(AUTHORITY)
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    posting = get_object_or_404(ends.over_not_closed(request.user, on=today), pk=pk)
    actions.close(posting=posting, by=request.user, on=today)
    messages.success(request, _("派驻已办结。"))
    return redirect("closing")


@staff(AUTHORITY)
@require_POST
def close_ready(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    ready = ends.ready_to_close(request.user, on=today).order_by("pk")
    closed = actions.close_ready(postings=list(ready), by=request.user, on=today)
    said = ngettext("已办结%(count)d人次。", "已办结%(count)d人次。", closed) % {"count": closed}
    messages.success(request, said)
    return redirect("closing")
