"""What the pages around results show: preview, ranking, groups, uses, plans, the public list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django import forms as django_forms
from django.core.paginator import Page as Leaf

from bangfu.apps.appraisal.forms import results as forms
from bangfu.apps.appraisal.queries.groups import GroupRow, GroupSum
from bangfu.apps.appraisal.queries.preview import PreviewRow, QuotaRow
from bangfu.apps.appraisal.queries.public_results import Listed, PublicBand, PublicRound
from bangfu.apps.appraisal.queries.ranking import RankRow
from bangfu.apps.appraisal.queries.uses import PlanRow, UseRow
from bangfu.apps.appraisal.queries.waiting import WaitingObjection, WaitingSheet
from bangfu.web.components import Tab, Tile
from bangfu.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRound(Page):
    """What every page of a round begins with."""

    pk: int
    title: str
    lead: str
    tabs: Sequence[Tab]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPreview(OfRound):
    """What deciding would come to; ``refused`` is why it cannot be reckoned."""

    template: ClassVar[str] = "appraisal/round_preview"

    refused: str
    tiles: Sequence[Tile]
    quotas: Sequence[QuotaRow]
    filters: forms.PreviewFilterForm
    leaf: Leaf[PreviewRow] | None
    waiting: int
    decides: bool
    grouped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRanking(OfRound):
    """Results in their order."""

    template: ClassVar[str] = "appraisal/round_ranking"

    tiles: Sequence[Tile]
    filters: forms.RankFilterForm
    leaf: Leaf[RankRow]
    grouped: bool
    graded: bool
    starred: bool
    compared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundGroups(OfRound):
    """Who is compared with whom, and a form to change it."""

    template: ClassVar[str] = "appraisal/round_groups"

    sums: Sequence[GroupSum]
    filters: forms.GroupFilterForm
    leaf: Leaf[GroupRow]
    form: forms.GroupForm
    chosen: Sequence[int]
    names: Sequence[str]
    matters: bool
    narrowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundUses(OfRound):
    """What results were used for, and the plans that followed."""

    template: ClassVar[str] = "appraisal/round_uses"

    filters: forms.UseFilterForm
    leaf: Leaf[UseRow]
    plans: Sequence[PlanRow]
    more_plans: int
    form: forms.BandUseForm | None
    release_form: forms.ReleaseForm | None
    released: str
    withdraws: bool
    personal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Page):
    """A use, or a public list, taken back with the reason."""

    template: ClassVar[str] = "appraisal/take_back"

    title: str
    question: str
    action: str
    consequences: Sequence[str]
    round: int
    round_title: str
    back: str
    form: django_forms.Form


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSheets(Page):
    """What somebody has to do in all rounds."""

    template: ClassVar[str] = "appraisal/waiting_sheets"

    returned: Sequence[WaitingSheet]
    sheets: Leaf[WaitingSheet]
    results: Sequence[WaitingSheet]
    rechecks: Sequence[WaitingObjection]
    decisions: Sequence[WaitingObjection]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRounds(Page):
    """Every list that is shown to everybody, the latest first."""

    template: ClassVar[str] = "appraisal/public_rounds"

    rows: Sequence[PublicRound]
    language: str
    other_language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicResults(Page):
    """One list that is shown to everybody."""

    template: ClassVar[str] = "appraisal/public_results"

    title: str
    held_by: str
    starts_on: date
    ends_before: date
    published: date
    digest: str
    bands: Sequence[PublicBand]
    leaf: Leaf[Listed]
    language: str
    other_language: str
