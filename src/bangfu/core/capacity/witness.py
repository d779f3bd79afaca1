"""Who may say that local staff did something alone.

Neither who taught it nor who learnt it is enough: somebody else was there, and the host says so.
"""

from dataclasses import dataclass

from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal


class WitnessMissing(Refusal):
    """What was done alone wants a witness with name and function."""


class NotAWitness(Refusal):
    """Teacher and pupil are no witnesses of their own work."""


class NotYoursToConfirm(Refusal):
    """Only the host confirms it, and nobody of what they said or did themselves."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Who was there, and as what."""

    name: str
    function: str

    @property
    def plain(self) -> "Witness":
        """The same without spaces around."""
        return Witness(self.name.strip(), self.function.strip())


def refuse_witness(witness: Witness, *, teacher: str, learner: str) -> None:
    """Raise ``WitnessMissing`` or ``NotAWitness``; names are compared without spaces."""
    given = witness.plain
    if not given.name or not given.function:
        raise WitnessMissing(
            zh="请填写见证人姓名和职务，例如受援科室主任。",
            en="Name the witness and their function, such as the head of the department.",
        )
    if _bare(given.name) in {_bare(teacher), _bare(learner)} - {""}:
        raise NotAWitness(
            zh=f"{given.name}是带教或学习的本人，不能为自己见证，请由在场的其他人员见证。",
            en=f"{given.name} teaches or learns here and cannot witness it; name somebody else.",
        )


def confirms_at_once(side: Side) -> bool:
    """Whether what a side enters stands without the host's word: the host's own does.

    >>> confirms_at_once(Side.HOST), confirms_at_once(Side.WORKER)
    (True, False)
    """
    return side is Side.HOST


def may_confirm(side: Side) -> bool:
    """The host confirms; the authority does where a host has no account.

    >>> [side.value for side in Side if may_confirm(side)]
    ['host', 'authority']
    """
    return side in (Side.HOST, Side.AUTHORITY)


def _bare(name: str) -> str:
    return "".join(name.split())
