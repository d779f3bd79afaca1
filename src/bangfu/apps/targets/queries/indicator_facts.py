"""What targets hand over to indicators: windows that ended, attained or not; places and gaps."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bangfu.apps.intake.models import Need
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.targets.queries.board import Projected, lines
from bangfu.apps.targets.queries.posting_facts import missing_days
from bangfu.apps.targets.queries.reach import EVERYBODY
from bangfu.apps.targets.queries.stage import Stage, stage_of
from bangfu.core.duty.days import Days
from bangfu.core.indicators.facts import (
    GIVER,
    HOST,
    Fact,
    first_day,
    month_number,
    months_between,
    months_on,
)
from bangfu.core.indicators.gathering import Gathering, Owner


def target_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Targets of institutions whose window ended in whole months by a day: due, and attained.

    A target is judged on the last day of its window, by what is known now.
    """
    found = Gathering("promises")
    last = min(ends_before - timedelta(days=1), on)
    # Without an edition a programme has no targets.
    for programme in Programme.objects.filter(pk__in=Edition.objects.values("programme")):
        stage = stage_of(programme, EVERYBODY)
        for month in months_between(month_number(first), month_number(last)):
            day = first_day(months_on(month, 1)) - timedelta(days=1)
            ended = _ended_in(stage, day) if day <= on else []
            for line in lines(stage, on=day, keys=ended, projected=Projected.NOTHING):
                side = HOST if stage.side(line.target) == "host" else GIVER
                for one in line.members:
                    if not one.amount.state.is_judged:
                        continue
                    who = one.member
                    owner = Owner(side, who.code, who.area_code, programme.code, month)
                    kept = int(not one.amount.state.lags)
                    found.add(owner, "target", due=1, kept=kept, in_time=kept)
    return found.facts()


def _ended_in(stage: Stage, last_day: date) -> list[str]:
    """Targets whose window, as it is on a month's last day, ends in that month."""
    if stage.term is None:
        return []
    begins = last_day.replace(day=1)
    windows = {key: stage.window(target, last_day) for key, target in stage.targets.items()}
    return [
        key
        for key, window in windows.items()
        if begins < window.ends_before <= last_day + timedelta(days=1)
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A need as places are counted: whose, how many, and from when to when."""

    host: tuple[str, str]
    sender: tuple[str, str] | None
    programme: str
    form: str
    headcount: int
    days: Days
    held: list[tuple[date, date]]


def place_facts(first: date, ends_before: date, *, on: date) -> Iterator[Fact]:
    """Place-days due and empty, and places at each month's end, of months until a day: two queries.

    They belong to the host that asked, and to the sender where the need is tied to one.
    """
    found = Gathering("places")
    until = max(first, min(ends_before, on + timedelta(days=1)))
    for need in _needs(first, until):
        for month in months_between(
            month_number(first), month_number(ends_before - timedelta(days=1))
        ):
            starts = first_day(month)
            days = Days(starts, first_day(months_on(month, 1)))
            within = days.within(Days(min(starts, until), until))
            part = need.days.within(within) if len(within) else within
            if len(part):
                _add(found, need, month, part, last_day=within.last_day)
    return found.facts()


def _add(found: Gathering, need: _Asked, month: int, part: Days, *, last_day: date) -> None:
    stands = last_day in need.days
    there = sum(1 for starts, ends in need.held if starts <= last_day < ends)
    for side, whose in ((HOST, need.host), (GIVER, need.sender)):
        if whose is None:
            continue
        found.add(
            Owner(side, *whose, need.programme, month),
            need.form,
            due_days=need.headcount * len(part),
            uncovered_days=missing_days(need.headcount, part, need.held),
            asked=need.headcount if stands else 0,
            held=min(need.headcount, there) if stands else 0,
        )


def _needs(first: date, until: date) -> Iterator[_Asked]:
    """Needs with a day in a stretch, with the postings that filled them."""
    held: dict[int, list[tuple[date, date]]] = defaultdict(list)
    postings = Posting.objects.filter(starts_on__lt=until, ends_before__gt=first).order_by()
    for need, starts_on, ends_before in postings.values_list("need", "starts_on", "ends_before"):
        held[need].append((starts_on, ends_before))
    needs = Need.objects.filter(starts_on__lt=until, ends_before__gt=first)
    for row in needs.select_related("host", "sender", "programme").order_by():
        ends = min(row.ends_before, row.withdrawn_on or row.ends_before)
        if ends <= row.starts_on:
            continue
        yield _Asked(
            host=(row.host.code, row.host.area_code),
            sender=(row.sender.code, row.sender.area_code) if row.sender else None,
            programme=row.programme.code,
            form=row.form,
            headcount=row.headcount,
            days=Days(row.starts_on, ends),
            held=held[row.pk],
        )
