"""Lists and stories as offices keep them: listed, written, released, withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.apps.accounts.models import User
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.publicity import actions, forms, pages
from bangfu.apps.publicity.models import PublicList, Story
from bangfu.apps.publicity.queries import kept
from bangfu.apps.publicity.queries.reach import RELEASE, VIEW, WRITE, may
from bangfu.core.refusal import Refusal
from bangfu.web.components import Tab
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

Seen = Callable[..., QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Sort:
    """Lists or stories: how their addresses are called, and who sees them."""

    every: str
    one: str
    revise: str
    release: str
    withdraw: str
    public: str
    label: Any
    seen: Seen

    def found(self, user: User, pk: int, permission: str = VIEW) -> Any:
        """One that the reader sees; 404 where there is none, 403 where it is not theirs to do."""
        row = get_object_or_404(self.seen(user), pk=pk)
        if not may(user, permission, row):
            raise PermissionDenied
        return row


def tabs_of(user: User, current: str) -> list[Tab]:
    """Lists, and stories."""
    every = (
        ("publication_list", _("名单和公告")),
        ("story_list", _("典型事迹")),
    )
    return [Tab(label, reverse(name), current=name == current) for name, label in every]


def doing(sort: Sort, user: User, row: PublicList | Story) -> pages.Doing:
    """What a reader may do with something now."""
    draft = row.approved_at is None and row.withdrawn_at is None
    writes, releases = may(user, WRITE, row), may(user, RELEASE, row)

    def address(name: str, open_now: bool) -> str:
        return reverse(name, args=[row.pk]) if open_now else ""

    return pages.Doing(
        revise=address(sort.revise, draft and writes),
        release=address(sort.release, draft and releases and row.written_by_id != user.pk),
        withdraw=address(sort.withdraw, row.withdrawn_at is None and (writes or releases)),
        public=address(sort.public, row.is_public(timezone.localdate())),
    )


def shown(request: StaffRequest, sort: Sort, row: Any, **more: Any) -> HttpResponse:
    """One list or story as its office sees it."""
    state, tone = kept.standing_of(row, on=timezone.localdate())
    page = pages.Published(
        title=row.title,
        back=reverse(sort.every),
        back_label=str(sort.label),
        state=state,
        tone=tone,
        facts=kept.facts_of(row),
        words=row.words,
        pk=row.pk,
        own=row.written_by_id == request.user.pk and row.approved_at is None,
        doing=doing(sort, request.user, row),
        **more,
    )
    return show(request, page)


def released(request: StaffRequest, sort: Sort, pk: int) -> HttpResponse:
    """Release something, and back to it."""
    row = sort.found(request.user, pk, RELEASE)
    try:
        actions.release(row=row, by=request.user, on=timezone.localdate(), at=timezone.now())
    except Refusal as refused:
        messages.error(request, in_own_language(refused))
    else:
        messages.success(request, _("已公开。"))
    return redirect(sort.one, pk=pk)


def withdrawn(request: StaffRequest, sort: Sort, pk: int) -> HttpResponse:
    """Ask why something is taken off, and take it off."""
    row = sort.found(request.user, pk)
    if not (may(request.user, WRITE, row) or may(request.user, RELEASE, row)):
        raise PermissionDenied
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw(row=row, reason=reason, by=request.user, at=timezone.now())
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已撤下，记录仍保留。"))
            return redirect(sort.one, pk=pk)
    page = pages.WithdrawPublication(title=row.title, back=reverse(sort.one, args=[pk]), form=form)
    return show(request, page, status=422 if form.errors else 200)


def written(
    request: StaffRequest,
    sort: Sort,
    form: Any,
    write: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    note: str,
) -> HttpResponse:
    """The form of a new or a revised one; what was written waits for another person."""
    if form.is_bound and form.is_valid():
        try:
            row = write(form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, in_own_language(refused))
        else:
            messages.success(request, _("已保存，待另一人审核公开。"))
            return redirect(sort.one, pk=row.pk)
    page = pages.WritePublication(
        title=title,
        back=reverse(sort.every),
        back_label=str(sort.label),
        form=form,
        note=note,
        multipart=form.is_multipart(),
    )
    return show(request, page, status=422 if form.errors else 200)


LISTS_LABEL = gettext_lazy("名单和公告")
STORIES_LABEL = gettext_lazy("典型事迹")
