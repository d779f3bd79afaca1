"""Hand-over: a checklist that the one who leaves, the one who follows and the host all sign.

Without a gap: on the same day, or with days together. What was signed is not changed afterwards;
whoever finds a mistake opens the list again, and everyone signs anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bangfu.core.programmes.words import Coded, Text
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

from .days import Days, said


class Signatory(Coded):
    """Who signs a hand-over."""

    LEAVER = "leaver", "交出人", "who leaves"
    SUCCESSOR = "successor", "接收人", "who follows"
    HOST = "host", "受援单位", "host"


class HandoverDayWrong(Refusal):
    """The day lies outside the time in which the two can meet, or there is a gap between them."""


class ChecklistEmpty(Refusal):
    """A hand-over has at least one item."""


class ItemsOpen(Refusal):
    """Items are neither handed over nor explained."""


class AlreadySigned(Refusal):
    """It is signed; open it again to change it."""


class NoSuchSignatory(Refusal):
    """Nobody follows, so nobody signs as successor; nobody signs for two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to hand over; settled when done, or when a note says why there is nothing."""

    title: Text
    done: bool = False
    note: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing is open."""
        return self.done or bool(self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A hand-over of one post; ``successor`` is empty where nobody follows yet."""

    leaver: str
    successor: str
    on: date
    items: tuple[Item, ...]
    signed: frozenset[Signatory] = frozenset()

    @property
    def signatories(self) -> frozenset[Signatory]:
        """Who has to sign."""
        if self.successor:
            return frozenset(Signatory)
        return frozenset({Signatory.LEAVER, Signatory.HOST})

    @property
    def open_items(self) -> tuple[Item, ...]:
        """What is neither done nor explained."""
        return tuple(item for item in self.items if not item.settled)

    @property
    def complete(self) -> bool:
        """Whether everyone has signed."""
        return self.signed == self.signatories


def begin(
    *,
    leaver: str,
    leaves: Days,
    successor: str = "",
    follows: Days | None = None,
    on: date,
    items: Iterable[Text],
) -> Handover:
    """Open the list for a day.

    ``leaves`` are the days of the one who leaves, ``follows`` those of the successor, who is there
    before the post is empty: the day lies from the successor's first day to the first day the
    leaver no longer serves. Raises ``HandoverDayWrong``, ``NoSuchSignatory`` or ``ChecklistEmpty``.
    """
    if (successor == "") != (follows is None) or successor == leaver:
        raise NoSuchSignatory(
            zh="交接须写明接收人及其到岗日期，且不能是交出人本人。",
            en="Name who follows and their days; nobody follows themselves.",
        )
    first = max(leaves.starts_on, follows.starts_on) if follows else leaves.starts_on
    last = leaves.ends_before
    if first > last:
        raise HandoverDayWrong(
            zh=f"交出人{said(last)}已离岗，接收人{said(first)}才到岗，中间空岗，请先调整派驻日期。",
            en=f"The post is empty from {last} to {first}; change the days first.",
        )
    if not first <= on <= last:
        raise HandoverDayWrong(
            zh=f"交接日期应在{said(first)}至{said(last)}之间。",
            en=f"The hand-over lies between {first} and {last}.",
        )
    listed = tuple(Item(title=title) for title in items)
    if not listed:
        raise ChecklistEmpty(zh="交接清单至少要有一项。", en="A hand-over has at least one item.")
    return Handover(leaver=leaver, successor=successor, on=on, items=listed)


def settle(handover: Handover, index: int, *, done: bool, note: str = "") -> Handover:
    """Mark an item as handed over, or say why there is nothing to. Raises ``AlreadySigned``."""
    if handover.signed:
        raise AlreadySigned(
            zh="交接清单已有人签字，如需修改请先重新开启，再由各方重新签字。",
            en="It is signed; open it again, then everyone signs anew.",
        )
    items = list(handover.items)
    items[index] = replace(items[index], done=done, note=note.strip())
    return replace(handover, items=tuple(items))


def sign(handover: Handover, signatory: Signatory) -> Handover:
    """One side signs. Raises ``NoSuchSignatory``, ``ItemsOpen`` or ``AlreadySigned``."""
    if signatory not in handover.signatories:
        raise NoSuchSignatory(
            zh="本次交接没有接收人，由交出人和受援单位签字即可。",
            en="Nobody follows; the one who leaves and the host sign.",
        )
    if still := handover.open_items:
        titles = "、".join(item.title.zh for item in still)
        english = ", ".join(item.title.in_language("en") for item in still)
        raise ItemsOpen(zh=f"{titles}尚未交接，请先办理或注明原因。", en=f"Still open: {english}.")
    if signatory in handover.signed:
        raise AlreadySigned(zh=f"{signatory.zh}已签字。", en=f"Signed by {signatory.en} already.")
    return replace(handover, signed=handover.signed | {signatory})


def reopen(handover: Handover, *, reason: str) -> Handover:
    """Open a signed list again: all signatures fall. The reason goes to the journal."""
    reason_given(reason)
    return replace(handover, signed=frozenset())
