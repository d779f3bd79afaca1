"""The hand-over list: begun for a day, settled item by item, opened again.

Each action holds the posting first, so that of two at once one wins and the other is told why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Handover, HandoverItem
from bangfu.apps.completion.sheets import begun, recorded_sheet, title_of, usual_items
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings.actions import event_about
from bangfu.apps.postings.course import life_of
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import handover as core
from bangfu.core.duty.posting_life import RULES, Step
from bangfu.core.duty.sides import refuse_untimely
from bangfu.core.refusal import Refusal


class NoList(Refusal):
    """Nobody has begun the hand-over list."""


class ListChanged(Refusal):
    """Somebody has changed the list since it was looked at."""


class SuccessorGone(Refusal):
    """Who was to follow does not come."""


class NothingSigned(Refusal):
    """Nobody has signed yet: the list is open as it is."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is said of one item: handed over, or why there is nothing to."""

    done: bool
    note: str = ""


@transaction.atomic
def arrange_handover(
    *,
    posting: Posting,
    on: date,
    successor: Posting | None,
    by: User | None,
    at: datetime,
) -> Handover:
    """Begin the list for a day and a successor, or change both while nobody has signed.

    Raises ``HandoverDayWrong``, ``NoSuchSignatory``, ``SuccessorGone``, ``AlreadySigned``, or
    ``NotNow`` before the arrival and after the hand-over.
    """
    held = held_for_handover(posting, successor)
    refuse_unready(held)
    following = next_of(held, successor)
    row = Handover.objects.filter(posting=held).first()
    if row is None:
        items = usual_items(held)
        begun(held, successor=following, on=on, items=items)
        row = Handover.objects.create(
            posting=held, successor=following, on=on, begun_by=by, begun_at=at
        )
        HandoverItem.objects.bulk_create(
            HandoverItem(handover=row, position=place, title_zh=title.zh, title_en=title.en)
            for place, title in enumerate(items, start=1)
        )
    else:
        refuse_signed(row)
        begun(held, successor=following, on=on, items=[title_of(one) for one in row.items.all()])
        row.successor, row.on = following, on
        row.revision += 1
        row.save(update_fields=["successor", "on", "revision"])
    _record("handover.arranged", held, by=by, on=on, successor=_named(following))
    return row


@transaction.atomic
def settle_items(
    *,
    posting: Posting,
    settled: Mapping[int, Settled],
    seen: int,
    by: User | None,
) -> Handover:
    """Say of items, by their position, that they are handed over or why there is nothing to.

    ``seen`` is the revision that was looked at. Nothing is recorded where nothing changed. Raises
    ``ListChanged``, ``AlreadySigned``, ``NotNow`` or ``NoList``.
    """
    held = held_for_handover(posting)
    row = held_list(held)
    refuse_unready(held)
    refuse_unseen(row, seen)
    sheet, items = recorded_sheet(row), list(row.items.all())
    changed = []
    for index, item in enumerate(items):
        said = settled.get(item.position)
        if said is None or (said.done, said.note.strip()) == (item.done, item.note):
            continue
        sheet = core.settle(sheet, index, done=said.done, note=said.note)
        item.done, item.note = sheet.items[index].done, sheet.items[index].note
        changed.append(item)
    if changed:
        HandoverItem.objects.bulk_update(changed, ["done", "note"])
        _count_change(row)
        _record("handover.settled", held, by=by, open_items=len(sheet.open_items))
    return row


@transaction.atomic
def add_item(*, posting: Posting, title: str, by: User | None) -> HandoverItem:
    """Put one more thing on the list. Raises ``AlreadySigned``, ``NotNow`` or ``NoList``."""
    held = held_for_handover(posting)
    row = held_list(held)
    refuse_unready(held)
    refuse_signed(row)
    last = row.items.aggregate(last=Max("position"))["last"] or 0
    item = HandoverItem.objects.create(
        handover=row, position=last + 1, title_zh=title.strip(), own=True
    )
    _count_change(row)
    _record("handover.item_added", held, by=by, item=item.title_zh)
    return item


@transaction.atomic
def reopen_handover(*, posting: Posting, reason: str, by: User | None, at: datetime) -> Handover:
    """Open a signed list again; its signatures fall and stay on record.

    Raises ``NothingSigned``, ``ReasonMissing``, ``NotNow`` or ``NoList``.
    """
    held = held_for_handover(posting)
    row = held_list(held)
    refuse_unready(held)
    sheet = recorded_sheet(row)
    if not sheet.signed:
        raise NothingSigned(
            zh="交接清单尚无人签字，可以直接修改。",
            en="Nobody has signed; the list can be changed as it is.",
        )
    core.reopen(sheet, reason=reason)
    row.signatures.filter(fell_at=None).update(fell_at=at)
    _count_change(row)
    _record("handover.reopened", held, by=by, reason=reason.strip())
    return row


def held_for_handover(posting: Posting, successor: Posting | None = None) -> Posting:
    """The posting as it stands now, held together with who follows, in one order."""
    keys = {posting.pk}
    if successor is not None:
        keys.add(successor.pk)
    else:
        keys |= set(
            Handover.objects.filter(posting=posting.pk, successor__isnull=False).values_list(
                "successor", flat=True
            )
        )
    held = Posting.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return next(one for one in held.in_full() if one.pk == posting.pk)


def held_list(posting: Posting) -> Handover:
    """The list of a posting that is held; raises ``NoList``."""
    found = Handover.objects.select_for_update(of=("self",)).filter(posting=posting)
    row = found.select_related("posting__worker", "successor__worker").first()
    if row is None:
        raise NoList(
            zh="尚未建立交接清单，请先确定交接日期和接收人。",
            en="There is no list yet; choose the day and who follows first.",
        )
    return row


def next_of(posting: Posting, successor: Posting | None) -> Posting | None:
    """Who follows, as their posting stands now; raises ``SuccessorGone``."""
    if successor is None:
        return None
    now = Posting.objects.select_related("worker").get(pk=successor.pk)
    if now.ends_before == now.starts_on or now.host_id != posting.host_id:
        raise SuccessorGone(
            zh=f"{now.worker.name}的派驻已取消或不在本单位，请另选接收人或改为无人接替。",
            en=f"{now.worker.name} does not come to this host; choose somebody else or nobody.",
        )
    return now


def refuse_unready(posting: Posting) -> None:
    """Raise ``NotNow`` before the arrival is confirmed and once it is handed over."""
    refuse_untimely(Step.HAND_OVER, life_of(posting).state, RULES[Step.HAND_OVER].follows)


def refuse_signed(row: Handover) -> None:
    """Raise ``AlreadySigned`` where somebody has signed: day, successor and items stand then."""
    sheet = recorded_sheet(row)
    if sheet.signed:
        core.settle(sheet, 0, done=True)


def refuse_unseen(row: Handover, seen: int) -> None:
    """Raise ``ListChanged`` where the list is not the one that was looked at."""
    if row.revision != seen:
        raise ListChanged(
            zh="交接清单刚被他人修改，请核对最新内容后再办理。",
            en="Somebody has just changed the list; look at it again first.",
        )


def _count_change(row: Handover) -> None:
    Handover.objects.filter(pk=row.pk).update(revision=F("revision") + 1)
    row.revision += 1


def _named(successor: Posting | None) -> str:
    return successor.worker.name if successor else ""


def _record(verb: str, posting: Posting, *, by: User | None, **facts: object) -> None:
    entry = event_about(verb, posting, worker=posting.worker.name, **facts)
    journal.record_many(actor=by, events=[entry])
