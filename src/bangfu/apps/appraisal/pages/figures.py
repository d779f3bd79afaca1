"""What the pages of one figure, and of figures to be reported, show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.core.paginator import Page as Leaf

from bangfu.apps.appraisal.forms.figures import ReportForm
from bangfu.apps.evidence.queries import Attached
from bangfu.web.components import Fact
from bangfu.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShown:
    """One row behind a figure, what it adds, and where it can be read."""

    on: date | None
    said: str
    amount: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportShown:
    """A figure as somebody reported it; ``ended`` is why it stands no more."""

    pk: int
    value: str
    note: str
    by: str
    at: datetime
    files: Sequence[Attached]
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePage(Page):
    """One input of a sheet: the figure, where it comes from, over which days, its rows."""

    template: ClassVar[str] = "appraisal/figure"

    pk: int
    subject: str
    round: int
    round_title: str
    title: str
    lead: str
    value: str
    facts: Sequence[Fact]
    missing: str
    changed: str
    share: bool
    rows: Leaf[RowShown] | None
    lists: Sequence[tuple[str, str]]
    reports: Sequence[ReportShown]
    report_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedShown:
    """One input a unit reports, and what it reported."""

    code: str
    title: str
    items: str
    value: str
    by: str
    at: datetime | None
    reported: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage(Page):
    """Everything a sheet asks its unit to report."""

    template: ClassVar[str] = "appraisal/reports"

    pk: int
    subject: str
    round: int
    round_title: str
    lead: str
    due: date
    over: bool
    may: bool
    why_not: str
    missing: int
    rows: Sequence[AskedShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigure(Page):
    """The form of one figure."""

    template: ClassVar[str] = "appraisal/report_figure"

    pk: int
    subject: str
    round: int
    round_title: str
    title: str
    items: str
    due: date
    standing: ReportShown | None
    form: ReportForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReport:
    """A sheet that waits for figures."""

    pk: int
    key: str
    round: str
    missing: int
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsWaiting(Page):
    """Sheets whose figures somebody has still to report."""

    template: ClassVar[str] = "appraisal/reports_waiting"

    rows: Leaf[ToReport]
