"""The list of what stays behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import get_language

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity
from bangfu.apps.capacity.models import Item, ItemQuerySet, Milestone, Skill
from bangfu.apps.intake.queries import leaf_of, named
from bangfu.web.components import Tone

from .reach import visible_to
from .stages import Stage, ledger_said, stage_of, unconfirmed

UNDER_WAY, BUILT, STOPPED, TO_VERIFY, TO_WITNESS, RETURNED = (
    "under_way",
    "built",
    "stopped",
    "to_verify",
    "to_witness",
    "returned",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """What the list is narrowed by; what is empty narrows nothing."""

    words: str = ""
    lasting: str = ""
    programme: str = ""
    state: str = ""
    host: str = ""
    giver: str = ""
    alone_from: date | None = None
    alone_before: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item in the list."""

    pk: int
    name: str
    person: str
    kind: str
    host: str
    giver: str
    department: str
    teacher: str
    programme: str
    stage: Stage
    ledger: str
    ledger_tone: Tone
    skills_alone: int
    skills: int
    waiting: int
    begun_on: date
    built_on: date | None
    alone_on: date | None
    next_check_on: date | None
    is_check_due: bool


def item_rows(user: User, *, by: ItemFilter, on: date, page: str | int | None = 1) -> Leaf[Row]:
    """A screenful, those begun last first: four queries, however many rows there are."""
    return leaf_of(_ordered(user, by, on=on), lambda item: _row(item, on=on), page)


def every_row(user: User, *, by: ItemFilter, on: date) -> Iterator[Row]:
    """All rows of the list, read in stretches, for a file."""
    for item in _ordered(user, by, on=on).iterator(chunk_size=1000):
        yield _row(item, on=on)


def count(user: User, *, by: ItemFilter, on: date) -> int:
    """How many rows the list has."""
    return narrowed(visible_to(user), by, on=on).count()


def narrowed(found: ItemQuerySet, by: ItemFilter, *, on: date) -> ItemQuerySet:
    """Items by what the list is narrowed by; those taken back only where they are asked for."""
    for field, given in (
        ("lasting", by.lasting),
        ("programme__code", by.programme),
        ("host__code", by.host),
        ("giver__code", by.giver),
        ("alone_on__gte", by.alone_from),
        ("alone_on__lt", by.alone_before),
    ):
        if given:
            found = found.filter(**{field: given})
    if by.words:
        found = found.filter(
            named("host", by.words)
            | named("giver", by.words)
            | Q(title__icontains=by.words)
            | Q(person_name__icontains=by.words)
            | Q(department__icontains=by.words)
        )
    return _in_state(found, by.state, on=on)


def to_witness() -> Q:
    """Items with something done alone that waits for the host's word."""
    marked = Milestone.objects.filter(
        item=OuterRef("pk"), reached_on__isnull=False, confirmed_at__isnull=True
    ).exclude(witness_name="")
    learnt = Skill.objects.filter(
        item=OuterRef("pk"), alone_on__isnull=False, confirmed_at__isnull=True
    )
    return Q(Exists(marked)) | Q(Exists(learnt))


def _in_state(found: ItemQuerySet, state: str, *, on: date) -> ItemQuerySet:
    if state == UNDER_WAY:
        return found.under_way()
    if state == BUILT:
        return found.there()
    if state == STOPPED:
        return found.filter(state=Item.State.STOPPED)
    if state == TO_VERIFY:
        return found.to_verify(on)
    if state == TO_WITNESS:
        return found.standing().filter(to_witness())
    if state == RETURNED:
        return found.standing().filter(activity__state=Activity.State.RETURNED)
    if state == Item.State.WITHDRAWN:
        return found.filter(state=Item.State.WITHDRAWN)
    return found.exclude(state=Item.State.WITHDRAWN)


def _ordered(user: User, by: ItemFilter, *, on: date) -> ItemQuerySet:
    found = narrowed(visible_to(user), by, on=on).in_full()
    return found.prefetch_related(
        Prefetch("milestones", Milestone.objects.order_by("pk")),
        Prefetch("skills", Skill.objects.order_by("position")),
    ).order_by("-begun_on", "-id")


def _row(item: Item, *, on: date) -> Row:
    milestones, skills = list(item.milestones.all()), list(item.skills.all())
    taught = [one for one in skills if not one.dropped]
    ledger, tone = ledger_said(item)
    return Row(
        pk=item.pk,
        name=item.title,
        person=item.person_name,
        kind=item.kind_title(get_language() or ""),
        host=item.host.name,
        giver=item.giver.name,
        department=item.department,
        teacher=item.teacher,
        programme=str(item.programme),
        stage=stage_of(item, milestones, on=on),
        ledger=ledger,
        ledger_tone=tone,
        skills_alone=sum(one.is_alone for one in taught),
        skills=len(taught),
        waiting=unconfirmed(item, milestones),
        begun_on=item.begun_on,
        built_on=item.built_on,
        alone_on=item.alone_on,
        next_check_on=item.next_check_on,
        is_check_due=item.next_check_on is not None and item.next_check_on <= on,
    )
