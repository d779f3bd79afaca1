"""What the pages of subscriptions show."""

from dataclasses import dataclass

from bangfu.web.components import Fact, Tone
from bangfu.web.pages import Page

from .forms import SubscriptionForm
from .queries import Row, Sent


@dataclass(frozen=True, slots=True)
class SubscriptionList(Page):
    """The programs that the reader has told."""

    rows: list[Row]


@dataclass(frozen=True, slots=True)
class NewSubscription(Page):
    """The form for another one."""

    form: SubscriptionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSubscription(Page):
    """One program: where it stands, what it was sent; ``secret`` is told once."""

    pk: int
    title: str
    state: str
    tone: Tone
    facts: list[Fact]
    sent: list[Sent]
    stopped: bool
    secret: str = ""
