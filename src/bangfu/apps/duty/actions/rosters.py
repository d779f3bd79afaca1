"""On which half-days a posting is expected: agreed by the host, from a day on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.duty.models import Confirmation, Roster
from bangfu.apps.duty.recorded import closed_before, days_of, stay_of
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.postings.models import Posting
from bangfu.core import duty
from bangfu.core.duty import Sessions, roster
from bangfu.core.duty.confirming import OutsideStay, month_closed
from bangfu.core.duty.days import Days, said
from bangfu.core.duty.roster import AnyPattern
from bangfu.core.refusal import Refusal

from .entries import about, locked


class RosterConfirmed(Refusal):
    """Days from there on are confirmed as rostered; a roster is not changed behind them."""


class TooManySessions(Refusal):
    """More half-days a week than the posting takes of the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A posting, the pattern agreed for it, and from which day on."""

    posting: Posting
    pattern: AnyPattern
    starts_on: date


def agree_roster(
    *, posting: Posting, pattern: AnyPattern, starts_on: date, by: User | None, at: datetime
) -> Roster:
    """Expect a posting by a pattern from a day on.

    Raises ``TooManySessions``, ``OutsideStay``, ``MonthClosed`` or ``RosterConfirmed``.
    """
    agreed = Agreed(posting=posting, pattern=pattern, starts_on=starts_on)
    return agree_rosters(agreed=[agreed], by=by, at=at)[0]


@transaction.atomic
def agree_rosters(*, agreed: Sequence[Agreed], by: User | None, at: datetime) -> list[Roster]:
    """Agree several rosters, all of them or none; raises as :func:`agree_roster`."""
    keys = [one.posting.pk for one in agreed]
    held = {posting.pk: posting for posting in locked(Posting.objects.filter(pk__in=keys))}
    standing = {row.posting_id: row for row in Roster.objects.filter(posting__in=keys)}
    closed = closed_before({p.programme_id for p in held.values()}, on=timezone.localdate(at))
    confirmed = dict(
        Confirmation.objects.filter(posting__in=keys)
        .order_by()
        .values_list("posting")
        .annotate(Max("ends_before"))
    )
    new: list[Roster] = []
    changed: list[Roster] = []
    rows = []
    for one in agreed:
        posting = held[one.posting.pk]
        _refuse(posting, one, closed[posting.programme_id], confirmed.get(posting.pk))
        row = standing.get(posting.pk) or Roster(posting=posting)
        (changed if posting.pk in standing else new).append(row)
        row.plain = roster.as_plain(_with(posting, row, one))
        row.agreed_by, row.agreed_at = by, at
        rows.append(row)
    Roster.objects.bulk_update(changed, ["plain", "agreed_by", "agreed_at"])
    Roster.objects.bulk_create(new, batch_size=1000)
    events = [
        about(
            "roster.agreed", held[one.posting.pk], starts_on=one.starts_on, half_days=_weekly(one)
        )
        for one in agreed
    ]
    journal.record_many(actor=by, events=events)
    return rows


def _with(posting: Posting, row: Roster, one: Agreed) -> duty.Roster:
    """The roster as it stood until the day, and the pattern from then on."""
    if row.plain is None or one.starts_on <= posting.starts_on:
        return duty.Roster.of(one.pattern)
    return stay_of(posting, row.plain).roster.changed(one.starts_on, one.pattern)


def _event(posting: Posting, one: Agreed) -> Event:
    return about("roster.agreed", posting, starts_on=one.starts_on, half_days=_weekly(one))


def _weekly(one: Agreed) -> int:
    return len(one.pattern.sessions) if isinstance(one.pattern, Sessions) else 0


def _refuse(posting: Posting, one: Agreed, closed: date, confirmed_to: date | None) -> None:
    weekly, taken = _weekly(one), posting.load
    if weekly > taken:
        raise TooManySessions(
            zh=f"{posting.worker}的派驻为每周{taken}个半天，排班不能超过此数（现为{weekly}个）。",
            en=f"The posting of {posting.worker} takes {taken} half-days a week, not {weekly}.",
        )
    days = days_of(posting)
    if one.starts_on not in days:
        raise OutsideStay(
            zh=f"排班开始日期应在派驻期间（{said(days.starts_on)}至{said(days.last_day)}）内。",
            en=f"A roster begins within the stay, {days.starts_on} to {days.last_day}.",
        )
    if one.starts_on < closed and one.starts_on > posting.starts_on:
        raise month_closed(Days(one.starts_on, closed))
    if confirmed_to is not None and one.starts_on < confirmed_to:
        raise RosterConfirmed(
            zh=f"{said(confirmed_to)}以前的在岗已经确认，新的排班请自{said(confirmed_to)}起。",
            en=f"Days before {confirmed_to} are confirmed; a new roster begins there or later.",
        )
