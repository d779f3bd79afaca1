"""What the pages of needs and nominations show."""

from dataclasses import dataclass

from django.core.paginator import Page as Leaf

from bangfu.web.pages import Page

from .forms import (
    NeedForm,
    NominationFilterForm,
    NominationForm,
    WithdrawalForm,
)
from .queries import NominationRow


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
