"""The one entry in the ledger of work that belongs to an item: made, moved and taken back here."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from bangfu.apps.accounts.models import User
from bangfu.apps.activities import actions as activities
from bangfu.apps.activities.models import Activity
from bangfu.apps.capacity.models import Item
from bangfu.core.activities import Entry
from bangfu.core.activities import Side as LedgerSide
from bangfu.core.duty.sides import Side
from bangfu.core.programmes import shipped_kinds

LEDGER_SIDES = {
    Side.HOST: LedgerSide.HOST,
    Side.WORKER: LedgerSide.GIVER,
    Side.SENDER: LedgerSide.GIVER,
    Side.AUTHORITY: LedgerSide.AUTHORITY,
}


def enter(
    item: Item, *, on: date, side: Side, by: User | None, at: datetime, today: date
) -> Activity:
    """Enter the item with the figure 1; raises what ``record_activity`` raises."""
    return activities.record_activity(
        key=uuid.uuid4(),
        work=_work(item, on),
        side=LEDGER_SIDES[side],
        by=by,
        at=at,
        today=today,
    )


def move(
    item: Item,
    *,
    on: date,
    reason: str,
    side: Side,
    by: User | None,
    at: datetime,
    today: date,
) -> Activity:
    """Correct the day of its entry, or enter it anew where the entry no longer stands."""
    entry = item.activity
    if entry is None or entry.state == Activity.State.WITHDRAWN or entry.same_as_id is not None:
        return enter(item, on=on, side=side, by=by, at=at, today=today)
    return activities.correct_activity(
        activity=entry, work=_work(item, on), reason=reason, by=by, at=at, today=today
    )


def take_back(item: Item, *, reason: str, by: User | None, at: datetime) -> None:
    """Take its entry back with it; nothing where there is none that stands."""
    entry = item.activity
    if entry is not None and entry.state != Activity.State.WITHDRAWN:
        activities.withdraw_activity(activity=entry, reason=reason, by=by, at=at)


def _work(item: Item, on: date) -> activities.Work:
    kind = shipped_kinds()[item.kind]
    known = [item.posting.worker] if item.posting else []
    if item.person is not None:
        known.append(item.person)
    return activities.Work(
        programme=item.programme,
        kind=item.kind,
        giver=item.giver,
        host=item.host,
        posting=item.posting,
        entry=Entry(on=on, figures={kind.measures[0].code: Decimal(1)}, note=str(item)),
        workers=tuple(known),
        names=(item.person_name,) if item.person_name and item.person is None else (),
    )
