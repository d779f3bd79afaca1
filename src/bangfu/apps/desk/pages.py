"""What the desk's pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.utils.translation import gettext_lazy as _

from bangfu.apps.journal.queries import Row as EntryRow
from bangfu.web.components import Fact, Reason, Tile
from bangfu.web.pages import Page
from bangfu.web.timeline import Lane
from bangfu.web.timeline import Timeline as Chart
from bangfu.web.wording import day

from .forms import BoardForm, TimelineForm
from .mosaic import Strip
from .presentation import Row, Step
from .queries.board import Post
from .queries.matters import Matter
from .queries.people import OnPost, OwnPosting
from .queries.running import Running

WEEKDAYS = tuple(map(_, ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")))


@dataclass(frozen=True, slots=True)
class Landing(Page):
    """What the public sees: what this is, the chain, and the programmes that run."""

    steps: Sequence[Step]
    programmes: Sequence[Running]
    on: date


@dataclass(frozen=True, slots=True)
class Desk(Page):
    """A role's first page; what a role has nothing of is empty."""

    name: str
    on: date
    tiles: Sequence[Tile]
    strips: Sequence[Strip]
    matters: Sequence[Matter]
    may_act: bool
    own: Sequence[OwnPosting] | None
    sent: Sequence[OnPost]
    hosted: Sequence[OnPost]
    programmes: Sequence[Running]
    entries: Sequence[EntryRow]

    @property
    def today_in_words(self) -> str:
        """Today with its weekday: 2025年3月17日 星期一."""
        return f"{day(self.on)} {WEEKDAYS[self.on.weekday()]}"

    @property
    def is_bare(self) -> bool:
        """Whether the account may do nothing at all yet."""
        shown = self.matters or self.programmes or self.entries or self.tiles
        return not (shown or self.may_act) and self.own is None


@dataclass(frozen=True, slots=True)
class Board(Page):
    """Who is where on a day."""

    on: date
    is_today: bool
    filters: BoardForm
    tiles: Sequence[Tile]
    strips: Sequence[Strip]
    leaf: Leaf[Post]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class WhyEmpty(Page):
    """Why somebody is missing at a host."""

    title: str
    host: str
    facts: Sequence[Fact]
    reasons: Sequence[Reason]
    need: int | None
    run: int | None
    post: str


@dataclass(frozen=True, slots=True)
class Timeline(Page):
    """The places of hosts over a year."""

    filters: TimelineForm
    chart: Chart
    leaf: Leaf[list[Lane]]
    earlier: str
    later: str
