"""Service time of one person, added up over stays: converted, each half-day once, never too much.

Two laws hold for every sum here. A half-day counts once, whatever number of postings cover it. In
no calendar month is more credited than the days of it that lie within a stay.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bangfu.core.programmes.quota_rules import Conversion
from bangfu.core.programmes.vocabulary import DutyUnit, Form, Per, Place

from .account import Account, Status, Tally
from .days import HALVES, Days, periods
from .settings import Settings
from .working_days import BoolArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Service:
    """One posting as the passbook sees it: what its half-days came to, for whom and where.

    ``post``, ``sender_parties`` and ``host_parties`` are the codes that rules of the programme may
    name; ``designated`` is whether the host stood on the programme's list.
    """

    account: Account
    programme: str
    host: str
    form: Form
    places: frozenset[Place] = frozenset()
    post: str = ""
    sender_parties: frozenset[str] = frozenset()
    host_parties: frozenset[str] = frozenset()
    designated: bool = True
    conversion: Conversion | None = None

    @property
    def days(self) -> Days:
        """From the arrival to the end."""
        return self.account.stay.days


def amount(tally: Tally, unit: DutyUnit, settings: Settings) -> Fraction:
    """A tally in a unit: half-days and working days as served, all others by the calendar.

    Months and years are by how long the stay lasted, in the lengths of the settings.
    """
    if unit is DutyUnit.HALF_DAYS:
        return Fraction(tally.served)
    if unit is DutyUnit.WORKING_DAYS:
        return Fraction(tally.served, HALVES)
    if unit is DutyUnit.DAYS:
        return Fraction(tally.days, HALVES)
    return Fraction(tally.lasting, HALVES) / settings.length_of(unit)


def factor(rule: Conversion, settings: Settings) -> Fraction:
    """Days of service that one of the rule's unit counts as.

    >>> from bangfu.core.duty.settings import shipped
    >>> pairing = Conversion(
    ...     form=Form.PAIRING, amount=1, unit=DutyUnit.YEARS, counts=3, counts_unit=DutyUnit.MONTHS
    ... )
    >>> str(factor(pairing, shipped()))  # a year of pairing counts as three months
    '90'
    """
    counted = exact(rule.counts) * settings.length_of(rule.counts_unit)
    return counted / exact(rule.amount)


def exact(number: float) -> Fraction:
    """A number of a definition as it is written there: 0.1 is a tenth."""
    return Fraction(str(number))


class Ledger:
    """The services of one person up to a day, half-day by half-day.

    ``until`` is the first day not looked at. With ``hopeful``, half-days that only wait for the
    host's confirmation are taken as served: never for a certificate, only to say what waits.
    """

    def __init__(
        self,
        services: Iterable[Service],
        *,
        until: date,
        settings: Settings,
        hopeful: bool = False,
    ) -> None:
        self.services = tuple(one for one in services if one.days.starts_on < until)
        self.settings = settings
        self.hopeful = hopeful
        starts_on = min((one.days.starts_on for one in self.services), default=until)
        ends_before = max((one.days.ends_before for one in self.services), default=until)
        self.days = Days(starts_on, max(starts_on, min(until, ends_before)))

    def credited(self, span: Days | None = None) -> Fraction:
        """Days of service credited in some days, in all by default."""
        return sum(self._monthly(self._lodged, self.days, span), Fraction(0))

    def credited_working(self, span: Days | None = None) -> Fraction:
        """Working days of service credited; converted time by the working days of a year."""
        year = Fraction(self.settings.working_year.days)
        to_working = year / self.settings.length_of(DutyUnit.YEARS)
        return sum(self._monthly(self._served, self.days, span, to_working), Fraction(0))

    def reached_on(
        self, needed: Fraction, span: Days | None = None, *, working: bool = False
    ) -> date | None:
        """The first day by whose end so much is credited, or nothing."""
        looked_at = self.days if span is None else span.within(self.days)
        credited = self.credited_working if working else self.credited

        def enough(days: int) -> bool:
            until = looked_at.starts_on + timedelta(days=days)
            return credited(Days(looked_at.starts_on, until)) >= needed

        if not looked_at or not enough(len(looked_at)):
            return None
        days = bisect_left(range(1, len(looked_at) + 1), x=True, key=enough)
        return looked_at.starts_on + timedelta(days=days)

    def _monthly(
        self, plain: BoolArray, around: Days, span: Days | None, scale: Fraction = Fraction(1)
    ) -> Iterable[Fraction]:
        looked_at = (around if span is None else span).within(around)
        if not looked_at:
            return
        months = [month.within(looked_at) for month in periods(looked_at, Per.MONTH)]
        halves = self._by_month(plain, months)
        if not self._converted:
            yield Fraction(sum(halves), HALVES)
            return
        most = self._by_month(self._within_a_stay, months)
        for month, own, limit in zip(months, halves, most, strict=True):
            more = sum((self._conversion(one, month) for one in self._converted), Fraction(0))
            yield min(Fraction(own, HALVES) + scale * more, Fraction(limit, HALVES))

    def _conversion(self, service: Service, month: Days) -> Fraction:
        rule = service.conversion
        if rule is None:
            return Fraction(0)
        tally = service.account.tally(month)
        if self.hopeful:
            waits = service.account.lasting[service.account.part(month)] == Status.WAITING
            more = int(np.count_nonzero(waits))
            tally += Tally(served=tally.waiting, days=more, lasting=more)
        return amount(tally, rule.unit, self.settings) * factor(rule, self.settings)

    def _by_month(self, flags: BoolArray, months: Sequence[Days]) -> list[int]:
        first = self.days.starts_on
        starts = [HALVES * (month.starts_on - first).days for month in months]
        end = HALVES * (months[-1].ends_before - first).days
        sums: list[int] = np.add.reduceat(flags[:end].astype(np.int64), starts).tolist()
        return sums

    @cached_property
    def _converted(self) -> tuple[Service, ...]:
        return tuple(one for one in self.services if one.conversion is not None)

    @cached_property
    def _good(self) -> tuple[Status, ...]:
        return (Status.SERVED, Status.WAITING) if self.hopeful else (Status.SERVED,)

    @cached_property
    def _lodged(self) -> BoolArray:
        """Half-days of the calendar that count as they are, rest of residents included."""
        found = self._empty()
        for one in self._plain():
            self._add(found, one, self._is_good(one.account.lasting) & one.account.in_days)
        return found

    @cached_property
    def _served(self) -> BoolArray:
        found = self._empty()
        for one in self._plain():
            self._add(found, one, self._is_good(one.account.status))
        return found

    @cached_property
    def _within_a_stay(self) -> BoolArray:
        found = self._empty()
        for one in self.services:
            self._add(found, one, np.ones(HALVES * len(one.days), dtype=np.bool_))
        return found

    @cached_property
    def lasting(self) -> BoolArray:
        """Half-days on which some stay lasted and was confirmed, shape (2 * len(days),)."""
        return self._fate(Status.SERVED)

    @cached_property
    def waiting(self) -> BoolArray:
        """Half-days that only wait for confirmation, shape (2 * len(days),)."""
        return self._fate(Status.WAITING) & ~self.lasting

    @cached_property
    def excused(self) -> BoolArray:
        """Half-days excused and not served elsewhere, shape (2 * len(days),)."""
        return self._fate(Status.EXCUSED) & ~self.lasting & ~self.waiting

    def _fate(self, status: Status) -> BoolArray:
        found = self._empty()
        for one in self.services:
            self._add(found, one, one.account.lasting == status)
        return found

    def _plain(self) -> Iterable[Service]:
        return (one for one in self.services if one.conversion is None)

    def _is_good(self, status: npt.NDArray[np.int8]) -> BoolArray:
        found: BoolArray = status == self._good[0]
        for other in self._good[1:]:
            found = found | (status == other)
        return found

    def _empty(self) -> BoolArray:
        return np.zeros(HALVES * len(self.days), dtype=np.bool_)

    def _add(self, found: BoolArray, service: Service, flags: BoolArray) -> None:
        begin = HALVES * (service.days.starts_on - self.days.starts_on).days
        part = found[begin : begin + len(flags)]
        part |= flags[: len(part)]


@dataclass(frozen=True, slots=True)
class Chain:
    """Service without a break: its days, and the half-days in them that count towards it.

    Leave within it does not break it and counts as time of the stay; time that waits for
    confirmation does not break it either, and does not count.
    """

    days: Days
    halves: int
    waiting: int

    @property
    def reaches(self) -> date:
        """The first day not reached, were all counted days taken from the first on."""
        return self.days.starts_on + timedelta(days=self.halves // HALVES)


def chains(ledger: Ledger, *, break_after_days: int) -> list[Chain]:
    """Stretches of service in which no more than so many days in a row are without any.

    A longer gap restarts the count: it begins again with the next day of service.
    """
    bridged = ledger.lasting | ledger.waiting
    at = np.flatnonzero(bridged)
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) - 1 > HALVES * break_after_days)
    begins = at[np.concatenate(([0], breaks + 1))].tolist()
    ends = at[np.concatenate((breaks, [len(at) - 1]))].tolist()
    counted = ledger.lasting | ledger.excused
    found = []
    for begin, end in zip(begins, ends, strict=True):
        halves = int(np.count_nonzero(counted[begin : end + 1]))
        first = ledger.days.starts_on + timedelta(days=begin // HALVES)
        last = ledger.days.starts_on + timedelta(days=end // HALVES)
        if np.any(ledger.lasting[begin : end + 1]):
            waits = int(np.count_nonzero(ledger.waiting[begin : end + 1]))
            found.append(Chain(Days(first, last + timedelta(days=1)), halves, waits))
    return found
