"""What the pages of capacity building show."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page as Leaf
from django.forms import Form

from bangfu.apps.evidence.queries import Attached
from bangfu.core.capacity import Use
from bangfu.web.components import Fact, Tab, Tone
from bangfu.web.pages import Page

from .forms import AddSkillForm, ChainFilterForm, HostFilterForm, ItemFilterForm, NewItemForm
from .queries.chains import Chain
from .queries.four import Matrix
from .queries.lists import Row
from .queries.single import CheckRow, SkillRow, Step, TrailRow
from .queries.stages import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemList(Page):
    """What stays behind, those begun last first."""

    leaf: Leaf[Row]
    filters: ItemFilterForm
    tabs: Sequence[Tab]
    may_enter: bool


@dataclass(frozen=True, slots=True)
class KindLink:
    """A kind that may be entered, and where."""

    title: str
    note: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseKind(Page):
    """What is to be entered."""

    kinds: Sequence[KindLink]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem(Page):
    """The form in which something is entered."""

    title: str
    counted: str
    form: NewItemForm
    words: str
    narrows: bool
    kind: str
    standing: Sequence[int] = ()
    """The same thing as it was entered before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Page):
    """One item: how far it is, what comes next, skills, verification, evidence, trail."""

    pk: int
    title: str
    lead: str
    kind: str
    stage: Stage
    ledger: str
    ledger_tone: Tone
    ledger_said: str
    ledger_url: str
    steps: Sequence[Step]
    skills: Sequence[SkillRow]
    skills_title: str
    checks: Sequence[CheckRow]
    facts: Sequence[Fact]
    files: Sequence[Attached]
    trail: Sequence[TrailRow]
    use: Use | None
    median: str
    agreed_days: str
    add_form: AddSkillForm
    may_change: bool
    may_confirm: bool
    may_verify: bool
    may_plan: bool
    may_undo: bool
    is_stopped: bool
    is_withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStep(Page):
    """The form of a milestone or of a skill's step."""

    pk: int
    name: str
    title: str
    lead: str
    form: Form
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Page):
    """What follows from stopping, taking back or not confirming, and why."""

    pk: int
    name: str
    title: str
    question: str
    action: str
    consequences: Sequence[str]
    form: Form
    danger: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify(Page):
    """The form in which the authority says what it found."""

    pk: int
    name: str
    lead: str
    form: Form
    checks: Sequence[CheckRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class FourThings(Page):
    """Hosts of a programme with what each has built."""

    matrix: Matrix | None
    filters: HostFilterForm
    titles: Sequence[str]
    built: Sequence[tuple[str, int]]
    tabs: Sequence[Tab]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains(Page):
    """Who teaches whom, for printing and calling."""

    leaf: Leaf[Chain]
    filters: ChainFilterForm
    tabs: Sequence[Tab]
    goes_on: bool
