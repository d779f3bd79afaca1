"""What the pages of spot checks show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms as django_forms
from django.core.paginator import Page as Leaf
from django.utils.safestring import SafeString

from bangfu.core.draws import Stratum
from bangfu.web.components import Fact, Tab, Tile, Tone
from bangfu.web.pages import Page

from . import forms
from .queries.checks import CheckShown, OwnRow
from .queries.draws import BarredRow, DrawnRow, DrawRow, StratumRow
from .queries.findings import Event, FindingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawList(Page):
    """Draws, the latest first."""

    tabs: Sequence[Tab]
    filters: forms.DrawFilterForm
    leaf: Leaf[DrawRow]
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The list as it would be committed to."""

    size: int
    take: int
    strata: Sequence[tuple[Stratum, int]]
    names: Sequence[str]
    barred: Sequence[BarredRow]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraw(Page):
    """A draw before it is committed to: scope, list, form."""

    scheme: forms.SchemeForm
    preview: Preview | None
    form: forms.CommitForm | None
    kept: Sequence[tuple[str, str]]
    replaces: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One moment of a draw."""

    title: str
    at: datetime | None
    reached: bool
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Page):
    """One draw: what was fixed, why nobody could steer it, who was drawn."""

    pk: int
    title: str
    lead: str
    state: str
    tone: Tone
    path: Sequence[Stage]
    facts: Sequence[Fact]
    strata: Sequence[StratumRow]
    names: Sequence[tuple[str, Sequence[str]]]
    barred: Sequence[BarredRow]
    checkers: Sequence[str]
    knows: bool
    drawn: Sequence[DrawnRow]
    faults: Sequence[str]
    qr: SafeString
    public_url: str
    commitment: str
    manages: bool
    reveal_form: forms.RevealForm | None
    waits_for: datetime | None
    publishes: bool
    redraw: str
    redraw_by: str
    redraw_form: forms.ReasonForm | None
    decides_redraw: bool
    replaces: int | None
    replaced_by: int | None
    given_up: bool
    holds_anew: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Page):
    """What anybody may know of a draw: no names."""

    title: str
    state: str
    tone: Tone
    facts: Sequence[Fact]
    strata: Sequence[StratumRow]
    record_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChecks(Page):
    """The reader's checks: still to be made, and made."""

    tabs: Sequence[Tab]
    waiting: Sequence[OwnRow]
    done: Sequence[OwnRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCheck(Page):
    """The form of one check."""

    pk: int
    title: str
    way: str
    opening: str
    facts: Sequence[Fact]
    roster: forms.RosterForm
    form: forms.CheckForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Page):
    """One check: what was found, what follows."""

    pk: int
    title: str
    lead: str
    state: str
    tone: Tone
    shown: CheckShown | None
    findings: Sequence[FindingRow]
    records: bool
    raises: bool
    dropped: str
    drop_form: forms.DropForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseFinding(Page):
    """The form of a finding."""

    pk: int
    title: str
    form: forms.FindingForm
    term: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingOfRequest(Page):
    """A public request that becomes a finding."""

    pk: int
    number: str
    lead: str
    asked: str
    form: forms.FromRequestForm
    term: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingList(Page):
    """Findings, what is due first."""

    tabs: Sequence[Tab]
    tiles: Sequence[Tile]
    filters: forms.FindingFilterForm
    leaf: Leaf[FindingRow]


@dataclass(frozen=True, slots=True)
class Offered:
    """A step the reader may take now."""

    step: str
    title: str
    grave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Page):
    """One finding: where it stands, its record, and what the reader may do."""

    pk: int
    title: str
    lead: str
    state: str
    tone: Tone
    facts: Sequence[Fact]
    detail: str
    check: int | None
    check_title: str
    asked: int | None
    asked_number: str
    task: int | None
    task_title: str
    path: Sequence[Stage]
    events: Sequence[Event]
    penalties: Sequence[tuple[str, object, str, str]]
    steps: Sequence[Offered]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFindingStep(Page):
    """The form of one step on a finding."""

    pk: int
    finding: str
    lead: str
    title: str
    form: django_forms.Form
    facts: Sequence[Fact]
    latest: Event | None
    note: str
    multipart: bool
    grave: bool


@dataclass(frozen=True, slots=True)
class TieRow:
    """One declared tie."""

    pk: int
    checker: str
    institution: str
    kind: str
    note: str
    declared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties(Page):
    """Who is kept from checking whom."""

    tabs: Sequence[Tab]
    rows: Sequence[TieRow]
    form: forms.TieForm
    ends: bool
