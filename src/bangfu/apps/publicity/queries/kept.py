"""What offices see of their lists and stories: rows, and where each stands."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.queries import leaf_of
from bangfu.apps.publicity.models import Publication, PublicList, Story
from bangfu.web.components import Fact, Tone
from bangfu.web.wording import day, in_brackets

from .reach import lists_visible_to, stories_visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRow:
    """One list or story as its office sees it."""

    pk: int
    title: str
    about: str
    kind: str
    written_at: datetime
    shown_until: date | None
    state: str
    tone: Tone


def standing_of(row: Publication, *, on: date) -> tuple[str, Tone]:
    """Where something stands, in words."""
    if row.withdrawn_at is not None:
        return _("已撤下"), "neutral"
    if row.approved_at is None:
        return _("待审核"), "warn"
    if not row.is_public(on):
        return _("公开期满"), "neutral"
    return _("已公开"), "ok"


def list_rows(user: User, *, on: date, page: str | int | None) -> Leaf[PublicationRow]:
    """A screenful of lists, the latest first: two queries."""

    def row(one: PublicList) -> PublicationRow:
        return _row(one, str(one.programme), one.get_kind_display(), on=on)

    return leaf_of(lists_visible_to(user).order_by("-written_at", "-pk"), row, page)


def story_rows(user: User, *, on: date, page: str | int | None) -> Leaf[PublicationRow]:
    """A screenful of stories, the latest first: two queries."""

    def row(one: Story) -> PublicationRow:
        return _row(one, one.institution.name, str(one.programme or ""), on=on)

    return leaf_of(stories_visible_to(user).order_by("-written_at", "-pk"), row, page)


def _row(one: Publication, about: str, kind: str, *, on: date) -> PublicationRow:
    state, tone = standing_of(one, on=on)
    return PublicationRow(
        pk=one.pk,
        title=one.title,
        about=about,
        kind=kind,
        written_at=one.written_at,
        shown_until=one.shown_until,
        state=state,
        tone=tone,
    )


def facts_of(one: Publication) -> list[Fact]:
    """Who wrote, released and withdrew something, and when."""
    stated = [
        Fact(_("公开单位"), one.office),
        Fact(_("拟稿"), f"{one.written_by or _('系统')} · {day(one.written_at)}"),
    ]
    if one.shown_until:
        stated.append(Fact(_("公开至"), day(one.shown_until)))
    if one.approved_at:
        stated.append(Fact(_("审核公开"), f"{one.approved_by} · {day(one.approved_at)}"))
    if one.withdrawn_at:
        said = f"{one.withdrawn_by} · {day(one.withdrawn_at)}"
        stated.append(Fact(_("撤下"), in_brackets(said, one.withdrawn_reason)))
    return stated
