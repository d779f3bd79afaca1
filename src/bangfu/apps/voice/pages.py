"""What the pages of public requests show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms as django_forms
from django.core.paginator import Page as Leaf

from bangfu.apps.evidence.queries import Attached
from bangfu.web.components import Fact, Tab, Tile, Tone
from bangfu.web.pages import Page

from . import forms
from .models import Release
from .queries.causes import ReviewRow
from .queries.public import Answered as AnsweredRow
from .queries.requests import Event, RequestRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Page):
    """The page behind a poster."""

    place: str
    form: forms.AskForm
    sealed: str
    said: str
    notice: Sequence[str]
    version: str
    day: str
    other_language: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOver(Page):
    """What is said where a code leads nowhere."""

    title: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowStart(Page):
    """Where a receipt code is typed."""

    form: forms.ReceiptForm
    said: str
    other_language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Page):
    """One line of what happened, as its asker reads it."""

    title: str
    words: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow(Page):
    """Where one's own request stands."""

    receipt: str
    fresh: bool
    state: str
    lead: str
    kind: str
    words: str
    place: str
    events: Sequence[Told]
    answer: str
    rate_form: forms.RateForm | None
    again_form: forms.AgainForm | None
    other_language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Page):
    """Answers that were released."""

    leaf: Leaf[AnsweredRow]
    institution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestList(Page):
    """Requests, what is due first."""

    tabs: Sequence[Tab]
    tiles: Sequence[Tile]
    filters: forms.RequestFilterForm
    leaf: Leaf[RequestRow]


@dataclass(frozen=True, slots=True)
class Offered:
    """A step the reader may take now."""

    step: str
    title: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """Other work that a request became, or may become."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRequest(Page):
    """One request: where it stands, its record, and what the reader may do."""

    pk: int
    number: str
    lead: str
    state: str
    tone: Tone
    late: bool
    suspect: str
    words: str
    answer: str
    photos: Sequence[Attached]
    facts: Sequence[Fact]
    events: Sequence[Event]
    steps: Sequence[Offered]
    release: Release | None
    approves: bool
    withdraws: bool
    links: Sequence[Linked]
    ties: Sequence[Linked]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRequestStep(Page):
    """The form of a step."""

    pk: int
    number: str
    title: str
    lead: str
    asked: str
    form: django_forms.Form
    note: str
    multipart: bool
    grave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TieRequest(Page):
    """A request that becomes a task, a need or a problem."""

    pk: int
    number: str
    title: str
    lead: str
    asked: str
    form: django_forms.Form
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawRelease(Page):
    """Taking a published answer off."""

    pk: int
    number: str
    question: str
    answer: str
    form: forms.WithdrawReleaseForm


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code in a list."""

    pk: int
    institution: str
    place: str
    programme: str
    requests: int
    state: str
    tone: Tone
    works: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList(Page):
    """Codes of the reader's place."""

    tabs: Sequence[Tab]
    leaf: Leaf[CodeRow]
    form: forms.CodeForm


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCode(Page):
    """Ending or replacing a code."""

    pk: int
    title: str
    place: str
    note: str
    form: forms.WordsForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes(Page):
    """Causes of a quarter, each figure leading to its rows, and the reviews of it."""

    tabs: Sequence[Tab]
    quarter: str
    earlier: str
    later: str
    rows: Sequence[tuple[str, int, int, str]]
    reviews: Sequence[ReviewRow]
    keeps: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepReview(Page):
    """The review of a quarter's causes, to be filled in beside its figures."""

    quarter: str
    back: str
    rows: Sequence[tuple[str, int, int, str]]
    form: forms.ReviewForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewList(Page):
    """Reviews that were kept, the latest quarter first."""

    tabs: Sequence[Tab]
    leaf: Leaf[ReviewRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Page):
    """One review with the figures of its day."""

    pk: int
    place: str
    quarter: str
    state: str
    tone: Tone
    facts: Sequence[Fact]
    rows: Sequence[tuple[str, int, int]]
    findings: str
    measures: str
    form: forms.WordsForm | None
