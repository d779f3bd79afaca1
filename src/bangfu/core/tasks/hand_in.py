"""Handing in a ledger: the frozen list of a year, its sums, and the digest that seals it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from bangfu.core.duty.days import Days, said
from bangfu.core.refusal import Refusal

from .task_life import State


class OpenUnexplained(Refusal):
    """What is still open is explained when the ledger is handed in."""


class TooEarly(Refusal):
    """A ledger is handed in when its year draws to an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One task as it stood when the ledger was handed in; ``words`` say why it is open or late."""

    key: str
    title: str
    project: str
    responsible: str
    due: str
    state: str
    state_said: str
    share: int
    closed_on: str
    late: bool
    standing: bool
    words: str
    wished: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """How many tasks of a year are done in time, done late, in hand, late and in hand, standing."""

    total: int
    done: int
    done_late: int
    open: int
    open_late: int
    standing: int


def sums_of(lines: Sequence[Line]) -> Sums:
    """The sums of a list; those done late are among those done."""
    closed = [line for line in lines if line.state == State.CLOSED.value]
    rest = [line for line in lines if line.state != State.CLOSED.value and not line.standing]
    return Sums(
        total=len(lines),
        done=len(closed),
        done_late=sum(line.late for line in closed),
        open=len(rest),
        open_late=sum(line.late for line in rest),
        standing=sum(line.standing and line.state != State.CLOSED.value for line in lines),
    )


def refuse_unexplained(lines: Sequence[Line]) -> None:
    """Raise ``OpenUnexplained`` where a task in hand says nothing of why."""
    silent = [
        line.title
        for line in lines
        if line.state != State.CLOSED.value and not line.standing and not line.words.strip()
    ]
    if silent:
        named = "、".join(f"“{title}”" for title in silent[:3])
        more = f"等{len(silent)}项" if len(silent) > len(silent[:3]) else ""
        raise OpenUnexplained(
            zh=f"{named}{more}尚未销账，请逐项说明原因和下步安排。",
            en=f"{len(silent)} tasks are open; explain each.",
        )


def refuse_early(period: Days, *, on: date, days_before: int) -> None:
    """Raise ``TooEarly`` before the last days of a period."""
    first = date.fromordinal(period.ends_before.toordinal() - days_before)
    if on < first:
        raise TooEarly(
            zh=f"本期账自{said(first)}起交账，请届时办理。",
            en=f"This ledger is handed in from {first} on.",
        )


def digest_of(lines: Sequence[Line]) -> str:
    """The SHA-256 of the list as canonical JSON: whoever changes a word changes it."""
    told = json.dumps(
        [asdict(line) for line in lines], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(told.encode()).hexdigest()
