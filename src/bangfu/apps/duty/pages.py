"""What the pages of duty show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page as Leaf

from bangfu.apps.duty.models import CheckedPointer
from bangfu.apps.postings.models import Posting
from bangfu.apps.registry.models import Institution
from bangfu.web.components import Fact, Tab, Tile
from bangfu.web.pages import Page

from .forms import (
    AskLeaveForm,
    CorrectionForm,
    DecisionForm,
    EarlierServiceForm,
    EnterLeaveForm,
    RefuseLeaveForm,
    ReportBackForm,
    RosterForm,
    SubstituteForm,
)
from .presentation import Chip, Finishing, Row
from .queries.given import GivenRow
from .queries.leaves import LeaveRow, SentRow, StandIn
from .queries.occasions import DecisionRow, OccasionRow
from .queries.oversight import Alarm, Expected, HostRow, Missing
from .queries.passbooks import CorrectionRow, PassbookShown
from .queries.pointers import Pointer
from .queries.weeks import Newcomer


@dataclass(frozen=True, slots=True, kw_only=True)
class Week(Page):
    """One host's week on one screen: everybody present, exceptions typed, one button."""

    host: Institution
    hosts: Sequence[Institution]
    week: str
    starts_on: str
    days: Sequence[str]
    rows: Sequence[Row]
    chips: Sequence[Chip]
    lost: Sequence[Chip]
    to_finish: Sequence[Finishing]
    to_confirm: int
    may_submit: bool
    typeable: bool
    said: str
    provisional: str
    problem: str = ""
    newcomers: Sequence[Newcomer] = ()
    leaves: Sequence[LeaveRow] = ()
    swaps: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NoWeek(Page):
    """A reader who confirms for no host to which anybody was ever posted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster(Page):
    """The form in which a host agrees the half-days of a posting."""

    pk: int
    worker: str
    host: str
    facts: Sequence[Fact]
    form: RosterForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Passbook(Page):
    """What one person has served, what is asked, and what is still to go."""

    name: str
    own: bool
    shown: PassbookShown
    corrections: Sequence[CorrectionRow] = field(default_factory=tuple)
    on: date | None = None
    worker_pk: int = 0
    may_enter: bool = False


@dataclass(frozen=True, slots=True)
class NoPassbook(Page):
    """A reader whose account belongs to no worker."""


@dataclass(frozen=True, slots=True)
class AskLeave(Page):
    """The form in which a posted worker asks for leave."""

    posting: str
    form: AskLeaveForm


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterLeave(Page):
    """The form in which host or sender enters leave of somebody posted."""

    form: EnterLeaveForm
    nobody: bool
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBack(Page):
    """The form in which the return from leave is entered; ``back`` names the page before."""

    worker: str
    leave: str
    form: ReportBackForm
    back: str = "passbook"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSubstitute(Page):
    """The form in which the sender names who stands in, with some who may."""

    worker: str
    host: str
    leave: str
    form: SubstituteForm
    free: Sequence[StandIn]


@dataclass(frozen=True, slots=True)
class RefuseLeave(Page):
    """Asks the sender why leave is refused."""

    worker: str
    leave: str
    form: RefuseLeaveForm


@dataclass(frozen=True, slots=True)
class AskCorrection(Page):
    """The form in which something in a closed month is asked to be put right."""

    posting: str
    form: CorrectionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDuty(Page):
    """A sender's people: leave to decide, who is away, what it gave."""

    tabs: Sequence[Tab]
    tiles: Sequence[Tile]
    to_decide: Sequence[LeaveRow]
    leaves: Sequence[LeaveRow]
    leaf: Leaf[SentRow]
    arrivals: Sequence[Posting]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentGiven(Page):
    """What a sender owes its programmes and what it gave."""

    tabs: Sequence[Tab]
    programmes: Sequence[GivenRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight(Page):
    """Who is missing today, and which posts are about to be empty."""

    on: date
    tabs: Sequence[Tab]
    tiles: Sequence[Tile]
    expected: Sequence[Expected]
    missing: Sequence[Missing]
    alarms: Sequence[Alarm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Page):
    """How far hosts are with confirming, corrections to answer, months to close."""

    tabs: Sequence[Tab]
    hosts: Leaf[HostRow]
    corrections: Sequence[CorrectionRow]
    closable: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers(Page):
    """What may be looked at again, and what was looked into."""

    tabs: Sequence[Tab]
    pointers: Sequence[Pointer]
    checked: Sequence[CheckedPointer]
    may_check: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasions(Page):
    """Cases beside what the programme provides, and what was decided."""

    tabs: Sequence[Tab]
    open: Sequence[OccasionRow]
    decided: Sequence[DecisionRow]
    may_decide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideOccasion(Page):
    """The form in which an authority decides one case."""

    row: OccasionRow
    form: DecisionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterEarlierService(Page):
    """The form in which the own unit enters years served before this system."""

    pk: int
    worker: str
    form: EarlierServiceForm
