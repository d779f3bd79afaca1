"""From rows to the values that ``bangfu.core.duty`` reckons with, and back: no rule stands here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Max, OuterRef, Subquery

from bangfu.apps.postings.course import life_of
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.programmes.queries import decoded
from bangfu.apps.registry.models import Institution
from bangfu.core import duty
from bangfu.core.duty import (
    Account,
    Days,
    Entered,
    HalfDay,
    Stay,
    account_of,
    open_from,
    roster,
    settings,
    usual_pattern,
    working_days,
)
from bangfu.core.duty.leave import Leave as LeaveValue
from bangfu.core.duty.leave import LeaveState, entered
from bangfu.core.programmes import Definition
from bangfu.core.programmes.vocabulary import Form
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.programmes.work import Duty

from .models import ClosedMonth, Confirmation, Correction, Leave, Roster, TypedException

USUAL = Duty()
"""What holds in a programme whose definition says nothing of duty."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """Everything on record of one posting's duty."""

    posting: Posting
    stay: Stay
    confirmed: tuple[duty.Confirmation, ...]
    typed_rows: tuple[TypedException, ...]
    leave_rows: tuple[Leave, ...]
    rules: Duty

    @cached_property
    def typed(self) -> tuple[Entered, ...]:
        """What the host typed."""
        return tuple(map(entered_of, self.typed_rows))

    @cached_property
    def leaves(self) -> tuple[LeaveValue, ...]:
        """Every leave, whatever became of it."""
        return tuple(map(leave_of, self.leave_rows))

    @cached_property
    def entered(self) -> tuple[Entered, ...]:
        """The exceptions typed and those that follow from leave."""
        return (*self.typed, *entered(self.leaves))

    @property
    def confirmed_days(self) -> list[Days]:
        """The days confirmed, in the order of confirming."""
        return [one.days for one in self.confirmed]

    @cached_property
    def account(self) -> Account:
        """What each half-day came to."""
        return account_of(
            self.stay,
            confirmed=self.confirmed_days,
            entered=self.entered,
            calendar=working_days.shipped(),
            treatments=settings.shipped().treatments(self.rules),
        )


def recorded_of(
    postings: Sequence[Posting],
    *,
    definitions: Mapping[int, Definition | None],
    within: Days | None = None,
    joined: bool = False,
) -> dict[int, Recorded]:
    """What is on record of some postings, by key: four queries for any number of them.

    Three where they were read with their rosters (``select_related("roster")``), ``joined``.
    With ``within`` only rows that meet those days are read: enough to speak of these days.
    """
    # Asked of nobody too: a page is to ask as much for few rows as for many.
    keys = [0, *(posting.pk for posting in postings)]
    rosters = _rosters(postings, keys, joined=joined)
    confirmed, typed, leaves = (
        _confirmations(keys, within),
        _typed(keys, within),
        _leaves(keys, within),
    )
    return {
        posting.pk: Recorded(
            posting=posting,
            stay=stay_of(posting, rosters.get(posting.pk)),
            confirmed=tuple(confirmed.get(posting.pk, ())),
            typed_rows=tuple(typed.get(posting.pk, ())),
            leave_rows=tuple(leaves.get(posting.pk, ())),
            rules=duty_rules(definitions.get(posting.programme_id)),
        )
        for posting in postings
    }


def stay_of(posting: Posting, plain: object | None) -> Stay:
    """A posting as a stay: its days, its roster or the usual one of its form, and its pauses."""
    agreed = (
        duty.Roster.of(usual_pattern(Form.of(posting.form)))
        if plain is None
        else roster.from_plain(plain)
    )
    paused = life_of(posting).paused
    return Stay(key=str(posting.pk), days=days_of(posting), roster=agreed, pauses=paused)


def days_of(posting: Posting) -> Days:
    """The days of a posting; none where it was recalled before its first.

    They begin with the arrival. While nobody has confirmed one they begin as appointed: whoever is
    expected is taken to be there, and confirming a first week confirms the arrival.
    """
    arrived_on = posting.arrived_on or posting.reported_on or posting.starts_on
    return Days(arrived_on, max(arrived_on, posting.ends_before))


def entered_of(row: TypedException) -> Entered:
    """What the host typed, as a value."""
    return Entered(
        exception=DutyException.of(row.exception),
        starts_at=HalfDay.of_slot(row.starts_slot),
        ends_before=HalfDay.of_slot(row.ends_slot),
        leave_kind=row.leave_kind,
        instead=None if row.instead_slot is None else HalfDay.of_slot(row.instead_slot),
    )


