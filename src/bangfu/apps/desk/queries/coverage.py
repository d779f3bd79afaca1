"""Which places are due on a day and how many are held: counted once for every need in reach.

A reader answers for the needs of hosts in reach and for those a unit in reach is to fill; of these
every missing place counts, whoever should have come. Of other needs only the people count whom the
reader may see. ``places.py`` states the same for one need over time.

Counting row by row inside the database was tried: three light queries put together here take a
tenth of its time.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Least

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need, NeedQuerySet
from bangfu.apps.intake.queries import named, needs_visible_to
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries import visible_to

PERMISSION = "postings.view_posting"
AHEAD = 30
"""Days in which a coming loss is announced."""
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
POSTING_COLUMNS = (*COLUMNS[:3], "need_id", *COLUMNS[4:6], "need__priority")
"""The same as a posting holds it."""


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
    everybody, ``seen`` those whom the reader may see.
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
    seen: int

    @property
    def missing(self) -> int:
        """Places due and not held by anybody."""
        return max(0, self.due - self.there)

    @property
    def held(self) -> int:
        """Places held by people in reach; of a need that others answer for, one each."""
        return min(self.due, self.seen) if self.due else self.seen

    @property
    def post(self) -> str:
        """The post in words."""
        return post_words(self.department, self.role_title)


@dataclass(frozen=True, slots=True)
class HostSum:
    """How one host stands: ``held`` and ``missing`` are places, ``people`` is who is there."""

    host_id: int
    name: str
    area_code: str
    held: int
    missing: int
    people: int
    losing: int = 0

    @property
    def due(self) -> int:
        """Places that are to be held."""
        return self.held + self.missing


@dataclass(frozen=True, slots=True)
class Loss:
    """So many places of one need fall empty on a day, because nobody takes over."""

    need_id: int
    host_id: int
    area_code: str
    host: str
    post: str
    on: date
    places: int


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
    """Every need with a place on the day, by area, host and department: three queries.

    Programme, form and day narrow them; area, words and state are for :func:`narrowed`.
    """
    due = needs_due(user, asked)
    held = Posting.objects.on(asked.on).filter(need__in=due.values("pk")).order_by()
    there = dict(held.values_list("need").annotate(people=Count("pk")))
    in_reach = _in_reach(user, asked)
    seen = Counter(need for _, _, _, need, *_ in in_reach)
    found = {
        row[3]: Standing(*row, there.get(row[3], 0), seen[row[3]])
        for row in due.order_by().values_list(*COLUMNS, "headcount")
    }
    for row in in_reach:
        if row[3] not in found:
            found[row[3]] = Standing(*row, 0, seen[row[3]], seen[row[3]])
    return sorted(standing for standing in found.values() if standing.missing or standing.held)


def narrowed(
    found: Iterable[Standing], user: User, asked: Asked, *, losses: Iterable[Loss] = ()
) -> list[Standing]:
    """Only below an area, empty or soon empty, or with words in host, post or a name."""
    chosen = [standing for standing in found if standing.area_code.startswith(asked.area)]
    if asked.show == EMPTY:
        chosen = [standing for standing in chosen if standing.missing]
    if asked.show == LOSING:
        losing = {loss.need_id for loss in losses}
        chosen = [standing for standing in chosen if standing.need_id in losing]
    if asked.words:
        meant = set(_meant(user, asked).values_list("pk", flat=True))
        chosen = [standing for standing in chosen if standing.need_id in meant]
    return chosen


def host_sums(found: Iterable[Standing], losses: Iterable[Loss]) -> list[HostSum]:
    """The hosts of needs that are in order, with what their needs come to."""
    losing: Counter[int] = Counter()
    for loss in losses:
        losing[loss.host_id] += loss.places
    sums: dict[int, list[int]] = {}
    hosts: dict[int, Standing] = {}
    for standing in found:
        hosts.setdefault(standing.host_id, standing)
        of_host = sums.setdefault(standing.host_id, [0, 0, 0])
        of_host[0] += standing.held
        of_host[1] += standing.missing
        of_host[2] += standing.seen
    return [
        HostSum(pk, hosts[pk].host, hosts[pk].area_code, *of_host, losing[pk])
        for pk, of_host in sums.items()
    ]


def coming_losses(user: User, asked: Asked, *, within: int = AHEAD) -> list[Loss]:
    """Where places fall empty in the days after, the nearest first; the twin of ``places.losses``.

    People only become fewer where a posting ends, so only these days are looked at.
    """
    last = asked.on + timedelta(days=within)
    due_before = Least("need__ends_before", Coalesce("need__withdrawn_on", "need__ends_before"))
    of_need = Posting.objects.filter(need=OuterRef("need"))
    end = OuterRef("ends_before")
    ends = (
        Posting.objects.filter(
            need__in=needs_due(user, asked).values("pk"),
            ends_before__gt=asked.on,
            ends_before__lte=last,
            starts_on__lt=F("ends_before"),
        )
        .alias(due_before=due_before)
        .filter(due_before__gt=F("ends_before"))
        .annotate(
            after=_how_many(of_need.filter(starts_on__lte=end, ends_before__gt=end)),
            before=_how_many(of_need.filter(starts_on__lt=end, ends_before__gte=end)),
        )
    )
    rows = ends.values_list(
        "need_id",
        "host_id",
        "host__area_code",
        "host__name",
        "need__department_name",
        "need__role_title",
        "ends_before",
        "need__headcount",
        "before",
        "after",
    )
    losses = (
        Loss(
            need,
            host,
            area,
            name,
            post_words(department, role),
            on,
            max(0, asks - after) - max(0, asks - before),
        )
        for need, host, area, name, department, role, on, asks, before, after in rows.distinct()
        if after < asks and after < before
    )
    return sorted(losses, key=lambda loss: (loss.on, loss.need_id))


def post_words(department: str, role_title: str) -> str:
    """A post in words: department and role, or the one of them that is given.

    >>> post_words("内科", "业务院长"), post_words("内科", "")
    ('内科 · 业务院长', '内科')
    """
    return " · ".join(filter(None, (department, role_title)))


def _in_reach(user: User, asked: Asked) -> list[tuple[Any, ...]]:
    """The need of every posting in reach on the day, so often as there are postings."""
    found = visible_to(user).on(asked.on)
    if asked.programme:
        found = found.filter(programme__code=asked.programme)
    if asked.form:
        found = found.filter(form=asked.form)
    return list(found.order_by().values_list(*POSTING_COLUMNS))


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


def _how_many(found: QuerySet[Posting]) -> Coalesce:
    """A count of a correlated query, 0 where it has no row."""
    counted = found.order_by().values("need").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
