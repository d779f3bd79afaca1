"""What a check found of somebody, held against what the roster of that half-day said.

The system fills in what the roster said; the checker enters only what was found.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bangfu.core.duty.account import Account, Status
from bangfu.core.duty.days import HalfDay
from bangfu.core.programmes.vocabulary_review import DutyException
from bangfu.core.programmes.words import Coded


class Expected(Coded):
    """What duty records say of a half-day."""

    ON_POST = "on_post", "应在岗", "expected on post"
    LEAVE = "leave", "已登记请假或公出", "entered as on leave or away"
    ABSENT = "absent", "已登记缺勤", "entered as absent"
    FREE = "free", "未排班", "not rostered"


class Found(Coded):
    """What a check found."""

    ON_POST = "on_post", "在岗", "on post"
    LEAVE = "leave", "请假，手续齐全", "on leave, papers complete"
    DUTY_ELSEWHERE = "elsewhere", "因公外出，有依据", "away on duty, with papers"
    LEAVE_IRREGULAR = "leave_irregular", "请假手续不全", "leave papers irregular"
    ABSENT = "absent", "不在岗，无请假", "not there, no leave"
    NOT_REACHED = "not_reached", "未能核实", "could not be found out"


OFF_POST = frozenset({Found.ABSENT, Found.LEAVE_IRREGULAR})
"""What counts as off post without cause; leave and duty elsewhere do not."""

_EXPECTED: Mapping[Status, Expected] = MappingProxyType(
    {
        Status.SERVED: Expected.ON_POST,
        Status.WAITING: Expected.ON_POST,
        Status.EXCUSED: Expected.LEAVE,
        Status.ABSENT: Expected.ABSENT,
        Status.FREE: Expected.FREE,
    }
)
_AGREE = frozenset(
    {
        (Expected.ON_POST, Found.ON_POST),
        (Expected.LEAVE, Found.LEAVE),
        (Expected.LEAVE, Found.DUTY_ELSEWHERE),
        (Expected.ABSENT, Found.ABSENT),
        (Expected.FREE, Found.ON_POST),
        (Expected.FREE, Found.LEAVE),
        (Expected.FREE, Found.DUTY_ELSEWHERE),
    }
)


def expected_at(account: Account, half_day: HalfDay) -> Expected:
    """What the record of a stay says of one half-day; nothing is expected outside its days."""
    days = account.stay.days
    if half_day.day not in days:
        return Expected.FREE
    status = Status(int(account.status[half_day.slot - days.first_slot]))
    if status in (Status.SERVED, Status.WAITING) and _away(account, half_day):
        # Work elsewhere and training may count as served; nobody is to be found on post then.
        return Expected.LEAVE
    return _EXPECTED[status]


def _away(account: Account, half_day: HalfDay) -> bool:
    named = [one.exception for one in account.entered if half_day.slot in one.slots]
    return any(exception is not DutyException.SWAP for exception in named)


def agree(expected: Expected, found: Found) -> bool | None:
    """Whether roster and finding say the same; nothing where nobody could find out.

    >>> agree(Expected.ON_POST, Found.ABSENT), agree(Expected.LEAVE, Found.NOT_REACHED)
    (False, None)
    """
    if found is Found.NOT_REACHED:
        return None
    return (expected, found) in _AGREE


def counts_as_off(expected: Expected, found: Found) -> bool:
    """Whether somebody expected was off post without cause; off duty nobody is.

    >>> counts_as_off(Expected.ON_POST, Found.ABSENT), counts_as_off(Expected.FREE, Found.ABSENT)
    (True, False)
    """
    return found in OFF_POST and expected is not Expected.FREE
