"""What duty hands over to indicators: half-days, arrivals and ends, and people on post."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q

from bangfu.apps.duty.recorded import definitions_of, recorded_of
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import Days, Tally
from bangfu.core.duty.days import months_later, whole_months
from bangfu.core.indicators.facts import GIVER, HOST, TABLES, Fact, month_number
from bangfu.core.indicators.gathering import Gathering, Owner
from bangfu.core.indicators.settings import shipped
from bangfu.core.standards import titles

PHYSICIAN = "physician"
_AT_ONCE = 500

Who = tuple[str, str, int]
"""A side, an institution's code and a worker's key."""


def duty_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Half-days by posting's form and rank, arrivals and ends, of whole months until a day."""
    duty = Gathering("duty")
    people: dict[Who, dict[int, Fact]] = defaultdict(dict)
    until = max(first, min(ends_before, on + timedelta(days=1)))
    # Whoever counts for the first time in the year may have been there before the months asked for.
    since = first.replace(month=1, day=1)
    for batch in _batches(since, until):
        known = recorded_of(batch, definitions=definitions_of({p.programme_id for p in batch}))
        for posting in batch:
            for month, tally in known[posting.pk].account.monthly():
                number = month_number(month.starts_on)
                if not month_number(since) <= number < month_number(until - timedelta(days=1)) + 1:
                    continue
                for owner in _owners(posting, number):
                    if tally.served:
                        who = (owner.side, owner.institution, posting.worker_id)
                        people[who].setdefault(
                            number, _person(posting, number, tally.served, owner)
                        )
                    if month.starts_on >= first:
                        _half_days(duty, posting, owner, tally)
            _turns(duty, posting, Days(first, until))
    yield from duty.facts()
    yield from _with_firsts(people, since=month_number(first))


def _batches(since: date, until: date) -> Iterator[Sequence[Posting]]:
    """Postings that had a day in the stretch, in the order in which people came."""
    found = Posting.objects.filter(
        Q(starts_on__lt=until) | Q(reported_on__lt=until), ends_before__gte=since
    )
    rows = found.select_related("worker", "home", "host", "programme", "roster")
    ordered = list(rows.order_by("starts_on", "pk"))
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _owners(posting: Posting, month: int) -> list[Owner]:
    code = posting.programme.code
    return [
        Owner(HOST, posting.host.code, posting.host.area_code, code, month),
        Owner(GIVER, posting.home.code, posting.home.area_code, code, month),
    ]


def _half_days(found: Gathering, posting: Posting, owner: Owner, tally: Tally) -> None:
    found.add(
        owner,
        posting.form,
        expected=tally.expected,
        served=tally.served,
        excused=tally.excused,
        absent=tally.absent,
        waiting=tally.waiting,
    )


def _person(posting: Posting, month: int, served: int, owner: Owner) -> Fact:
    """One person at one institution in a month, not yet known to be the first of the year."""
    worker = posting.worker
    known = titles.every().get(worker.title_code)
    stay = whole_months(Days(posting.starts_on, posting.planned_ends_before))
    doctor = int(known is not None and known.series == PHYSICIAN)
    amounts = {
        "rank": worker.rank,
        "doctor": doctor,
        "present": 1,
        "stay_months": stay,
        "served": served,
    }
    return Fact(
        table="people",
        side=owner.side,
        institution=owner.institution,
        area=owner.area,
        programme=owner.programme,
        month=month,
        kinds=(posting.form,),
        amounts=tuple(amounts.get(name, 0) for name in TABLES["people"].amounts),
    )


def _with_firsts(people: Mapping[Who, Mapping[int, Fact]], *, since: int) -> Iterator[Fact]:
    """The facts of people from a month on; the first month of each year is marked."""
    place = TABLES["people"].amounts.index("first")
    for months in people.values():
        years: set[int] = set()
        for month in sorted(months):
            is_first = month // 100 not in years
            years.add(month // 100)
            if month >= since:
                amounts = list(months[month].amounts)
                amounts[place] = int(is_first)
                yield replace(months[month], amounts=tuple(amounts))


def _turns(found: Gathering, posting: Posting, days: Days) -> None:
    """When it began and ended, where that is within the days."""
    arrived = posting.arrived_on
    if arrived is None:
        return
    if arrived in days:
        for owner in _owners(posting, month_number(arrived)):
            found.add(owner, posting.form, arrivals=1)
    last = posting.ends_before - timedelta(days=1)
    if last in days and posting.ends_before > arrived:
        long_enough = months_later(arrived, shipped().posted_doctor.months)
        for owner in _owners(posting, month_number(last)):
            found.add(
                owner,
                posting.form,
                ended=1,
                recalled=int(posting.ended_early_on is not None),
                lasted=int(posting.ends_before >= long_enough),
            )
