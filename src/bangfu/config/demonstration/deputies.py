"""Clinical deputy heads for Dongying's weak township hospitals: 14 posts, 9 + 5, two years."""

from datetime import date, timedelta

from .casting import Casting
from .dongying import Dongying
from .rounds import CONTINUATION, Need, Nomination, Pool, Round

CODE = "dongying_clinical_deputies"
STARTED = date(2019, 8, 23)
"""The day by which everyone was on post."""
YEARS = 2

_WANTED = (
    ("03",),
    ("04",),
    ("05",),
    ("50",),
    ("07",),
    ("03.04", "03.01"),
    ("04.03", "50.10"),
)
"""What weak township hospitals lack, the first choice first; handed round among the 14."""

TASKS = "两年内完成“四个一”：一套制度、一个特色专科、一批业务骨干、一条转诊通道。"

_OFFERS = ((3, 0), (3, 0), (0, 3), (0, 3), (2, 1), (1, 2), (2, 2))
"""How many people of tertiary and of secondary hospitals are offered for a post, handed round:
some posts can be filled from one level only, so that 9 + 5 is not a matter of counting."""


def rounds(city: Dongying, casting: Casting) -> tuple[Round, Round]:
    """The round of 2019 and one that runs on the day of the demonstration."""
    current = current_start(casting.on)
    historic = _round(city, casting, STARTED, batch="2019—2021年", document="演示〔2019〕1号")
    running = _round(
        city,
        casting,
        current,
        batch=f"{current.year}—{current.year + YEARS}年（{CONTINUATION}）",
        document=f"演示〔{current.year}〕1号",
    )
    return historic, running


def current_start(on: date) -> date:
    """The 23 August that lies half a year to a year and a half back: the round is in full swing.

    >>> current_start(date(2026, 11, 22)), current_start(date(2026, 3, 1))
    (datetime.date(2025, 8, 23), datetime.date(2025, 8, 23))
    """
    latest = on - timedelta(days=182)
    start = STARTED.replace(year=latest.year)
    return start if start <= latest else start.replace(year=latest.year - 1)


def current_end(on: date) -> date:
    """The first day after the round that runs on a day."""
    start = current_start(on)
    return start.replace(year=start.year + YEARS)


def _round(
    city: Dongying,
    casting: Casting,
    start: date,
    *,
    batch: str,
    document: str,
) -> Round:
    end = start.replace(year=start.year + YEARS)
    pool = Pool(
        list(city.cast.workers), casting.chance, joined_by=start.replace(year=start.year - 5)
    )
    tertiary = tuple(one.code for one in city.tertiary)
    secondary = tuple(one.code for one in city.secondary)
    needs: list[Need] = []
    offers: list[Nomination] = []
    for place, host in enumerate(city.weak):
        need = Need(
            host=host.code,
            department="院领导班子",
            subjects=_WANTED[place % len(_WANTED)],
            form="leadership",
            post_group="clinical_deputy_head",
            role="业务院长",
            starts_on=start,
            ends_before=end,
            priority=1 if place % 3 == 0 else 2,
            counterpart="院长",
            tasks=TASKS,
        )
        from_tertiary, from_secondary = _OFFERS[place % len(_OFFERS)]
        suited = pool.draw(need, from_tertiary, homes=tertiary)
        suited += pool.draw(need, from_secondary, homes=secondary)
        needs.append(need)
        offers += [Nomination(one, ("leadership",), start, end) for one in suited]
    return Round(CODE, batch, start, end, document, tuple(needs), tuple(offers))
