"""Entering something that stays behind, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.capacity.models import Item, Milestone, Skill
from bangfu.apps.journal import actions as journal
from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.capacity import Course, PostingUse, course_of, missing_answers
from bangfu.core.duty.sides import Side
from bangfu.core.programmes import shipped_kinds

from . import ledger
from .holding import about, held_programme, refresh
from .refusals import (
    AlreadyThere,
    AnswersMissing,
    DayWrong,
    NoCourse,
    PersonMissing,
    PostingMissing,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """What somebody enters: what it is, between whom, and since when.

    ``due`` are planned days by milestone code, ``skills`` the list where the course has one.
    ``person`` is of the registry, or ``person_name`` alone.
    """

    programme: Programme
    kind: str
    giver: Institution
    host: Institution
    title: str
    begun_on: date
    posting: Posting | None = None
    person: Worker | None = None
    person_name: str = ""
    department: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    skills: tuple[str, ...] = ()
    due: Mapping[str, date] = field(default_factory=dict)


@transaction.atomic
def record_item(
    *, key: UUID, new: NewItem, side: Side, by: User | None, at: datetime, today: date
) -> Item:
    """Enter something with its first milestone; sent again it is answered with the first.

    Where the first milestone counts, the entry of the ledger is made with it. Raises
    ``AlreadyThere``, ``NoCourse``, ``PersonMissing``, ``PostingMissing``, ``AnswersMissing``,
    ``DayWrong``, and what ``record_activity`` raises.
    """
    programme = held_programme(new.programme)
    before = Item.objects.in_full().filter(key=key).first()
    if before is not None:
        return _same(before, by)
    course = _course(new)
    _refuse_incomplete(new, course, today=today)
    _refuse_second(new)
    item = Item.objects.create(
        key=key,
        programme=programme,
        lasting=course.lasting.value,
        kind=new.kind,
        course=course.code,
        title=new.title.strip(),
        department=new.department.strip(),
        giver=new.giver,
        host=new.host,
        posting=new.posting,
        person=new.person,
        person_name=new.person.name if new.person else new.person_name.strip(),
        details={code: said.strip() for code, said in new.details.items() if said.strip()},
        begun_on=new.begun_on,
        recorded_by=by,
        recorded_at=at,
    )
    _first_rows(item, course, new, by=by, at=at)
    if course.milestones[0].counts:
        item.activity = ledger.enter(item, on=new.begun_on, side=side, by=by, at=at, today=today)
        item.save(update_fields=["activity"])
    refresh(item)
    event = about("capacity.recorded", item, on=new.begun_on, side=side.zh)
    journal.record_many(actor=by, events=[event])
    return item


def _same(before: Item, by: User | None) -> Item:
    if before.recorded_by_id != (by.pk if by else None):
        raise AlreadyThere(
            before.pk,
            zh="该登记编号已用于另一项，请刷新页面后重新登记。",
            en="That number belongs to another entry; reload the page and enter it again.",
        )
    return before


def _course(new: NewItem) -> Course:
    kind = shipped_kinds().get(new.kind)
    course = course_of(kind) if kind else None
    definition = definition_of(new.programme)
    kept = definition.activities.kinds if definition.activities else ()
    if kind is None or course is None or kind.code not in kept:
        title = kind.title.zh if kind else new.kind
        raise NoCourse(
            zh=f"本项目不登记“{title}”，请选择所列类别。",
            en="This programme keeps nothing of that kind; choose one listed.",
        )
    return course


def _refuse_incomplete(new: NewItem, course: Course, *, today: date) -> None:
    if course.person and new.person is None and not new.person_name.strip():
        raise PersonMissing(
            zh=f"请填写{course.person.zh}姓名。", en=f"Name the {course.person.in_language('en')}."
        )
    if course.posting is PostingUse.REQUIRED and new.posting is None:
        raise PostingMissing(
            zh="师带徒须对应一名派驻人员，请选择带教老师的派驻。",
            en="Choose the posting of whoever teaches.",
        )
    if new.begun_on > today:
        raise DayWrong(zh="日期在今天之后，请填写已经发生的日期。", en="The day is still to come.")
    if missing := list(missing_answers(course.asks, new.details)):
        raise AnswersMissing(missing)


def _refuse_second(new: NewItem) -> None:
    """The same name of one kind at one host, by whichever side it was entered."""
    name = "".join(new.title.split())
    person = new.person.name if new.person else "".join(new.person_name.split())
    there = Item.objects.filter(programme=new.programme, host=new.host, kind=new.kind)
    for other in there.exclude(state=Item.State.WITHDRAWN):
        same_person = "".join(other.person_name.split()) == person
        if same_person and "".join(other.title.split()) == name:
            by = other.recorded_by.name if other.recorded_by else ""
            raise AlreadyThere(
                other.pk,
                zh=f"“{other}”已{f'由{by}' if by else ''}登记，请直接在原登记上继续办理。",
                en=f'"{other}" was entered{f" by {by}" if by else ""}; go on there.',
            )


def _first_rows(item: Item, course: Course, new: NewItem, *, by: User | None, at: datetime) -> None:
    first, *others = course.milestones
    Milestone.objects.create(
        item=item, code=first.code, reached_on=new.begun_on, said_by=by, said_at=at
    )
    Milestone.objects.bulk_create(
        Milestone(item=item, code=one.code, due_on=new.due[one.code])
        for one in others
        if one.code in new.due
    )
    if course.skills:
        named = dict.fromkeys(title.strip() for title in new.skills if title.strip())
        Skill.objects.bulk_create(
            Skill(item=item, position=place, title=title)
            for place, title in enumerate(named, start=1)
        )
