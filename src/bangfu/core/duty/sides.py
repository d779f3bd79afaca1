"""Who acts in the life of a posting, and the two refusals every step has: not yours, not now."""

from collections.abc import Iterable

from bangfu.core.programmes.wording import listed
from bangfu.core.programmes.words import Coded
from bangfu.core.refusal import Refusal


class Side(Coded):
    """For whom somebody acts."""

    SENDER = "sender", "派出单位", "sending unit"
    HOST = "host", "受援单位", "host"
    AUTHORITY = "authority", "主管部门", "authority"
    WORKER = "worker", "派驻人员", "posted worker"


class NotYours(Refusal):
    """Somebody else takes this step."""


class NotNow(Refusal):
    """The step does not follow from the present state."""


def refuse_others(step: Coded, by: Side, may: Iterable[Side]) -> None:
    """Raise ``NotYours`` where a side may not take a step."""
    allowed = [side for side in Side if side in set(may)]
    if by not in allowed:
        who = listed(side.label for side in allowed)
        raise NotYours(
            zh=f"“{step.zh}”由{who.zh}办理，{by.zh}不能办理。",
            en=f'"{step.en}" is for {who.en}, not for the {by.en}.',
        )


def refuse_untimely(step: Coded, state: Coded, follows: Iterable[Coded]) -> None:
    """Raise ``NotNow`` where a step does not follow from a state."""
    if state not in set(follows):
        raise NotNow(
            zh=f"当前为“{state.zh}”，不能办理“{step.zh}”。",
            en=f'"{step.en}" does not follow from "{state.en}".',
        )
