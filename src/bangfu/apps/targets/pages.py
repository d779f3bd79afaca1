"""What the pages of targets show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.utils.safestring import SafeString

from bangfu.apps.evidence.queries import Attached
from bangfu.apps.targets.queries.lagging import Lag
from bangfu.web.components import Fact, Tab, Tile, Tone
from bangfu.web.pages import Page

from .forms import (
    AmountsForm,
    ChoosingForm,
    CommentForm,
    LagForm,
    ReportForm,
    ReviewForm,
    WithdrawForm,
)
from .presentation import Row


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page about a programme's targets has: its name, the day, its sisters."""

    programme: str
    code: str
    on: date
    tabs: Sequence[Tab]
    filters: ChoosingForm | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class NoTargets(Page):
    """Nothing to follow: no programme in sight has targets."""

    filters: ChoosingForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace(Page):
    """Progress of every target against the calendar (双过半)."""

    frame: Frame
    time_share: str
    review_on: date | None
    review_url: str
    tiles: Sequence[Tile]
    rows: Sequence[Row]
    figures: int
    nothing: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One institution with its cells, and its count for where cells do not fit.

    The cells come drawn: a template takes ten times as long for thousands of them.
    """

    pk: int
    name: str
    url: str
    judged: int
    lagging: int
    over: int
    cells: SafeString


@dataclass(frozen=True, slots=True)
class Column:
    """One target of the matrix."""

    title: str
    asked: str
    url: str
    total: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix(Page):
    """Institutions by targets."""

    frame: Frame
    columns: Sequence[Column]
    rows: Sequence[MatrixRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class LagRow:
    """One lag as the list shows it."""

    institution: str
    institution_url: str
    target: str
    target_url: str
    row: Row
    common: bool
    spread: str
    note: "NoteShown | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteShown:
    """What an institution says about a lag, and what the authority answered."""

    pk: int
    url: str
    cause: str
    why: str
    measures: str
    responsible: str
    new_due: date
    by: str
    at: datetime
    comment: str
    in_ledger: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lags(Page):
    """Every lag, the furthest behind first."""

    frame: Frame
    narrowed: str
    all_url: str
    lags: Sequence[LagRow]
    leaf: Leaf[Lag]
    unexplained: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsOf(Page):
    """All targets of one institution."""

    frame: Frame
    institution: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """What one post group or department bears and did."""

    name: str
    asked: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingRow:
    """One act of sharing out."""

    at: datetime
    by: str
    edition: int
    way: str
    whole: str
    parts: str
    standing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRow:
    """One reported figure."""

    pk: int
    on: date
    institution: str
    amount: str
    document: str
    note: str
    files: Sequence[Attached]
    by: str
    at: datetime
    withdrawn: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Page):
    """One target: asked, done, by whom, how it was shared out, what was reported."""

    frame: Frame
    title: str
    note: str
    facts: Sequence[Fact]
    whole: Row
    balance: str
    balance_tone: Tone
    rows: Sequence[Row]
    groups: Sequence[GroupRow]
    sharings: Sequence[SharingRow]
    reported: Sequence[ReportedRow]
    share_url: str
    report_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Page):
    """The form in which a target is shared out."""

    frame: Frame
    title: str
    back: str
    whole: str
    whose: str
    said: str
    form: AmountsForm
    ways: Sequence[Tab]
    way: str

    @property
    def departments(self) -> list[tuple[object, object]]:
        """The lines for departments: name and amount side by side."""
        form = self.form
        return [(form[f"department_{n}"], form[f"part_{n}"]) for n in range(form.lines)]

    @property
    def amounts(self) -> list[object]:
        """The fields with one amount each."""
        return [self.form[f"amount_{name}"] for name in self.form.names]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Page):
    """The form in which a figure is reported."""

    frame: Frame
    title: str
    back: str
    form: ReportForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Page):
    """Asks why a figure is taken back."""

    title: str
    back: str
    consequences: list[str]
    form: WithdrawForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain(Page):
    """The form in which an institution explains a lag."""

    frame: Frame
    institution: str
    title: str
    row: Row
    spread: str
    back: str
    form: LagForm
    before: Sequence[NoteShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Page):
    """One note, with the authority's answer or the form for it."""

    institution: str
    title: str
    note: NoteShown
    became: str
    back: str
    form: CommentForm | None
    may_take: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One review in the list."""

    pk: int
    title: str
    on: date
    kept_at: datetime
    by: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews(Page):
    """Reviews kept, and the form for the next."""

    frame: Frame
    reviews: Sequence[ReviewRow]
    form: ReviewForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """One figure of a review as it was kept."""

    title: str
    institution: str
    asked: str
    done: str
    due: str
    state: str
    tone: Tone
    verdict: str
    explain_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A figure that changed since."""

    title: str
    institution: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Page):
    """A review as it was held, and what has changed since."""

    frame: Frame
    title: str
    on: date
    kept_at: datetime
    by: str
    edition: int
    digest: str
    intact: bool
    wholes: Sequence[KeptRow]
    lags: Sequence[KeptRow]
    changes: Sequence[ChangeRow]
    asked: int
    answered: int
