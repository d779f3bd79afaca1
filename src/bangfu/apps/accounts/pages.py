"""What the pages of accounts show."""

from dataclasses import dataclass

from django.forms import Form

from bangfu.web.components import Words
from bangfu.web.pages import Page

from .forms import AccountForm, GrantForm
from .queries import GrantRow, Row
from .saved_views import ViewRow


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


@dataclass(frozen=True, slots=True)
class ViewsOfList:
    """What an account keeps of one list."""

    title: Words
    rows: tuple[ViewRow, ...]


@dataclass(frozen=True, slots=True)
class SavedViewList(Page):
    """Everything an account keeps, list by list."""

    lists: list[ViewsOfList]


@dataclass(frozen=True, slots=True)
class SaveView(Page):
    """Asks for the title of a view that is to be kept."""

    form: Form
    list_title: Words
    back: str


@dataclass(frozen=True, slots=True)
class RenameView(Page):
    """Asks for another title."""

    pk: int
    title: str
    form: Form
