"""What the pages of one sheet and of one objection show."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

from django import forms as django_forms

from bangfu.apps.appraisal.forms import sheets as forms
from bangfu.apps.appraisal.forms.results import ImproveForm, UseForm
from bangfu.apps.appraisal.queries.objections import ObjectionRow
from bangfu.apps.appraisal.queries.uses import PlanRow, UseRow
from bangfu.apps.evidence.queries import Attached
from bangfu.web.components import Fact, Tone
from bangfu.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsShown:
    """The points of one level: given by somebody with a reason, or carried on from below."""

    level: str
    points: str
    given: bool
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    mark: int = 0
    files: Sequence[Attached] = ()


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One input of an item: its name, the figure, and where its rows can be read."""

    title: str
    value: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """One item: what it asks, what was measured, what each level gave."""

    code: str
    title: str
    sort: str
    full: str
    rule: str
    state: str
    tone: Tone
    points: str
    steps: Sequence[str]
    figures: Sequence[FigureShown]
    levels: Sequence[PointsShown]
    exempt: str
    scores: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockShown:
    """One block: its items and how its points come about."""

    code: str
    title: str
    points: str
    sums: Sequence[str]
    items: Sequence[ItemShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureShown:
    """Who closed a level or stated something, when, in what words."""

    title: str
    by: str
    at: datetime
    words: str
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage(Page):
    """One sheet, the same for everybody in reach."""

    template: ClassVar[str] = "appraisal/sheet"

    pk: int
    title: str
    round: int
    round_title: str
    lead: str
    reports: bool
    state: str
    tone: Tone
    total: str
    awaiting: int
    facts: Sequence[Fact]
    adds_up: Sequence[str]
    reasons: Sequence[str]
    levels: Sequence[str]
    blocks: Sequence[BlockShown]
    signatures: Sequence[SignatureShown]
    vetoes: Sequence[tuple[str, str]]
    objections: Sequence[ObjectionRow]
    turn: str
    mine: bool
    why_not: str
    close_form: forms.CloseForm | None
    send_back_form: forms.SendBackForm | None
    report_form: forms.ReportForm | None
    opinion_form: forms.OpinionForm | None
    objection_form: forms.ObjectionForm | None
    exempt_form: forms.FactForm | None
    lift_exemption_form: forms.FactForm | None
    veto_form: forms.FactForm | None
    lift_veto_form: forms.FactForm | None
    uses: Sequence[UseRow]
    use_form: UseForm | None
    plan: PlanRow | None
    tier: str
    plan_form: ImproveForm | None

    def __post_init__(self) -> None:
        _tell_fields_apart(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivePoints(Page):
    """Points of one item at the level whose turn it is."""

    template: ClassVar[str] = "appraisal/give_points"

    pk: int
    subject: str
    round: int
    round_title: str
    item: ItemShown
    level: str
    form: forms.PointsForm


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRow:
    """One item of a block with its own form."""

    item: ItemShown
    form: forms.RowForm


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBlock(Page):
    """Points of all items of a block at the level whose turn it is."""

    template: ClassVar[str] = "appraisal/give_block"

    pk: int
    subject: str
    round: int
    round_title: str
    title: str
    level: str
    said: str
    rows: Sequence[BlockRow]
    files: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSheetStep(Page):
    """A form of the sheet shown again with what is wrong."""

    template: ClassVar[str] = "appraisal/take_sheet_step"

    pk: int
    subject: str
    title: str
    form: django_forms.Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionPage(Page):
    """One objection: what is held, what two persons found, what was decided."""

    template: ClassVar[str] = "appraisal/objection"

    pk: int
    title: str
    sheet: int
    lead: str
    state: str
    tone: Tone
    facts: Sequence[Fact]
    text: str
    files: Sequence[Attached]
    found: Sequence[SignatureShown]
    decision: str
    recheck_form: forms.RecheckForm | None
    decision_form: forms.DecisionForm | None
    withdraws: bool

    def __post_init__(self) -> None:
        _tell_fields_apart(self)


def _tell_fields_apart(page: SheetPage | ObjectionPage) -> None:
    """Where several forms stand on one page, each label leads to the field of its own form."""
    for place in fields(page):
        form = getattr(page, place.name)
        if isinstance(form, django_forms.Form):
            form.auto_id = f"{place.name}_%s"
