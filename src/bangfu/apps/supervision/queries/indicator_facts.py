"""What the task ledger hands over to indicators: tasks due in a month, closed, closed in time."""

from collections.abc import Iterator
from datetime import date, timedelta

from bangfu.apps.programmes.models import Party
from bangfu.apps.supervision.models import Task
from bangfu.core.indicators.facts import GIVER, HOST, Fact, month_number
from bangfu.core.indicators.gathering import Gathering, Owner
from bangfu.core.programmes.vocabulary import PartyRole
from bangfu.core.tasks.periods import CYCLE_OF
from bangfu.core.tasks.task_life import State


def task_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Tasks that an institution bears and that fell due in whole months, until a day: two queries.

    A task counts where its first term was, whatever extensions it got since; recurring and standing
    tasks have no such day. It belongs to the side on which its institution takes part.
    """
    found = Gathering("promises")
    until = min(ends_before, on + timedelta(days=1))
    rows = Task.objects.counted().filter(
        first_due__gte=first, first_due__lt=until, institution__isnull=False
    )
    rows = rows.exclude(repeat__in=[repeat.value for repeat in CYCLE_OF]).order_by()
    hosts = set(
        Party.objects.filter(role=PartyRole.HOST.value)
        .order_by()
        .values_list("programme", "institution")
    )
    for programme, code, institution, place, area, due, state, late in rows.values_list(
        "programme",
        "programme__code",
        "institution",
        "institution__code",
        "institution__area_code",
        "first_due",
        "state",
        "closed_late",
    ):
        if due is None:  # of no day at all; the filter above leaves none
            continue
        side = HOST if (programme, institution) in hosts else GIVER
        closed = state == State.CLOSED.value
        owner = Owner(side, place, area, code, month_number(due))
        found.add(owner, "task", due=1, kept=int(closed), in_time=int(closed and not late))
    return found.facts()
