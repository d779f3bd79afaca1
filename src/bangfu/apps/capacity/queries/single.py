"""One item as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.capacity.models import Item, Milestone, Skill, Verification
from bangfu.apps.journal import verbs
from bangfu.apps.journal.models import Entry
from bangfu.apps.journal.queries import entries_about
from bangfu.core.capacity import Asked, Course, Found, SkillStep, next_of, next_step, removable
from bangfu.core.capacity import Milestone as MilestoneRule
from bangfu.web.components import Fact, Tone
from bangfu.web.wording import day, enumerated, in_brackets, in_own_language

from .stages import Stage, ledger_said, stage_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A milestone of the course with what is said of it."""

    pk: int | None
    code: str
    title: str
    on: date | None = None
    due_on: date | None = None
    said: tuple[str, ...] = ()
    by: str = ""
    witness: str = ""
    waits: bool = False
    confirmed_by: str = ""
    returned: str = ""
    now: bool = False
    may_reach: bool = False
    may_undo: bool = False
    is_late: bool = False
    optional: bool = False
    waits_for_skills: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow:
    """One skill with the day of each step; ``None`` where it is not taken."""

    pk: int
    title: str
    days: tuple[tuple[str, date | None], ...]
    witness: str
    confirmed_by: str
    waits: bool
    is_alone: bool
    returned: str
    dropped: str
    next_code: str
    next_title: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """What a verification found."""

    on: date
    found: str
    tone: Tone
    cases: int | None
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry of the journal about the item."""

    at: datetime
    actor: str
    said: str
    detail: str


TOLD = ("milestone", "skill", "step", "found", "witness", "reason")
"""What of an entry's facts the trail repeats."""
TONES: Mapping[str, Tone] = {"kept": "ok", "weakened": "warn", "stopped": "danger"}


def steps(
    item: Item, rows: Sequence[Milestone], skills: Sequence[Skill], *, on: date
) -> list[Step]:
    """The milestones of the course in order; those that need every skill alone wait for that."""
    course = item.taken_course
    if course is None:
        return []
    held = {row.code: row for row in rows}
    reached = {code for code, row in held.items() if row.reached_on is not None}
    coming = [one.code for one in next_of(course, reached)]
    required = [one.code for one in next_of(course, reached) if not one.optional]
    last = removable(course, reached)
    standing = item.state == Item.State.STANDING
    taught = [skill for skill in skills if not skill.dropped]
    learnt = bool(taught) and all(skill.is_alone for skill in taught)
    return [
        _step(
            rule,
            held.get(rule.code),
            now=standing and rule.code in required,
            may_reach=standing and rule.code in coming and (learnt or not rule.needs_skills),
            may_undo=standing and last is not None and last.code == rule.code,
            on=on,
        )
        for rule in course.milestones
    ]


def skill_rows(item: Item, rows: Sequence[Skill]) -> list[SkillRow]:
    """The list of skills with what may be entered next."""
    course = item.taken_course
    taken = course.skills.steps if course and course.skills else ()
    return [_skill(row, taken, standing=item.state == Item.State.STANDING) for row in rows]


def check_rows(rows: Sequence[Verification]) -> list[CheckRow]:
    """Verifications, the latest first."""
    return [
        CheckRow(
            row.on,
            row.get_found_display(),
            TONES.get(row.found, "neutral"),
            row.cases,
            row.note,
            str(row.by or ""),
        )
        for row in rows
    ]


def facts(item: Item, *, user: User) -> list[Fact]:
    """What the page states of an item."""
    stated = [
        Fact(_("类别"), item.kind_title(get_language() or "")),
        Fact(_("项目"), str(item.programme)),
        Fact(_("帮扶单位"), item.giver.name),
        Fact(_("受援单位"), item.host.name),
    ]
    if item.department:
        stated.append(Fact(_("科室"), item.department))
    if item.person_name and (course := item.taken_course) and course.person:
        stated.insert(0, Fact(in_own_language(course.person), item.person_name))
    if item.teacher:
        stated.append(Fact(_("带教老师") if item.person_name else _("派驻人员"), item.teacher))
    course = item.taken_course
    for asked in course.asks if course else ():
        if asked.code != "mentor" and (said := str(item.details.get(asked.code, ""))):
            stated.append(Fact(in_own_language(asked.title), answered(asked, said)))
    if item.next_check_on and item.state == Item.State.STANDING:
        stated.append(Fact(_("应核验日期"), day(item.next_check_on)))
    if item.stopped_on:
        stated.append(Fact(_("停止"), f"{day(item.stopped_on)} · {item.said}"))
    elif item.said:
        stated.append(Fact(_("撤回原因"), item.said))
    return stated


