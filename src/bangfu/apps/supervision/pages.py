"""What the pages of the ledger show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms as django_forms
from django.core.paginator import Page as Leaf
from django.forms.boundfield import BoundField

from bangfu.core.duty.days import Days
from bangfu.core.tasks.hand_in import Line
from bangfu.web.components import Fact, Tab, Tile, Tone
from bangfu.web.pages import Page

from . import forms
from .models import Task as TaskRecord
from .queries.accounts import Account, SealedLine
from .queries.checking import CheckRow
from .queries.contacts import AnswerRow, DutyRow, PeriodMark
from .queries.flags import FlagRow, Group
from .queries.ledger import ProjectBar, TaskRow
from .queries.lives import Event, Linked, Milestone
from .queries.plans import Planned
from .queries.problems import ProblemRow, Sorts


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLedger(Page):
    """The ledger: figures, projects as bars, tasks in their projects."""

    tabs: Sequence[Tab]
    tiles: Sequence[Tile]
    bars: Sequence[ProjectBar]
    filters: forms.LedgerFilterForm
    leaf: Leaf[TaskRow]
    opens: str
    adds: str
    shows: str
    to_show: int
    all_shown: bool
    narrowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLedger(Page):
    """What opening the ledger of one programme would open."""

    code: str
    programme: str
    method: str
    new: Sequence[Planned]
    standing: int
    unborne: Sequence[str]
    overdue: int
    form: forms.OpenLedgerForm


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgersToOpen(Page):
    """Programmes whose ledger a reader may open."""

    rows: Sequence[tuple[str, str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask(Page):
    """The form of a task added by hand."""

    form: forms.NewTaskForm
    proposes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedStep:
    """A step the reader may take now."""

    step: str
    title: str
    grave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Page):
    """One task: where it stands, its way, its record, and what the reader may do."""

    pk: int
    title: str
    bearer: str
    project: str
    state: str
    tone: Tone
    share: int
    standing: bool
    recurs: bool
    detail: str
    measures: str
    reason: str
    path: Sequence[Milestone]
    facts: Sequence[Fact]
    steps: Sequence[OfferedStep]
    in_full: bool
    record: Sequence[Event]
    links: Sequence[Linked]
    answers: Sequence[AnswerRow]
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStep(Page):
    """The form of one step."""

    pk: int
    task: str
    bearer: str
    title: str
    form: django_forms.Form
    consequences: Sequence[str]
    grave: bool
    facts: Sequence[Fact] = ()
    asked: Event | None = None
    multipart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One task to check with its fields."""

    row: CheckRow
    check: BoundField
    finding: BoundField
    opinion: BoundField

    @property
    def opened(self) -> bool:
        """Whether its fields stand open though nobody ticked it: something is wrong in them."""
        return any(bound.errors for bound in self.bounds)

    @property
    def bounds(self) -> tuple[BoundField, ...]:
        """Its fields, for what is said beside them."""
        return (self.check, self.finding, self.opinion)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTasks(Page):
    """Many tasks checked on one screen, for one period of one programme."""

    tabs: Sequence[Tab]
    programmes: Sequence[Tab]
    programme: str
    period: Days | None
    periods: Sequence[Tab]
    form: forms.CheckForm | None
    lines: Sequence[CheckLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactList(Page):
    """Recurring duties with their latest periods."""

    tabs: Sequence[Tab]
    leaf: Leaf[DutyRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerContact(Page):
    """The form of one period of a recurring duty."""

    pk: int
    task: str
    bearer: str
    mark: PeriodMark
    form: forms.AnswerForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemList(Page):
    """Problems, how they are sorted, and what is done about them."""

    tabs: Sequence[Tab]
    sorts: Sorts
    filters: forms.ProblemFilterForm
    leaf: Leaf[ProblemRow]
    adds: bool
    narrowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProblem(Page):
    """The form of a problem."""

    form: forms.NewProblemForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Page):
    """One problem, and what may be done about it."""

    pk: int
    title: str
    where: str
    state: str
    tone: Tone
    facts: Sequence[Fact]
    detail: str
    measures: str
    task: int | None
    request: int | None
    sort_form: forms.SortForm | None
    settle_form: forms.SettleForm | None
    remedy_form: forms.RemedyForm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInList(Page):
    """Ledgers handed in, and those that wait."""

    tabs: Sequence[Tab]
    waiting: Sequence[Account]
    leaf: Leaf[Account]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInLine:
    """One task with the fields of what is said of it, where it is open."""

    line: Line
    task: TaskRecord
    words: BoundField | None
    wished: BoundField | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn(Page):
    """The form in which a year's ledger is handed in."""

    programme: str
    bearer: str
    year: int
    tiles: Sequence[Tile]
    form: forms.HandInForm
    lines: Sequence[HandInLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn(Page):
    """A ledger as it was handed in."""

    programme: str
    bearer: str
    year: int
    facts: Sequence[Fact]
    tiles: Sequence[Tile]
    lines: Sequence[SealedLine]
    words: str
    digest: str
    intact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Page):
    """The movable flag of one programme: who holds it, who held it."""

    tabs: Sequence[Tab]
    programmes: Sequence[Tab]
    title: str
    programme: str
    period: Days
    groups: Sequence[Group]
    rows: Sequence[FlagRow]
    holders: Sequence[FlagRow]
    form: forms.FlagForm | None
