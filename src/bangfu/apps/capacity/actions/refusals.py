"""What is refused of things that stay behind."""

from collections.abc import Sequence

from bangfu.core.capacity import Asked
from bangfu.core.refusal import Refusal


class AlreadyThere(Refusal):
    """The same thing was entered before; ``pk`` is where."""

    def __init__(self, pk: int, *, zh: str, en: str) -> None:
        super().__init__(zh=zh, en=en)
        self.pk = pk


class NoCourse(Refusal):
    """Things of that kind have no course in the definitions, or the programme keeps none."""


class PersonMissing(Refusal):
    """Whoever learns is named: of the registry, or by name."""


class PostingMissing(Refusal):
    """Such a thing hangs on somebody's posting."""


class AnswersMissing(Refusal):
    """Something asked has no answer; ``asked`` says what."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        named = "、".join(one.title.zh for one in asked)
        super().__init__(
            zh=f"请填写：{named}。",
            en=f"Please fill in: {', '.join(one.title.in_language('en') for one in asked)}.",
        )
        self.asked = tuple(asked)


class NotStanding(Refusal):
    """It was stopped or taken back."""


class NotReached(Refusal):
    """There is no such milestone, or it is not reached."""


class NotWaiting(Refusal):
    """Nothing waits for the host's word."""


class NotBuilt(Refusal):
    """Only what is there can be verified."""


class DayWrong(Refusal):
    """The day cannot be."""
