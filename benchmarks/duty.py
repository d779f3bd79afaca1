"""Duty recomputed: accounts, passbooks and checks of a province's year, or of a county's

``province`` is 10,000 postings and a year of weekly confirmations, some 2.5 million working days;
``county`` is 300. Nothing is read from a database: this is what remains to be done once the rows
are there. The data are invented, the same in every run, and their making is not measured.

For the province the pages follow (:mod:`._duty_pages`): a host confirms a week of 40 people, a
worker opens the passbook, with every posting of the demonstration's province in the database.
"""

import random
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bangfu.core.duty import (
    Account,
    Days,
    Entered,
    HalfDay,
    Person,
    Roster,
    Service,
    ServiceRules,
    Stay,
    account_of,
    passbook_of,
    settings,
    title_rules,
    usual_pattern,
    week_of,
    working_days,
)
from bangfu.core.duty.flags import nothing_ever_happened, two_places
from bangfu.core.duty.roster import weekly
from bangfu.core.programmes import load_all, shipped
from bangfu.core.programmes.vocabulary import Form, Place
from bangfu.core.programmes.vocabulary_review import DutyException
from benchmarks import _duty_pages
from benchmarks.bar import Bar, clock, p95

SIZES = ("province", "county")
POSTINGS = {"province": 10_000, "county": 300}
WITHIN = {"province": 20.0, "county": 0.6}
"""Seconds for every account of the year, and as many again for every passbook and check."""

YEAR = Days(date(2025, 1, 1), date(2026, 1, 1))
PEOPLE_AT_A_HOST = 7
SETTINGS, CALENDAR, TITLES = settings.shipped(), working_days.shipped(), title_rules.shipped()
PROGRAMME = load_all(shipped())["shengli_dongying_group"]
RULES = {PROGRAMME.code: ServiceRules(definition=PROGRAMME, settings=SETTINGS)}


@dataclass(frozen=True)
class Recorded:
    """What is on record of one posting."""

    stay: Stay
    form: Form
    confirmed: tuple[Days, ...]
    entered: tuple[Entered, ...]


def measure(size: str) -> Iterator[Bar]:
    """Seconds to reckon a year of duty anew, and what follows from it."""
    recorded = province(POSTINGS[size])
    limit = WITHIN[size]
    with clock() as taken:
        accounts = [reckoned(one) for one in recorded]
        tallies = [account.tally() for account in accounts]
    yield Bar("every account of the year", limit, taken.seconds)

    worked = sum(tally.expected for tally in tallies) / 2
    unlike = sum(
        tally.expected != tally.served + tally.excused + tally.absent + tally.waiting
        for tally in tallies
    )
    yield Bar("working days reckoned", 240 * len(recorded), worked, unit="days", at_least=True)
    yield Bar("accounts that do not add up", 0, unlike, unit="")

    seconds = [passbook(one, account) for one, account in zip(recorded, accounts, strict=True)]
    yield Bar("every passbook", limit, sum(seconds))
    yield Bar("one passbook, p95", 0.01, p95(seconds))
    with clock() as taken:
        for host in range(0, len(accounts), PEOPLE_AT_A_HOST):
            checked(accounts[host : host + PEOPLE_AT_A_HOST])
    yield Bar("checks of every host", limit, taken.seconds)
    per_mebibyte = 2**20 if sys.platform == "darwin" else 2**10
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_mebibyte
    yield Bar("peak memory", 600, held, unit="MiB")
    if size == "province":
        yield from _duty_pages.measure()


def reckoned(one: Recorded) -> Account:
    """The account of a posting."""
    return account_of(
        one.stay,
        confirmed=one.confirmed,
        entered=one.entered,
        calendar=CALENDAR,
        treatments=SETTINGS.treatments(PROGRAMME.duty),
    )


def passbook(one: Recorded, account: Account) -> float:
    """Seconds that the passbook of one person takes."""
    service = Service(
        account=account,
        programme=PROGRAMME.code,
        host="host",
        form=one.form,
        places=frozenset({Place.COUNTY_OR_BELOW}),
        post="resident_expert" if one.form is Form.RESIDENT else "clinic_expert",
    )
    with clock() as taken:
        passbook_of(
            [service],
            rules=RULES,
            titles=TITLES,
            area="37",
            person=Person(),
            until=YEAR.ends_before,
            calendar=CALENDAR,
            settings=SETTINGS,
        )
    return taken.seconds


def checked(accounts: list[Account]) -> None:
    """The checks that look at all accounts of a host together."""
    months = [YEAR.starts_on.replace(month=month) for month in range(1, 13)]
    list(nothing_ever_happened("host", accounts, months, SETTINGS.thresholds))
    list(two_places(accounts))


def province(postings: int) -> list[Recorded]:
    """Postings over the whole year: of ten, nine residents and one expert with many sessions."""
    chance = random.Random(20250101)  # noqa: S311 - invented data, the same in every run
    weeks = tuple(week_of(YEAR.starts_on + timedelta(days=7 * number)) for number in range(53))
    return [posting(number, weeks, chance) for number in range(postings)]


def posting(number: int, weeks: tuple[Days, ...], chance: random.Random) -> Recorded:
    """One posting with five weeks of leave, some absence, swaps, and weeks not confirmed."""
    form = Form.VISITING if number % 10 == 9 else Form.RESIDENT
    sessions = weekly("1上 1下 2上 2下 3上 3下 4上 4下 5上 5下")
    pattern = usual_pattern(form, sessions.sessions)
    stay = Stay(key=str(number), days=YEAR, roster=Roster.of(pattern))
    entered = [
        Entered.for_days(
            chance.choice(list(DutyException)[:4]),
            Days(first, first + timedelta(days=chance.randint(1, 7))),
        )
        for first in (random_day(chance) for _ in range(6))
    ]
    for _ in range(2):
        monday = week_of(random_day(chance)).starts_on
        entered.append(
            Entered.swap(HalfDay(monday), HalfDay(min(monday + timedelta(5), YEAR.last_day)))
        )
    confirmed = tuple(week for week in weeks if chance.random() < 0.97)
    return Recorded(stay=stay, form=form, confirmed=confirmed, entered=tuple(entered))


def random_day(chance: random.Random) -> date:
    """Any day of the year but its last week."""
    return YEAR.starts_on + timedelta(days=chance.randrange(len(YEAR) - 7))
