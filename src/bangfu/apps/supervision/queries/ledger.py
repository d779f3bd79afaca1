"""The ledger as a list: what stands in it by programme and project, and how far it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page as Leaf
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.queries import leaf_of, named
from bangfu.apps.programmes.models import Party
from bangfu.apps.supervision.models import Decision, Extension, Task, TaskQuerySet
from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.tasks import settings
from bangfu.core.tasks.progress import Share, total
from bangfu.core.tasks.task_life import State
from bangfu.web.components import Tone
from bangfu.web.exports import in_batches
from bangfu.web.wording import in_own_language

from .progress import ledger_progress
from .reach import shown_to, visible_to
from .years import is_late

TONES: dict[State, Tone] = {
    State.PROPOSED: "info",
    State.OPEN: "brand",
    State.SUBMITTED: "info",
    State.CLOSED: "ok",
    State.CANCELLED: "neutral",
}
BARS = 24
"""Projects drawn at once; a filter shows the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """What the ledger is narrowed by; what is empty narrows nothing.

    ``institution`` is its code, ``parties`` codes of the programme's parties with commas between:
    the tasks of the one, and those the others bear together.
    """

    programme: str = ""
    words: str = ""
    project: str = ""
    state: str = ""
    listing: str = ""
    whose: str = ""
    institution: str = ""
    parties: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task in a list; ``group`` is the project under which it stands."""

    pk: int
    group: str
    programme: str
    project: str
    title: str
    listing: str
    round: int
    bearer: str
    office: str
    person: str
    due: date | None
    repeat: str
    share: int
    state: str
    tone: Tone
    late: bool
    days_late: int
    shown_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """How many tasks of a ledger stand where."""

    total: int
    closed: int
    open: int
    late: int
    submitted: int
    proposed: int
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectBar:
    """One project as a bar: tasks closed, late and in hand, and the mean of their progress."""

    programme: str
    programme_title: str
    project: str
    total: int
    closed: int
    late: int
    standing: int
    share: Share

    @property
    def percent(self) -> int | None:
        """The mean progress in whole percent, rounded down; nothing where all are standing."""
        value = self.share.value
        return None if value is None else int(100 * value)

    @property
    def rest(self) -> int:
        """Those in hand and in time."""
        return self.total - self.closed - self.late

    @property
    def late_from(self) -> int:
        """Where the late ones begin, drawn last."""
        return self.total - self.late


def ledger_rows(
    user: User, *, by: LedgerFilter, on: date, page: str | int | None = 1
) -> Leaf[TaskRow]:
    """A screenful of tasks by programme and project, what is done last: two queries."""
    return leaf_of(listed(user, by, on=on), lambda each: row_of(each, on=on), page)


def every_row(user: User, *, by: LedgerFilter, on: date) -> tuple[int, Iterator[TaskRow]]:
    """How many tasks the list holds on all its pages, and every one of them in its order."""
    found = listed(user, by, on=on)
    return found.count(), in_batches(found, lambda batch: [row_of(each, on=on) for each in batch])


def listed(user: User, by: LedgerFilter, *, on: date) -> TaskQuerySet:
    """The tasks of the list in its order."""
    undone_first = F("closed_on").asc(nulls_first=True)
    found = narrowed(among(user, by), by, on=on).in_full()
    return found.order_by(
        "-programme__ends_before", "programme", "project", undone_first, "due", "pk"
    )


def sums_of(user: User, *, by: LedgerFilter, on: date) -> Sums:
    """The figures over a list: one query."""
    late = Task.objects.late(on).values("pk")
    found = narrowed(among(user, by), by, on=on).order_by().values("pk")
    counted = ~Q(state__in=[State.PROPOSED.value, State.CANCELLED.value])
    return Sums(
        **Task.objects.filter(pk__in=found).aggregate(
            total=Count("pk", filter=counted),
            closed=Count("pk", filter=Q(state=State.CLOSED.value)),
            open=Count("pk", filter=Q(state=State.OPEN.value)),
            late=Count("pk", filter=Q(pk__in=late)),
            submitted=Count("pk", filter=Q(state=State.SUBMITTED.value)),
            proposed=Count("pk", filter=Q(state=State.PROPOSED.value)),
            hidden=Count("pk", filter=counted & Q(shown_on__isnull=True)),
        )
    )


def project_bars(user: User, *, by: LedgerFilter, on: date) -> list[ProjectBar]:
    """How far each project is: two queries. Those with the most late tasks stand first."""
    keys = narrowed(among(user, by), by, on=on).order_by().values("pk")
    return bars_of(Task.objects.filter(pk__in=keys), on=on)


def bars_of(among: TaskQuerySet, *, on: date) -> list[ProjectBar]:
    """The projects of some tasks, as :func:`project_bars` shows them."""
    found = among.counted()
    shares = ledger_progress(found, on=on)
    late = Task.objects.late(on).values("pk")
    rows = (
        found.order_by()
        .values("programme", "programme__code", "programme__title_zh", "project")
        .annotate(
            total=Count("pk"),
            closed=Count("pk", filter=Q(state=State.CLOSED.value)),
            late=Count("pk", filter=Q(pk__in=late)),
            standing=Count("pk", filter=Q(repeat=Repeat.STANDING.value)),
        )
        .order_by("-late", "-programme__ends_before", "programme", "project")
    )
    return [
        ProjectBar(
            programme=row["programme__code"],
            programme_title=row["programme__title_zh"],
            project=row["project"],
            total=row["total"],
            closed=row["closed"],
            late=row["late"],
            standing=row["standing"],
            share=shares.get((row["programme"], row["project"]), Share()),
        )
        for row in rows[:BARS]
    ]


def mean_of(bars: Iterable[ProjectBar]) -> Share:
    """The progress of all projects together: the ratio of the sums."""
    return total(bar.share for bar in bars)


def projects_of(user: User, programme: str) -> Sequence[str]:
    """The projects of one programme, for a filter: one query."""
    found = visible_to(user).exclude(project="")
    if programme:
        found = found.filter(programme__code=programme)
    return list(found.order_by("project").values_list("project", flat=True).distinct())


def among(user: User, by: LedgerFilter) -> TaskQuerySet:
    """The tasks of the reader's own place; all that hang out where the filter asks for them."""
    return shown_to(user) if by.whose == "all" else visible_to(user)


