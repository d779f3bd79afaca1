"""What the pages of indicators show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as Leaf

from bangfu.web.components import Fact, Tab, Tile, Tone
from bangfu.web.pages import Page

from .charts import Chart
from .forms import CatalogueForm, ReasonForm, StatisticForm, WindowForm
from .mapping import Drawn
from .models import Restatement
from .presentation import MonthRow, PlaceRow
from .queries.reach import Place


@dataclass(frozen=True, slots=True)
class Step:
    """One place of the ladder with its address."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One indicator of the catalogue with its value at the place."""

    title: str
    meaning: str
    url: str
    value: str
    unit: str
    change: str
    tone: Tone
    source: str


@dataclass(frozen=True, slots=True)
class ThemeRows:
    """The indicators of one theme."""

    title: str
    rows: Sequence[CatalogueRow]


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around every page: the place, the way down to it, tabs, how fresh it is."""

    place: Place | None
    steps: Sequence[Step]
    tabs: Sequence[Tab]
    span: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Catalogue(Page):
    """Every indicator by theme."""

    around: Around
    filters: CatalogueForm
    themes: Sequence[ThemeRows]
    count: int


@dataclass(frozen=True, slots=True)
class Indicator(Page):
    """One indicator at one place."""

    around: Around
    code: str
    title: str
    theme: str
    unit: str
    has_denominator: bool
    numerator_title: str
    denominator_title: str
    filters: WindowForm
    tiles: Sequence[Tile]
    compared: str
    chart: Chart | None
    months: Sequence[MonthRow]
    below_title: str
    map: Drawn | None
    cells: Sequence[PlaceRow]
    below: Sequence[PlaceRow]
    below_more: str
    facts: Sequence[Fact]
    rows_url: str
    ranking_url: str
    restated: Sequence["RestatedRow"]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class RestatedRow:
    """What a past month said before, and why it changed."""

    month: str
    before: str
    after: str
    reason: str
    who: str
    row: Restatement


@dataclass(frozen=True, slots=True)
class Ranking(Page):
    """Institutions by an indicator; never persons."""

    around: Around
    code: str
    title: str
    has_denominator: bool
    numerator_title: str
    denominator_title: str
    back_url: str
    filters: WindowForm
    compared: str
    leaf: Leaf[PlaceRow]
    first_number: int


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """One outcome with its value, how it moved, and its months as a small line."""

    title: str
    url: str
    value: str
    unit: str
    sums: str
    change: str
    tone: Tone
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """Outcomes that answer one question."""

    title: str
    lead: str
    cards: Sequence[OutcomeCard]


@dataclass(frozen=True, slots=True)
class Outcome(Page):
    """What changed: not only what was done."""

    around: Around
    filters: WindowForm
    compared: str
    groups: Sequence[OutcomeGroup]
    unknown: Sequence[CatalogueRow]


@dataclass(frozen=True, slots=True)
class StatisticRow:
    """One reported figure."""

    pk: int
    item: str
    whose: str
    span: str
    amount: str
    document: str
    by: str
    at: str
    withdrawn: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class StatisticList(Page):
    """Figures that offices reported."""

    around: Around
    leaf: Leaf[StatisticRow]
    may_enter: bool


@dataclass(frozen=True, slots=True)
class EnterStatistic(Page):
    """The form for one figure."""

    form: StatisticForm


@dataclass(frozen=True, slots=True)
class WithdrawStatistic(Page):
    """Taking a figure back."""

    row: StatisticRow
    form: ReasonForm
