"""Stories, from the draft to their end."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.evidence.queries import attachments_on, files_on
from bangfu.apps.evidence.views import stream
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.publicity import actions, forms, pages
from bangfu.apps.publicity.queries import kept
from bangfu.apps.publicity.queries.reach import (
    RELEASE,
    VIEW,
    WRITE,
    places_told_by,
    stories_visible_to,
)
from bangfu.web.access import staff
from bangfu.web.pages import show

from .keeping import STORIES_LABEL, Sort, released, shown, tabs_of, withdrawn, written

SORT = Sort(
    "story_list",
    "story",
    "revise_story",
    "release_story",
    "withdraw_story",
    "public_story",
    STORIES_LABEL,
    stories_visible_to,
)


@staff(VIEW)
@require_safe
def story_list(request: StaffRequest) -> HttpResponse:
    page = pages.PublicationList(
        tabs=tabs_of(request.user, "story_list"),
        title=_("典型事迹"),
        lead=_("单位撰写，涉及人员同意，另一人审核后在公开页面显示；可以随时撤下。"),
        item="story",
        new="new_story" if request.user.has_perm(WRITE) else "",
        new_label=_("写一篇"),
        leaf=kept.story_rows(request.user, on=timezone.localdate(), page=request.GET.get("page")),
    )
    return show(request, page)


@staff(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_story(request: StaffRequest) -> HttpResponse:
    form = _form(request)

    def write(given: dict[str, Any]) -> Any:
        return actions.write_story(by=request.user, at=timezone.now(), **_said(given))

    return written(request, SORT, form, write, title=_("撰写典型事迹"), note=_note())


@staff(WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def revise_story(request: StaffRequest, pk: int) -> HttpResponse:
    row = SORT.found(request.user, pk, WRITE)
    names = ("title", "lead", "words", "caption", "agreed")
    known = {name: getattr(row, name) for name in names}
    code = row.programme.code if row.programme else ""
    form = _form(request, initial=known | {"programme": code})
    del form.fields["institution"]

    def write(given: dict[str, Any]) -> Any:
        return actions.revise_story(row=row, by=request.user, at=timezone.now(), **_said(given))

    return written(request, SORT, form, write, title=_("修改典型事迹"), note=_note())


@staff(VIEW)
@require_safe
def story(request: StaffRequest, pk: int) -> HttpResponse:
    row = SORT.found(request.user, pk)
    return shown(
        request,
        SORT,
        row,
        kind=row.institution.name,
        lead=row.lead,
        table=None,
        photos=attachments_on(row),
    )


@staff(VIEW)
@require_safe
def story_file(request: StaffRequest, pk: int, file: int) -> HttpResponseBase:
    row = SORT.found(request.user, pk)
    return stream(request, get_object_or_404(files_on(row), pk=file))


@staff(RELEASE)
@require_POST
def release_story(request: StaffRequest, pk: int) -> HttpResponse:
    return released(request, SORT, pk)


@staff(VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_story(request: StaffRequest, pk: int) -> HttpResponse:
    return withdrawn(request, SORT, pk)


def _form(request: StaffRequest, **given: Any) -> forms.StoryForm:
    posted = request.method == "POST"
    return forms.StoryForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        among=places_told_by(request.user),
        programmes=programmes.visible_to(request.user).order_by("-starts_on", "code"),
        **given,
    )


def _said(given: dict[str, Any]) -> dict[str, Any]:
    return {("files" if name == "proofs" else name): value for name, value in given.items()}


def _note() -> str:
    return _("保存后可以预览；须由另一人审核后才会公开。不写电话、证件号等个人信息。")
