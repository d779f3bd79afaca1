"""Milestones of an item: planned, reached, corrected, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.capacity.models import Item, Milestone
from bangfu.apps.journal import actions as journal
from bangfu.core.capacity import (
    Course,
    Surroundings,
    Witness,
    confirms_at_once,
    missing_answers,
    refuse_step,
    refuse_witness,
    removable,
)
from bangfu.core.capacity import Milestone as MilestoneRule
from bangfu.core.duty.sides import Side
from bangfu.core.reasons import reason_given

from . import ledger
from .holding import about, course_taken, held_item, refresh
from .refusals import AnswersMissing, NotReached
from .witnessing import is_party

NOBODY = Witness("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What is said of a milestone reached."""

    on: date
    cases: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    witness: Witness = NOBODY


@transaction.atomic
def reach_milestone(
    *,
    item: Item,
    code: str,
    done: Done,
    side: Side,
    by: User | None,
    at: datetime,
    today: date,
) -> Milestone:
    """Enter that a milestone was reached; on the counting one the ledger gets its entry.

    What local staff did alone wants a witness, and stands at once where the host enters it. Raises
    ``StepRefused``, ``AnswersMissing``, ``WitnessMissing``, ``NotAWitness``, ``NotReached``,
    ``NotStanding``, and what ``record_activity`` raises.
    """
    held = held_item(item)
    course = course_taken(held)
    step = _rule(course, code)
    rows = {row.code: row for row in held.milestones.all()}
    reached = {key: row.reached_on for key, row in rows.items() if row.reached_on is not None}
    within = Surroundings(today, skills_alone=_all_alone(held))
    refuse_step(course, reached, step, on=done.on, cases=done.cases, within=within)
    row = rows.get(code) or Milestone(item=held, code=code)
    _write(row, held, step, done, side=side, by=by, at=at)
    if step.counts:
        held.activity = ledger.enter(held, on=done.on, side=side, by=by, at=at, today=today)
        held.save(update_fields=["activity"])
    refresh(held)
    event = about("capacity.reached", held, milestone=step.title.zh, on=done.on)
    journal.record_many(actor=by, events=[event])
    return row


@transaction.atomic
def correct_milestone(
    *,
    item: Item,
    code: str,
    done: Done,
    reason: str,
    side: Side,
    by: User | None,
    at: datetime,
    today: date,
) -> Milestone:
    """Correct what was said of a milestone; the ledger's entry moves with it.

    The same brings an entry that the other side sent back before it again. What was confirmed is
    confirmed anew. Raises what ``reach_milestone`` raises, or ``ReasonMissing``.
    """
    held = held_item(item)
    course = course_taken(held)
    step = _rule(course, code)
    said = reason_given(reason)
    rows = {row.code: row for row in held.milestones.all() if row.reached_on is not None}
    if code not in rows:
        raise _not_reached(step)
    others = {
        key: row.reached_on
        for key, row in rows.items()
        if key != code and row.reached_on is not None
    }
    refuse_step(course, others, step, on=done.on, cases=done.cases, within=Surroundings(today))
    _write(rows[code], held, step, done, side=side, by=by, at=at)
    if code == course.milestones[0].code:
        held.begun_on = done.on
    if step.counts:
        held.activity = ledger.move(
            held, on=done.on, reason=said, side=side, by=by, at=at, today=today
        )
    held.save(update_fields=["activity", "begun_on"])
    refresh(held)
    event = about("capacity.corrected", held, milestone=step.title.zh, on=done.on, reason=said)
    journal.record_many(actor=by, events=[event])
    return rows[code]


@transaction.atomic
def undo_milestone(*, item: Item, code: str, reason: str, by: User | None, at: datetime) -> Item:
    """Take the last milestone back, and with the counting one the ledger's entry.

    Raises ``NotReached`` for any but the last, ``ReasonMissing``, ``NotStanding``.
    """
    held = held_item(item)
    course = course_taken(held)
    step = _rule(course, code)
    said = reason_given(reason)
    row = held.milestones.filter(code=code).first()
    reached = set(held.milestones.filter(reached_on__isnull=False).values_list("code", flat=True))
    last = removable(course, reached)
    if row is None or last is None or last.code != code:
        raise NotReached(
            zh=f"只能撤回最近一步；“{step.title.zh}”不是最近一步，或是最初的登记。",
            en="Only the latest step can be taken back, and never the first.",
        )
    if step.counts:
        ledger.take_back(held, reason=said, by=by, at=at)
        held.activity = None
        held.save(update_fields=["activity"])
    if row.due_on is None:
        row.delete()
    else:
        row.reached_on, row.cases, row.answers, row.note = None, None, {}, ""
        _unsay(row)
        row.save()
    refresh(held)
    event = about("capacity.undone", held, milestone=step.title.zh, reason=said)
    journal.record_many(actor=by, events=[event])
    return held


@transaction.atomic
def plan_milestones(*, item: Item, due: Mapping[str, date | None], by: User | None) -> Item:
    """Say for which days milestones not yet reached are planned; ``None`` plans none.

    Nothing is recorded where nothing changes.
    """
    held = held_item(item)
    course = course_taken(held)
    rows = {row.code: row for row in held.milestones.all()}
    changed = []
    for code, day in due.items():
        rule = _rule(course, code)
        row = rows.get(code)
        if (row and row.reached_on is not None) or (row.due_on if row else None) == day:
            continue
        changed.append(rule.title.zh)
        if row is not None and day is None:
            row.delete()
        else:
            Milestone.objects.update_or_create(item=held, code=code, defaults={"due_on": day})
    if changed:
        event = about("capacity.planned", held, milestone=changed)
        journal.record_many(actor=by, events=[event])
    return held


def _write(
    row: Milestone,
    item: Item,
    step: MilestoneRule,
    done: Done,
    *,
    side: Side,
    by: User | None,
    at: datetime,
) -> None:
    if missing := list(missing_answers(step.asks, done.answers)):
        raise AnswersMissing(missing)
    if step.alone:
        refuse_witness(done.witness, teacher=item.teacher, learner=item.person_name)
    _unsay(row)
    row.reached_on, row.cases, row.note = done.on, done.cases, done.note.strip()
    row.answers = {code: said.strip() for code, said in done.answers.items() if said.strip()}
    row.said_by, row.said_at = by, at
    if step.alone:
        row.witness_name = done.witness.plain.name
        row.witness_function = done.witness.plain.function
        if confirms_at_once(side) and not is_party(item, by):
            row.confirmed_by, row.confirmed_at = by, at
    row.save()


def _unsay(row: Milestone) -> None:
    row.said_by, row.said_at, row.confirmed_by, row.confirmed_at = None, None, None, None
    row.witness_name, row.witness_function, row.returned = "", "", ""


def _all_alone(item: Item) -> bool:
    """Whether there are skills, and each that is still taught is done alone and confirmed."""
    taught = [skill for skill in item.skills.all() if not skill.dropped]
    return bool(taught) and all(skill.is_alone for skill in taught)


def _rule(course: Course, code: str) -> MilestoneRule:
    rule = course.milestone(code)
    if rule is None:
        raise NotReached(zh="没有这个里程碑，请刷新页面。", en="There is no such milestone.")
    return rule


def _not_reached(step: MilestoneRule) -> NotReached:
    return NotReached(
        zh=f"“{step.title.zh}”尚未登记。", en=f'"{step.title.in_language("en")}" is not reached.'
    )
