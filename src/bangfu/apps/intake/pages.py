"""What the pages of needs and nominations show."""

from dataclasses import dataclass

from django.core.paginator import Page as Leaf

from bangfu.web.components import Fact
from bangfu.web.pages import Page

from .forms import (
    NeedFilterForm,
    NeedForm,
    NominationFilterForm,
    NominationForm,
    WithdrawalForm,
)
from .queries import NeedRow, NominationRow


@dataclass(frozen=True, slots=True)
class NeedList(Page):
    """Needs within reach, the most urgent first."""

    leaf: Leaf[NeedRow]
    filters: NeedFilterForm
    may_state: bool


@dataclass(frozen=True, slots=True)
class Need(Page):
    """One need with everything its host said."""

    pk: int
    title: str
    host: str
    programme: str
    is_open: bool
    withdrawn: str
    tasks: str
    facts: list[Fact]
    may_withdraw: bool
    may_post: bool


@dataclass(frozen=True, slots=True)
class NewNeed(Page):
    """The form in which a host states a need."""

    form: NeedForm


@dataclass(frozen=True, slots=True)
class WithdrawNeed(Page):
    """Asks why a need is withdrawn."""

    pk: int
    title: str
    form: WithdrawalForm
    consequences: list[str]


@dataclass(frozen=True, slots=True)
class NominationList(Page):
    """Nominations within reach, the newest first."""

    leaf: Leaf[NominationRow]
    filters: NominationFilterForm
    may_nominate: bool


@dataclass(frozen=True, slots=True)
class NewNomination(Page):
    """The form in which a sender offers a worker."""

    form: NominationForm


@dataclass(frozen=True, slots=True)
class WithdrawNomination(Page):
    """Asks why a nomination is withdrawn."""

    pk: int
    title: str
    form: WithdrawalForm
    consequences: list[str]
