"""What the pages of accounts show."""

from dataclasses import dataclass

from bangfu.web.pages import Page

from .forms import AccountForm, GrantForm
from .queries import GrantRow, Row


@dataclass(frozen=True, slots=True)
class AccountList(Page):
    """All accounts with the roles they hold today."""

    rows: list[Row]
    words: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class NewAccount(Page):
    """The form for a new account."""

    form: AccountForm


@dataclass(frozen=True, slots=True)
class Account(Page):
    """One account, its grants, and a form for a new grant where the reader may give one."""

    pk: int
    username: str
    name: str
    is_active: bool
    grants: list[GrantRow]
    form: GrantForm | None
    may_close: bool
