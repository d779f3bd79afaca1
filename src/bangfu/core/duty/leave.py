"""Leave: asked, approved or refused, taken, reported back; and the exception that follows from it.

“Taken” is not a step: approved leave is being taken from its first half-day on, and has to be
reported back from. Coming back early ends it there; coming back late is shown, and judged by no
machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.programmes.words import Coded
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

from .account import Entered
from .confirming import OutsideStay, month_closed
from .days import Days, HalfDay, said
from .flags import Flag
from .settings import Settings
from .sides import NotNow, Side, refuse_others, refuse_untimely


class LeaveState(Coded):
    """Where leave stands."""

    ASKED = "asked", "待批准", "asked for"
    APPROVED = "approved", "已批准", "approved"
    REFUSED = "refused", "未批准", "refused"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"
    TAKEN = "taken", "休假中", "being taken"
    RETURNED = "returned", "已销假", "reported back"


class LeaveStep(Coded):
    """What moves leave on."""

    ASK = "ask", "请假", "ask for leave"
    APPROVE = "approve", "批准", "approve"
    REFUSE = "refuse", "不批准", "refuse"
    WITHDRAW = "withdraw", "撤回", "withdraw"
    REPORT_BACK = "report_back", "销假", "report back"


class LeaveOverlaps(Refusal):
    """Other leave of the same person covers some of these half-days."""


class LeaveKindUnknown(Refusal):
    """There is no such kind of leave."""


class LeaveReversed(Refusal):
    """Leave has at least one half-day."""


class ReturnTooEarly(Refusal):
    """The return lies before the leave, or in the future."""


ASKERS = frozenset({Side.WORKER, Side.HOST, Side.SENDER})
MAY: Mapping[LeaveStep, frozenset[Side]] = MappingProxyType(
    {
        LeaveStep.ASK: ASKERS,
        LeaveStep.APPROVE: frozenset({Side.SENDER}),
        LeaveStep.REFUSE: frozenset({Side.SENDER}),
        LeaveStep.WITHDRAW: frozenset({Side.WORKER}),
        LeaveStep.REPORT_BACK: frozenset({Side.WORKER, Side.HOST}),
    }
)
"""Who takes which step: the sender, which manages person and post, decides; the host, which keeps
the attendance, may enter leave and returns. Source: dual management in the national measures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Leave of one person from one half-day to before another; ``state`` is never TAKEN.

    ``returned_at`` is the first half-day back on post.
    """

    kind: str
    starts_at: HalfDay
    ends_before: HalfDay
    reason: str = ""
    state: LeaveState = LeaveState.ASKED
    decision: str = ""
    returned_at: HalfDay | None = None

    @property
    def days(self) -> Days:
        """The days it touches."""
        last = HalfDay.of_slot(self.ends_before.slot - 1).day
        return Days(self.starts_at.day, last + timedelta(days=1))

    @property
    def stands(self) -> bool:
        """Whether it takes half-days, or would if approved."""
        return self.state not in (LeaveState.REFUSED, LeaveState.WITHDRAWN)

    def state_on(self, day: date) -> LeaveState:
        """Its state on a day: approved leave is being taken from its first day on."""
        begun = self.state is LeaveState.APPROVED and self.starts_at.day <= day
        return LeaveState.TAKEN if begun else self.state

    def overlaps(self, other: "Leave") -> bool:
        """Whether both take one and the same half-day."""
        return self.starts_at < other.ends_before and other.starts_at < self.ends_before


def ask(
    *,
    kind: str,
    starts_at: HalfDay,
    ends_before: HalfDay,
    reason: str = "",
    by: Side,
    stay: Days,
    others: Iterable[Leave],
    closed_before: date,
    settings: Settings,
) -> Leave:
    """Ask for leave; ``others`` are all leaves of the same person.

    Raises ``LeaveKindUnknown``, ``LeaveReversed``, ``OutsideStay``, ``MonthClosed`` or
    ``LeaveOverlaps``.
    """
    refuse_others(LeaveStep.ASK, by, MAY[LeaveStep.ASK])
    if settings.leave_kind(kind) is None:
        listed = "、".join(one.title.zh for one in settings.leave)
        raise LeaveKindUnknown(
            zh=f"没有“{kind}”这种假，可选：{listed}。", en=f'There is no leave "{kind}".'
        )
    if ends_before <= starts_at:
        raise LeaveReversed(zh="请假的结束时间须晚于开始时间。", en="Leave ends after it begins.")
    asked = Leave(kind=kind, starts_at=starts_at, ends_before=ends_before, reason=reason.strip())
    if asked.days.within(stay) != asked.days:
        raise OutsideStay(
            zh=f"请假日期应在派驻期间（{said(stay.starts_on)}至{said(stay.last_day)}）内。",
            en=f"Leave lies within the stay, {stay.starts_on} to {stay.last_day}.",
        )
    if starts_at.day < closed_before:
        raise month_closed(asked.days)
    for other in others:
        if other.stands and asked.overlaps(other):
            raise LeaveOverlaps(
                zh=f"与{said(other.starts_at.day)}起的请假（{other.state.zh}）时间重叠，请调整或先撤回。",
                en=f"It overlaps the leave from {other.starts_at.day} ({other.state.en}).",
            )
    return asked


def approve(leave: Leave, *, by: Side) -> Leave:
    """Approve what was asked."""
    _allow(leave, LeaveStep.APPROVE, by, LeaveState.ASKED)
    return replace(leave, state=LeaveState.APPROVED)


def refuse(leave: Leave, *, by: Side, reason: str) -> Leave:
    """Refuse what was asked, with a reason."""
    _allow(leave, LeaveStep.REFUSE, by, LeaveState.ASKED)
    return replace(leave, state=LeaveState.REFUSED, decision=reason_given(reason))


def withdraw(leave: Leave, *, by: Side, on: date) -> Leave:
    """Take it back: while it is only asked for, or approved and not begun."""
    _allow(leave, LeaveStep.WITHDRAW, by, LeaveState.ASKED, LeaveState.APPROVED)
    if leave.state_on(on) is LeaveState.TAKEN:
        raise NotNow(
            zh=f"假期已于{said(leave.starts_at.day)}开始，不能撤回，请办理销假。",
            en=f"It has begun on {leave.starts_at.day}; report back instead.",
        )
    return replace(leave, state=LeaveState.WITHDRAWN)


def report_back(leave: Leave, *, by: Side, at: HalfDay, on: date) -> Leave:
    """Back on post from a half-day on; early, the leave ends there. Raises ``ReturnTooEarly``.

    A return at the very first half-day means that the leave was not taken: withdraw it instead.
    """
    _allow(leave, LeaveStep.REPORT_BACK, by, LeaveState.APPROVED)
    if at <= leave.starts_at or at.day > on:
        raise ReturnTooEarly(
            zh=f"销假时间应在{said(leave.starts_at.day)}假期开始之后且不晚于今天，请核对。",
            en=f"The return lies after {leave.starts_at.day} and not in the future.",
        )
    return replace(
        leave,
        state=LeaveState.RETURNED,
        returned_at=at,
        ends_before=min(at, leave.ends_before),
    )


def entered(leaves: Sequence[Leave]) -> list[Entered]:
    """The exceptions that leave makes in a roster; none before it is approved."""
    return [
        Entered(
            exception=DutyException.LEAVE,
            starts_at=leave.starts_at,
            ends_before=leave.ends_before,
            leave_kind=leave.kind,
        )
        for leave in leaves
        if leave.state in (LeaveState.APPROVED, LeaveState.RETURNED)
    ]


def overdue(stay: str, leave: Leave, *, on: date) -> Flag | None:
    """A word where leave has ended and nobody has reported back, or somebody did late."""
    last = leave.days.last_day
    late = leave.returned_at is not None and leave.returned_at > leave.ends_before
    if leave.state is LeaveState.APPROVED and last < on:
        return Flag(
            code="not_reported_back",
            stays=(stay,),
            days=leave.days,
            zh=f"请假至{said(last)}，尚未销假，请提醒办理。",
            en=f"Leave ended with {last}; the return is not entered.",
        )
    if late and leave.returned_at:
        back = leave.returned_at.day
        return Flag(
            code="reported_back_late",
            stays=(stay,),
            days=Days(last + timedelta(days=1), max(back, last + timedelta(days=1))),
            zh=f"请假至{said(last)}，{said(back)}销假，其间是否续假请核实。",
            en=f"Leave ended with {last}, the return was on {back}; was it prolonged?",
        )
    return None


def _allow(leave: Leave, step: LeaveStep, by: Side, *follows: LeaveState) -> None:
    refuse_others(step, by, MAY[step])
    refuse_untimely(step, leave.state, follows)
