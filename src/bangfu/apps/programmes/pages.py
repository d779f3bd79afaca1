"""What the pages of programmes show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.core.paginator import Page as Leaf
from django.utils.translation import get_language

from bangfu.apps.evidence.queries import Attached
from bangfu.core.programmes import Located
from bangfu.web.components import Fact, Tile
from bangfu.web.pages import Page

from .forms import AdoptForm, EndPairingForm, EnrolForm, NarrowForm, PairingForm, UploadForm
from .portrait.difference import Line
from .portrait.dispatching import BatchRow, PostGroup
from .portrait.heading import Heading
from .portrait.leadership import Group, StatedParty
from .portrait.notes import Clause, Note
from .portrait.overview import Document, Stage
from .portrait.reviewing import GradeRow, Level, PaperRow, RoundRow
from .portrait.targeting import Project, ResultRow, TargetRow
from .queries import EditionRow, PairingRow, PartyRow, ProgrammeRow


@dataclass(frozen=True, slots=True)
class ProgrammeList(Page):
    """Programmes within reach."""

    leaf: Leaf[ProgrammeRow]
    filters: NarrowForm
    may_adopt: bool


@dataclass(frozen=True, slots=True)
class Overview(Page):
    """What a programme is, what it rests on, and which stages it has."""

    heading: Heading
    tiles: list[Tile]
    facts: list[Fact]
    aims: list[Clause]
    principles: list[str]
    meetings: list[Clause]
    documents: list[Document]
    stages: list[Stage]
    assumptions: int
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Leadership(Page):
    """Who leads and who takes part: as stated, and as registered."""

    heading: Heading
    groups: list[Group]
    parties: list[StatedParty]
    leaf: Leaf[PartyRow]
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Pairings(Page):
    """Who is tied to whom, from when to when, and what followed."""

    heading: Heading
    leaf: Leaf[PairingRow]
    rules: list[Clause]
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Rules(Page):
    """Rules of dispatch and of duty, in sentences."""

    heading: Heading
    forms: list[str]
    rules: list[Clause]
    duty: list[Clause]
    consequences: list[Clause]
    gains: list[Clause]
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Posts(Page):
    """The posts a programme fills."""

    heading: Heading
    groups: list[PostGroup]
    batches: list[BatchRow]
    steps: list[Clause]
    needs_url: str
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Targets(Page):
    """Targets with their pace, tasks, and results already reported."""

    heading: Heading
    on: date
    targets: list[TargetRow]
    projects: list[Project]
    method: list[str]
    kinds: list[str]
    results: list[ResultRow]
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Review(Page):
    """Appraisal, public requests and documents."""

    heading: Heading
    title: str
    facts: list[Fact]
    rules: list[str]
    levels: list[Level]
    rounds: list[RoundRow]
    grades: list[GradeRow]
    stars: list[GradeRow]
    supervision: list[Clause]
    voice_title: str
    voice: list[Clause]
    papers: list[PaperRow]
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Sources(Page):
    """Editions, documents, passages of them, and assumptions."""

    heading: Heading
    editions: list[EditionRow]
    documents: list[Note]
    passages: list[Note]
    files: list[Attached]
    assumptions: list[Note]


@dataclass(frozen=True, slots=True)
class EditionText(Page):
    """One edition as it stood."""

    heading: Heading
    number: int
    adopted_on: date
    digest: str
    intact: bool
    text: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One mistake of a definition file, in the reader's language."""

    line: int | None
    place: str
    words: str

    @classmethod
    def of(cls, problem: Located) -> Self:
        english = (get_language() or "").startswith("en")
        return cls(problem.line, problem.place, problem.en if english else problem.zh)


@dataclass(frozen=True, slots=True)
class NewEdition(Page):
    """Asks for a definition file; names what is wrong with one."""

    form: UploadForm
    problems: Sequence[ProblemRow] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Preview(Page):
    """A definition before it is adopted: what it says, what it assumes, what it changes."""

    form: AdoptForm
    title: str
    code: str
    edition: int
    in_force: int | None
    refusal: str
    facts: list[Fact]
    tiles: list[Tile]
    stages: list[Stage]
    assumptions: list[Note]
    changes: list[list[Line]]


@dataclass(frozen=True, slots=True)
class Enrol(Page):
    """Institutions of the registry that fit a party and are not in yet."""

    heading: Heading
    form: EnrolForm
    party: str
    enrolled: int
    unnamed: tuple[str, ...]
    any: bool


@dataclass(frozen=True, slots=True)
class NewPairing(Page):
    """Ties a sender to a host."""

    heading: Heading
    form: PairingForm
    any: bool


@dataclass(frozen=True, slots=True)
class EndPairing(Page):
    """Asks from when two are no longer paired, and who follows."""

    heading: Heading
    title: str
    form: EndPairingForm
    consequences: list[str]
