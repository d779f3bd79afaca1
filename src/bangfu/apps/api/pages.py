"""What the pages of the interface show."""

from dataclasses import dataclass

from bangfu.web.components import Words
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


@dataclass(frozen=True, slots=True)
class NounLine:
    """A noun in the documentation."""

    code: str
    title: Words
    path: str
    keys: list[str]
    filters: list[str]


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act in the documentation; a key with a question mark may be left out."""

    title: Words
    path: str
    keys: list[str]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the interface."""

    code: str
    title: Words
    nouns: list[NounLine]
    acts: list[ActLine]


@dataclass(frozen=True, slots=True)
class Documentation(Page):
    """The interface as people read it before they write a program."""

    sections: list[Section]
    limits: dict[str, int]
