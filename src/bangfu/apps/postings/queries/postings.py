"""Reading postings for somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.intake.queries import leaf_of, named, needs_visible_to
from bangfu.apps.intake.service_form import ServiceForm
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.registry.models import Worker
from bangfu.web.components import Fact, Tone
from bangfu.web.exports import in_batches
from bangfu.web.wording import day, moment, span

TONES: dict[str, Tone] = {
    Posting.State.APPOINTED: "info",
    Posting.State.SERVING: "ok",
    Posting.State.SUSPENDED: "warn",
    Posting.State.RECALLED: "warn",
    Posting.State.CLOSED: "neutral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingFilter:
    """What the list of postings is narrowed by; what is empty narrows nothing.

    ``host`` and ``home`` are institutions' codes. ``there_from`` and ``there_before`` ask for those
    that had arrived and were on post on any day between; ``arrived_…`` for those that arrived then.
    """

    programme: str = ""
    words: str = ""
    form: str = ""
    state: str = ""
    batch: str = ""
    host: str = ""
    home: str = ""
    there_from: date | None = None
    there_before: date | None = None
    arrived_from: date | None = None
    arrived_before: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One posting in a list."""

    pk: int
    worker: str
    rank: str
    home: str
    host: str
    department: str
    role_title: str
    programme: str
    form: str
    sessions_per_week: int | None
    starts_on: date
    ends_before: date
    state: str
    tone: Tone
    serving: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Another posting on the same need, before or after."""

    pk: int
    worker: str
    starts_on: date
    ends_before: date


def visible_to(user: User, *, permission: str = "postings.view_posting") -> PostingQuerySet:
    """The only door to postings: those from or to a place in reach, and the person's own."""
    scope = user.scope_of(permission)
    return Posting.objects.filter(
        scope.filter(
            area=("host__area_code", "home__area_code"),
            institution=("host__code", "home__code"),
            owner="worker__account",
        )
    )


def posting_rows(
    user: User, *, by: PostingFilter, on: date, page: str | int | None = 1
) -> Leaf[Row]:
    """A screenful of postings, those that began last first."""
    return leaf_of(_listed(user, by, on=on), lambda each: _row(each, on=on), page)


def every_posting_row(user: User, *, by: PostingFilter, on: date) -> tuple[int, Iterator[Row]]:
    """How many postings the list holds on all its pages, and every one of them in its order."""
    found = _listed(user, by, on=on)
    return found.count(), in_batches(found, lambda batch: [_row(each, on=on) for each in batch])


def _listed(user: User, by: PostingFilter, *, on: date) -> PostingQuerySet:
    found = _narrowed(visible_to(user), by, on=on)
    ordered = found.select_related("worker", "home", "host", "programme")
    return ordered.order_by("-starts_on", "-id")


def postings_of(user: User, *, worker: Worker, on: date) -> list[Row]:
    """Everything a worker was, is and will be posted to, as far as the reader may see it."""
    found = visible_to(user).filter(worker=worker)
    ordered = found.select_related("worker", "home", "host", "programme").order_by("-starts_on")
    return [_row(posting, on=on) for posting in ordered]


def postings_on(user: User, *, need: Need, on: date) -> list[Row]:
    """Who is, was and will be posted to answer a need, as far as the reader may see it."""
    if not user.has_perm("postings.view_posting"):
        return []
    found = visible_to(user).filter(need=need)
    ordered = found.select_related("worker", "home", "host", "programme").order_by("-starts_on")
    return [_row(posting, on=on) for posting in ordered]


def facts(posting: Posting) -> list[Fact]:
    """What a page about one posting states of it."""
    missing = "—"
    stated = [
        Fact(_("派出单位"), posting.home.name),
        Fact(_("受援单位"), posting.host.name),
        Fact(_("科室"), posting.department_name),
        Fact(_("任职"), posting.role_title or missing),
        Fact(_("派驻形式"), posting.get_form_display()),
        Fact(_("期限"), span(posting.starts_on, posting.planned_ends_before)),
        Fact(_("项目"), str(posting.programme)),
        Fact(_("批次"), posting.batch or missing),
        Fact(_("任命文件"), posting.appointment_document or missing),
        Fact(_("选派方案"), _plan_named(posting.plan_reference) or missing),
        Fact(_("办理"), f"{posting.opened_by or missing} · {moment(posting.opened_at)}"),
    ]
    if posting.sessions_per_week:
        stated.insert(5, Fact(_("每周半天数"), str(posting.sessions_per_week)))
    if posting.ended_early_on:
        stated.insert(0, Fact(_("提前结束"), f"{day(posting.ends_before)} · {posting.end_reason}"))
    return stated


def _plan_named(reference: str) -> str:
    """The plan a posting came from, as a reader would look for it."""
    number, dot, digest = reference.partition("·")
    if not dot:
        return reference
    return _("第%(number)s号方案，核对摘要%(digest)s") % {"number": number, "digest": digest}


def successors(user: User, posting: Posting) -> list[Link]:
    """Those who relieve a posting, the earliest first."""
    after = visible_to(user).filter(predecessor=posting).select_related("worker")
    return [link(each) for each in after.order_by("starts_on")]


def predecessor(user: User, posting: Posting) -> Link | None:
    """Whom a posting relieves, where the reader may see it."""
    before = visible_to(user).filter(successors=posting).select_related("worker").first()
    return link(before) if before else None


def need_seen(user: User, posting: Posting) -> int | None:
    """The need a posting answers, where the reader may open it."""
    if not user.has_perm("intake.view_need"):
        return None
    found = needs_visible_to(user).filter(pk=posting.need_id)
    return found.values_list("pk", flat=True).first()


def link(posting: Posting) -> Link:
    """A posting as another one's page names it."""
    return Link(posting.pk, posting.worker.name, posting.starts_on, posting.ends_before)


def _narrowed(found: PostingQuerySet, by: PostingFilter, *, on: date) -> PostingQuerySet:
    for field, given in (
        ("programme__code", by.programme),
        ("form", by.form),
        ("host__code", by.host),
        ("home__code", by.home),
        ("ends_before__gt", by.there_from),
        ("arrived_on__lt", by.there_before),
        ("arrived_on__gte", by.arrived_from),
        ("arrived_on__lt", by.arrived_before),
    ):
        if given:
            found = found.filter(**{field: given})
    if by.state:
        found = found.in_state(by.state, on=on)
    if by.batch:
        found = found.filter(batch=by.batch)
    if by.words:
        found = found.filter(
            named("worker", by.words)
            | named("host", by.words)
            | named("home", by.words)
            | Q(department_name__icontains=by.words)
        )
    return found


def _row(posting: Posting, *, on: date) -> Row:
    state = posting.state_on(on)
    return Row(
        pk=posting.pk,
        worker=posting.worker.name,
        # Django's own get_…_display walks all choices each time: half of a long export's time.
        rank=str(Worker.Rank(posting.worker.rank).label),
        home=posting.home.name,
        host=posting.host.name,
        department=posting.department_name,
        role_title=posting.role_title,
        programme=str(posting.programme),
        form=str(ServiceForm(posting.form).label),
        sessions_per_week=posting.sessions_per_week,
        starts_on=posting.starts_on,
        ends_before=posting.ends_before,
        state=str(state.label),
        tone=TONES[state],
        serving=state == Posting.State.SERVING,
    )
