"""Targets with their pace, reported results, tasks and the kinds of activity kept."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bangfu.core.programmes import Definition, Kinds, share_due
from bangfu.core.programmes.section_wording import pace_sentence, result_value, target_sentence
from bangfu.core.programmes.work import Target, Task
from bangfu.web.wording import day

from .notes import Clause, Note, Notes, say


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target: whose and how much, by when, and how much of it is due today."""

    clause: Clause
    pace: str
    parts: tuple[str, ...]
    due_percent: int | None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One figure that a source reports as done."""

    title: str
    value: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of the ledger as the definition states it."""

    title: str
    detail: str
    whose: str
    due: str
    note: Note | None


@dataclass(frozen=True, slots=True)
class Project:
    """Tasks that belong together."""

    title: str
    tasks: tuple[TaskRow, ...]


def targets(definition: Definition, notes: Notes, kinds: Kinds, *, on: date) -> list[TargetRow]:
    """Every target with its pace and what the calendar asks of it today."""
    return [
        TargetRow(
            clause=notes.clause(target_sentence(target, definition, kinds), target.source),
            pace=say(pace_sentence(target)),
            parts=_parts(target, definition),
            due_percent=_percent(share_due(target, definition.term, on)),
        )
        for target in definition.targets
    ]


def results(definition: Definition, notes: Notes) -> list[ResultRow]:
    """What sources report as done: known figures, none of them a target."""
    return [
        ResultRow(say(result.title), say(result_value(result)), notes.of(result.source))
        for result in definition.results
    ]


def projects(definition: Definition, notes: Notes) -> list[Project]:
    """Tasks by project, in the order of the definition; those without one come first."""
    rows: dict[str, list[TaskRow]] = {}
    for task in definition.tasks.items if definition.tasks else ():
        project = say(task.project) if task.project else ""
        rows.setdefault(project, []).append(_task(task, definition, notes))
    return [Project(title, tuple(tasks)) for title, tasks in sorted(rows.items(), key=_unnamed)]


def ledger_method(definition: Definition) -> list[str]:
    """How tasks are followed: steps, rhythm, and how problems are sorted."""
    tasks = definition.tasks
    if tasks is None:
        return []
    found = [say(tasks.method)] if tasks.method else []
    steps = _("、").join(say(step.label) for step in tasks.steps)
    found.append(_("台账步骤：%(steps)s") % {"steps": steps})
    found.append(_("检查周期：%(period)s一次") % {"period": say(tasks.checked.label)})
    if tasks.problems:
        axes = _("、").join(say(axis.label) for axis in tasks.problems)
        found.append(_("问题分类：%(axes)s") % {"axes": axes})
    return found


def activity_kinds(definition: Definition, kinds: Kinds) -> list[str]:
    """The kinds of activity kept in the ledger, by name."""
    kept = definition.activities.kinds if definition.activities else ()
    return [say(kinds[code].title) for code in kept if code in kinds]


def _parts(target: Target, definition: Definition) -> tuple[str, ...]:
    parties = definition.parties
    found = []
    for share in target.cascade:
        party = parties.by_code(share.party) if parties else None
        if party:
            words = {"party": say(party.title), "amount": f"{share.at_least:g}"}
            found.append(_("%(party)s不少于%(amount)s") % words)
    return tuple(found)


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _task(task: Task, definition: Definition, notes: Notes) -> TaskRow:
    party = definition.parties.by_code(task.party or "") if definition.parties else None
    whose = say(task.office) if task.office else say(party.title) if party else "—"
    return TaskRow(
        title=say(task.title),
        detail=say(task.detail) if task.detail else "",
        whose=_("%(party)s（每家）") % {"party": whose} if task.each else whose,
        due=day(task.due) if task.due else say(task.repeat.label),
        note=notes.of(task.source),
    )


def _unnamed(project: tuple[str, list[TaskRow]]) -> bool:
    return bool(project[0])
