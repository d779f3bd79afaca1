"""One activity entered by two institutions: found when entered, shown to both, settled once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Prefetch, Q

from bangfu.apps.accounts.models import User
from bangfu.apps.activities.models import Activity, Figure, Resemblance
from bangfu.apps.journal import actions as journal
from bangfu.apps.programmes.models import Programme
from bangfu.core.activities import Noted, Side, may_be_same
from bangfu.core.activities.resemblance import DAYS_APART
from bangfu.core.refusal import Refusal

from .entries import about
from .sums import move, weights_held


class AlreadySettled(Refusal):
    """Somebody has settled before whether the two are the same."""


def note_resemblances(activity: Activity) -> list[Resemblance]:
    """Write down which entries may tell of the same activity; what no longer does is taken out."""
    activity.resembled_earlier.filter(found=Resemblance.Found.OPEN).delete()
    activity.resembled_later.filter(found=Resemblance.Found.OPEN).delete()
    settled = set(activity.resembled_earlier.values_list("first", flat=True))
    settled |= set(activity.resembled_later.values_list("second", flat=True))
    one = noted(activity)
    alike = [
        other
        for other in _near(activity)
        if other.pk not in settled and may_be_same(one, noted(other))
    ]
    return Resemblance.objects.bulk_create(
        Resemblance(first_id=min(activity.pk, other.pk), second_id=max(activity.pk, other.pk))
        for other in alike
    )


@transaction.atomic
def settle_resemblance(
    *, resemblance: Resemblance, same: bool, by: User | None, at: datetime
) -> Resemblance:
    """Settle whether two entries tell of one activity; if so the later one counts no more.

    A confirmed entry is kept before an unconfirmed one. Raises ``AlreadySettled``.
    """
    Programme.objects.select_for_update(no_key=True).get(pk=resemblance.first.programme_id)
    held = Resemblance.objects.select_for_update(of=("self",)).get(pk=resemblance.pk)
    if held.found != Resemblance.Found.OPEN:
        raise AlreadySettled(
            zh="这两条已由他人核对，无需重复办理。", en="Somebody has settled this already."
        )
    ends = Activity.objects.in_full().filter(pk__in=(held.first_id, held.second_id))
    both = {each.pk: each for each in ends.select_for_update(of=("self",)).order_by("pk")}
    kept, other = both[held.first_id], both[held.second_id]
    if other.state == Activity.State.CONFIRMED and kept.state != Activity.State.CONFIRMED:
        kept, other = other, kept
    found = Resemblance.Found.SAME if same else Resemblance.Found.DIFFERENT
    held.found, held.found_by, held.found_at = found, by, at
    held.save(update_fields=["found", "found_by", "found_at"])
    if same:
        before = weights_held(other)
        other.same_as = kept.same_as or kept
        other.save(update_fields=["same_as"])
        move(before=[before], after=[])
    event = about("activity.settled", other, found=str(found.label), other=kept.pk)
    journal.record_many(actor=by, events=[event])
    return held


def note_resemblances_of(
    activities: Sequence[Activity], figures: Mapping[int, Sequence[Figure]]
) -> list[Resemblance]:
    """The same for many new entries, whose neighbours are read once for each day and kind.

    ``figures`` of the new entries, by entry. Those entered by one institution never resemble each
    other, and a file is entered by one as a rule, so only older entries are looked at.
    """
    together: dict[tuple[int, str], list[Activity]] = defaultdict(list)
    for activity in activities:
        together[activity.programme_id, activity.kind].append(activity)
    pairs = [
        Resemblance(first_id=older.key, second_id=one.pk)
        for (programme, kind), ones in together.items()
        for one, older in _alike(programme, kind, ones, figures)
    ]
    return Resemblance.objects.bulk_create(pairs, batch_size=500)


def _alike(
    programme: int,
    kind: str,
    ones: Sequence[Activity],
    figures: Mapping[int, Sequence[Figure]],
) -> Iterator[tuple[Activity, Noted]]:
    apart = timedelta(days=DAYS_APART)
    first, last = min(one.happened_on for one in ones), max(one.last_day for one in ones)
    older = Activity.objects.counted().filter(
        programme=programme,
        kind=kind,
        happened_on__range=(first - timedelta(days=LONGEST), last + apart),
        last_day__gte=first - apart,
    )
    by_place: dict[int, list[Noted]] = defaultdict(list)
    new = {one.pk for one in ones}
    for other in older.prefetch_related("figures").order_by("pk").iterator(chunk_size=1000):
        if other.pk not in new:
            told = noted(other)
            for place in told.sides:
                by_place[place].append(told)
    for one in ones:
        told = noted(one, figures[one.pk])
        near = {
            other.key: other
            for place in told.sides
            for other in by_place[place]
            if other.on <= told.until + apart and other.until >= told.on - apart
        }
        for key in sorted(near)[:MOST]:
            if may_be_same(told, near[key]):
                yield one, near[key]


def noted(activity: Activity, figures: Iterable[Figure] | None = None) -> Noted:
    """An activity as far as it can resemble another; ``figures`` where they are at hand."""
    given = activity.figures.all() if figures is None else figures
    return Noted(
        key=activity.pk,
        kind=activity.kind,
        on=activity.happened_on,
        until=activity.last_day,
        sides=frozenset(side for side in (activity.giver_id, activity.host_id) if side),
        noted_by=entering_institution(activity),
        figures={figure.indicator: figure.amount for figure in given},
        host=activity.host_id,
    )


def entering_institution(activity: Activity) -> int | None:
    """Which institution entered it; nobody where the authority did."""
    sides = {Side.GIVER.value: activity.giver_id, Side.HOST.value: activity.host_id}
    return sides.get(activity.entered_by)


def _near(activity: Activity) -> list[Activity]:
    """Counted entries of the same programme and kind on days nearby that share a place with it."""
    places = [place for place in (activity.giver_id, activity.host_id) if place]
    apart = timedelta(days=DAYS_APART)
    found = Activity.objects.counted().filter(
        Q(giver__in=places) | Q(host__in=places),
        programme=activity.programme_id,
        kind=activity.kind,
        happened_on__lte=activity.last_day + apart,
        last_day__gte=activity.happened_on - apart,
        # Bounded from below as well, so that the index on the day can be walked from both sides.
        happened_on__gte=activity.happened_on - timedelta(days=LONGEST),
    )
    figures = Prefetch("figures", Figure.objects.all())
    return list(found.exclude(pk=activity.pk).prefetch_related(figures).order_by("pk")[:MOST])


LONGEST = 370
"""No entry lasts longer than a year, so none that began before can still touch a day."""
MOST = 200
"""More neighbours than this on one day are routine work, and resemblance says nothing."""
