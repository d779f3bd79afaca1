"""What the pages of planning show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.web.components import Fact, Progress, Reason, Tile
from bangfu.web.pages import Page
from bangfu.web.timeline import Timeline

from .forms import PublishForm, RunForm
from .queries import Assignment, Declined, Excluded, RunRow, Vacancy


@dataclass(frozen=True, slots=True)
class RunList(Page):
    """The newest runs."""

    rows: list[RunRow]
    may_plan: bool


@dataclass(frozen=True, slots=True)
class NewRun(Page):
    """The form for a new run."""

    form: RunForm


@dataclass(frozen=True, slots=True)
class RunProgress(Page):
    """A run that is not finished; ``box`` asks again by itself."""

    pk: int
    programme: str
    box: Progress
    message: str
    may_stop: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A plan against the one it was to keep: in short, what had to move, what else moved."""

    sentences: list[str]
    forced: list[Reason]
    chosen: list[Reason]


@dataclass(frozen=True, slots=True)
class FoundPlan(Page):
    """A finished run: what it reached, who goes where and why, what stands empty and why."""

    pk: int
    programme: str
    state: str
    state_label: str
    tiles: list[Tile]
    facts: list[Fact]
    by_hand: list[str]
    breaches: list[str]
    difference: Difference | None
    comparable: bool
    assignments: list[Assignment]
    vacancies: list[Vacancy]
    excluded: list[Excluded]
    declined: list[Declined]
    talks: list[Tile]
    chart: Timeline
    may_change: bool
    may_publish: bool
    may_send: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could serve a post: who is compared, and what keeps them away."""

    person: str
    name: str
    reasons: list[Reason]
    can_serve: bool


@dataclass(frozen=True, slots=True)
class Grounds:
    """One assignment of a post with everything that speaks for and against it."""

    assignment: Assignment
    parts: list[Reason]
    home: str
    runners_up: list[Candidate]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time in which a post is short of people: why, and what would help."""

    days: tuple[date, date]
    verdict: str
    blockers: list[Reason]
    fixes: list[Reason]


@dataclass(frozen=True, slots=True)
class PostReasons(Page):
    """One post of a plan: who serves it and why, why it stands empty, why not somebody else."""

    pk: int
    programme: str
    post: str
    title: str
    host: str
    facts: list[Fact]
    grounds: list[Grounds]
    gaps: list[Gap]
    eligible: Sequence[tuple[str, str]]
    asked: str
    why_not: list[Reason]
    may_change: bool


@dataclass(frozen=True, slots=True)
class SendRun(Page):
    """The last look before a plan's people are put forward to both sides."""

    pk: int
    programme: str
    consequences: list[str]


@dataclass(frozen=True, slots=True)
class PublishRun(Page):
    """The last look before a plan becomes postings."""

    pk: int
    programme: str
    form: PublishForm
    consequences: list[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of two plans, and the change from the first to the second."""

    label: str
    first: str
    second: str
    change: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one kind; ``of`` heads the column of their labels."""

    title: str
    of: str
    rows: list[Figure]


@dataclass(frozen=True, slots=True)
class RunComparison(Page):
    """A plan against another of its programme, or the choice of one."""

    pk: int
    programme: str
    other: int | None
    choices: Sequence[tuple[int, str]]
    difference: Difference | None
    tables: list[Figures]
