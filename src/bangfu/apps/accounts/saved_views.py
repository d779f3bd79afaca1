"""Filters that people keep: saving, renaming, ordering and deleting them; each account its own."""

from dataclasses import dataclass

from django.db import transaction
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from bangfu.apps.journal import actions as journal
from bangfu.core.refusal import Refusal
from bangfu.web.exports import filters_in

from .models import SavedView, User

MOST = 20
"""Views of one list for one account: more do not fit a line of chips."""

_LONGEST = 1000


class UnknownList(Refusal):
    """No list has that name."""

    def __init__(self) -> None:
        super().__init__(
            zh="没有这个列表，请从列表页面保存筛选。",
            en="There is no such list; save the view from the page of the list.",
        )


class NothingToSave(Refusal):
    """No filter applies."""

    def __init__(self) -> None:
        super().__init__(
            zh="当前没有筛选条件；请先筛选，再保存。",
            en="No filter applies; narrow the list first, then save the view.",
        )


class FiltersTooLong(Refusal):
    """The filters are longer than can be kept."""

    def __init__(self) -> None:
        super().__init__(
            zh="筛选条件过长，请减少条件后再保存。", en="The filters are too long; use fewer."
        )


class TitleTaken(Refusal):
    """Another view of that list has the title."""

    def __init__(self, title: str) -> None:
        super().__init__(
            zh=f"已有名为“{title}”的常用筛选，请换一个名称。",
            en=f"There is a view “{title}” already; choose another title.",
        )


class AlreadySaved(Refusal):
    """The same filters are kept already."""

    def __init__(self, title: str) -> None:
        super().__init__(
            zh=f"这些条件已保存为“{title}”，无需重复保存。",
            en=f"These filters are saved already as “{title}”.",
        )


class TooManyViews(Refusal):
    """The account keeps as many views of that list as there may be."""

    def __init__(self) -> None:
        super().__init__(
            zh=f"每个列表最多保存{MOST}个常用筛选，请先删除不用的。",
            en=f"At most {MOST} views of a list; delete some that you do not need.",
        )


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view as the bar and its page show it."""

    pk: int
    page: str
    title: str
    query: str
    url: str
    is_first: bool = False


def views_of(user: User, *, page: str = "") -> list[ViewRow]:
    """An account's views, of one list or of all, in their order; one query.

    Those of a list that is no more are left out.
    """
    found = user.saved_views.filter(page=page) if page else user.saved_views.all()
    rows: list[ViewRow] = []
    for view in found.order_by("page", "position", "pk"):
        if url := address_of(view.page):
            is_first = not rows or rows[-1].page != view.page
            rows.append(
                ViewRow(view.pk, view.page, view.title, view.query, f"{url}?{view.query}", is_first)
            )
    return rows


@transaction.atomic
def save_view(*, page: str, query: str, title: str, by: User) -> SavedView:
    """Keep the filters of a list.

    Raises ``UnknownList``, ``NothingToSave``, ``FiltersTooLong``, ``TitleTaken``,
    ``AlreadySaved`` or ``TooManyViews``.
    """
    kept = filters_in(QueryDict(query))
    _refuse_odd(page, kept)
    held = _locked(by, page)
    if same := next((view for view in held if view.query == kept), None):
        raise AlreadySaved(same.title)
    if any(view.title == title for view in held):
        raise TitleTaken(title)
    if len(held) >= MOST:
        raise TooManyViews
    last = max((view.position for view in held), default=0)
    view = SavedView.objects.create(
        account=by, page=page, query=kept, title=title, position=last + 1
    )
    _record("saved_view.saved", view, by)
    return view


@transaction.atomic
def rename_view(*, view: SavedView, title: str, by: User) -> None:
    """Give an account's own view another title; raises ``TitleTaken``."""
    held = _locked(by, view.page)
    own = next(each for each in held if each.pk == view.pk)
    if own.title == title:
        return
    if any(each.title == title for each in held):
        raise TitleTaken(title)
    own.title = title
    own.save(update_fields=["title"])
    _record("saved_view.renamed", own, by)


@transaction.atomic
def move_view_up(*, view: SavedView, by: User) -> None:
    """Let a view stand before the one before it; the first stays where it is."""
    held = _locked(by, view.page)
    at = next(place for place, each in enumerate(held) if each.pk == view.pk)
    if at == 0:
        return
    held.insert(at - 1, held.pop(at))
    for position, each in enumerate(held, start=1):
        each.position = position
    SavedView.objects.bulk_update(held, ["position"])
    _record("saved_view.moved", held[at - 1], by)


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    """Forget an account's own view."""
    own = next(each for each in _locked(by, view.page) if each.pk == view.pk)
    _record("saved_view.deleted", own, by)
    own.delete()


def _locked(by: User, page: str) -> list[SavedView]:
    """The account's views of a list; its row is held, so that the count and titles stay true."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    return list(by.saved_views.filter(page=page).order_by("position", "pk"))


def _refuse_odd(page: str, kept: str) -> None:
    if not address_of(page):
        raise UnknownList
    if not kept:
        raise NothingToSave
    if len(kept) > _LONGEST:
        raise FiltersTooLong


def address_of(page: str) -> str:
    """The list's own address; empty where there is no list of that name."""
    try:
        return reverse(page)
    except NoReverseMatch:
        return ""


def _record(verb: str, view: SavedView, by: User) -> None:
    journal.record(
        actor=by, verb=verb, subject=view, facts={"list": view.page, "title": view.title}
    )
