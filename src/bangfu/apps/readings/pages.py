"""What the pages of readings show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page as Leaf

from bangfu.apps.evidence.queries import Attached
from bangfu.apps.programmes.pages import ProblemRow
from bangfu.apps.programmes.portrait.notes import Note
from bangfu.web.components import Fact, Progress, Tab, Tile, Tone
from bangfu.web.pages import Page

from .forms import AddForm, AdoptForm, CorrectForm, UploadForm
from .marking import Paragraph, Quote
from .models import NoticeReading
from .wording import Sure


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A draft in the list."""

    pk: int
    title: str
    name: str
    state: str
    tone: Tone
    by: str
    touched_at: datetime
    decided: int
    total: int
    programme: str
    programme_code: str


@dataclass(frozen=True, slots=True)
class ReadingList(Page):
    """Drafts of the offices a person works for."""

    leaf: Leaf[NoticeReading]
    rows: Sequence[ReadingRow]


@dataclass(frozen=True, slots=True)
class NewReading(Page):
    """Asks for a notice."""

    form: UploadForm


@dataclass(frozen=True, slots=True)
class ReadingProgress(Page):
    """A notice that is being read, or could not be."""

    pk: int
    name: str
    box: Progress
    refusal: str
    files: Sequence[Attached]
    may_restart: bool
    may_discard: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A gap or a contradiction, with the values it is about."""

    words: str
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class SumShown:
    """A sum of the notice done again: 9 + 5 = 14."""

    words: str
    agrees: bool
    url: str


@dataclass(frozen=True, slots=True)
class RepairGroup:
    """What one rule of repair mended, with a few examples."""

    words: str
    count: int
    examples: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Card:
    """One value of the draft."""

    pk: int
    revision: int
    label: str
    said: str
    was: str
    verdict: str
    verdict_words: str
    tone: Tone
    by: str
    sure: Sure | None
    is_second: bool
    may_accept: bool
    may_discard: bool
    sentences: str
    quotes: Sequence[Quote]
    form: CorrectForm | None


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of the draft with its values."""

    code: str
    title: str
    decided: int
    total: int
    waiting: int
    cards: Sequence[Card]


@dataclass(frozen=True, slots=True)
class ReadingDraft(Page):
    """The notice and its draft side by side."""

    pk: int
    title: str
    name: str
    state: str
    tone: Tone
    is_open: bool
    is_programme: bool
    decided: int
    total: int
    facts: Sequence[Fact]
    files: Sequence[Attached]
    conflicts: Sequence[Told]
    gaps: Sequence[Told]
    sums: Sequence[SumShown]
    paragraphs: Sequence[Paragraph]
    stretches: Sequence[Tab]
    repairs: Sequence[RepairGroup]
    repaired: int
    dropped: int
    parts: Sequence[PartShown]
    refusal: str
    asks_second: bool
    addable: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AddEntry(Page):
    """Asks for an entry that the notice does not state."""

    pk: int
    title: str
    what: str
    form: AddForm


@dataclass(frozen=True, slots=True)
class AdoptReading(Page):
    """What would be adopted, before it is."""

    pk: int
    title: str
    code: str
    edition: int
    in_force: int | None
    form: AdoptForm
    problems: Sequence[ProblemRow]
    missing: Sequence[str]
    left_out: Sequence[str]
    open: int
    facts: Sequence[Fact]
    tiles: Sequence[Tile]
    assumptions: Sequence[Note]
    targets: Sequence[str]
    toml: str


@dataclass(frozen=True, slots=True)
class DiscardReading(Page):
    """Asks whether a draft is to be thrown away."""

    pk: int
    title: str
    consequences: Sequence[str]


@dataclass(frozen=True, slots=True)
class AskSecond(Page):
    """Says where a text would be sent, before it is."""

    pk: int
    title: str
    told_to: str
    characters: int