def leave_of(row: Leave) -> LeaveValue:
    """Leave as a value."""
    return LeaveValue(
        kind=row.kind,
        starts_at=HalfDay.of_slot(row.starts_slot),
        ends_before=HalfDay.of_slot(row.ends_slot),
        reason=row.reason,
        state=LeaveState.of(row.state),
        decision=row.decision,
        returned_at=None if row.returned_slot is None else HalfDay.of_slot(row.returned_slot),
    )


def definitions_of(programmes: Iterable[int]) -> dict[int, Definition | None]:
    """The definition in force of some programmes, by key: one query; ``None`` where none is."""
    keys = {0, *programmes}
    newest = (
        Edition.objects.filter(programme=OuterRef("programme"))
        .order_by()
        .values("programme")
        .annotate(newest=Max("number"))
        .values("newest")
    )
    found = Edition.objects.filter(programme__in=keys, number=Subquery(newest))
    held: dict[int, Definition | None] = dict.fromkeys(keys)
    return held | {edition.programme_id: decoded(edition) for edition in found}


def duty_rules(definition: Definition | None) -> Duty:
    """What a definition says of duty, or the usual."""
    return (definition.duty if definition else None) or USUAL


def closed_before(programmes: Iterable[Programme | int], *, on: date) -> dict[int, date]:
    """The first day still open in some programmes on a day: one query.

    A month closes by itself so many days into the next, or earlier where an authority closed it.
    """
    keys = {0, *(one if isinstance(one, int) else one.pk for one in programmes)}
    limit = settings.shipped().thresholds.month_closes_after_days
    by_itself = open_from(on, closes_after_days=limit)
    latest = (
        ClosedMonth.objects.filter(programme__in=keys)
        .order_by()
        .values_list("programme")
        .annotate(Max("month"))
    )
    by_hand = {key: duty.month_of(month).ends_before for key, month in latest}
    return {key: max(by_itself, by_hand.get(key, by_itself)) for key in keys}


def granted_at(host: Institution) -> list[Correction]:
    """The corrections that a host is to carry out: one query."""
    rows = Correction.objects.filter(posting__host=host, state=Correction.State.GRANTED)
    return list(rows.select_related("posting__worker").order_by("starts_on", "pk"))


def reopened(postings: Iterable[int]) -> dict[int, list[Days]]:
    """The days that granted corrections open again, by posting: one query."""
    state = Correction.State.GRANTED
    return days_reopened(Correction.objects.filter(posting__in=[0, *postings], state=state))


def days_reopened(corrections: Iterable[Correction]) -> dict[int, list[Days]]:
    """The days that corrections open again, by posting."""
    found: dict[int, list[Days]] = defaultdict(list)
    for row in corrections:
        found[row.posting_id].append(Days(row.starts_on, row.ends_before))
    return found


def opens_on(days: Days, closed: date, again: Iterable[Days]) -> date:
    """The first day open for some days: all of them where a correction has opened them again."""
    whole = any(days.within(stretch) == days for stretch in again)
    return min(days.starts_on, closed) if whole else closed


def _rosters(
    postings: Sequence[Posting], keys: Sequence[int], *, joined: bool
) -> dict[int, object]:
    """The rosters agreed; no query where the postings were read with theirs."""
    if joined:
        known = {posting.pk: getattr(posting, "roster", None) for posting in postings}
        return {key: kept.plain for key, kept in known.items() if kept}
    return dict(Roster.objects.filter(posting__in=keys).values_list("posting_id", "plain"))


def _confirmations(
    keys: Sequence[int], within: Days | None
) -> Mapping[int, list[duty.Confirmation]]:
    found: dict[int, list[duty.Confirmation]] = defaultdict(list)
    rows = Confirmation.objects.filter(posting__in=keys).order_by("at", "pk")
    if within is not None:
        rows = rows.filter(starts_on__lt=within.ends_before, ends_before__gt=within.starts_on)
    for posting, starts_on, ends_before, at in rows.values_list(
        "posting_id", "starts_on", "ends_before", "at"
    ):
        found[posting].append(
            duty.Confirmation(stay=str(posting), days=Days(starts_on, ends_before), at=at)
        )
    return found


def _typed(keys: Sequence[int], within: Days | None) -> Mapping[int, list[TypedException]]:
    found: dict[int, list[TypedException]] = defaultdict(list)
    rows = TypedException.objects.standing().filter(posting__in=keys)
    for row in (rows.meeting(within) if within else rows).order_by("typed_at", "pk"):
        found[row.posting_id].append(row)
    return found


def _leaves(keys: Sequence[int], within: Days | None) -> Mapping[int, list[Leave]]:
    found: dict[int, list[Leave]] = defaultdict(list)
    rows = Leave.objects.filter(posting__in=keys).select_related("substitute")
    for row in (rows.meeting(within) if within else rows).order_by("asked_at", "pk"):
        found[row.posting_id].append(row)
    return found
