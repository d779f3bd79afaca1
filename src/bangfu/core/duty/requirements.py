"""What the rules of programmes and titles ask of service, held against what there is."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from bangfu.core.programmes.quota_rules import (
    Exemption,
    MinimumStay,
    Presence,
    ServiceBeforeTitle,
    YearlyDays,
)
from bangfu.core.programmes.vocabulary import DutyUnit, Per, Place
from bangfu.core.programmes.wording import counted
from bangfu.core.programmes.words import Text

from .crediting import Chain, Ledger, Service, amount, chains
from .days import HALVES, Days, months_later, periods, year_of
from .progress import Person, Presences, Progress, ShortPeriod
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
    found = []
    for year in years:
        span = year_of(date(year, 1, 1))
        options = []
        for group in _groups(services, same_unit=same_unit):
            sure = Ledger(group, until=until, settings=settings)
            hoped = Ledger(group, until=until, settings=settings, hopeful=True)
            stretches: list[Days] = [span]
            if rule.unbroken:
                unbroken = chains(sure, break_after_days=break_after_days)
                stretches = [chain.days.within(span) for chain in unbroken]
            for stretch in stretches:
                have = _in_unit(sure, stretch, unit)
                more = _in_unit(hoped, stretch, unit) - have
                options.append((have, more, stretch.starts_on))
        have, more, since = max(options, default=(Fraction(0), Fraction(0), None))
        found.append(
            Progress(
                rule=rule,
                what=Text(zh=f"{year}年服务时间", en=f"Service in {year}"),
                needed=Fraction(rule.at_least),
                have=have,
                waiting=more,
                unit=unit,
                span=span,
                since=since if rule.unbroken else None,
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
        for group in _groups(services, same_unit=same_unit)
    ]
    what = Text(zh="连续服务" if rule.unbroken else "累计服务", en="Stay")
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


def before_title(
    rule: ServiceBeforeTitle,
    services: Sequence[Service],
    *,
    break_after_days: int,
    until: date,
    settings: Settings,
    exempt: Text | None = None,
) -> Progress:
    """The service owed before a title; parts of it in classes of place, each stay long enough.

    ``services`` are those that count before that title. With ``each_stay_months`` only
    unbroken stays at one unit of at least that length are added up.
    """
    least = rule.each_stay_months
    asked = [(None, rule.months), *((part.place, part.months) for part in rule.of_which)]
    found = []
    for place, months in asked:
        there = [one for one in services if place is None or place in one.places]
        have, waiting = _added_up(there, least, break_after_days, until, settings)
        found.append(
            Progress(
                rule=rule,
                what=_owed(rule, place),
                needed=days_of_months(months, settings),
                have=have,
                waiting=waiting,
            )
        )
    total, *parts = found
    return Progress(
        rule=rule,
        what=total.what,
        needed=total.needed,
        have=total.have,
        waiting=total.waiting,
        exempt=exempt,
        parts=tuple(parts),
    )


def exempted(rules: Iterable[Exemption], person: Person) -> Text | None:
    """Why a person need not serve, or nothing."""
    for rule in rules:
        if rule.age_at_least and person.age is not None and person.age >= rule.age_at_least:
            return Text(
                zh=f"年满{rule.age_at_least}周岁，免予基层服务",
                en=f"Exempt: aged {rule.age_at_least} or more",
            )
        if rule.served_years:
            places = rule.served_at or tuple(person.served_years)
            served = sum(person.served_years.get(place, 0) for place in places)
            if served >= rule.served_years:
                return Text(
                    zh=f"已在基层服务满{rule.served_years}年，免予基层服务",
                    en=f"Exempt: {counted(rule.served_years, 'years')} served before",
                )
    return None


def days_of_months(months: int, settings: Settings) -> Fraction:
    """Months as days when service is added up: twelve are a year.

    >>> from bangfu.core.duty.settings import shipped
    >>> [int(days_of_months(months, shipped())) for months in (3, 6, 12, 18)]
    [90, 180, 365, 545]
    """
    years, rest = divmod(months, 12)
    year, month = settings.length_of(DutyUnit.YEARS), settings.length_of(DutyUnit.MONTHS)
    return years * year + rest * month


def _added_up(
    services: Sequence[Service],
    least: int | None,
    break_after_days: int,
    until: date,
    settings: Settings,
) -> tuple[Fraction, Fraction]:
    """Days credited, and those that confirmation would add."""
    sure = Ledger(services, until=until, settings=settings)
    hoped = Ledger(services, until=until, settings=settings, hopeful=True)
    if least is None:
        have = sure.credited()
        return have, hoped.credited() - have
    have = more = Fraction(0)
    for group in _groups(services, same_unit=True):
        sure = Ledger(group, until=until, settings=settings)
        hoped = Ledger(group, until=until, settings=settings, hopeful=True)
        for chain in chains(sure, break_after_days=break_after_days):
            if months_later(chain.days.starts_on, least) <= chain.reaches:
                got = sure.credited(chain.days)
                have += got
                more += hoped.credited(chain.days) - got
    return have, more


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


def _groups(services: Sequence[Service], *, same_unit: bool) -> list[list[Service]]:
    if not same_unit:
        return [list(services)]
    hosts = dict.fromkeys(one.host for one in services)
    return [[one for one in services if one.host == host] for host in hosts]


def _owed(rule: ServiceBeforeTitle, place: Place | None) -> Text:
    where = Text(zh=f"其中在{place.zh}", en=f"of which at {place.en}") if place else None
    if where:
        return where
    return Text(
        zh=f"晋升{rule.title.zh}职称前基层服务", en=f"Service before the {rule.title.en} title"
    )
