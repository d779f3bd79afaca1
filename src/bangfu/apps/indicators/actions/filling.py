"""Filling months: facts gathered anew, snapshots brought in step, old values kept.

Each month is a transaction of its own that ends with the digest of what it was filled from, so a
run broken off goes on where it stopped, and a run over unchanged months changes nothing.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.indicators.models import FACT_MODELS, Filling, Restatement, Snapshot
from bangfu.apps.indicators.sources import Source, sources
from bangfu.apps.indicators.statement import Key, computed
from bangfu.apps.journal import actions as journal
from bangfu.core.indicators import TABLES, Fact, Figures, catalogue, month_number
from bangfu.core.indicators.facts import first_day, months_between, months_on
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

USUAL_REASON = "原始记录有补登或更正"
"""Why a month already over says something else, where nobody gave another reason."""
_AT_ONCE = 500


class NoSuchMonths(Refusal):
    """The months asked for lie ahead or the wrong way round."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a run did: months looked at, months changed, snapshot rows written, values restated."""

    months: int = 0
    changed: int = 0
    rows: int = 0
    restated: int = 0


def refill(
    *,
    first: int,
    last: int,
    by: User | None,
    at: datetime,
    on: date,
    reason: str = USUAL_REASON,
) -> Filled:
    """Gather the facts of some months (yyyymm) again and bring their snapshots in step.

    What a month already over said before is kept with ``reason``. Raises ``NoSuchMonths``, or
    ``ReasonMissing`` where no reason is given.
    """
    if not first <= last <= month_number(on):
        raise NoSuchMonths(
            zh="重算的月份须从早到晚，且不晚于本月。",
            en="Months to be filled run from early to late, none after the present one.",
        )
    said = reason_given(reason)
    facts = _gathered(first, last, on=on)
    total = Filled()
    for month in months_between(first, last):
        filled = _fill(month, facts.get(month, {}), by=by, at=at, on=on, reason=said)
        total = Filled(
            total.months + 1,
            total.changed + filled.changed,
            total.rows + filled.rows,
            total.restated + filled.restated,
        )
    return total


Gathered = Mapping[str, list[Fact]]
"""The facts of one month by the name of their source."""


def _gathered(first: int, last: int, *, on: date) -> dict[int, dict[str, list[Fact]]]:
    found: dict[int, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for source in sources():
        for fact in _read(source, first, last, on=on):
            found[fact.month][source.name].append(fact)
    return found


def _read(source: Source, first: int, last: int, *, on: date) -> Iterator[Fact]:
    """Only facts of the months asked for: a source may not reach beyond them."""
    found = source.read(first_day(first), first_day(months_on(last, 1)), on=on)
    return (fact for fact in found if first <= fact.month <= last)


@transaction.atomic
def _fill(
    month: int, facts: Gathered, *, by: User | None, at: datetime, on: date, reason: str
) -> Filled:
    """One month; the row of its filling is held, so that two runs do not write it at once."""
    Filling.objects.get_or_create(month=month, defaults={"digest": "", "filled_at": at})
    held = Filling.objects.select_for_update().get(month=month)
    digest = _digest(facts)
    settled = month < month_number(on)
    if held.digest == digest:
        if held.settled != settled:  # nothing but the calendar has moved on
            held.settled = settled
            held.save(update_fields=["settled"])
        return Filled()
    _replace(month, facts)
    was_settled = held.settled
    rows, restated = _bring_in_step(
        month, has_facts=bool(facts), by=by, at=at, reason=reason if was_settled else ""
    )
    held.digest, held.settled, held.filled_at = digest, settled, at
    held.save()
    if rows:
        journal.record(
            actor=by,
            verb="indicators.refilled",
            subject=held,
            facts={
                "month": month,
                "restated": restated,
                **({"reason": reason} if restated else {}),
            },
        )
    return Filled(1, 1, rows, restated)


def _digest(facts: Gathered) -> str:
    """What a month is filled from: its facts in any order, and the indicators there are."""
    lines = sorted(
        repr((source, fact.table, fact.key, fact.amounts))
        for source, found in facts.items()
        for fact in found
    )
    told = "\n".join([*catalogue(), *lines])
    return hashlib.sha256(told.encode()).hexdigest()


def _replace(month: int, facts: Gathered) -> None:
    for name, model in FACT_MODELS.items():
        model._default_manager.filter(month=month).delete()
        rows = (
            model(**_columns(fact), source=source)
            for source, found in facts.items()
            for fact in found
            if fact.table == name
        )
        model._default_manager.bulk_create(rows, batch_size=_AT_ONCE)


def _columns(fact: Fact) -> dict[str, Any]:
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


def _bring_in_step(
    month: int, *, has_facts: bool, by: User | None, at: datetime, reason: str
) -> tuple[int, int]:
    """Write what differs from the snapshots of a month; with a reason, keep what they said."""
    now = computed(month) if has_facts else {}
    stored = {
        (row.indicator, row.side, row.level, row.place): row
        for row in Snapshot.objects.filter(month=month)
    }
    # An indicator that is new to the month restates nothing; one that came back is not new.
    known = {key[0] for key in stored}
    if reason:
        known |= set(Restatement.objects.filter(month=month).values_list("indicator", flat=True))
    made, moved, gone, old = [], [], [], []
    for key, figures in now.items():
        row = stored.get(key)
        before = Figures(row.numerator, row.denominator) if row else Figures()
        if row and before == figures:
            continue
        if reason and key[0] in known:
            old.append(_restated(key, month, before, figures, by=by, at=at, reason=reason))
        if row is None:
            made.append(_snapshot(key, month, figures, at))
        else:
            row.numerator, row.denominator, row.filled_at = (
                figures.numerator,
                figures.denominator,
                at,
            )
            moved.append(row)
    for key, row in stored.items():
        if key not in now:
            gone.append(row.pk)
            before = Figures(row.numerator, row.denominator)
            if reason:
                old.append(_restated(key, month, before, Figures(), by=by, at=at, reason=reason))
    Snapshot.objects.bulk_create(made, batch_size=_AT_ONCE)
    Snapshot.objects.bulk_update(
        moved, ["numerator", "denominator", "filled_at"], batch_size=_AT_ONCE
    )
    for some in _portions(gone):
        Snapshot.objects.filter(pk__in=some).delete()
    Restatement.objects.bulk_create(old, batch_size=_AT_ONCE)
    return len(made) + len(moved) + len(gone), len(old)


def _portions(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


def _snapshot(key: Key, month: int, figures: Figures, at: datetime) -> Snapshot:
    indicator, side, level, place = key
    return Snapshot(
        indicator=indicator,
        side=side,
        level=level,
        place=place,
        month=month,
        numerator=figures.numerator,
        denominator=figures.denominator,
        filled_at=at,
    )


def _restated(
    key: Key,
    month: int,
    before: Figures,
    after: Figures,
    *,
    by: User | None,
    at: datetime,
    reason: str,
) -> Restatement:
    indicator, side, level, place = key
    return Restatement(
        indicator=indicator,
        side=side,
        level=level,
        place=place,
        month=month,
        numerator_before=before.numerator,
        denominator_before=before.denominator,
        numerator=after.numerator,
        denominator=after.denominator,
        reason=reason,
        by=by,
        at=at,
    )
