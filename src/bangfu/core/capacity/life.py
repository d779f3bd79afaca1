"""How an item moves along its course: which milestone may be reached on which day."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bangfu.core.duty.days import said
from bangfu.core.refusal import Refusal

from .courses import Asked, Course, Milestone


class StepRefused(Refusal):
    """The step cannot be taken so; ``field`` is the field of the form that shows it."""

    def __init__(self, field: str, *, zh: str, en: str) -> None:
        super().__init__(zh=zh, en=en)
        self.field = field


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a milestone is held against: today, and whether every skill is done alone."""

    today: date
    skills_alone: bool = True


Reached = Mapping[str, date]
"""The day of each milestone reached, by code."""


def refuse_step(
    course: Course,
    reached: Reached,
    step: Milestone,
    *,
    on: date,
    cases: int | None,
    within: Surroundings,
) -> None:
    """Raise ``StepRefused`` where a milestone cannot be reached on a day, with its field.

    Milestones come in the order of the course, optional ones may be left out, and no day lies
    before that of an earlier or after that of a later milestone.
    """
    if step.code in reached:
        raise StepRefused(
            "",
            zh=f"“{step.title.zh}”已于{said(reached[step.code])}登记，无需重复登记。",
            en=f'"{step.title.en}" was entered for {reached[step.code]} before.',
        )
    if on > within.today:
        raise StepRefused(
            "on",
            zh="日期在今天之后，请填写已经完成的日期；尚未完成的请填入计划日期。",
            en="The day is still to come; enter it as planned instead.",
        )
    before, after = _sides(course, step)
    for one in before:
        if not one.optional and one.code not in reached:
            raise StepRefused(
                "",
                zh=f"请先登记“{one.title.zh}”，再登记“{step.title.zh}”。",
                en=f'Enter "{one.title.en}" first.',
            )
    _refuse_backwards(before, after, reached, on)
    if step.cases is not None and (cases is None or cases < step.cases):
        raise StepRefused(
            "cases",
            zh=f"“{step.title.zh}”至少{step.cases}例，请填写实际例数；不足的暂不登记。",
            en=f'"{step.title.en}" takes at least {step.cases} cases.',
        )
    if step.needs_skills and not within.skills_alone:
        raise StepRefused(
            "",
            zh=f"还有技能未经见证独立完成，不能登记“{step.title.zh}”；请先逐项登记，"
            "或撤下不再带教的技能。",
            en=f'Some skills are not yet done alone before a witness: no "{step.title.en}" yet.',
        )


def next_of(course: Course, reached: Collection[str]) -> list[Milestone]:
    """The milestones that may come next: the first required one and optional ones before it."""
    found: list[Milestone] = []
    furthest = max(
        (index for index, one in enumerate(course.milestones) if one.code in reached), default=-1
    )
    for index, one in enumerate(course.milestones):
        if one.code in reached or (one.optional and index < furthest):
            continue
        found.append(one)
        if not one.optional:
            break
    return found


def removable(course: Course, reached: Collection[str]) -> Milestone | None:
    """The last milestone reached: the only one that can be taken back, and never the first."""
    standing = [one for one in course.milestones if one.code in reached]
    return standing[-1] if len(standing) > 1 else None


def missing_answers(asked: Collection[Asked], given: Mapping[str, str]) -> Iterator[Asked]:
    """What is asked, not optional, and has no answer."""
    for one in asked:
        if not one.optional and not given.get(one.code, "").strip():
            yield one


def _sides(course: Course, step: Milestone) -> tuple[list[Milestone], list[Milestone]]:
    place = course.milestones.index(step)
    return list(course.milestones[:place]), list(course.milestones[place + 1 :])


def _refuse_backwards(
    before: Collection[Milestone], after: Collection[Milestone], reached: Reached, on: date
) -> None:
    for one in before:
        if (day := reached.get(one.code)) and on < day:
            raise StepRefused(
                "on",
                zh=f"不能早于“{one.title.zh}”的日期（{said(day)}），请核对。",
                en=f'Not before "{one.title.en}" of {day}.',
            )
    for one in after:
        if (day := reached.get(one.code)) and on > day:
            raise StepRefused(
                "on",
                zh=f"不能晚于“{one.title.zh}”的日期（{said(day)}），请核对。",
                en=f'Not after "{one.title.en}" of {day}.',
            )
