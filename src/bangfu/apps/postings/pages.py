"""What the pages of postings show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as Leaf

from bangfu.apps.journal.queries import TrailRow
from bangfu.web.components import Fact, Reason, Tone
from bangfu.web.pages import Page

from .forms import (
    AppointingForm,
    DeclineForm,
    MetNeedFilterForm,
    NewOfferForm,
    NewPostingForm,
    OfferFilterForm,
    PostingFilterForm,
    ReplaceForm,
    StepForm,
    SubstituteForm,
    SwapForm,
)
from .queries import (
    ClashRow,
    Link,
    Met,
    MetRow,
    Milestone,
    Offered,
    OfferRow,
    Row,
    Said,
)
from .queries.swapping import Outlook


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


@dataclass(frozen=True, slots=True)
class PostingClash(Page):
    """Nothing was saved: somebody is posted elsewhere at that time. Who, where, when, which."""

    said: str
    rows: Sequence[ClashRow]
    back: str


@dataclass(frozen=True, slots=True)
class NeedList(Page):
    """Needs within reach, the most urgent first, with how far each is met."""

    leaf: Leaf[MetRow]
    filters: MetNeedFilterForm
    may_state: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Page):
    """One need with everything its host said, and what became of it."""

    pk: int
    title: str
    programme: str
    is_open: bool
    withdrawn: str
    tasks: str
    request: int | None
    facts: list[Fact]
    met: Met
    offers: Sequence[OfferRow]
    postings: Sequence[Row]
    may_withdraw: bool
    may_post: bool
    may_offer: bool


@dataclass(frozen=True, slots=True)
class OfferList(Page):
    """Names in talks: what the reader is asked, why this person, what both sides said."""

    leaf: Leaf[OfferRow]
    filters: OfferFilterForm
    waiting: int
    appointable: int

    @property
    def may_agree(self) -> bool:
        """Whether a press of one button agrees to something on this page."""
        return any(row.may_agree for row in self.leaf.object_list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Page):
    """One name in talks with its reasons, what was said and what may be done."""

    pk: int
    worker: str
    host: str
    state: str
    tone: Tone
    said: Sequence[Said]
    facts: list[Fact]
    reasons: list[Reason]
    staffing: str
    is_thin: bool
    need_id: int | None
    posting_id: int | None
    plan_id: int | None
    trail: Sequence[TrailRow]
    may_agree: bool
    may_decline: bool
    may_substitute: bool
    may_allow: bool
    takes_back: bool


@dataclass(frozen=True, slots=True)
class NewOffer(Page):
    """The form in which a name is put forward for a need."""

    need_id: int
    need: str
    facts: list[Fact]
    form: NewOfferForm


@dataclass(frozen=True, slots=True)
class DeclineOffer(Page):
    """Asks why a name is declined, or taken back."""

    pk: int
    worker: str
    host: str
    title: str
    consequences: list[str]
    form: DeclineForm


@dataclass(frozen=True, slots=True)
class SubstituteOffer(Page):
    """The form in which a sender names somebody else."""

    pk: int
    worker: str
    host: str
    form: SubstituteForm


@dataclass(frozen=True, slots=True)
class AppointOffers(Page):
    """Everybody both sides agreed on, to be appointed as one batch."""

    rows: Sequence[OfferRow]
    chosen: frozenset[int]
    form: AppointingForm


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapPosting(Page):
    """A swap or a move with what it would change, shown before it is done."""

    pk: int
    worker: str
    host: str
    form: SwapForm
    outlook: Outlook | None
    seen: str = ""
