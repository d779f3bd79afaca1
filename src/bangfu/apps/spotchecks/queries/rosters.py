"""What duty records say of the half-day of a check: filled in by the system, never typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bangfu.apps.duty.recorded import definitions_of, recorded_of
from bangfu.apps.postings.models import Posting
from bangfu.apps.spotchecks.models import Check
from bangfu.core.duty.days import Days, Half, HalfDay
from bangfu.core.spotchecks.presence import Expected, expected_at


@dataclass(frozen=True, slots=True)
class Rostered:
    """One posted person and what is expected of them at that half-day."""

    posting: Posting
    expected: Expected


def rostered(check: Check, *, on: date, half: Half) -> list[Rostered]:
    """Everybody whom a check concerns on a half-day: six queries.

    Of a check of one posting that one; of a host all who are posted to it by the programme.
    """
    found = list(
        Posting.objects.filter(pk=check.posting_id)
        if check.posting_id
        else Posting.objects.filter(host=check.host_id, programme=check.draw.programme_id)
        .on(on)
        .order_by("department_name", "pk")
    )
    known = list(
        Posting.objects.filter(pk__in=[0, *(one.pk for one in found)])
        .select_related("worker", "home", "host", "programme")
        .order_by("department_name", "pk")
    )
    expected = expected_of(known, HalfDay(on, half))
    return [Rostered(one, expected[one.pk]) for one in known]


def expected_of(postings: Sequence[Posting], half_day: HalfDay) -> dict[int, Expected]:
    """What records say of some postings at one half-day, by key: five queries."""
    definitions = definitions_of({one.programme_id for one in postings})
    day = half_day.day
    known = recorded_of(
        postings, definitions=definitions, within=Days(day, day + timedelta(days=1))
    )
    return {key: expected_at(one.account, half_day) for key, one in known.items()}
