"""What the pages of score tables show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django import forms

from bangfu.apps.appraisal.queries.scheme_trials import Trial
from bangfu.apps.appraisal.queries.schemes import SchemeRow
from bangfu.web.components import Fact, Tone
from bangfu.web.pages import Page


@dataclass(frozen=True, slots=True)
class ShippedRow:
    """A table that comes with the product."""

    code: str
    title: str
    kind: str
    items: int


@dataclass(frozen=True, slots=True)
class SchemeList(Page):
    """Tables of the area, and shipped ones to begin with."""

    template: ClassVar[str] = "appraisal/scheme_list"

    rows: Sequence[SchemeRow]
    shipped: Sequence[ShippedRow]
    makes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """One row of the printed table."""

    key: str
    title: str
    points: str
    sort: str
    part: str
    rule: str
    kind: str
    note: str
    source: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class GroupShown:
    """Items under one heading; a heading without words where items have none."""

    key: str
    title: str
    points: str
    items: Sequence[ItemShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockShown:
    """A part of the table."""

    key: str
    title: str
    said: Sequence[str]
    groups: Sequence[GroupShown]


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the smaller lists: what it says in one line."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ListShown:
    """One of the smaller lists: vetoes, grades, stars, levels, sources."""

    part: str
    title: str
    remedy: str
    rows: Sequence[RowShown]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong with the table: its place in words, a link to the field, the remedy."""

    place: str
    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemePage(Page):
    """A table as it is printed, and, for a draft, where each row is changed."""

    template: ClassVar[str] = "appraisal/scheme"

    title: str
    lead: str
    pk: int | None = None
    shipped: str = ""
    version: int = 0
    state: str = ""
    tone: Tone = "neutral"
    facts: Sequence[Fact]
    blocks: Sequence[BlockShown]
    lists: Sequence[ListShown]
    mistakes: Sequence[Mistake] = ()
    edits: bool = False
    copies: bool = False
    digest: str = ""
    frozen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyScheme(Page):
    """The form in which a table is copied."""

    template: ClassVar[str] = "appraisal/scheme_copy"

    source: str
    back: str
    form: forms.Form


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A figure to try a rule on."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRow(Page):
    """One row of a draft as a form; of an item its rule in words, and a try-out."""

    template: ClassVar[str] = "appraisal/scheme_row"

    pk: int
    scheme: str
    title: str
    part: str
    key: str
    form: forms.Form
    kind_form: forms.Form | None = None
    sentence: str = ""
    tries: Sequence[TrialLine] = ()
    outcome: str = ""
    steps: Sequence[str] = ()
    mistakes: Sequence[str] = ()
    removable: bool = False
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CellShown:
    """A mistake in an uploaded workbook."""

    cell: str
    value: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadScheme(Page):
    """A table by Excel: the form, then what is wrong or what would change."""

    template: ClassVar[str] = "appraisal/scheme_upload"

    pk: int
    scheme: str
    form: forms.Form
    errors: Sequence[CellShown] = ()
    marked: str = ""
    """The user's own file with its mistakes marked, in base 64; empty where it is too large."""
    marked_name: str = ""
    changes: Sequence[tuple[str, str, str]] = ()
    text: str = ""
    version: int = 0
    same: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TryScheme(Page):
    """A draft on the figures of a round, beside what the round came to."""

    template: ClassVar[str] = "appraisal/scheme_trial"

    pk: int
    scheme: str
    form: forms.Form
    any_round: bool
    trial: Trial | None = None
    mistakes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndScheme(Page):
    """Asks before a draft is frozen or dropped."""

    template: ClassVar[str] = "appraisal/scheme_end"

    pk: int
    scheme: str
    question: str
    action: str
    consequences: Sequence[str]
    version: int
    danger: bool = False
