"""What the pages of notices show."""

from dataclasses import dataclass

from bangfu.web.pages import Page

from .forms import CodeForm, WayForm
from .queries import Row, WayRow


@dataclass(frozen=True, slots=True)
class Notices(Page):
    """Everything that waits for the reader, and since when."""

    rows: list[Row]


@dataclass(frozen=True, slots=True)
class KindLink:
    """A kind of way that may be entered."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Ways(Page):
    """Where the reader is told besides, and what else there is."""

    rows: list[WayRow]
    kinds: list[KindLink]


@dataclass(frozen=True, slots=True)
class NewWay(Page):
    """The form for one kind of way."""

    kind: str
    title: str
    by_code: bool
    form: WayForm


@dataclass(frozen=True, slots=True)
class ConfirmWay(Page):
    """The form for the code that was sent to an address, shown masked."""

    pk: int
    address: str
    form: CodeForm
