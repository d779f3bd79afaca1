"""Places that will be left in the days ahead with nobody to take over."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
)
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import Exact

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.models import Posting

from .coverage import Asked, how_many, needs_due, post_words

AHEAD = 30
"""Days in which a coming loss is announced."""


@dataclass(frozen=True, slots=True)
class Loss:
    """So many places of one need are left on a day and nobody takes over.

    ``with_need`` where the need itself ends that day and its host asks for nobody afterwards.
    """

    need_id: int
    host_id: int
    area_code: str
    host: str
    post: str
    on: date
    places: int
    with_need: bool


def coming_losses(user: User, asked: Asked, *, within: int = AHEAD) -> list[Loss]:
    """Every loss of the ``within`` days after the day asked for, the nearest first: one query.

    People only become fewer where a posting ends, so only these days are looked at. The twin of
    ``places.losses`` and ``places.losses_with_term``.
    """
    ends = Posting.objects.filter(
        # Of each end by itself: few end soon, and a list of all needs in reach would be made first.
        Exists(needs_due(user, asked).filter(pk=OuterRef("need"))),
        ends_before__gt=asked.on,
        ends_before__lte=asked.on + timedelta(days=within),
        starts_on__lt=F("ends_before"),
    )
    of_need = Posting.objects.filter(need=OuterRef("need"))
    end = OuterRef("ends_before")
    # The sum keeps SQLite from reading a whole programme for each posting: few needs are a host's.
    same_programme = ExpressionWrapper(F("programme_id") + 0, output_field=IntegerField())
    asks_on = Need.objects.open().filter(
        Exact(same_programme, OuterRef("need__programme")),
        host=OuterRef("need__host"),
        department_name=OuterRef("need__department_name"),
        starts_on__lte=end,
        ends_before__gt=end,
    )
    rows = (
        ends.annotate(
            due_before=Least(
                "need__ends_before", Coalesce("need__withdrawn_on", "need__ends_before")
            ),
            after=how_many(of_need.filter(starts_on__lte=end, ends_before__gt=end)),
            before=how_many(of_need.filter(starts_on__lt=end, ends_before__gte=end)),
        )
        .filter(Q(due_before__gt=F("ends_before")) | Q(due_before=F("ends_before"), after=0))
        .filter(Q(due_before__gt=F("ends_before")) | ~Exists(asks_on))
        .values_list(
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
            "due_before",
        )
        .order_by()
        .distinct()
    )
    found = []
    for need, host, area, name, department, role, on, asks, before, after, due_before in rows:
        places = min(asks, before) - min(asks, after)
        if places > 0:
            post = post_words(department, role)
            found.append(Loss(need, host, area, name, post, on, places, on == due_before))
    return sorted(found, key=lambda loss: (loss.on, loss.need_id))


def by_host(losses: Iterable[Loss]) -> dict[int, int]:
    """How many places each host will lose."""
    lost: Counter[int] = Counter()
    for loss in losses:
        lost[loss.host_id] += loss.places
    return dict(lost)


def needs_of(losses: Collection[Loss]) -> frozenset[int]:
    """The needs that lose a place."""
    return frozenset(loss.need_id for loss in losses)
