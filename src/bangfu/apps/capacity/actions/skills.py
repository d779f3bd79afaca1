"""Skills and tasks of who learns: listed, taken step by step, dropped."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from bangfu.apps.accounts.models import User
from bangfu.apps.capacity.models import Item, Skill
from bangfu.apps.journal import actions as journal
from bangfu.core.capacity import (
    Course,
    SkillStep,
    Witness,
    confirms_at_once,
    refuse_skill,
    refuse_witness,
)
from bangfu.core.duty.sides import Side
from bangfu.core.reasons import reason_given

from .holding import about, course_taken, held_item
from .milestones import NOBODY
from .refusals import AlreadyThere, DayWrong, NoCourse, NotReached
from .witnessing import is_party


@transaction.atomic
def add_skill(*, item: Item, title: str, by: User | None) -> Skill:
    """Put one more skill on the list; raises ``AlreadyThere``, ``NoCourse`` or ``NotStanding``."""
    held = held_item(item)
    _listing(course_taken(held))
    named = title.strip()
    if held.skills.filter(title=named).exists():
        raise AlreadyThere(
            held.pk, zh=f"“{named}”已在清单中。", en=f'"{named}" is on the list already.'
        )
    last = held.skills.aggregate(last=Max("position"))["last"] or 0
    skill = Skill.objects.create(item=held, position=last + 1, title=named)
    event = about("capacity.skill_added", held, skill=named)
    journal.record_many(actor=by, events=[event])
    return skill


@transaction.atomic
def take_skill_step(
    *,
    skill: Skill,
    step: SkillStep,
    on: date,
    side: Side,
    by: User | None,
    at: datetime,
    today: date,
    witness: Witness = NOBODY,
) -> Skill:
    """Enter that a skill was taught, done under guidance, or done alone before a witness.

    Done alone, it stands at once where the host enters it, else when the host confirms. Raises
    ``StepRefused``, ``DayWrong``, ``WitnessMissing``, ``NotAWitness``,
    ``NotReached`` or ``NotStanding``.
    """
    held = held_item(skill.item)
    row = held.skills.get(pk=skill.pk)
    steps = _listing(course_taken(held))
    if row.dropped:
        raise NotReached(zh=f"“{row.title}”已不再带教。", en=f'"{row.title}" is no longer taught.')
    refuse_skill(steps, row.days, step, on=on, today=today)
    if on < held.begun_on:
        raise DayWrong(
            zh="日期早于这项登记的开始日期，请核对；开始日期有误的，请先更正。",
            en="The day lies before this began; mend the first day if that is wrong.",
        )
    facts: dict[str, object] = {"skill": row.title, "step": step.zh, "on": on}
    if step is SkillStep.ALONE:
        refuse_witness(witness, teacher=held.teacher, learner=held.person_name)
        row.alone_on, row.returned = on, ""
        row.witness_name, row.witness_function = witness.plain.name, witness.plain.function
        row.said_by, row.said_at = by, at
        if confirms_at_once(side) and not is_party(held, by):
            row.confirmed_by, row.confirmed_at = by, at
        facts["witness"] = row.witness_name
    elif step is SkillStep.GUIDED:
        row.guided_on = on
    else:
        row.taught_on = on
    row.save()
    event = about("capacity.skill_step", held, **facts)
    journal.record_many(actor=by, events=[event])
    return row


@transaction.atomic
def drop_skill(*, skill: Skill, reason: str, by: User | None) -> Skill:
    """Teach a skill no more, with a reason; what is done alone stays.

    Raises ``NotReached`` where it is done alone, ``ReasonMissing``.
    """
    held = held_item(skill.item)
    row = held.skills.get(pk=skill.pk)
    if row.alone_on is not None:
        raise NotReached(
            zh=f"“{row.title}”已独立完成，不能撤下。", en=f'"{row.title}" is done alone; it stays.'
        )
    row.dropped = reason_given(reason)
    row.save(update_fields=["dropped"])
    event = about("capacity.skill_dropped", held, skill=row.title, reason=row.dropped)
    journal.record_many(actor=by, events=[event])
    return row


def _listing(course: Course) -> tuple[SkillStep, ...]:
    if course.skills is None:
        raise NoCourse(
            zh=f"“{course.title.zh}”没有技能清单。",
            en=f'"{course.title.en}" has no list of skills.',
        )
    return course.skills.steps
