"""What the pages of branches show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.forms import Form

from bangfu.apps.journal.queries import TrailRow
from bangfu.apps.registry.actions import ImportReport
from bangfu.apps.registry.pages import ChangeRow, ErrorRow
from bangfu.web.components import Fact, Tab, Tile, Tone, Words
from bangfu.web.pages import Page

from .models import BranchUpload, Turn
from .queries import coverage, lists, single


@dataclass(frozen=True, slots=True)
class BranchList(Page):
    """Branches somebody may see, narrowed, with sums over all pages."""

    leaf: Leaf[lists.Row]
    filters: Form
    tiles: Sequence[Tile]
    tabs: Sequence[Tab]
    may_found: bool
    year: int


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """An institution with its standing in words."""

    row: coverage.Row
    said: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class CoverageList(Page):
    """How institutions stand by members, branches and departments covered."""

    leaf: Leaf[CoverageRow]
    filters: Form
    tiles: Sequence[Tile]
    tabs: Sequence[Tab]


@dataclass(frozen=True, slots=True)
class PlaceCoverage(Page):
    """One institution: its branches, departments, and whom to join."""

    place: coverage.Place
    said: str
    tone: Tone
    remedy: str
    tiles: Sequence[Tile]
    may_found: bool
    may_join: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A count in the picture of members; places in percent of the width, heights in pixels."""

    left: str
    middle: str
    width: str
    full_top: int
    full_height: int
    half_top: int
    half_height: int
    label_top: int
    label: str
    day: date
    said: str


@dataclass(frozen=True, slots=True)
class DevelopmentRow:
    """A year of member development."""

    year: int
    figures: Sequence[int]


@dataclass(frozen=True, slots=True)
class Warned:
    """Something to put right, with where to."""

    title: str
    said: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class BranchCard(Page):
    """One branch in full."""

    pk: int
    name: str
    lead: str
    kicker: str
    ended: str
    successor: tuple[int, str] | None
    warnings: Sequence[Warned]
    tiles: Sequence[Tile]
    facts: Sequence[Fact]
    departments: Sequence[str]
    units: Sequence[tuple[int, str, int | None, int | None]]
    bars: Sequence[Bar]
    turns: Sequence[Turn]
    history: Sequence[single.Stretch]
    developments: Sequence[DevelopmentRow]
    figures: Sequence[Words]
    year: int
    years: Sequence[Tab]
    file: Sequence[single.FileLine]
    file_missing: int
    trail: Sequence[TrailRow]
    may_change: bool
    is_joint: bool
    may_leave: bool


@dataclass(frozen=True, slots=True)
class Step(Page):
    """A form about a branch or an institution; ``back_url`` and ``back`` lead back."""

    title: Words
    lead: Words
    name: str
    form: Form
    action: Words
    back_url: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Confirm(Page):
    """A question before something ends."""

    title: Words
    name: str
    question: Words
    action: Words
    consequences: Sequence[Words]
    form: Form
    back_url: str
    danger: bool = True


@dataclass(frozen=True, slots=True)
class ImportBranches(Page):
    """Where a workbook is uploaded; with what was imported before."""

    form: Form
    earlier: Sequence[BranchUpload]


@dataclass(frozen=True, slots=True)
class BranchTrial(Page):
    """What an import would do, or what stands in its way."""

    upload: BranchUpload
    report: ImportReport
    tiles: Sequence[Tile]
    errors: Sequence[ErrorRow]
    changes: Sequence[ChangeRow]
