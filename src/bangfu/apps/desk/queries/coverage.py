"""Which places are due on a day and how many are held: counted once for every need in reach.

A reader answers for the needs of hosts in reach and for those a unit in reach is to fill; of these
every missing place counts, whoever should have come. Of other needs only the people count whom the
reader may see. ``places.py`` states the same for one need over time.

Counting row by row inside the database was tried: two light queries put together here take a
tenth of its time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need, NeedQuerySet
from bangfu.apps.intake.queries import named, needs_visible_to
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries import visible_to

PERMISSION = "postings.view_posting"
EMPTY, LOSING = "empty", "losing"
"""What ``Asked.show`` may choose: needs with a missing place, or with one that soon will be."""
COLUMNS = (
    "host__area_code",
    "host_id",
    "department_name",
    "pk",
    "host__name",
    "role_title",
    "priority",
)
"""What a standing takes from its need, in its own order; the need is the fourth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the board is narrowed by; what is empty narrows nothing."""

    on: date
    programme: str = ""
    area: str = ""
    form: str = ""
    words: str = ""
    show: str = ""


class Standing(NamedTuple):
    """How one need stands on a day; they sort by area, host and department.

    ``due`` places are to be held, 0 where the reader does not answer for the need; ``there`` counts
    everybody, ``people`` are the workers whom the reader may see. ``missing`` places are due and
    not held by anybody; ``held`` are held by people in reach, of a need that others answer for one
    each.
    """

    area_code: str
    host_id: int
    department: str
    need_id: int
    host: str
    role_title: str
    priority: int
    due: int
    there: int
    people: tuple[int, ...]
    missing: int
    held: int

    @property
    def post(self) -> str:
        """The post in words."""
        return post_words(self.department, self.role_title)


@dataclass(frozen=True, slots=True)
class HostSum:
    """How one host stands, in places; ``losing`` of them will be left without a successor."""

    host_id: int
    name: str
    area_code: str
    held: int
    missing: int
    losing: int = 0

    @property
    def due(self) -> int:
        """Places that are to be held."""
        return self.held + self.missing


def needs_due(user: User, asked: Asked) -> NeedQuerySet:
    """Needs in force on the day that the reader answers for."""
    stood = Q(state=Need.State.OPEN) | Q(withdrawn_on__gt=asked.on)
    found = needs_visible_to(user, permission=PERMISSION).filter(
        stood, starts_on__lte=asked.on, ends_before__gt=asked.on
    )
    if asked.programme:
        found = found.filter(programme__code=asked.programme)
    return found.filter(form=asked.form) if asked.form else found


def standings(user: User, asked: Asked) -> list[Standing]:
    """Every need with a place on the day, by area, host and department.

    Two queries, a third where somebody in reach serves a need that others answer for. Programme,
    form and day narrow them; area, words and state are for :func:`narrowed`.
    """
    people = _in_reach(user, asked)
    there = how_many(Posting.objects.on(asked.on).filter(need=OuterRef("pk")))
    due = needs_due(user, asked).order_by().annotate(there=there)
    found = [
        _standing(row, people.pop(row[3], ()))
        for row in due.values_list(*COLUMNS, "headcount", "there")
    ]
    if people:
        others = Need.objects.filter(pk__in=people).order_by().values_list(*COLUMNS)
        found += [_standing((*row, 0, len(people[row[3]])), people[row[3]]) for row in others]
    return sorted(standing for standing in found if standing.missing or standing.held)


def _standing(row: Sequence[Any], people: Sequence[int]) -> Standing:
    """One need's columns, places due and people there, with those of them in reach."""
    due, there = row[-2:]
    held = min(due, len(people)) if due else len(people)
    return Standing._make((*row, tuple(people), max(0, due - there), held))


def narrowed(
    found: Iterable[Standing], user: User, asked: Asked, *, losing: Collection[int] = ()
) -> list[Standing]:
    """Only below an area, empty or among ``losing`` needs, or with words in host, post or name."""
    chosen = [standing for standing in found if standing.area_code.startswith(asked.area)]
    if asked.show == EMPTY:
        chosen = [standing for standing in chosen if standing.missing]
    if asked.show == LOSING:
        chosen = [standing for standing in chosen if standing.need_id in losing]
    if asked.words:
        meant = set(_meant(user, asked).values_list("pk", flat=True))
        chosen = [standing for standing in chosen if standing.need_id in meant]
    return chosen


def host_sums(found: Iterable[Standing], losing: Mapping[int, int]) -> list[HostSum]:
    """The hosts of needs that are in order, with what their needs come to.

    ``losing`` says of each host how many of its places are about to be left without a successor.
    """
    return [
        _host_sum(list(members), losing.get(host, 0))
        for host, members in groupby(found, key=lambda standing: standing.host_id)
    ]


def _host_sum(members: Sequence[Standing], losing: int) -> HostSum:
    return HostSum(
        host_id=members[0].host_id,
        name=members[0].host,
        area_code=members[0].area_code,
        held=sum(standing.held for standing in members),
        missing=sum(standing.missing for standing in members),
        losing=losing,
    )


def how_many(found: QuerySet[Posting]) -> Coalesce:
    """A count of a correlated query, 0 where it has no row."""
    counted = found.order_by().values("need").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def people_in(found: Iterable[Standing]) -> int:
    """How many workers are there: one with three half-days a week may hold three places."""
    return len({worker for standing in found for worker in standing.people})


def post_words(department: str, role_title: str) -> str:
    """A post in words: department and role, or the one of them that is given.

    >>> post_words("内科", "业务院长"), post_words("内科", "")
    ('内科 · 业务院长', '内科')
    """
    return " · ".join(filter(None, (department, role_title)))


def _in_reach(user: User, asked: Asked) -> dict[int, list[int]]:
    """The workers of postings in reach on the day, by the needs they serve."""
    found = visible_to(user).on(asked.on)
    if asked.programme:
        found = found.filter(programme__code=asked.programme)
    if asked.form:
        found = found.filter(form=asked.form)
    people: dict[int, list[int]] = defaultdict(list)
    for need, worker in found.order_by().values_list("need_id", "worker_id"):
        people[need].append(worker)
    return people


def _meant(user: User, asked: Asked) -> NeedQuerySet:
    """Needs whose host or post holds the words, or somebody there by name or home."""
    people = (
        visible_to(user)
        .on(asked.on)
        .filter(named("worker", asked.words) | named("home", asked.words))
    )
    return Need.objects.filter(
        named("host", asked.words)
        | Q(host__short_name__icontains=asked.words)
        | Q(department_name__icontains=asked.words)
        | Q(role_title__icontains=asked.words)
        | Q(pk__in=people.values("need"))
    )
