"""Requests as a list and one by one: where each stands, what is due, what was done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence.queries import Attached, attachments_of
from bangfu.apps.intake.queries import leaf_of, named
from bangfu.apps.voice.models import PublicRequest, PublicRequestQuerySet, RequestStep
from bangfu.core.voice import settings
from bangfu.core.voice.request_life import RUNNING, State, Step, Way
from bangfu.web.components import Fact, Tone
from bangfu.web.exports import in_batches
from bangfu.web.wording import day, in_own_language

from .reach import visible_to

TONES: dict[State, Tone] = {
    State.NEW: "warn",
    State.HANDLING: "brand",
    State.ANSWERED: "info",
    State.CLOSED: "ok",
    State.REFUSED: "neutral",
    State.NOISE: "neutral",
}
STEP_TONES: dict[Step, Tone] = {
    Step.ACCEPT: "brand",
    Step.ANSWER: "ok",
    Step.REOPEN: "warn",
    Step.TIE: "brand",
    Step.REMIND: "danger",
    Step.RETURN: "warn",
    Step.EXTEND: "warn",
    Step.CALL_BACK: "info",
    Step.RATE: "info",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilter:
    """What the list is narrowed by; what is empty narrows nothing."""

    words: str = ""
    state: str = ""
    kind: str = ""
    cause: str = ""
    way: str = ""
    programme: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """One request in a list."""

    pk: int
    number: str
    kind: str
    words: str
    institution: str
    department: str
    asked_on: date
    due: date | None
    answered_on: date | None
    closed_on: date | None
    state: str
    tone: Tone
    late: bool
    cause: str
    solved: bool | None
    satisfied: bool | None
    suspect: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """How many requests stand where."""

    new: int
    handling: int
    answered: int
    closed: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step on the record of a request."""

    step: int
    title: str
    by: str
    at: datetime
    tone: Tone
    words: Sequence[tuple[str, str]]
    files: Sequence[Attached]


def request_rows(
    user: User, *, by: RequestFilter, on: date, page: str | int | None = 1
) -> Leaf[RequestRow]:
    """A screenful of requests, what is due first: two queries."""
    return leaf_of(listed(user, by, on=on), lambda each: row_of(each, on=on), page)


def every_row(user: User, *, by: RequestFilter, on: date) -> tuple[int, Iterator[RequestRow]]:
    """How many requests the list holds on all its pages, and every one in its order."""
    found = listed(user, by, on=on)
    return found.count(), in_batches(found, lambda batch: [row_of(one, on=on) for one in batch])


def listed(user: User, by: RequestFilter, *, on: date) -> PublicRequestQuerySet:
    """The requests of the list: those with a term first, the nearest before."""
    found = narrowed(visible_to(user), by, on=on).in_full()
    return found.order_by(F("due").asc(nulls_last=True), "-asked_at", "-pk")


def sums_of(user: User, *, on: date) -> Sums:
    """The figures over the list: one query."""
    found = visible_to(user).counted().order_by()

    def count(state: State) -> Count:
        return Count("pk", filter=Q(state=state.value))

    return Sums(
        **found.aggregate(
            new=count(State.NEW),
            handling=count(State.HANDLING),
            answered=count(State.ANSWERED),
            closed=count(State.CLOSED),
            late=Count("pk", filter=Q(due__lt=on)),
        )
    )


def narrowed(found: PublicRequestQuerySet, by: RequestFilter, *, on: date) -> PublicRequestQuerySet:
    """What of some requests a filter leaves; noise only where it is asked for."""
    found = _standing(found, by.state, on=on)
    if by.kind:
        found = found.filter(kind=by.kind)
    if by.cause:
        found = found.filter(cause=by.cause)
    if by.way:
        found = found.filter(way=by.way)
    if by.programme:
        found = found.filter(code__programme__code=by.programme)
    if by.since:
        found = found.filter(asked_on__gte=by.since)
    if by.until:
        found = found.filter(asked_on__lte=by.until)
    if by.words:
        found = found.filter(Q(words__icontains=by.words) | named("institution", by.words))
    return found


