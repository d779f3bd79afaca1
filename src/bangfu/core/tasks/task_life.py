"""The life of a task in the ledger: its states, and who may take which step from where.

The steps themselves stand in :mod:`.task_steps`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bangfu.core.programmes.vocabulary_review import Repeat
from bangfu.core.programmes.words import Coded

from .sides import Side

WHOLE = 100
"""Progress is said in whole percent, so that sums of it stay exact."""


class State(Coded):
    """Where a task stands."""

    PROPOSED = "proposed", "待立项", "proposed"
    OPEN = "open", "办理中", "in hand"
    SUBMITTED = "submitted", "待验收", "waiting for acceptance"
    CLOSED = "closed", "已销账", "closed"
    CANCELLED = "cancelled", "已撤销", "cancelled"


class Step(Coded):
    """What moves a task on, or is put on its record."""

    PROPOSE = "propose", "申请立项", "propose"
    OPEN = "open", "立项", "open"
    APPROVE = "approve", "同意立项", "approve"
    ASSIGN = "assign", "调整责任", "name who is responsible"
    REPORT = "report", "报告进展", "report progress"
    CHECK = "check", "查账", "check"
    ASK_ACCEPTANCE = "ask_acceptance", "申请销账", "ask for acceptance"
    ACCEPT = "accept", "验收销账", "accept"
    RETURN = "return", "退回整改", "return"
    ASK_EXTENSION = "ask_extension", "申请延期", "ask for an extension"
    GRANT_EXTENSION = "grant_extension", "同意延期", "grant the extension"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期", "refuse the extension"
    CANCEL = "cancel", "撤销任务", "cancel"
    LOOK_BACK = "look_back", "回头看", "look back"


class Outcome(Coded):
    """What an acceptance finds."""

    DONE = "done", "完成", "done"
    STAGE = "stage", "阶段性完成", "done for this stage"
    STANDING = "standing", "长期坚持", "to be kept up"


class Finding(Coded):
    """What a check finds."""

    ON_SCHEDULE = "on_schedule", "按进度推进", "on schedule"
    BEHIND = "behind", "进度滞后", "behind"
    NOT_BEGUN = "not_begun", "尚未启动", "not begun"


@dataclass(frozen=True, slots=True)
class Rule:
    """From where a step may be taken, and by whom; from nowhere where it begins a life."""

    follows: frozenset[State]
    may: frozenset[Side]


_ANSWERS = frozenset({Side.RESPONSIBLE})
_DECIDES = frozenset({Side.AUTHORITY})
_OPEN = frozenset({State.OPEN})
_IN_HAND = frozenset({State.OPEN, State.SUBMITTED})

RULES: Mapping[Step, Rule] = MappingProxyType(
    {
        Step.PROPOSE: Rule(frozenset(), _ANSWERS),
        Step.OPEN: Rule(frozenset(), _DECIDES),
        Step.APPROVE: Rule(frozenset({State.PROPOSED}), _DECIDES),
        Step.ASSIGN: Rule(_IN_HAND | {State.PROPOSED}, _DECIDES),
        Step.REPORT: Rule(_OPEN, _ANSWERS),
        Step.CHECK: Rule(_IN_HAND, _DECIDES),
        Step.ASK_ACCEPTANCE: Rule(_OPEN, _ANSWERS),
        Step.ACCEPT: Rule(frozenset({State.SUBMITTED}), _DECIDES),
        Step.RETURN: Rule(frozenset({State.SUBMITTED}), _DECIDES),
        Step.ASK_EXTENSION: Rule(_OPEN, _ANSWERS),
        Step.GRANT_EXTENSION: Rule(_OPEN, _DECIDES),
        Step.REFUSE_EXTENSION: Rule(_OPEN, _DECIDES),
        Step.CANCEL: Rule(_IN_HAND | {State.PROPOSED}, _DECIDES),
        Step.LOOK_BACK: Rule(frozenset({State.CLOSED}), _DECIDES),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the responsible asks acceptance of: evidence in words and by document or files."""

    asked_by: str
    asked_on: date
    summary: str
    document: str = ""
    files: int = 0
    late_reason: str = ""

    @property
    def has_evidence(self) -> bool:
        """Whether something can be looked up: a document's number or a file."""
        return bool(self.document.strip()) or self.files > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Where one task stands and what led there.

    ``share`` is the progress reported, 0 to 100. ``due`` is the last day for it, where it has one;
    of a recurring task it is the day of the next report. ``request`` waits for acceptance,
    ``wished`` for an extension. ``accepted`` are the requests accepted, the last of a closed task
    is what closed it.
    """

    state: State
    repeat: Repeat = Repeat.ONCE
    due: date | None = None
    share: int = 0
    proposed_by: str = ""
    request: Request | None = None
    wished: date | None = None
    wished_by: str = ""
    accepted: tuple[Request, ...] = ()
    outcome: Outcome | None = None
    closed_on: date | None = None
    look_back_due: date | None = None
    looked_back_on: date | None = None
    reason: str = ""

    @property
    def is_standing(self) -> bool:
        """Whether it is kept up without an end."""
        return self.repeat is Repeat.STANDING

    @property
    def recurs(self) -> bool:
        """Whether it comes back period after period and is answered, not finished."""
        return self.repeat not in (Repeat.ONCE, Repeat.STANDING)


def may(life: Life, by: Side) -> tuple[Step, ...]:
    """The steps a side may take now, for the buttons of a page; a step may still be refused."""
    return tuple(
        step
        for step, rule in RULES.items()
        if life.state in rule.follows and by in rule.may and _fits(life, step)
    )


def _fits(life: Life, step: Step) -> bool:
    """Whether a step means anything for this task, beyond its state."""
    match step:
        case Step.REPORT | Step.ASK_ACCEPTANCE:
            return not life.recurs
        case Step.ASK_EXTENSION:
            return life.due is not None and life.repeat is Repeat.ONCE and life.wished is None
        case Step.GRANT_EXTENSION | Step.REFUSE_EXTENSION:
            return life.wished is not None
        case Step.LOOK_BACK:
            return life.looked_back_on is None
    return True
