"""What the pages of completion show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.forms.boundfield import BoundField

from bangfu.web.components import Fact, Tab, Tile
from bangfu.web.pages import Page

from .forms import ArrangeForm, EvaluateForm, ItemForm, NoteForm, ReopenForm, SettleForm
from .queries.ends import EndRow
from .queries.evaluations import EvaluationRow
from .queries.handovers import ItemRow, Sheet, SignatureRow
from .queries.voice import NoteRow, RatingRow, SumsShown


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving(Page):
    """Postings that end, for whoever takes part in them."""

    leaf: Leaf[EndRow]
    speaks: bool
    sums: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item with its two fields, where the reader may change it."""

    item: ItemRow
    done: BoundField | None = None
    note: BoundField | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover(Page):
    """One posting's hand-over list: items, signatures, and what the reader may do."""

    pk: int
    worker: str
    host: str
    facts: Sequence[Fact]
    sheet: Sheet | None
    lines: Sequence[Line]
    form: SettleForm | None
    item_form: ItemForm
    said: str
    may_arrange: bool = False
    may_settle: bool = False
    may_reopen: bool = False
    may_finish: bool = False
    signing: Sequence[SignatureRow] = ()
    on_paper: Sequence[SignatureRow] = ()
    finishes: bool = False
    handed_over_on: date | None = None
    untaught: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSheet(Page):
    """The list as it is printed and signed by hand."""

    pk: int
    worker: str
    title: str
    facts: Sequence[Fact]
    sheet: Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrange(Page):
    """The form in which day and successor are chosen."""

    pk: int
    worker: str
    host: str
    form: ArrangeForm
    begun: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Page):
    """The question whether a signed list is opened again."""

    pk: int
    worker: str
    form: ReopenForm
    consequences: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluate(Page):
    """What the reader may read of a posting's evaluations, and the form of their own."""

    pk: int
    worker: str
    host: str
    facts: Sequence[Fact]
    given: Sequence[EvaluationRow]
    form: EvaluateForm | None
    side: str
    title: str
    read_by: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveNote(Page):
    """A host's notes about one posting, and the form of another."""

    pk: int
    worker: str
    host: str
    form: NoteForm
    notes: Sequence[NoteRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice(Page):
    """Notes of hosts, for the authority."""

    tabs: Sequence[Tab]
    notes: Leaf[NoteRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings(Page):
    """Evaluations by hosts, for the authority."""

    tabs: Sequence[Tab]
    ratings: Leaf[RatingRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums(Page):
    """What a sender learns of what hosts said: sums alone."""

    sums: SumsShown


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Page):
    """Postings that are over, with what is missing."""

    tiles: Sequence[Tile]
    leaf: Leaf[EndRow]
    ready: int