def narrowed(found: TaskQuerySet, by: LedgerFilter, *, on: date) -> TaskQuerySet:
    """What of some tasks a filter leaves."""
    if by.programme:
        found = found.filter(programme__code=by.programme)
    if by.project:
        found = found.filter(project=by.project)
    if by.listing:
        found = found.filter(listing=by.listing)
    if by.words:
        said = Q(title_zh__icontains=by.words) | Q(responsible__icontains=by.words)
        who = Q(person__icontains=by.words) | Q(office__icontains=by.words)
        found = found.filter(said | who | named("institution", by.words))
    if by.institution or by.parties:
        found = found.filter(_borne_by(by))
    return _in_state(found, by.state, on=on)


def _borne_by(by: LedgerFilter) -> Q:
    """Tasks of one institution, or of all in some parties, with those the parties bear together."""
    codes = by.parties.split(",") if by.parties else []
    together = Q(institution__isnull=True, party_code__in=codes)
    if by.institution:
        return Q(institution__code=by.institution) | together
    inside = Party.objects.filter(programme__code=by.programme, party_code__in=codes)
    return Q(institution__in=inside.values("institution")) | together


def row_of(task: Task, *, on: date) -> TaskRow:
    """One task in a list; it comes with its programme and institution."""
    late = is_late(task, on=on)
    group = " · ".join(filter(None, [str(task.programme), task.project]))
    words, tone = state_of(task, late=late)
    return TaskRow(
        pk=task.pk,
        group=group,
        programme=str(task.programme),
        project=task.project,
        title=task.title,
        listing=task.get_listing_display() if task.listing != Task.Listing.TASKS else "",
        round=task.round,
        bearer=task.bearer,
        office=task.office,
        person=task.person or task.leader,
        due=task.due,
        repeat=capfirst(in_own_language(task.repeats.label))
        if task.repeats is not Repeat.ONCE
        else "",
        share=task.share,
        state=words,
        tone=tone,
        late=late,
        days_late=((task.submitted_on or on) - task.due).days if late and task.due else 0,
        shown_on=task.shown_on,
    )


def state_of(task: Task, *, late: bool) -> tuple[str, Tone]:
    """Where a task stands, in a word with its tone."""
    state = State.of(task.state)
    if late:
        return _("逾期"), "danger"
    if state is State.CLOSED and task.closed_late:
        return _("逾期销账"), "warn"
    if state is State.OPEN and task.repeats is Repeat.STANDING:
        return capfirst(in_own_language(Repeat.STANDING.label)), "neutral"
    return capfirst(in_own_language(state.label)), TONES[state]


def soon(on: date) -> date:
    """Until which day what falls due is called to mind."""
    return on + timedelta(days=settings.shipped().soon.days)


def _in_state(found: TaskQuerySet, state: str, *, on: date) -> TaskQuerySet:
    match state:
        case "":
            return found.exclude(state=State.CANCELLED.value)
        case "late":
            return found.late(on)
        case "soon":
            return found.filter(state=State.OPEN.value, due__gte=on, due__lte=soon(on))
        case "standing":
            return found.filter(state=State.OPEN.value, repeat=Repeat.STANDING.value)
        case "to_decide":
            return to_decide(found)
        case "look_back":
            return to_look_back(found, on=on)
    return found.filter(state=state)


def to_look_back(found: TaskQuerySet, *, on: date) -> TaskQuerySet:
    """Closed tasks whose result is to be looked at again by a day."""
    return found.filter(
        state=State.CLOSED.value, looked_back_on__isnull=True, look_back_due__lte=on
    )


def to_decide(found: TaskQuerySet) -> TaskQuerySet:
    """Those that wait for the supervising office: proposals, acceptances, extensions."""
    wish = Extension.objects.filter(task=OuterRef("pk"), decision=Decision.WAITING)
    asked = Q(state__in=[State.PROPOSED.value, State.SUBMITTED.value])
    return found.filter(asked | Exists(wish))
