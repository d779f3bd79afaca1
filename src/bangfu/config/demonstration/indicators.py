"""Statistics of Dongying's counties for two years, and every indicator filled from the story.

The figures are invented; they move a little each quarter, so that a line can be seen to rise.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from bangfu.apps.accounts.models import User
from bangfu.apps.indicators import actions
from bangfu.core.indicators import month_number
from bangfu.core.indicators.facts import months_on
from bangfu.core.indicators.settings import shipped

from .duty import SHANGHAI

COUNTIES = {
    "370502": (623_400, 31),
    "370503": (231_600, -24),
    "370505": (247_900, 8),
    "370522": (289_200, -41),
    "370523": (525_100, 17),
}
"""Counties of Dongying: invented residents, and thousandths by which shares differ from others."""
DOCUMENT = "县域医共体监测季报"
QUARTERS = 7
"""Quarters reported, the last one over."""


def tell(*, on: date, clerk: User) -> None:
    """Within the caller's transaction, as of a day."""
    at = datetime.combine(on, time(9), tzinfo=SHANGHAI)
    for county, (residents, apart) in COUNTIES.items():
        for item, first, last, amount in _figures(residents, apart, on=on):
            actions.enter_statistic(
                item=item,
                area_code=county,
                first=first,
                last=last,
                amount=Decimal(amount),
                document=DOCUMENT,
                by=clerk,
                at=at,
                on=on,
            )
    month = month_number(on)
    first = months_on(month, 1 - shipped().refilling.months)
    actions.refill(first=first, last=month, by=None, at=at, on=on)


def _figures(residents: int, apart: int, *, on: date) -> Iterator[tuple[str, int, int, int]]:
    """Item, months and amount, the oldest quarter first; every part fits its whole."""
    over = months_on(month_number(on), -((on.month - 1) % 3) - 1)
    for quarter in range(QUARTERS):
        last = months_on(over, -3 * (QUARTERS - 1 - quarter))
        first = months_on(last, -2)
        visits, admissions = residents * 13 // 10, residents * 4 // 100
        fund = admissions * (7_400 + 40 * quarter)
        inside = admissions * (780 + apart + 11 * quarter) // 1000
        yield "residents", last, last, residents + 60 * quarter
        yield "visits_county", first, last, visits + 900 * quarter
        yield "visits_primary", first, last, visits * (520 - apart + 9 * quarter) // 1000
        yield "visits_tcm", first, last, visits * (170 + apart // 2 + 3 * quarter) // 1000
        yield "admissions_of_residents", first, last, admissions
        yield "admissions_in_county", first, last, inside
        yield "fund_spent", first, last, fund
        yield "fund_spent_in_county", first, last, fund * (610 + apart + 12 * quarter) // 1000
        yield "fund_spent_primary", first, last, fund * (140 - apart // 2 + 6 * quarter) // 1000
        yield "inpatient_cost", first, last, inside * (6_900 + 9 * apart - 35 * quarter)
