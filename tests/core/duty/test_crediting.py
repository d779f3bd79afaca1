"""Sums of service: each half-day once, never more than the calendar has, and continuity."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.core.duty.arbitrary import exceptions, some_days, stays

from bangfu.core.duty import settings, working_days
from bangfu.core.duty.account import Entered, Stay, account_of
from bangfu.core.duty.crediting import Ledger, Service, amount, chains, factor
from bangfu.core.duty.days import Days, Half, HalfDay, month_of, week_of
from bangfu.core.duty.roster import AnyPattern, Roster, Unrostered, WorkingDays, weekly
from bangfu.core.programmes.quota_rules import Conversion
from bangfu.core.programmes.vocabulary import DutyUnit, Form
from bangfu.core.programmes.vocabulary_review import DutyException

SETTINGS, CALENDAR = settings.shipped(), working_days.shipped()
LATER = date(2030, 1, 1)
PAIRING = Conversion(
    form=Form.PAIRING, amount=1, unit=DutyUnit.YEARS, counts=3, counts_unit=DutyUnit.MONTHS
)
HALF_TIME = Conversion(
    form=Form.PART_TIME,
    amount=8,
    unit=DutyUnit.WORKING_DAYS,
    counts=1,
    counts_unit=DutyUnit.MONTHS,
)


def service(
    days: Days,
    *entered: Entered,
    pattern: AnyPattern | None = None,
    confirmed: list[Days] | None = None,
    form: Form = Form.RESIDENT,
    host: str = "north",
    conversion: Conversion | None = None,
) -> Service:
    stay = Stay(key="1", days=days, roster=Roster.of(pattern or WorkingDays()))
    account = account_of(
        stay,
        confirmed=[days] if confirmed is None else confirmed,
        entered=entered,
        calendar=CALENDAR,
        treatments=SETTINGS.treatments(),
    )
    return Service(account=account, programme="x", host=host, form=form, conversion=conversion)


def credited(*services: Service, until: date = LATER) -> Fraction:
    return Ledger(services, until=until, settings=SETTINGS).credited()


def away(days: Days) -> Entered:
    return Entered.for_days(DutyException.LEAVE, days)


class TestAmount:
    def test_is_in_the_unit_of_the_form(self) -> None:
        tally = service(Days(date(2025, 3, 3), date(2025, 3, 31))).account.tally()

        assert amount(tally, DutyUnit.HALF_DAYS, SETTINGS) == 40
        assert amount(tally, DutyUnit.WORKING_DAYS, SETTINGS) == 20
        assert amount(tally, DutyUnit.DAYS, SETTINGS) == 28
        assert amount(tally, DutyUnit.WEEKS, SETTINGS) == 4
        assert amount(tally, DutyUnit.MONTHS, SETTINGS) == Fraction(28, 30)


class TestConversion:
    def test_a_year_of_pairing_counts_as_three_months(self) -> None:
        year = Days(date(2025, 1, 1), date(2026, 1, 1))
        paired = service(year, pattern=Unrostered(), form=Form.PAIRING, conversion=PAIRING)

        assert credited(paired) == 90

    def test_eight_days_a_month_make_a_month_and_sixteen_no_two(self) -> None:
        march = month_of(date(2025, 3, 1))
        eight = service(march, pattern=weekly("1上 1下 3上 3下"), conversion=HALF_TIME)
        more = service(
            march, pattern=weekly("1上 1下 2上 2下 3上 3下 4上 4下"), conversion=HALF_TIME
        )

        assert eight.account.tally().served == 2 * 9
        assert credited(eight) == min(Fraction(9, 8) * 30, 31)
        assert credited(more) == 31

    def test_without_a_rule_two_sessions_are_a_day(self) -> None:
        clinic = service(month_of(date(2025, 3, 1)), pattern=weekly("1上 4下"))

        assert credited(clinic) == Fraction(9, 2)

    def test_its_factor_is_exact(self) -> None:
        tenth = replace_amounts(PAIRING, amount=0.1, counts=0.3)

        assert factor(tenth, SETTINGS) == 3 * 30

    @given(stays(), st.lists(some_days(), max_size=3), some_days(), st.booleans())
    def test_more_confirmed_never_credits_less(
        self, stay: Stay, confirmed: list[Days], more: Days, converted: bool
    ) -> None:
        def of(days: list[Days]) -> Fraction:
            account = account_of(
                stay, confirmed=days, calendar=CALENDAR, treatments=SETTINGS.treatments()
            )
            rule = HALF_TIME if converted else None
            one = Service(
                account=account, programme="x", host="h", form=Form.PART_TIME, conversion=rule
            )
            return credited(one)

        assert 0 <= of(confirmed) <= of([*confirmed, more]) <= len(stay.days)

    def test_gives_working_days_of_converted_time_by_the_working_year(self) -> None:
        year = Days(date(2025, 1, 1), date(2026, 1, 1))
        paired = service(year, pattern=Unrostered(), conversion=PAIRING)

        found = Ledger([paired], until=LATER, settings=SETTINGS).credited_working()

        assert found == Fraction(90 * 248, 365)


def replace_amounts(rule: Conversion, *, amount: float, counts: float) -> Conversion:
    return Conversion(
        form=rule.form,
        amount=amount,
        unit=rule.unit,
        counts=counts,
        counts_unit=rule.counts_unit,
    )


class TestLedger:
    def test_counts_a_half_day_once_whoever_covers_it(self) -> None:
        march = month_of(date(2025, 3, 1))
        resident, again = service(march), service(march, host="south")

        assert credited(resident, again) == credited(resident) == 31

    def test_looks_at_no_day_from_its_end_on(self) -> None:
        march = service(month_of(date(2025, 3, 1)))

        assert credited(march, until=date(2025, 3, 11)) == 10
        assert credited(march, until=date(2025, 3, 1)) == 0
        assert credited() == 0

    def test_counts_what_waits_only_when_hopeful(self) -> None:
        march = month_of(date(2025, 3, 1))
        half = service(march, confirmed=[Days(date(2025, 3, 1), date(2025, 3, 17))])
        hopeful = Ledger([half], until=LATER, settings=SETTINGS, hopeful=True)

        assert credited(half) == 16
        assert hopeful.credited() == 31

    @given(
        stays(),
        st.lists(some_days(), max_size=3),
        st.lists(exceptions(), max_size=4),
        st.integers(0, 60),
    )
    def test_parts_add_up(
        self, stay: Stay, confirmed: list[Days], entered: list[Entered], cut: int
    ) -> None:
        account = account_of(
            stay,
            confirmed=confirmed,
            entered=entered,
            calendar=CALENDAR,
            treatments=SETTINGS.treatments(),
        )
        one = Service(account=account, programme="x", host="h", form=Form.RESIDENT)
        ledger = Ledger([one], until=LATER, settings=SETTINGS)
        middle = stay.days.starts_on + timedelta(days=min(cut, len(stay.days)))

        before = ledger.credited(Days(stay.days.starts_on, middle))
        after = ledger.credited(Days(middle, stay.days.ends_before))

        assert before + after == ledger.credited() == Fraction(account.tally().days, 2)


class TestReachedOn:
    @given(stays(), st.lists(some_days(), max_size=3), st.integers(1, 40), st.booleans())
    def test_is_the_first_day_by_whose_end_so_much_is_there(
        self, stay: Stay, confirmed: list[Days], asked: int, working: bool
    ) -> None:
        account = account_of(
            stay, confirmed=confirmed, calendar=CALENDAR, treatments=SETTINGS.treatments()
        )
        one = Service(account=account, programme="x", host="h", form=Form.RESIDENT)
        ledger = Ledger([one], until=LATER, settings=SETTINGS)
        credited = ledger.credited_working if working else ledger.credited

        found = ledger.reached_on(Fraction(asked, 2), working=working)

        first, day = stay.days.starts_on, timedelta(days=1)
        if found is None:
            assert credited() < Fraction(asked, 2)
        else:
            assert credited(Days(first, found)) < Fraction(asked, 2)
            assert credited(Days(first, found + day)) >= Fraction(asked, 2)


SPRING = Days(date(2025, 3, 3), date(2025, 9, 1))


def chains_of(*services: Service, bears: int = 15, until: date = LATER) -> list[Days]:
    ledger = Ledger(services, until=until, settings=SETTINGS)
    return [chain.days for chain in chains(ledger, break_after_days=bears)]


class TestChains:
    def test_bear_a_short_leave_and_count_it(self) -> None:
        stay = service(SPRING, away(week_of(date(2025, 7, 14))))
        (chain,) = chains(Ledger([stay], until=LATER, settings=SETTINGS), break_after_days=15)

        assert (chain.days, chain.reaches) == (SPRING, SPRING.ends_before)

    def test_restart_after_a_break(self) -> None:
        gone = Days(date(2025, 7, 7), date(2025, 7, 28))

        assert chains_of(service(SPRING, away(gone))) == [
            Days(SPRING.starts_on, gone.starts_on),
            Days(gone.ends_before, SPRING.ends_before),
        ]

    def test_restart_when_one_day_more_passes_than_they_bear(self) -> None:
        """On leave from Monday to the Friday after next: 14 days without service by Sunday."""
        first = date(2025, 7, 7)
        two_weeks = away(Days(first, first + timedelta(days=12)))

        assert len(chains_of(service(SPRING, two_weeks), bears=14)) == 1
        assert len(chains_of(service(SPRING, two_weeks), bears=13)) == 2

    def test_restart_at_a_half_day_too_many(self) -> None:
        noon = HalfDay(date(2025, 7, 11), Half.AFTERNOON)  # a Friday
        gone = Entered(
            exception=DutyException.LEAVE,
            starts_at=noon,
            ends_before=HalfDay(noon.day + timedelta(days=15)),
        )

        assert len(chains_of(service(SPRING, gone), bears=16)) == 2
        assert len(chains_of(service(SPRING, gone), bears=17)) == 1

    def test_do_not_count_absence(self) -> None:
        absent = Entered.for_days(DutyException.ABSENCE, Days(date(2025, 7, 7), date(2025, 7, 10)))
        ledger = Ledger([service(SPRING, absent)], until=LATER, settings=SETTINGS)

        (chain,) = chains(ledger, break_after_days=15)

        assert chain.reaches == SPRING.ends_before - timedelta(days=3)

    def test_neither_break_at_what_waits_nor_count_it(self) -> None:
        waits = Days(date(2025, 7, 7), date(2025, 8, 4))
        confirmed = [Days(SPRING.starts_on, waits.starts_on), Days(waits.ends_before, LATER)]
        stay = service(SPRING, confirmed=confirmed)

        (chain,) = chains(Ledger([stay], until=LATER, settings=SETTINGS), break_after_days=15)

        assert chain.reaches == SPRING.ends_before - timedelta(days=len(waits))

    def test_go_on_from_one_stay_to_the_next(self) -> None:
        summer = Days(SPRING.ends_before, date(2026, 1, 1))
        winter = Days(date(2026, 3, 2), date(2026, 6, 1))

        found = chains_of(service(SPRING), service(summer, host="south"), service(winter))

        assert found == [Days(SPRING.starts_on, summer.ends_before), winter]

    def test_are_none_without_confirmed_service(self) -> None:
        assert chains_of(service(SPRING, confirmed=[])) == []
        assert chains_of() == []

    @given(
        st.lists(some_days(20), max_size=3),
        st.lists(some_days(20), max_size=3),
        st.integers(1, 20),
    )
    def test_hold_every_day_of_service_and_no_gap_longer_than_they_bear(
        self, confirmed: list[Days], gone: list[Days], bears: int
    ) -> None:
        days = Days(date(2025, 9, 10), date(2025, 11, 20))
        stay = service(days, *map(away, gone), confirmed=confirmed)
        ledger = Ledger([stay], until=LATER, settings=SETTINGS)

        found = chains(ledger, break_after_days=bears)

        lasting = ledger.lasting.reshape(-1, 2).any(axis=1).tolist()
        held = {day for chain in found for day in chain.days}
        assert {day for day, there in zip(ledger.days, lasting, strict=True) if there} <= held
        for before, after in pairwise(found):
            assert (after.days.starts_on - before.days.ends_before).days > bears
        assert len(held) == sum(len(chain.days) for chain in found)
