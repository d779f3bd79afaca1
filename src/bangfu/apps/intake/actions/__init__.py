"""What may be done about needs and nominations."""

from .checks import (
    AlreadyWithdrawn,
    DaysReversed,
    FormUnknown,
    NotInService,
    ReasonMissing,
    SessionsWrong,
)
from .needs import (
    HeadcountWrong,
    HostNotEnrolled,
    NeedRepeated,
    SenderIsHost,
    SubjectUnknown,
    state_need,
    state_needs,
    withdraw_need,
)
from .nominations import AlreadyNominated, nominate, nominate_many, withdraw_nomination

__all__ = [
    "AlreadyNominated",
    "AlreadyWithdrawn",
    "DaysReversed",
    "FormUnknown",
    "HeadcountWrong",
    "HostNotEnrolled",
    "NeedRepeated",
    "NotInService",
    "ReasonMissing",
    "SenderIsHost",
    "SessionsWrong",
    "SubjectUnknown",
    "nominate",
    "nominate_many",
    "state_need",
    "state_needs",
    "withdraw_need",
    "withdraw_nomination",
]
