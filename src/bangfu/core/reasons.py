"""The reason somebody gives for what they undo, refuse or correct."""

from bangfu.core.refusal import Refusal


class ReasonMissing(Refusal):
    """The step wants a reason."""


def reason_given(reason: str) -> str:
    """A reason without spaces around it; raises ``ReasonMissing`` where there is none.

    >>> reason_given(" 日期填错 ")
    '日期填错'
    """
    if not reason.strip():
        raise ReasonMissing(zh="请填写原因。", en="Give a reason.")
    return reason.strip()
