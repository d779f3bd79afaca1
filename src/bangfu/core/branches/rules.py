"""What can be said of a branch or an institution by its numbers and days."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import Enum
from typing import TypeVar

from bangfu.core.months import months_after

from .settings import Settings

MONTHS = 12

Row = TypeVar("Row")


class Standing(Enum):
    """How an institution stands by its full members and the branches it has."""

    IN_ORDER = "in_order"
    NEEDS_JOINT = "needs_joint"
    """Too few full members, and no joint branch."""
    MAY_STAND_ALONE = "may_stand_alone"
    """Enough full members for a branch of its own, but only in a joint one."""
    NO_BRANCH = "no_branch"
    """Enough full members and no branch at all."""
    NOT_COUNTED = "not_counted"
    """Nobody has said how many members there are."""
    NO_MEMBERS = "no_members"
    """Nobody is a full member."""


def standing_of(
    full: int | None, *, own_branches: int, joint_branches: int, settings: Settings
) -> Standing:
    """How an institution stands; ``full`` is ``None`` where members were never counted.

    Branches are looked at before numbers are missed: who is in a joint branch is covered.
    """
    if full is None:
        return Standing.IN_ORDER if joint_branches else Standing.NOT_COUNTED
    enough = full >= settings.least.members
    if own_branches:
        return Standing.IN_ORDER if enough or joint_branches else Standing.NEEDS_JOINT
    if joint_branches:
        return Standing.MAY_STAND_ALONE if enough else Standing.IN_ORDER
    if full == 0:
        return Standing.NO_MEMBERS
    return Standing.NO_BRANCH if enough else Standing.NEEDS_JOINT


def has_committee(full: int | None, *, settings: Settings) -> bool:
    """Whether a branch with so many full members has a committee."""
    return full is not None and full >= settings.committee.members


def term_ends(since: date, *, settings: Settings) -> date:
    """The day a term that began on ``since`` is over."""
    return months_after(since, settings.term.years * MONTHS)


def election_due_since(on: date, *, settings: Settings) -> date:
    """Terms that began on this day or before have an election called to mind on ``on``."""
    ahead = on + timedelta(days=settings.term.notice_days)
    return months_after(ahead, -settings.term.years * MONTHS)


def is_due_for_election(since: date, *, on: date, settings: Settings) -> bool:
    """Whether an election is called to mind on a day."""
    return since <= election_due_since(on, settings=settings)


def is_counted_lately(counted_on: date | None, *, on: date, settings: Settings) -> bool:
    """Whether the last count of members is not old."""
    return counted_on is not None and on - counted_on <= timedelta(days=settings.counts.days)


def nearest_first(area: str, rows: Iterable[Row], area_of: Callable[[Row], str]) -> list[Row]:
    """Rows by how much of their area code they share with ``area``; equals keep their order.

    >>> nearest_first("210781102", ["2107", "210781", "210781102", "210702"], lambda a: a)
    ['210781102', '210781', '2107', '210702']
    """
    return sorted(rows, key=lambda row: -_shared_levels(area, area_of(row)))


def _shared_levels(one: str, other: str) -> int:
    """How many levels of area two codes share: province, city, county, town."""
    ends = (2, 4, 6, 9)
    return sum(len(one) >= end and one[:end] == other[:end] for end in ends)
