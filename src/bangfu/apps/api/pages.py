"""What the pages of the interface show."""

from dataclasses import dataclass

from bangfu.web.pages import Page

from .forms import ProgramAccountForm, TokenForm
from .queries import Row


@dataclass(frozen=True, slots=True)
class TokenList(Page):
    """The tokens one keeps; ``secret`` is told once, to whoever just made it."""

    rows: list[Row]
    form: TokenForm
    secret: str = ""
    secret_title: str = ""
    may_open_accounts: bool = False


@dataclass(frozen=True, slots=True)
class NewProgramAccount(Page):
    """The form for an account that only programs use."""

    form: ProgramAccountForm