def answered(asked: Asked, said: str) -> str:
    """An answer in words: of a choice its title."""
    chosen = next((one for one in asked.options if one.code == said), None)
    return in_own_language(chosen.title) if chosen else said


def trail(item: Item) -> list[TrailRow]:
    """What the journal holds about an item, the latest first: one query."""
    language, names = get_language() or "", _names_kept(item.taken_course)
    return [
        TrailRow(entry.at, entry.who, verbs.label_of(entry.verb, language), _detail(entry, names))
        for entry in entries_about(item)
    ]


def stage(item: Item, rows: Sequence[Milestone], *, on: date) -> Stage:
    """How far it is."""
    return stage_of(item, rows, on=on)


def ledger(item: Item) -> tuple[str, Tone, str]:
    """How its entry in the ledger stands, and why where it was sent back."""
    said, tone = ledger_said(item)
    return said, tone, item.activity.said if item.activity else ""


def course_of_item(item: Item) -> Course | None:
    """The course it takes."""
    return item.taken_course


def _step(
    rule: MilestoneRule,
    row: Milestone | None,
    *,
    now: bool,
    may_reach: bool,
    may_undo: bool,
    on: date,
) -> Step:
    title = in_own_language(rule.title)
    if row is None:
        return Step(
            pk=None,
            code=rule.code,
            title=title,
            now=now,
            may_reach=may_reach,
            optional=rule.optional,
            waits_for_skills=now and rule.needs_skills and not may_reach,
        )
    return Step(
        pk=row.pk,
        code=rule.code,
        title=title,
        on=row.reached_on,
        due_on=row.due_on,
        said=_said(rule, row),
        by=str(row.said_by or ""),
        witness=_witness(row),
        waits=bool(row.witness_name) and row.confirmed_at is None,
        confirmed_by=str(row.confirmed_by or "") if row.confirmed_at else "",
        returned=row.returned,
        now=now,
        may_reach=may_reach,
        may_undo=may_undo,
        waits_for_skills=now and rule.needs_skills and not may_reach,
        is_late=row.reached_on is None and row.due_on is not None and row.due_on < on,
        optional=rule.optional,
    )


def _said(rule: MilestoneRule, row: Milestone) -> tuple[str, ...]:
    told = [_("%(cases)s例") % {"cases": row.cases}] if row.cases is not None else []
    for asked in rule.asks:
        if said := str(row.answers.get(asked.code, "")):
            title, words = in_own_language(asked.title), answered(asked, said)
            told.append(_("%(title)s：%(words)s") % {"title": title, "words": words})
    return (*told, row.note) if row.note else tuple(told)


def _witness(row: Milestone | Skill) -> str:
    if not row.witness_name:
        return ""
    return in_brackets(row.witness_name, row.witness_function)


def _skill(row: Skill, taken: tuple[SkillStep, ...], *, standing: bool) -> SkillRow:
    coming = None if row.dropped or not standing else next_step(taken, row.days)
    return SkillRow(
        pk=row.pk,
        title=row.title,
        days=tuple((in_own_language(step.label), row.days.get(step)) for step in taken),
        witness=_witness(row),
        confirmed_by=str(row.confirmed_by or "") if row.confirmed_at else "",
        waits=row.alone_on is not None and row.confirmed_at is None,
        is_alone=row.is_alone,
        returned=row.returned,
        dropped=row.dropped,
        next_code=coming.value if coming else "",
        next_title=in_own_language(coming.label) if coming else "",
    )


def _detail(entry: Entry, names: Mapping[str, str]) -> str:
    told = [entry.facts[name] for name in TOLD if entry.facts.get(name)]
    return " · ".join(_in_words(each, names) for each in told)


def _names_kept(course: Course | None) -> dict[str, str]:
    """What the journal keeps in Chinese (milestones, steps, findings), as the reader says it."""
    labels = [rule.title for rule in course.milestones] if course else []
    labels += [each.label for sort in (SkillStep, Found) for each in sort]
    return {label.zh: in_own_language(label) for label in labels}


def _in_words(told: object, names: Mapping[str, str]) -> str:
    """A name, or several that were planned at once."""
    parts = told if isinstance(told, list) else [told]
    return enumerated(names.get(str(part), str(part)) for part in parts)
