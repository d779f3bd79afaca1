"""The month sums, moved by each change of the ledger inside its own transaction."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from bangfu.apps.activities.models import Activity, Figure, MonthSum
from bangfu.core.months import month_start


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Which month sum a figure enters; ids of rows, 0 where there is no host."""

    programme: int
    giver: int
    host: int
    posts: str
    indicator: str
    month: date


@dataclass(slots=True)
class Weight:
    """What one or more figures add to a month sum."""

    confirmed: Decimal = Decimal(0)
    waiting: Decimal = Decimal(0)
    confirmed_entries: int = 0
    waiting_entries: int = 0

    def add(self, other: "Weight", sign: int) -> None:
        """Add another weight, or take it away."""
        self.confirmed += sign * other.confirmed
        self.waiting += sign * other.waiting
        self.confirmed_entries += sign * other.confirmed_entries
        self.waiting_entries += sign * other.waiting_entries

    @property
    def is_nothing(self) -> bool:
        """Whether adding it changes no sum."""
        return not (
            self.confirmed or self.waiting or self.confirmed_entries or self.waiting_entries
        )


Weights = dict[Place, Weight]


def weights_of(activity: Activity, figures: Iterable[Figure]) -> Weights:
    """What an activity with its figures adds to the month sums: nothing where it is not counted."""
    if not activity.is_counted:
        return {}
    return {_place(activity, figure): _weight(activity, figure.amount) for figure in figures}


def weights_held(activity: Activity) -> Weights:
    """The same of an activity as the database holds it."""
    return weights_of(activity, activity.figures.all())


def move(*, before: Iterable[Weights], after: Iterable[Weights]) -> None:
    """Take the old weights out of the month sums and put the new ones in, in one fixed order."""
    moved: dict[Place, Weight] = defaultdict(Weight)
    for sign, many in ((-1, before), (1, after)):
        for weights in many:
            for place, weight in weights.items():
                moved[place].add(weight, sign)
    for place in sorted(moved):
        if not moved[place].is_nothing:
            _add(place, moved[place])


def recounted() -> Weights:
    """Every month sum as the ledger itself says it, for a check and for a rebuild."""
    found: dict[Place, Weight] = defaultdict(Weight)
    figures = Figure.objects.filter(activity__in=Activity.objects.counted())
    for figure in figures.select_related("activity").iterator(chunk_size=2000):
        weight = _weight(figure.activity, figure.amount)
        found[_place(figure.activity, figure)].add(weight, 1)
    return dict(found)


def kept() -> Weights:
    """Every month sum as it is kept; those that came to nothing left out."""
    return {
        Place(
            row.programme_id, row.giver_id, row.host_id or 0, row.posts, row.indicator, row.month
        ): Weight(row.confirmed, row.waiting, row.confirmed_entries, row.waiting_entries)
        for row in MonthSum.objects.iterator(chunk_size=2000)
        if row.confirmed_entries or row.waiting_entries
    }


def sums_that_differ() -> list[Place]:
    """The month sums that are not what the ledger says; none, unless rows came in past actions."""
    held, told = kept(), recounted()
    return sorted(
        place for place in held.keys() | told.keys() if held.get(place) != told.get(place)
    )


def rebuild() -> int:
    """Write the month sums anew from the ledger; returns how many there are.

    Only after rows came in past the actions: a restored archive, demonstration data in bulk.
    """
    MonthSum.objects.all().delete()
    found = recounted()
    MonthSum.objects.bulk_create(
        (_row(place, weight) for place, weight in sorted(found.items(), key=lambda each: each[0])),
        batch_size=1000,
    )
    return len(found)


def _place(activity: Activity, figure: Figure) -> Place:
    return Place(
        activity.programme_id,
        activity.giver_id,
        activity.host_id or 0,
        activity.posts,
        figure.indicator,
        month_start(activity.happened_on),
    )


def _weight(activity: Activity, amount: Decimal) -> Weight:
    if activity.state == Activity.State.CONFIRMED:
        return Weight(confirmed=amount, confirmed_entries=1)
    return Weight(waiting=amount, waiting_entries=1)


def _add(place: Place, weight: Weight) -> None:
    changed = MonthSum.objects.filter(
        programme_id=place.programme,
        giver_id=place.giver,
        host_id=place.host or None,
        posts=place.posts,
        indicator=place.indicator,
        month=place.month,
    ).update(
        confirmed=F("confirmed") + weight.confirmed,
        waiting=F("waiting") + weight.waiting,
        confirmed_entries=F("confirmed_entries") + weight.confirmed_entries,
        waiting_entries=F("waiting_entries") + weight.waiting_entries,
    )
    if not changed:
        _row(place, weight).save(force_insert=True)


def _row(place: Place, weight: Weight) -> MonthSum:
    return MonthSum(
        programme_id=place.programme,
        giver_id=place.giver,
        host_id=place.host or None,
        posts=place.posts,
        indicator=place.indicator,
        month=place.month,
        confirmed=weight.confirmed,
        waiting=weight.waiting,
        confirmed_entries=weight.confirmed_entries,
        waiting_entries=weight.waiting_entries,
    )
