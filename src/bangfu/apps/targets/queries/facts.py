"""What every target came to by a day, by institution: from the ledger, from records, or reported.

How many queries it takes depends on what is asked for, never on how many institutions there are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from bangfu.apps.capacity.queries.facts import alone
from bangfu.apps.supervision.queries.progress import task_progress
from bangfu.apps.targets.models import ReportedFigure
from bangfu.core.duty.days import Days
from bangfu.core.programmes.work import Target
from bangfu.core.targets import Sum, exact
from bangfu.core.targets.settings import shipped

from . import ledger_facts, posting_facts
from .stage import Stage

RECORDED = frozenset(
    {
        *posting_facts.POSTED,
        posting_facts.EMPTY,
        posting_facts.PRESENCE,
        "task_progress",
        "techniques_alone",
    }
)
"""Indicators worked out from records other than the ledger of work."""


@dataclass(frozen=True, slots=True)
class Came:
    """What one target came to: by institution, of late, and what was reported for the whole.

    ``lately`` is ``None`` where nobody can tell what was done when.
    """

    done: Mapping[int, Sum]
    lately: Mapping[int, Fraction] | None = None
    reported: bool = False
    whole: Sum | None = None
    rows: Mapping[int | None, ReportedFigure] = field(default_factory=dict)


def indicators_of(target: Target) -> tuple[str, ...]:
    """Everything that is added up for a target."""
    return (target.indicator, *target.together_with)


def is_reported(target: Target) -> bool:
    """Whether no record here says what was done, so that somebody reports it."""
    indicators = indicators_of(target)
    alone = len(indicators) == 1 and target.indicator in RECORDED
    return not (alone or ledger_facts.counts_in_ledger(indicators))


class Facts:
    """What the targets of a stage came to by a day; each kind of record is read once, if asked."""

    def __init__(self, stage: Stage, keys: Iterable[str], *, on: date) -> None:
        self.stage, self.on = stage, on
        self.targets = {key: stage.targets[key] for key in keys}

    def of(self, key: str) -> Came:
        """What one target came to."""
        target = self.targets[key]
        window = self.stage.window(target, self.on)
        indicators = indicators_of(target)
        if is_reported(target):
            return self._reported_of(key, window)
        if ledger_facts.counts_in_ledger(indicators):
            rows = self.ledger_rows(target)
            done, lately = ledger_facts.sums(rows, indicators, posts=target.persons)
            return Came(done, lately)
        return self._recorded(target, window)

    def ledger_rows(self, target: Target) -> ledger_facts.Rows:
        """The sums of the ledger for a target's side and window."""
        window = self.stage.window(target, self.on)
        return self._ledger.rows.get((self.stage.side(target), window), {})

    @property
    def since(self) -> date:
        """The last day before the months that count as of late."""
        return self._ledger.since

    def _recorded(self, target: Target, window: Days) -> Came:
        side, posts, on = self.stage.side(target), target.persons, self.on
        match target.indicator:
            case "people_posted":
                # So many exactly are asked at once; at least so many, in the course of the window.
                days = window if target.exactly is None else Days(on, on + timedelta(days=1))
                there = list(posting_facts.arrived(self._places, posts, on=on))
                return Came(posting_facts.people(there, days, side=side))
            case "person_times_posted":
                there = list(posting_facts.arrived(self._places, posts, on=on))
                return Came(
                    posting_facts.person_times(there, window, side=side),
                    posting_facts.arrivals_since(there, self.since, side=side),
                )
            case posting_facts.EMPTY:
                rows = self._places
                return Came(posting_facts.uncovered(rows, window, on=on, side=side, posts=posts))
            case posting_facts.PRESENCE:
                return Came(
                    posting_facts.presence(self.stage, window, on=on, side=side, posts=posts)
                )
            case "techniques_alone":
                return Came(self._alone(window, side=side))
        return Came(self._tasks)

    def _alone(self, window: Days, *, side: str) -> dict[int, Sum]:
        found = alone(
            self.stage.programme,
            [member.pk for member in self.stage.members],
            starts_on=window.starts_on,
            ends_before=min(window.ends_before, self.on + timedelta(days=1)),
            by="host" if side == "host" else "giver",
        )
        return {pk: Sum(Fraction(count)) for pk, count in found.items()}

    def _reported_of(self, key: str, window: Days) -> Came:
        rows = {
            row.institution_id: row
            for row in self._reported
            if row.target == key and window.starts_on <= row.on <= self.on
        }
        done = {pk: sum_of(row) for pk, row in rows.items() if pk is not None}
        whole = sum_of(rows[None]) if None in rows else None
        return Came(done, reported=True, whole=whole, rows=rows)

    @cached_property
    def _ledger(self) -> ledger_facts.Read:
        wanted = [
            (self.stage.side(target), self.stage.window(target, self.on))
            for target in self.targets.values()
            if ledger_facts.counts_in_ledger(indicators_of(target))
        ]
        months = shipped().forecast.recent_months
        return ledger_facts.read(self.stage, wanted, on=self.on, months=months)

    @cached_property
    def _places(self) -> list[posting_facts.Place]:
        return posting_facts.places(self.stage)

    @cached_property
    def _tasks(self) -> dict[int, Sum]:
        members = {member.pk for member in self.stage.members}
        shares = task_progress(
            self.stage.programme, members, self.on, parties=self.stage.parties_on(self.on)
        )
        return {
            pk: Sum(Fraction(share.done), Fraction(share.of))
            for pk, share in shares.items()
            if share.of
        }

    @cached_property
    def _reported(self) -> list[ReportedFigure]:
        """Standing figures, the newest last, so that it is the one that counts."""
        found = ReportedFigure.objects.standing().filter(
            programme=self.stage.programme, target__in=self.targets, on__lte=self.on
        )
        return list(found.select_related("by").order_by("on", "pk"))


def sum_of(row: ReportedFigure) -> Sum:
    """A reported figure as a sum."""
    return Sum(exact(row.amount), None if row.of is None else exact(row.of))
