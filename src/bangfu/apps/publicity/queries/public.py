"""What everybody reads: released, not withdrawn, its time not over; nothing else is asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.db.models import QuerySet

from bangfu.apps.certificates.queries.experts import open_hosts
from bangfu.apps.evidence.models import Attachment
from bangfu.apps.evidence.queries import attachments_of, files_on
from bangfu.apps.intake.queries import leaf_of
from bangfu.apps.publicity.models import PublicList, Story
from bangfu.apps.voice.queries.public import Answered, newest_answers

ON_FRONT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One public list."""

    pk: int
    title: str
    kind: str
    programme: str
    office: str
    on: datetime | None
    shown_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """One public story; ``photo`` says whether it has one."""

    pk: int
    title: str
    lead: str
    office: str
    on: datetime | None
    photo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The newest of everything."""

    lists: list[ListRow]
    stories: list[StoryRow]
    hosts: list[tuple[str, str]]
    answers: list[Answered]


def lists(on: date) -> QuerySet[PublicList]:
    """Lists that are public on a day, the latest first."""
    found: QuerySet[PublicList] = PublicList.objects.public(on)
    return found.select_related("programme").order_by("-approved_at", "-pk")


def stories(on: date) -> QuerySet[Story]:
    """Stories that are public on a day, the latest first."""
    found: QuerySet[Story] = Story.objects.public(on)
    return found.select_related("institution", "programme").order_by("-approved_at", "-pk")


def front(*, on: date) -> Front:
    """What the first page leads to: five queries."""
    return Front(
        lists=[_list_row(one) for one in lists(on)[:ON_FRONT]],
        stories=_story_rows(list(stories(on)[:ON_FRONT])),
        hosts=open_hosts()[: 2 * ON_FRONT],
        answers=newest_answers(ON_FRONT),
    )


def list_leaf(page: str | int | None, *, on: date) -> Leaf[ListRow]:
    """A screenful of lists: two queries."""
    return leaf_of(lists(on), _list_row, page)


def story_leaf(page: str | int | None, *, on: date) -> Leaf[StoryRow]:
    """A screenful of stories: three queries."""
    leaf = leaf_of(stories(on), lambda one: one, page)
    leaf.object_list = _story_rows(list(leaf.object_list))
    return leaf


def photo_of(story: Story) -> Attachment | None:
    """The photo of a story, the latest where several stand."""
    return files_on(story).filter(file__width__isnull=False).order_by("-pk").first()


def _list_row(one: PublicList) -> ListRow:
    return ListRow(
        pk=one.pk,
        title=one.title,
        kind=one.get_kind_display(),
        programme=str(one.programme),
        office=one.office,
        on=one.approved_at,
        shown_until=one.shown_until,
    )


def _story_rows(found: list[Story]) -> list[StoryRow]:
    files = attachments_of(found)
    return [
        StoryRow(
            pk=one.pk,
            title=one.title,
            lead=one.lead,
            office=one.office,
            on=one.approved_at,
            photo=any(each.is_photo for each in files[one.pk]),
        )
        for one in found
    ]
