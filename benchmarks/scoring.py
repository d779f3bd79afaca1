"""Scoring 2,000 institutions by a table of 60 items, frozen and replayed; lists of 2,000

The table has every kind of rule, weights, peers' means and a quota. Scored a second time from
shuffled subjects, the round has the same digest; replayed, not a bit differs. The large size also
opens the ranking and the table of a round of 2,000 on the database of a province.
"""

import random
from collections.abc import Iterator

from bangfu.core.appraisal import freeze, replay, score_round
from benchmarks import _ranking
from benchmarks import _scoring_rows as rows
from benchmarks.bar import Bar, clock
from benchmarks.pages import WIDE, province, viewer

INSTITUTIONS = {"large": 2_000, "small": 100}
SIZES = tuple(INSTITUTIONS)
SECONDS = 10.0


def measure(size: str) -> Iterator[Bar]:
    """Bars of scoring, freezing and replaying."""
    count = INSTITUTIONS[size]
    scheme, subjects = rows.table(), rows.subjects(count)
    yield Bar("institutions", count, len(subjects), "", at_least=True)
    yield Bar("items", rows.ITEMS, len(scheme.items), "", at_least=True)
    with clock() as taken:
        result = score_round(scheme, subjects, inputs=rows.INPUTS)
    assert result.complete
    yield Bar("scored", SECONDS, taken.seconds)
    with clock() as taken:
        frozen = freeze(scheme, subjects, result)
    yield Bar("frozen", SECONDS, taken.seconds)
    shuffled = rows.subjects(count)
    random.Random(2).shuffle(shuffled)  # noqa: S311 - an order, no secret
    again = freeze(scheme, shuffled, score_round(scheme, shuffled, inputs=rows.INPUTS))
    yield Bar("same digest from another order", 1, float(again.digest == frozen.digest), "", True)
    with clock() as taken:
        found = replay(frozen, inputs=rows.INPUTS)
    yield Bar("replayed", 2 * SECONDS, taken.seconds)
    yield Bar("identical after replay", 1, float(found.identical), "", at_least=True)
    if size == "large":
        with province():
            yield from _ranking.bars(viewer("wide", WIDE))
