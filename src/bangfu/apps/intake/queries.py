"""Reading needs and nominations for somebody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Pairing, Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.web.components import Tone

from .models import Need, NeedQuerySet, Nomination, NominationQuerySet
from .wording import form_names, rank_words, subject_names

ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFilter:
    """What the list of needs is narrowed by; what is empty narrows nothing."""

    programme: str = ""
    words: str = ""
    form: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need in a list."""

    pk: int
    host: str
    department: str
    role_title: str
    programme: str
    form: str
    rank_floor: str
    subjects: str
    headcount: int
    sessions_per_week: int | None
    starts_on: date
    ends_before: date
    priority: str
    priority_tone: Tone
    state: str
    state_tone: Tone
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationFilter:
    """What the list of nominations is narrowed by; what is empty narrows nothing."""

    programme: str = ""
    words: str = ""
    form: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class NominationRow:
    """One nomination in a list."""

    pk: int
    worker: str
    home: str
    department: str
    rank: str
    programme: str
    forms: str
    available_from: date
    available_before: date
    consented: bool
    note: str
    state: str
    state_tone: Tone
    standing: bool


def needs_visible_to(user: User, *, permission: str = "intake.view_need") -> NeedQuerySet:
    """The only door to needs: those of hosts in reach, and those a unit in reach is to answer.

    A sender is to answer what is tied to it and what a host paired with it asks for.
    """
    scope = user.scope_of(permission)
    reached = scope.filter(
        area=("host__area_code", "sender__area_code"), institution=("host__code", "sender__code")
    )
    if scope.is_everything or scope.is_empty:
        return Need.objects.filter(reached)
    paired = Pairing.objects.filter(
        scope.filter(area="sender__area_code", institution="sender__code"),
        programme=OuterRef("programme"),
        host=OuterRef("host"),
    )
    return Need.objects.filter(reached | Q(Exists(paired)))


def needs_changeable_by(user: User) -> NeedQuerySet:
    """Needs that a person may withdraw: those of hosts in reach, not those they only answer."""
    scope = user.scope_of("intake.change_need")
    return Need.objects.filter(scope.filter(area="host__area_code", institution="host__code"))


def nominations_visible_to(
    user: User, *, permission: str = "intake.view_nomination"
) -> NominationQuerySet:
    """The only door to nominations: those of home units in reach, and the person's own."""
    scope = user.scope_of(permission)
    return Nomination.objects.filter(
        scope.filter(
            area="worker__home__area_code",
            institution="worker__home__code",
            owner="worker__account",
        )
    )


def need_rows(
    user: User, *, by: NeedFilter, page: str | int | None = 1, among: Q | None = None
) -> Leaf[NeedRow]:
    """A screenful of needs, the most urgent first; ``among`` is a later stage's own condition."""
    return leaf_of(needs_listed(user, by=by, among=among), need_row, page)


def needs_listed(user: User, *, by: NeedFilter, among: Q | None = None) -> NeedQuerySet:
    """Every need that the list would show, in its order, page after page."""
    found = _narrowed_needs(needs_visible_to(user), by).filter(among or Q())
    return found.select_related("host", "programme").order_by("priority", "starts_on", "id")


def nomination_rows(
    user: User, *, by: NominationFilter, page: str | int | None = 1
) -> Leaf[NominationRow]:
    """A screenful of nominations, the newest first."""
    found = _narrowed_nominations(nominations_visible_to(user), by)
    ordered = found.select_related("worker__home", "worker__department", "programme")
    return leaf_of(ordered.order_by("-nominated_at", "-id"), _nomination_row, page)


def leaf_of(found: QuerySet[Any], row: Callable[[Any], Any], page: str | int | None) -> Leaf[Any]:
    """One page of a queryset as rows: two queries, however many rows there are."""
    leaf = Paginator(found, ROWS).get_page(page)
    leaf.object_list = [row(each) for each in leaf.object_list]
    return leaf


def hosts_for(user: User) -> QuerySet[Institution]:
    """Institutions for which a person may state needs."""
    scope = user.scope_of("intake.change_need")
    return Institution.objects.filter(scope.filter(area="area_code", institution="code"))


def workers_for(user: User) -> QuerySet[Worker]:
    """Workers whom a person may nominate."""
    scope = user.scope_of("intake.change_nomination")
    return Worker.objects.filter(scope.filter(area="home__area_code", institution="home__code"))


def programme_choices(programmes: QuerySet[Programme]) -> list[tuple[str, str]]:
    """Programmes as choices of a filter or a form."""
    return [(programme.code, str(programme)) for programme in programmes]


def named(name: str, words: str) -> Q:
    """Those whose name, pinyin or initials hold the words; ``name`` is the lookup of their row."""
    spelt = words.lower().replace(" ", "")
    return (
        Q(**{f"{name}__name__icontains": words})
        | Q(**{f"{name}__name_pinyin__startswith": spelt})
        | Q(**{f"{name}__name_initials__startswith": spelt})
    )


def _narrowed_needs(found: NeedQuerySet, by: NeedFilter) -> NeedQuerySet:
    if by.programme:
        found = found.filter(programme__code=by.programme)
    if by.form:
        found = found.filter(form=by.form)
    if by.state:
        found = found.filter(state=by.state)
    if by.words:
        found = found.filter(
            named("host", by.words)
            | Q(department_name__icontains=by.words)
            | Q(role_title__icontains=by.words)
        )
    return found


def _narrowed_nominations(found: NominationQuerySet, by: NominationFilter) -> NominationQuerySet:
    if by.programme:
        found = found.filter(programme__code=by.programme)
    if by.form:
        # SQLite knows no containment in JSON; a code in its quotes is found as text anywhere.
        found = found.alias(written=Cast("forms", TextField())).filter(
            Q(written__contains=f'"{by.form}"')
        )
    if by.state:
        found = found.filter(state=by.state)
    if by.words:
        found = found.filter(named("worker", by.words) | named("worker__home", by.words))
    return found


def need_row(need: Need) -> NeedRow:
    tones: dict[int, Tone] = {1: "danger", 2: "info", 3: "neutral"}
    return NeedRow(
        pk=need.pk,
        host=need.host.name,
        department=need.department_name,
        role_title=need.role_title,
        programme=str(need.programme),
        form=need.get_form_display(),
        rank_floor=rank_words(need),
        subjects=subject_names(need.subject_codes),
        headcount=need.headcount,
        sessions_per_week=need.sessions_per_week,
        starts_on=need.starts_on,
        ends_before=need.ends_before,
        priority=need.get_priority_display(),
        priority_tone=tones[need.priority],
        state=need.get_state_display(),
        state_tone="ok" if need.state == Need.State.OPEN else "neutral",
        is_open=need.state == Need.State.OPEN,
    )


def _nomination_row(nomination: Nomination) -> NominationRow:
    worker = nomination.worker
    standing = nomination.state == Nomination.State.STANDING
    return NominationRow(
        pk=nomination.pk,
        worker=worker.name,
        home=worker.home.name,
        department=worker.department.name if worker.department else "",
        rank=worker.get_rank_display(),
        programme=str(nomination.programme),
        forms=form_names(nomination.forms),
        available_from=nomination.available_from,
        available_before=nomination.available_before,
        consented=nomination.consented,
        note=nomination.note or nomination.withdrawal_reason,
        state=nomination.get_state_display(),
        state_tone="ok" if standing else "neutral",
        standing=standing,
    )
