"""Facts made from a seed, and a plain reckoning of snapshots to hold the engines against."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from bangfu.core.indicators import TABLES, Fact, Indicator, catalogue
from bangfu.core.indicators.expressions import AREAS, INSTITUTION

AREA_CODES = ("370523101", "370523", "370502", "370611", "410102", "4419")
FORMS = ("resident", "clinic_days")
SORTS = {
    "measure": ("lecture.times", "referral_up.patients", "referral_down.patients", "其他"),
    "sort": ("technique", "pupil", "task", "target", "appraisal", "verification", "referral"),
    "step": ("begun", "alone", "kept"),
    "item": ("residents", "visits_county", "visits_primary", "admissions_in_county"),
    "form": FORMS,
}


def made(seed: int, *, rows: int = 60) -> list[Fact]:
    """Some rows of every table, over three months and several areas; some counties' own."""
    lot = random.Random(seed)  # noqa: S311
    return [_fact(lot, name) for name in TABLES for _ in range(rows)]


def _fact(lot: random.Random, name: str) -> Fact:
    table = TABLES[name]
    area = lot.choice(AREA_CODES)
    of_county = name == "statistics" and lot.random() < 0.5
    return Fact(
        table=name,
        side=lot.choice(("host", "giver")),
        institution="" if of_county else f"I{AREA_CODES.index(area)}{lot.randrange(3)}",
        area=area,
        programme=lot.choice(("", "p", "q")),
        month=lot.choice((202412, 202501, 202502)),
        kinds=tuple(lot.choice(SORTS[kind]) for kind in table.kinds),
        amounts=tuple(lot.randrange(0, 5) * 10 ** lot.randrange(0, 9) for _ in table.amounts),
    )


def columns_of(fact: Fact) -> dict[str, object]:
    """A fact by its columns."""
    table = TABLES[fact.table]
    return {
        "side": fact.side,
        "institution": fact.institution,
        "area": fact.area,
        "programme": fact.programme,
        "month": fact.month,
        **dict(zip(table.kinds, fact.kinds, strict=True)),
        **dict(zip(table.amounts, fact.amounts, strict=True)),
    }


def places_of(fact: Fact) -> Iterator[tuple[int, str]]:
    """Every place of the ladder that a fact belongs to."""
    for level in AREAS:
        if len(fact.area) >= level:
            yield level, fact.area[:level]
    if fact.institution:
        yield INSTITUTION, fact.institution


def plain(
    facts: Sequence[Fact], *, first: int, last: int
) -> set[tuple[str, str, int, str, int, int, int]]:
    """The snapshots of ``PLAIN`` indicators as a person would add them up."""
    sums: dict[tuple[str, str, int, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for fact in facts:
        if not first <= fact.month <= last:
            continue
        row = columns_of(fact)
        for code, above, below in _told(fact.table, row):
            for level, place in places_of(fact):
                found = sums[code, fact.side, level, place, fact.month]
                found[0] += above
                found[1] += below
    return {(*key, above, below) for key, (above, below) in sums.items() if above or below}


def _told(table: str, row: dict[str, object]) -> Iterator[tuple[str, int, int]]:
    amount = {name: value for name, value in row.items() if isinstance(value, int)}
    if table == "duty":
        yield "on_post_rate", amount["served"], amount["expected"] - amount["waiting"]
    if table == "people":
        counts = 1 <= amount["rank"] <= 3 and amount["stay_months"] >= 6
        posted = amount["doctor"] * amount["present"] if counts else 0
        yield "posted_doctors_per_10000", posted, 0
    if table == "statistics" and row["item"] == "residents":
        yield "posted_doctors_per_10000", 0, amount["amount"]
    if table == "work":
        down = amount["confirmed"] if row["measure"] == "referral_down.patients" else 0
        both = amount["confirmed"] if str(row["measure"]).startswith("referral_") else 0
        yield "referral_down_share", down, both
        yield "lecture.times", amount["confirmed"] if row["measure"] == "lecture.times" else 0, 0
    if table == "promises" and row["sort"] == "target":
        yield "target_attainment", amount["kept"], amount["due"]


PLAIN = (
    "on_post_rate",
    "posted_doctors_per_10000",
    "referral_down_share",
    "lecture.times",
    "target_attainment",
)


def chosen(*codes: str) -> list[Indicator]:
    """Indicators by their codes, in that order."""
    return [catalogue()[code] for code in codes]
