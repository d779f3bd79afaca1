"""What the rules of programmes and titles ask of service, held against what there is."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from bangfu.core.programmes.quota_rules import (
    MinimumStay,
    Presence,
    YearlyDays,
)
from bangfu.core.programmes.vocabulary import DutyUnit, Per
from bangfu.core.programmes.words import Text

from .crediting import Chain, Ledger, Service, amount, chains
from .days import HALVES, Days, months_later, periods, year_of
from .progress import Presences, Progress, ShortPeriod
from .service_owed import by_unit, days_of_months, to_come
from .settings import Settings
from .working_days import WorkCalendar, weekends_only


def yearly_days(
    rule: YearlyDays,
    services: Sequence[Service],
    *,
    years: Iterable[int],
    same_unit: bool,
    break_after_days: int,
    until: date,
    settings: Settings,
) -> list[Progress]:
    """The days of each of some calendar years; where asked, at one unit, without a break.

    Source of the year: rules say “in the year”, without a day on which it begins; the calendar
    year is taken.
    """
    unit = DutyUnit.WORKING_DAYS if rule.working_days else DutyUnit.DAYS
    ledgers = [
        (
            Ledger(group, until=until, settings=settings),
            Ledger(group, until=until, settings=settings, hopeful=True),
        )
        for group in by_unit(services, same_unit=same_unit)
    ]
    found = []
    for year in years:
        span = year_of(date(year, 1, 1))
        options = []
        for sure, hoped in ledgers:
            stretches: list[Days] = [span]
            if rule.unbroken:
                unbroken = chains(sure, break_after_days=break_after_days)
                stretches = [chain.days.within(span) for chain in unbroken]
            for stretch in stretches:
                have = _in_unit(sure, stretch, unit)
                more = _in_unit(hoped, stretch, unit) - have
                options.append((have, more, stretch.starts_on))
        have, more, since = max(options, default=(Fraction(0), Fraction(0), None))
        needed = Fraction(rule.at_least)
        forecast = None
        if have < needed and not rule.unbroken:
            planned = by_unit(services, same_unit=same_unit)
            reached = (
                to_come(group, needed, until, settings, span=span, working=rule.working_days)
                for group in planned
            )
            forecast = min((day for day in reached if day), default=None)
        found.append(
            Progress(
                rule=rule,
                what=Text(zh=f"{year}年服务时间", en=f"Service in {year}"),
                needed=needed,
                have=have,
                waiting=more,
                unit=unit,
                span=span,
                since=since if rule.unbroken else None,
                reached_on=forecast,
            )
        )
    return found


def minimum_stay(
    rule: MinimumStay,
    services: Sequence[Service],
    *,
    same_unit: bool,
    break_after_days: int,
    until: date,
    settings: Settings,
) -> Progress:
    """The longest stay; unbroken unless the rule says otherwise, its months by the calendar."""
    ledgers = [
        Ledger(group, until=until, settings=settings)
        for group in by_unit(services, same_unit=same_unit)
    ]
    months = ("", "") if not rule.months else (f"（{rule.months}个月）", f" ({rule.months} months)")
    word = ("连续服务", "Unbroken stay") if rule.unbroken else ("累计服务", "Stay in all")
    what = Text(zh=word[0] + months[0], en=word[1] + months[1])
    if not rule.unbroken:
        needed = days_of_months(rule.months, settings) if rule.months else Fraction(rule.days or 0)
        have = max((ledger.credited() for ledger in ledgers), default=Fraction(0))
        return Progress(rule=rule, what=what, needed=needed, have=have)
    unbroken = [
        chain for ledger in ledgers for chain in chains(ledger, break_after_days=break_after_days)
    ]
    best = max(unbroken, key=lambda chain: chain.halves, default=None)
    return Progress(
        rule=rule,
        what=what,
        needed=_asked_of(best, rule, settings),
        have=Fraction(best.halves, HALVES) if best else Fraction(0),
        waiting=Fraction(best.waiting, HALVES) if best else Fraction(0),
        since=best.days.starts_on if best else None,
    )


def presence(
    rule: Presence,
    services: Sequence[Service],
    *,
    until: date,
    calendar: WorkCalendar,
    settings: Settings,
) -> Presences:
    """Each whole week or month of a stay that is over and confirmed, against what is asked.

    Sessions lost to public holidays are not asked for; leave is shown as what it is, less
    presence, and judged by nobody here.
    """
    looked_at, short = 0, []
    per = rule.per if rule.per is Per.WEEK else Per.MONTH
    for service in services:
        lost = _lost_to_holidays(service, calendar)
        for period in periods(service.days, per):
            whole = period.within(service.days) == period and period.ends_before <= until
            if not whole or (tally := service.account.tally(period)).waiting:
                continue
            looked_at += 1
            missed = Fraction(max(0, int(lost[service.account.part(period)].sum())))
            spared = missed if rule.unit is DutyUnit.HALF_DAYS else missed / HALVES
            needed, have = rule.at_least - spared, amount(tally, rule.unit, settings)
            if have < needed:
                short.append(ShortPeriod(days=period, needed=needed, have=have))
    return Presences(rule=rule, looked_at=looked_at, short=tuple(short))


def _asked_of(chain: Chain | None, rule: MinimumStay, settings: Settings) -> Fraction:
    """Days of an unbroken stay; its months are those of the calendar from its first day on."""
    if not rule.months:
        return Fraction(rule.days or 0)
    if chain is None:
        return days_of_months(rule.months, settings)
    starts_on = chain.days.starts_on
    return Fraction((months_later(starts_on, rule.months) - starts_on).days)


def _lost_to_holidays(service: Service, calendar: WorkCalendar) -> npt.NDArray[np.int8]:
    """Half-days that public holidays took from the roster, less those shifted days gave it."""
    stay = service.account.stay
    usual = stay.roster.expected(stay.days, weekends_only()).astype(np.int8)
    held: npt.NDArray[np.int8] = stay.roster.expected(stay.days, calendar).astype(np.int8)
    return usual - held


def _in_unit(ledger: Ledger, span: Days, unit: DutyUnit) -> Fraction:
    if unit is DutyUnit.WORKING_DAYS:
        return ledger.credited_working(span)
    return ledger.credited(span)