def _standing(found: PublicRequestQuerySet, state: str, *, on: date) -> PublicRequestQuerySet:
    """Those that stand where a word of the filter says: a state, or what waits for somebody."""
    if not state:
        return found.counted()
    if state == "late":
        return found.late(on)
    if state == "running":
        return found.running()
    if state == "suspect":
        return found.running().exclude(suspect="")
    if state == "passed_to":
        return found.filter(state=State.NEW.value, return_until__gte=on)
    if state == "first_late":
        return found.late(on).exclude(institution=F("first"))
    if state == "to_call":
        return found.to_call()
    if state == "to_release":
        return found.filter(release__isnull=False, release__approved_at__isnull=True)
    return found.filter(state=state)


def row_of(one: PublicRequest, *, on: date) -> RequestRow:
    """A request as a row; it comes with what ``in_full`` reads."""
    held, state = settings.shipped(), State.of(one.state)
    late = one.due is not None and one.due < on
    return RequestRow(
        pk=one.pk,
        number=str(one),
        kind=in_own_language(held.kind(one.kind)),
        words=one.words,
        institution=one.institution.name,
        department=one.department.name if one.department else "",
        asked_on=one.asked_on,
        due=one.due,
        answered_on=one.answered_on,
        closed_on=one.closed_on,
        state=in_own_language(state.label),
        tone="danger" if late else TONES[state],
        late=late or one.late,
        cause=in_own_language(held.cause(one.cause)) if one.cause else "",
        solved=one.solved,
        satisfied=one.satisfied,
        suspect=bool(one.suspect) and state in RUNNING,
    )


def events_of(request: PublicRequest) -> list[Event]:
    """The record of a request, the earliest first: two queries."""
    rows = list(request.steps.select_related("by", "source", "target"))
    files = attachments_of(rows)
    return [
        Event(
            step=row.pk,
            title=in_own_language(Step.of(row.step).label),
            by=_who(row),
            at=row.at,
            tone=STEP_TONES.get(Step.of(row.step), "neutral"),
            words=list(_words(row)),
            files=files[row.pk],
        )
        for row in rows
    ]


def _who(row: RequestStep) -> str:
    """Who took a step: an account, the clock, or whoever asked."""
    if row.by:
        return str(row.by)
    return _("系统") if Step.of(row.step) is Step.REMIND else _("提出人")


def facts_about(one: PublicRequest) -> list[Fact]:
    """What is known of a request."""
    held = settings.shipped()
    stated = [
        Fact(_("类别"), in_own_language(held.kind(one.kind))),
        Fact(_("提出日期"), day(one.asked_on)),
        Fact(_("来自"), str(one.code)),
        Fact(_("首接单位"), one.first.name),
        Fact(_("承办单位"), one.institution.name),
    ]
    if one.department:
        stated.append(Fact(_("承办科室"), one.department.name))
    if one.way:
        stated.append(Fact(_("办理方式"), in_own_language(Way.of(one.way).label)))
    if one.planned_for:
        stated.append(Fact(_("计划完成日期"), day(one.planned_for)))
    if one.due:
        stated.append(Fact(_("答复期限"), day(one.due)))
    if one.return_until and one.state == State.NEW.value:
        stated.append(Fact(_("退回期限"), day(one.return_until)))
    if one.reminded_on:
        stated.append(Fact(_("催办日期"), day(one.reminded_on)))
    if one.cause:
        stated.append(Fact(_("原因分类"), in_own_language(held.cause(one.cause))))
    stated.append(Fact(_("姓名"), one.name or _("未填写")))
    dialled = f"tel:{one.telephone}" if one.telephone else ""
    stated.append(Fact(_("电话"), one.telephone or _("未填写"), dialled))
    return stated


def _words(row: RequestStep) -> Iterator[tuple[str, str]]:
    source, target = row.source, row.target
    if row.way:
        yield _("办理方式"), in_own_language(Way.of(row.way).label)
    if source is not None and target is not None and source != target:
        yield _("转出单位"), source.name
        yield _("接收单位"), target.name
    for label, value in (
        (_("是否解决"), row.solved),
        (_("是否满意"), row.satisfied),
    ):
        if value is not None:
            yield label, _("是") if value else _("否")
    if target is not None and source is None:
        yield _("承办单位"), target.name
    if row.until:
        yield _("期限"), day(row.until)
    if row.words:
        yield _("说明"), row.words
