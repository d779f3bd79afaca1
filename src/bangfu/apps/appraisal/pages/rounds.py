"""What the pages of rounds show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django import forms as django_forms
from django.core.paginator import Page as Leaf

from bangfu.apps.appraisal.forms import rounds as forms
from bangfu.apps.appraisal.queries.objections import ObjectionRow
from bangfu.apps.appraisal.queries.rounds import LevelRow, RoundRow, SubjectRow
from bangfu.web.components import Fact, Tab, Tone
from bangfu.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundList(Page):
    """Rounds, the latest first."""

    template: ClassVar[str] = "appraisal/round_list"

    filters: forms.RoundFilterForm
    leaf: Leaf[RoundRow]
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound(Page):
    """A round before it is opened: programme, table and days first, then who."""

    template: ClassVar[str] = "appraisal/new_round"

    basis: forms.BasisForm
    form: forms.OpenForm | None
    nobody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage(Page):
    """One round: how far it is, who is appraised, what they came to, what may be done now."""

    template: ClassVar[str] = "appraisal/round"

    pk: int
    title: str
    lead: str
    tabs: Sequence[Tab]
    state: str
    tone: Tone
    facts: Sequence[Fact]
    levels: Sequence[LevelRow]
    filters: forms.SubjectFilterForm
    leaf: Leaf[SubjectRow]
    rated: bool
    ratings: Sequence[tuple[str, str]]
    objections: Sequence[ObjectionRow]
    decides: bool
    awaited: int
    announce_form: django_forms.Form | None
    term: str
    objections_until: date | None
    publishes: bool
    gives_up: bool
    takes_back: bool
    digest: str
    download: bool
    exports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRound(Page):
    """A decision taken back, or a round given up, with the reason."""

    template: ClassVar[str] = "appraisal/end_round"

    pk: int
    title: str
    question: str
    action: str
    consequences: Sequence[str]
    danger: bool
    form: forms.ReasonForm
