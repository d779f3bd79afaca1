"""Findings as a list and one by one: where each stands, what is due, what was done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.queries import Attached, attachments_of
from bangfu.apps.intake.queries import leaf_of, named
from bangfu.apps.spotchecks.models import Finding, FindingQuerySet
from bangfu.core.spotchecks import settings
from bangfu.core.spotchecks.finding_life import State, Step
from bangfu.web.components import Fact, Tone
from bangfu.web.exports import in_batches
from bangfu.web.wording import day, in_own_language

from .reach import findings_visible_to

TONES: dict[State, Tone] = {
    State.OPEN: "warn",
    State.ANSWERED: "brand",
    State.REMEDIED: "info",
    State.CLOSED: "ok",
    State.WITHDRAWN: "neutral",
}
STEP_TONES: dict[Step, Tone] = {
    Step.REPLY: "brand",
    Step.RETURN: "warn",
    Step.REMEDY: "brand",
    Step.LOOK_AGAIN: "info",
    Step.WITHDRAW: "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """What the list is narrowed by; what is empty narrows nothing."""

    words: str = ""
    state: str = ""
    kind: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding in a list."""

    pk: int
    title: str
    kind: str
    institution: str
    host: str
    worker: str
    programme: str
    found_on: date
    due: date | None
    closed_on: date | None
    state: str
    tone: Tone
    late: bool
    ever_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """How many findings stand where."""

    total: int
    open: int
    answered: int
    remedied: int
    closed: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step on the record of a finding."""

    step: int
    code: str
    title: str
    by: str
    at: datetime
    tone: Tone
    words: Sequence[tuple[str, str]]
    files: Sequence[Attached]


def finding_rows(
    user: User, *, by: FindingFilter, on: date, page: str | int | None = 1
) -> Leaf[FindingRow]:
    """A screenful of findings, what is due first: two queries."""
    return leaf_of(listed(user, by, on=on), lambda each: row_of(each, on=on), page)


def every_row(user: User, *, by: FindingFilter, on: date) -> tuple[int, Iterator[FindingRow]]:
    """How many findings the list holds on all its pages, and every one of them in its order."""
    found = listed(user, by, on=on)
    return found.count(), in_batches(found, lambda batch: [row_of(one, on=on) for one in batch])


def listed(user: User, by: FindingFilter, *, on: date) -> FindingQuerySet:
    """The findings of the list in its order: those with a term first, the nearest before."""
    found = narrowed(findings_visible_to(user), by, on=on).in_full()
    return found.order_by("closed_on", "due", "-found_on", "pk")


def sums_of(user: User, *, by: FindingFilter, on: date) -> Sums:
    """The figures over the list: one query."""
    found = narrowed(findings_visible_to(user), by, on=on).order_by()

    def count(state: State) -> Count:
        return Count("pk", filter=Q(state=state.value))

    return Sums(
        **found.aggregate(
            total=Count("pk", filter=~Q(state=State.WITHDRAWN.value)),
            open=count(State.OPEN),
            answered=count(State.ANSWERED),
            remedied=count(State.REMEDIED),
            closed=count(State.CLOSED),
            late=Count("pk", filter=Q(due__lt=on)),
        )
    )


def narrowed(found: FindingQuerySet, by: FindingFilter, *, on: date) -> FindingQuerySet:
    """What of some findings a filter leaves."""
    if by.programme:
        found = found.filter(programme__code=by.programme)
    if by.kind:
        found = found.filter(kind=by.kind)
    if by.words:
        said = Q(title__icontains=by.words) | named("institution", by.words)
        found = found.filter(said | named("check_made__host", by.words))
    match by.state:
        case "":
            return found
        case "late":
            return found.late(on)
        case "standing":
            return found.standing()
    return found.filter(state=by.state)


def _host_of(finding: Finding) -> str:
    """Where it was found: the host that was checked, or that handles what was asked."""
    if finding.check_made:
        return finding.check_made.host.name
    return finding.request.institution.name if finding.request else ""


def row_of(finding: Finding, *, on: date) -> FindingRow:
    """One finding in a list; it comes in full."""
    late = finding.due is not None and finding.due < on
    words, tone = state_of(finding, on=on)
    return FindingRow(
        pk=finding.pk,
        title=finding.title,
        kind=in_own_language(settings.shipped().kind(finding.kind)),
        institution=finding.institution.name,
        host=_host_of(finding),
        worker=finding.posting.worker.name if finding.posting else "",
        programme=str(finding.programme),
        found_on=finding.found_on,
        due=finding.due,
        closed_on=finding.closed_on,
        state=words,
        tone=tone,
        late=late,
        ever_late=late or finding.late,
    )


def state_of(finding: Finding, *, on: date) -> tuple[str, Tone]:
    """Where a finding stands, in a word with its tone; what is late says so."""
    state = State.of(finding.state)
    words = in_own_language(state.label)
    if finding.due is not None and finding.due < on:
        return _("%(state)s（逾期）") % {"state": words}, "danger"
    return words, TONES[state]


def events_of(finding: Finding) -> list[Event]:
    """The record of a finding, the latest last: two queries."""
    rows = list(finding.steps.select_related("by"))
    files: Mapping[int, Sequence[Attached]] = attachments_of(rows)
    return [
        Event(
            step=row.pk,
            code=row.step,
            title=in_own_language(Step.of(row.step).label),
            by=str(row.by or _("系统")),
            at=row.at,
            tone=_tone(Step.of(row.step), holds=row.holds),
            words=_words(row.words, row.measures, row.promised, holds=row.holds),
            files=files[row.pk],
        )
        for row in rows
    ]


def finding_facts(finding: Finding) -> list[Fact]:
    """What is known of a finding."""
    due_words = {
        State.OPEN: _("答复期限"),
        State.ANSWERED: _("整改期限"),
        State.REMEDIED: _("复查期限"),
    }
    stated = [
        Fact(_("责任单位"), finding.institution.name),
        Fact(_("问题类别"), in_own_language(settings.shipped().kind(finding.kind))),
        Fact(_("发现日期"), day(finding.found_on)),
        Fact(_("提出人"), str(finding.raised_by or _("系统"))),
    ]
    if finding.posting:
        stated.insert(1, Fact(_("涉及人员"), finding.posting.worker.name))
    if finding.due:
        stated.append(Fact(due_words[State.of(finding.state)], day(finding.due)))
    if finding.closed_on:
        stated.append(Fact(_("办结日期"), day(finding.closed_on)))
    return stated


def penalty_rows(finding: Finding) -> list[tuple[str, date, str, str]]:
    """What an authority attached: one query."""
    return [
        (in_own_language(settings.shipped().consequence(row.code)), row.on, row.document, row.words)
        for row in finding.penalties.all()
    ]


def _tone(step: Step, *, holds: bool | None) -> Tone:
    if step is Step.LOOK_AGAIN:
        return "ok" if holds else "warn"
    return STEP_TONES[step]


def _words(
    words: str, measures: str, promised: date | None, *, holds: bool | None
) -> list[tuple[str, str]]:
    found = [] if holds is None else [(_("结论"), _("整改到位") if holds else _("整改不到位"))]
    found.append((_("情况"), words))
    if measures:
        found.append((_("整改措施"), measures))
    if promised:
        found.append((_("整改期限"), day(promised)))
    return found
