"""How somebody comes to do a skill alone: taught, done under guidance, done alone."""

from collections.abc import Mapping, Sequence
from datetime import date

from .courses import SkillStep
from .life import StepRefused

Days = Mapping[SkillStep, date]
"""The day of each step taken."""


def next_step(steps: Sequence[SkillStep], days: Days) -> SkillStep | None:
    """The step that comes next; nothing once it is done alone."""
    return next((step for step in steps if step not in days), None)


def refuse_skill(
    steps: Sequence[SkillStep], days: Days, step: SkillStep, *, on: date, today: date
) -> None:
    """Raise ``StepRefused`` where a step cannot be taken on a day.

    Steps may be skipped forward (a skill done alone was taught), never taken twice or backwards in
    time.
    """
    if step not in steps or step in days:
        raise StepRefused(
            "",
            zh=f"该项不能登记“{step.zh}”，或已经登记。",
            en=f'"{step.en}" does not apply or was entered before.',
        )
    if on > today:
        raise StepRefused("on", zh="日期在今天之后，请核对。", en="The day is still to come.")
    place = list(steps).index(step)
    earlier = [days[one] for one in steps[:place] if one in days]
    later = [days[one] for one in steps[place + 1 :] if one in days]
    if earlier and on < max(earlier):
        raise StepRefused(
            "on", zh="日期早于上一步，请核对。", en="The day is before that of an earlier step."
        )
    if later:
        raise StepRefused(
            "", zh="后面的步骤已经登记，无需补登。", en="A later step was entered before."
        )
