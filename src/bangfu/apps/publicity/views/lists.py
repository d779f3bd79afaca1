"""Lists and notices of programmes, from the draft to their end."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.publicity import actions, forms, pages
from bangfu.apps.publicity.lists import table_of
from bangfu.apps.publicity.queries import kept
from bangfu.apps.publicity.queries.reach import (
    RELEASE,
    VIEW,
    WRITE,
    lists_visible_to,
    programmes_listed_by,
)
from bangfu.core.duty import working_days
from bangfu.core.voice.settings import last_day
from bangfu.web.access import staff
from bangfu.web.pages import show

from .keeping import LISTS_LABEL, Sort, released, shown, tabs_of, withdrawn, written

USUAL_WORKING_DAYS = 5
"""How long lists of people usually hang; the form offers it, the office decides."""
SORT = Sort(
    "publication_list",
    "publication",
    "revise_publication",
    "release_publication",
    "withdraw_publication",
    "public_list",
    LISTS_LABEL,
    lists_visible_to,
)


@staff(VIEW)
@require_safe
def publication_list(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    writes = programmes_listed_by(request.user).exists()
    page = pages.PublicationList(
        tabs=tabs_of(request.user, "publication_list"),
        title=_("名单和公告"),
        lead=_("选派人员、参加单位名单和通知公告：一人拟稿，另一人审核后在公开页面显示。"),
        item="publication",
        new="new_publication" if writes else "",
        new_label=_("拟名单或公告"),
        leaf=kept.list_rows(request.user, on=today, page=request.GET.get("page")),
    )
    return show(request, page)


@staff(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_publication(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    usual = last_day(today, USUAL_WORKING_DAYS, working_days.shipped())
    form = forms.ListForm(
        request.POST if request.method == "POST" else None,
        programmes=programmes_listed_by(request.user),
        initial={"kind": "persons", "shown_until": usual},
    )

    def write(given: dict[str, Any]) -> Any:
        return actions.write_list(by=request.user, on=today, at=timezone.now(), **given)

    note = _("保存后可以预览；须由另一人审核后才会公开。")
    return written(request, SORT, form, write, title=_("拟名单或公告"), note=note)


@staff(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def revise_publication(request: StaffRequest, pk: int) -> HttpResponse:
    row = SORT.found(request.user, pk, WRITE)
    names = ("title", "words", "office", "telephone", "shown_until")
    form = forms.ReviseListForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in names},
    )

    def write(given: dict[str, Any]) -> Any:
        today, now = timezone.localdate(), timezone.now()
        return actions.revise_list(row=row, by=request.user, on=today, at=now, **given)

    note = _("保存时按今天的记录重新生成名单。")
    return written(request, SORT, form, write, title=_("修改名单或公告"), note=note)


@staff(VIEW)
@require_safe
def publication(request: StaffRequest, pk: int) -> HttpResponse:
    row = SORT.found(request.user, pk)
    table = table_of(row.kind, row.rows)
    return shown(request, SORT, row, kind=row.get_kind_display(), lead="", table=table, photos=[])


@staff(RELEASE)
@require_POST
def release_publication(request: StaffRequest, pk: int) -> HttpResponse:
    return released(request, SORT, pk)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_publication(request: StaffRequest, pk: int) -> HttpResponse:
    return withdrawn(request, SORT, pk)
