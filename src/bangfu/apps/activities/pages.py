"""The pages of the ledger of work."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as Leaf

from bangfu.apps.activities.forms import CorrectionForm, EntryForm, ReturnForm
from bangfu.apps.activities.ledger_forms import LedgerFilterForm, PointerFilterForm, ReasonForm
from bangfu.apps.activities.offline import Outbox
from bangfu.apps.activities.queries.copied import Copied
from bangfu.apps.activities.queries.entering import Where
from bangfu.apps.activities.queries.ledger import Row, Stretch
from bangfu.apps.activities.queries.months import MonthRow, Reopened
from bangfu.apps.activities.queries.pointers import Alike, Double
from bangfu.apps.activities.queries.single import CaseRow, Change, ItemRow, Open
from bangfu.apps.activities.queries.waiting import Group
from bangfu.apps.evidence.queries import Attached
from bangfu.apps.journal.queries import TrailRow
from bangfu.web.components import Fact, Keyset
from bangfu.web.pages import Page


@dataclass(frozen=True, slots=True)
class Tile:
    """A kind of work to press."""

    title: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """Kinds of work under their theme."""

    title: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One of several places to choose, with a second line."""

    label: str
    note: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """Institutions to choose from before an entry begins."""

    title: str
    links: tuple[Link, ...]
    more: bool
    hidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The entry that has just been made, in words."""

    pk: int
    said: str
    waits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter(Page):
    """Which kind of work is entered; before that, where, if there is a choice."""

    grounds: Sequence[Link]
    where: Where | None
    choice: PlaceChoice | None
    words: str
    groups: Sequence[Tiles]
    drafts: int
    done: Done | None
    outbox: Outbox

    @property
    def current(self) -> Link | None:
        """The place that is chosen."""
        return next((link for link in self.grounds if link.current), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterKind(Page):
    """The form of one kind; ``key`` is empty in a page that lies in the browser."""

    kind: str
    icon: str
    form: EntryForm
    where: Where
    key: str
    action: str
    back: str
    draft: int | None
    outbox: Outbox
    attached: Sequence[Attached] = ()
    said: Sequence[str] = ()
    """What kept a draft from the ledger, where the form no longer shows it: a file refused."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft in the list."""

    pk: int
    kind: str
    icon: str
    summary: str
    said: tuple[str, ...]
    saved: str


@dataclass(frozen=True, slots=True)
class DraftList(Page):
    """What the account has begun and not entered."""

    rows: Sequence[DraftRow]
    outbox: Outbox


@dataclass(frozen=True, slots=True)
class StuckDraft(Page):
    """A draft whose place is out of the account's reach now: readable, nothing more."""

    row: DraftRow
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class DiscardDraft(Page):
    """Asks before a draft is thrown away."""

    row: DraftRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Page):
    """What waits for the reader's side to confirm it."""

    groups: Sequence[Group]
    total: int
    shown: int
    refused: int | None = None
    form: ReturnForm | None = None
    problem: str = ""

    @property
    def to_confirm(self) -> int:
        """How many one press confirms."""
        return sum(not row.is_locked for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityList(Page):
    """The ledger, the newest first; ``about`` names the places a figure came from."""

    found: Stretch
    filters: LedgerFilterForm
    about: Sequence[str]
    neighbours: Keyset
    may_enter: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OneActivity(Page):
    """One activity: what it says, its proof, what it said before, and what may be done."""

    row: Row
    facts: Sequence[Fact]
    items: Sequence[ItemRow]
    cases: Sequence[CaseRow]
    proofs: Sequence[Attached]
    changes: Sequence[Change]
    alike: Sequence[Alike]
    trail: Sequence[TrailRow]
    may: Open
    same_as: int | None


@dataclass(frozen=True, slots=True)
class CorrectActivity(Page):
    """The form in which an entry is corrected."""

    row: Row
    form: CorrectionForm


@dataclass(frozen=True, slots=True)
class WithdrawActivity(Page):
    """Asks why an entry is taken back."""

    row: Row
    form: ReasonForm


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerMonths(Page):
    """The months of a programme's ledger: which are locked, which may be."""

    programmes: Sequence[tuple[str, str, bool]]
    code: str
    rows: Sequence[MonthRow]
    reopened: Sequence[Reopened]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LedgerPointers(Page):
    """What is worth a question: likely doubles and figures that repeat."""

    filters: PointerFilterForm
    doubles: Leaf[Double]
    copied: Sequence[Copied]
    total: int
