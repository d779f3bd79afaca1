"""What the pages of postings show."""

from dataclasses import dataclass

from django.core.paginator import Page as Leaf

from bangfu.web.components import Fact, Tone
from bangfu.web.pages import Page

from .forms import NewPostingForm, PostingFilterForm, ReplaceForm, StepForm
from .queries import Link, Milestone, Offered, Row, TrailRow


@dataclass(frozen=True, slots=True)
class PostingList(Page):
    """Postings within reach, those that began last first."""

    leaf: Leaf[Row]
    filters: PostingFilterForm


@dataclass(frozen=True, slots=True)
class Posting(Page):
    """One posting: facts, hand-over, the person's other postings, what was done about it."""

    pk: int
    worker: str
    host: str
    state: str
    tone: Tone
    facts: list[Fact]
    predecessor: Link | None
    successors: list[Link]
    all_of_worker: list[Row]
    trail: list[TrailRow]
    need_id: int | None
    path: list[Milestone]
    steps: list[Offered]


@dataclass(frozen=True, slots=True)
class NewPosting(Page):
    """The form in which somebody is posted to answer a need."""

    need_id: int
    need: str
    facts: list[Fact]
    form: NewPostingForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStep(Page):
    """The form of one step: what it asks for, and what follows from it."""

    pk: int
    worker: str
    host: str
    step: str
    title: str
    form: StepForm
    consequences: list[str]
    grave: bool


@dataclass(frozen=True, slots=True)
class ReplacePosting(Page):
    """The form in which a successor takes over."""

    pk: int
    worker: str
    host: str
    form: ReplaceForm
