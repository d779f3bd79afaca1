"""What the pages of lists and stories show, to offices and to everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django import forms as django_forms
from django.core.paginator import Page as Leaf

from bangfu.apps.evidence.queries import Attached
from bangfu.web.components import Fact, Tab, Tone
from bangfu.web.pages import Page

from .forms import ReasonForm
from .lists import Table
from .queries.kept import PublicationRow
from .queries.public import Front, ListRow, StoryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationList(Page):
    """Lists, or stories, of an office; ``item`` and ``new`` name their addresses."""

    tabs: Sequence[Tab]
    title: str
    lead: str
    item: str
    new: str
    new_label: str
    leaf: Leaf[PublicationRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class WritePublication(Page):
    """The form of a list or a story."""

    title: str
    back: str
    back_label: str
    form: django_forms.Form
    note: str
    multipart: bool


@dataclass(frozen=True, slots=True)
class Doing:
    """Addresses of what a reader may do with something; empty where they may not."""

    revise: str
    release: str
    withdraw: str
    public: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Page):
    """One list or story as its office sees it, with what the public reads of it."""

    title: str
    kind: str
    back: str
    back_label: str
    state: str
    tone: Tone
    facts: Sequence[Fact]
    lead: str
    words: str
    table: Table | None
    photos: Sequence[Attached]
    pk: int
    own: bool
    doing: Doing


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPublication(Page):
    """Taking something off."""

    title: str
    back: str
    form: ReasonForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFront(Page):
    """The page that leads to all that is public."""

    front: Front
    stars: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLists(Page):
    """Public lists and notices."""

    leaf: Leaf[ListRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicListSheet(Page):
    """One public list, as it hangs on a board."""

    title: str
    kind: str
    programme: str
    words: str
    table: Table | None
    office: str
    telephone: str
    on: datetime | None
    shown_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStories(Page):
    """Public stories."""

    leaf: Leaf[StoryRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStory(Page):
    """One public story."""

    pk: int
    title: str
    lead: str
    words: str
    office: str
    programme: str
    on: datetime | None
    photo: Attached | None
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicGone(Page):
    """What is said where something is public no more."""

    title: str
    said: str
