"""Points that a person gives, with a reason and evidence."""

from fractions import Fraction
from typing import ClassVar

from bangfu.core.appraisal.arithmetic import canonical, exact, rounded
from bangfu.core.appraisal.vocabulary import Sort, State, Step
from bangfu.core.programmes.words import Code, Text, Whole
from bangfu.core.refusal import Refusal

from .base import Inputs, Marked, Peers, Rule, Scored


class AboveCap(Refusal):
    """More points than the item has."""


class BelowFloor(Refusal):
    """Fewer points than the item may be given."""


class TooManyPlaces(Refusal):
    """Points with more decimals than the table states."""


class WithoutReason(Refusal):
    """Points were given without saying why."""


class WithoutEvidence(Refusal):
    """Points rest on less evidence than the table asks for."""


class Judgement(Rule, frozen=True, kw_only=True, tag="judgement"):
    """Typed by a person at the level ``level``, the first one by default.

    ``reason`` says whether a reason must be given where points are not full; ``evidence`` how many
    pieces must be named before any points are given.
    """

    label: ClassVar[Text] = Text(zh="人工评分", en="judgement")

    level: Code | None = None
    reason: bool = True
    evidence: Whole = 0
    guide: Text | None = None

    def points(self, inputs: Inputs, item: Marked, peers: Peers) -> Scored:
        typed = inputs.typed.get(item.code)
        if typed is None:
            return Scored(State.AWAITING, steps=(Step("尚未评分", "not judged yet"),))
        given = exact(typed.points)
        require_within(item, given, inputs.places, where=inputs.subject)
        default = Fraction(0) if item.sort is not Sort.SCORED else item.highest
        if self.reason and given != default and not typed.reason.strip():
            raise WithoutReason(
                zh=f"“{inputs.subject}”项目“{item.title.zh}”的评分没有写明理由，请补填。",
                en=f'"{inputs.subject}", "{_english(item)}": give the reason of the points.',
            )
        owed = given < 0 if item.sort is Sort.DEDUCTION else given > 0
        if owed and len(typed.evidence) < self.evidence:
            raise WithoutEvidence(
                zh=f"“{inputs.subject}”项目“{item.title.zh}”至少要有{self.evidence}份佐证材料，"
                f"现有{len(typed.evidence)}份，请补充。",
                en=f'"{inputs.subject}", "{_english(item)}": {self.evidence} pieces of evidence '
                f"are needed, {len(typed.evidence)} given.",
            )
        steps = [Step("评为{0}分", "judged at {0} points", (given,))]
        if typed.reason.strip():
            steps.append(Step("理由：{0}", "reason: {0}", (typed.reason.strip(),)))
        if typed.evidence:
            count = Fraction(len(typed.evidence))
            steps.append(Step("佐证材料{0}份", "{0} pieces of evidence", (count,)))
        return Scored(State.SCORED, rounded(given, inputs.places), given, tuple(steps))


def require_within(item: Marked, points: Fraction, places: int, *, where: str) -> None:
    """Points that a person typed for an item.

    Raises ``AboveCap``, ``BelowFloor`` or ``TooManyPlaces``: nothing typed is cut or rounded.
    """
    if points > item.highest:
        raise AboveCap(
            zh=f"“{where}”项目“{item.title.zh}”最高{_text(item.highest)}分，"
            f"不能评{_text(points)}分。",
            en=f'"{where}", "{_english(item)}": {_text(item.highest)} points at most, '
            f"not {_text(points)}.",
        )
    if points < item.lowest:
        raise BelowFloor(
            zh=f"“{where}”项目“{item.title.zh}”最低{_text(item.lowest)}分，"
            f"不能评{_text(points)}分。",
            en=f'"{where}", "{_english(item)}": {_text(item.lowest)} points at least, '
            f"not {_text(points)}.",
        )
    if Fraction(rounded(points, places)) != points:
        raise TooManyPlaces(
            zh=f"“{where}”项目“{item.title.zh}”的分数最多保留{places}位小数，"
            f"不能评{_text(points)}分。",
            en=f'"{where}", "{_english(item)}": at most {places} decimals, not {_text(points)}.',
        )


def _text(points: Fraction) -> str:
    return canonical(rounded(points, 6))


def _english(item: Marked) -> str:
    return item.title.in_language("en")
