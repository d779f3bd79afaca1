"""What is asked of records, and what they answer: rows, each with what it adds to a figure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bangfu.apps.appraisal.models import Round, Subject
from bangfu.apps.programmes.models import Programme
from bangfu.core.appraisal.subjects import Measured
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.duty.days import Days
from bangfu.core.programmes.words import Text

ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Some subjects of one kind, in one programme, over the days of a round that have passed."""

    kind: Kind
    programme: Programme
    subjects: Sequence[Subject]
    days: Days

    @property
    def places(self) -> Mapping[int, int]:
        """The institution whose records speak for each subject, by the subject's key.

        Of a pairing it is the host, as with indicators: what came of the help is on record there.
        """
        if self.kind is Kind.PAIRING:
            return {one.pk: one.partner_id or one.institution_id for one in self.subjects}
        return {one.pk: one.institution_id for one in self.subjects}


@dataclass(frozen=True, slots=True)
class Record:
    """One row behind a figure.

    ``sort`` says of which ledger it is (``task``, ``paper``), ``pk`` is the key of what its page
    shows. ``amount`` is what it adds to the figure, or above the line of a share; ``of`` is what it
    adds below that line.
    """

    sort: str
    pk: int
    on: date | None
    said: Text
    amount: Decimal = ONE
    of: Decimal = ONE


Rows = Mapping[int, Sequence[Record]]
"""Rows by subject. A subject without rows has none to count; one that is missing is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One input as it is counted for some kinds of subjects; a ``share`` divides two sums.

    ``read`` asks as many queries for one subject as for many. ``told`` says what is counted, and
    ``missing`` why there may be no figure and who can change that. ``or_reported`` lets the unit
    report what was done outside these records.
    """

    code: str
    kinds: frozenset[Kind]
    read: Callable[[Asked], Rows]
    told: Text
    missing: Text
    share: bool = False
    or_reported: bool = False

    @property
    def source(self) -> str:
        """What a figure names as its source."""
        return f"records:{self.code}"


def asked_of(held: Round, subjects: Sequence[Subject], *, on: date) -> Asked | None:
    """The days of a round until a day; ``None`` where it has not begun."""
    until = min(held.ends_before - timedelta(days=1), on)
    if until < held.starts_on:
        return None
    return Asked(
        kind=Kind.of(held.edition.scheme.kind),
        programme=held.programme,
        subjects=subjects,
        days=Days(held.starts_on, until + timedelta(days=1)),
    )


def figure_of(measure: Measure, rows: Iterable[Record]) -> Measured | None:
    """What rows come to; ``None`` where a share has nothing to divide by."""
    found = list(rows)
    above = sum((one.amount for one in found), Decimal(0))
    if not measure.share:
        return Measured(value=above, sources=(measure.source,))
    below = sum((one.of for one in found), Decimal(0))
    if not below:
        return None
    return Measured(numerator=above, denominator=below, sources=(measure.source,))
