"""Who acts on a task, and the two refusals of who may: not yours, not your own."""

from collections.abc import Iterable

from bangfu.core.programmes.wording import listed
from bangfu.core.programmes.words import Coded
from bangfu.core.refusal import Refusal


class Side(Coded):
    """For whom somebody acts on a task."""

    RESPONSIBLE = "responsible", "责任单位", "responsible unit"
    AUTHORITY = "authority", "督办单位", "supervising office"


class NotForThisSide(Refusal):
    """The other side takes this step."""


class OwnDecision(Refusal):
    """Nobody decides on what they asked for themselves."""


def refuse_others(step: Coded, by: Side, may: Iterable[Side]) -> None:
    """Raise ``NotForThisSide`` where a side may not take a step."""
    allowed = [side for side in Side if side in set(may)]
    if by not in allowed:
        who = listed(side.label for side in allowed)
        raise NotForThisSide(
            zh=f"“{step.zh}”由{who.zh}办理，{by.zh}不能办理。",
            en=f'"{step.en}" is for the {who.en}, not for the {by.en}.',
        )


def refuse_own(asked_by: str, decided_by: str) -> None:
    """Raise ``OwnDecision`` where one account decides on what it asked for; "" is the system."""
    if asked_by and asked_by == decided_by:
        raise OwnDecision(
            zh="申请人不能审批、验收自己提出的事项，请由其他人员办理。",
            en="Whoever asked cannot decide on it; somebody else does.",
        )
