"""Who teaches whom, village doctors among them, with telephone numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Page as Leaf
from django.db.models import Q

from bangfu.apps.accounts.models import User
from bangfu.apps.capacity.models import Item, ItemQuerySet
from bangfu.apps.intake.queries import leaf_of, named
from bangfu.core.programmes.measured import Lasting

from .reach import visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFilter:
    """What the list is narrowed by; ``words`` name a person, an institution or a direction."""

    words: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """A line of 1+1+1: teacher, pupil, village doctor, with telephone numbers."""

    item: int
    teacher: str
    teacher_unit: str
    teacher_phone: str
    pupil: str
    pupil_unit: str
    pupil_phone: str
    village_doctor: str
    village_phone: str
    direction: str
    host: str


def chain_rows(user: User, *, by: ChainFilter, page: str | int | None = 1) -> Leaf[Chain]:
    """A screenful by host: two queries."""
    return leaf_of(_found(user, by), _chain, page)


def every_chain(user: User, *, by: ChainFilter) -> Iterator[Chain]:
    """All lines, for a file."""
    return (_chain(item) for item in _found(user, by).iterator(chunk_size=1000))


def count(user: User, *, by: ChainFilter) -> int:
    """How many lines the list has."""
    return _found(user, by).count()


def _found(user: User, by: ChainFilter) -> ItemQuerySet:
    found = visible_to(user).standing().filter(lasting=Lasting.PUPIL.value)
    if by.programme:
        found = found.filter(programme__code=by.programme)
    if by.words:
        found = found.filter(
            named("host", by.words)
            | named("giver", by.words)
            | Q(person_name__icontains=by.words)
            | Q(posting__worker__name__icontains=by.words)
            | Q(title__icontains=by.words)
        )
    rows = found.select_related("posting__worker", "host", "giver", "person")
    return rows.order_by("host__name_pinyin", "pk")


def _chain(item: Item) -> Chain:
    told = item.details
    teacher = item.posting.worker if item.posting else None
    return Chain(
        item=item.pk,
        teacher=item.teacher,
        teacher_unit=item.giver.short_name or item.giver.name,
        teacher_phone=teacher.phone if teacher else "",
        pupil=item.person_name,
        pupil_unit=item.department,
        pupil_phone=told.get("pupil_phone", "") or (item.person.phone if item.person else ""),
        village_doctor=told.get("village_doctor", ""),
        village_phone=told.get("village_phone", ""),
        direction=item.title,
        host=item.host.name,
    )
