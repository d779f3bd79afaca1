"""The service owed before a title: added up over programmes, parts of it by place, exemptions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from bangfu.core.programmes.quota_rules import Exemption, ServiceBeforeTitle
from bangfu.core.programmes.vocabulary import DutyUnit, Place
from bangfu.core.programmes.wording import counted
from bangfu.core.programmes.words import Text

from .crediting import Ledger, Service, chains
from .days import Days, months_later
from .progress import Person, Progress
from .settings import Settings


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
        needed = days_of_months(months, settings)
        if least is None:
            have, waiting = _added_up(there, months, break_after_days, until, settings)
        else:
            have, waiting = _long_stays(there, least, break_after_days, until, settings)
        forecast = None
        if have < needed and least is None:
            forecast = to_come(there, needed, until, settings)
        found.append(
            Progress(
                rule=rule,
                what=_owed(rule, place, months),
                needed=needed,
                have=have,
                waiting=waiting,
                reached_on=forecast,
            )
        )
    total, *parts = found
    return replace(total, exempt=exempt, parts=tuple(parts))


def exempted(rules: Iterable[Exemption], person: Person) -> Text | None:
    """Why a person need not serve, or nothing."""
    for rule in rules:
        if rule.age_at_least and person.age is not None and person.age >= rule.age_at_least:
            return Text(
                zh=f"年满{rule.age_at_least}周岁，免予基层服务",
                en=f"Exempt: aged {rule.age_at_least} or more",
            )
        if rule.served_years:
            served = sum(
                years for place, years in person.served_years.items() if _counts_at(place, rule)
            )
            if served >= rule.served_years:
                return Text(
                    zh=f"已在基层服务满{rule.served_years}年，免予基层服务",
                    en=f"Exempt: {counted(rule.served_years, 'years')} served before",
                )
    return None


def _counts_at(place: Place, rule: Exemption) -> bool:
    """Whether years in a class of place are of those a rule names; all are county or below."""
    asked = rule.served_at
    return not asked or place in asked or Place.COUNTY_OR_BELOW in asked


def days_of_months(months: int, settings: Settings) -> Fraction:
    """Months as days when service is added up: twelve are a year.

    >>> from bangfu.core.duty.settings import shipped
    >>> [int(days_of_months(months, shipped())) for months in (3, 6, 12, 18)]
    [90, 180, 365, 545]
    """
    years, rest = divmod(months, 12)
    year, month = settings.length_of(DutyUnit.YEARS), settings.length_of(DutyUnit.MONTHS)
    return years * year + rest * month


def to_come(
    services: Sequence[Service],
    needed: Fraction,
    until: date,
    settings: Settings,
    *,
    span: Days | None = None,
    working: bool = False,
) -> date | None:
    """The day by which so much would be credited, were everything rostered confirmed.

    Nothing where that day has passed: then it is only confirmation that is missing.
    """
    planned = Ledger(services, until=date.max, settings=settings, hopeful=True)
    day = planned.reached_on(needed, span, working=working)
    return day if day and day >= until else None


def by_unit(services: Sequence[Service], *, same_unit: bool) -> list[list[Service]]:
    """The services of each host apart, where only one unit counts; else all together."""
    if not same_unit:
        return [list(services)]
    hosts = dict.fromkeys(one.host for one in services)
    return [[one for one in services if one.host == host] for host in hosts]


def _added_up(
    services: Sequence[Service],
    months: int,
    break_after_days: int,
    until: date,
    settings: Settings,
) -> tuple[Fraction, Fraction]:
    """Days credited, and those that confirmation would add.

    Whoever served so many calendar months day by day has served them, though February makes their
    days fewer than the settings' months have.
    """
    sure = Ledger(services, until=until, settings=settings)
    hoped = Ledger(services, until=until, settings=settings, hopeful=True)
    have = sure.credited()
    more = hoped.credited() - have
    for chain in chains(sure, break_after_days=break_after_days):
        full = Days(chain.days.starts_on, months_later(chain.days.starts_on, months))
        if sure.credited(full) == len(full):
            have = max(have, days_of_months(months, settings))
    return have, more


def _long_stays(
    services: Sequence[Service],
    least: int,
    break_after_days: int,
    until: date,
    settings: Settings,
) -> tuple[Fraction, Fraction]:
    """The same, of unbroken stays at one unit of at least so many calendar months."""
    have = more = Fraction(0)
    for group in by_unit(services, same_unit=True):
        sure = Ledger(group, until=until, settings=settings)
        hoped = Ledger(group, until=until, settings=settings, hopeful=True)
        for chain in chains(sure, break_after_days=break_after_days):
            if months_later(chain.days.starts_on, least) <= chain.reaches:
                got = sure.credited(chain.days)
                have += got
                more += hoped.credited(chain.days) - got
    return have, more


def _owed(rule: ServiceBeforeTitle, place: Place | None, months: int) -> Text:
    length = counted(months, "months")
    if place:
        return Text(zh=f"其中在{place.zh}（{months}个月）", en=f"of which at {place.en} ({length})")
    return Text(
        zh=f"晋升{rule.title.zh}职称前基层服务（{months}个月）",
        en=f"Service before the {rule.title.en} title ({length})",
    )
