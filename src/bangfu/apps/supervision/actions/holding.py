"""What every action on a task begins and ends with: its row held, one entry written."""

from django.db import models

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.programmes.models import Programme
from bangfu.apps.supervision.models import Task


def held_task(task: Task) -> Task:
    """The same task, its row locked until the transaction ends."""
    held = Task.objects.select_for_update(of=("self",)).in_full()
    return held.get(pk=task.pk)


def record(verb: str, task: Task, *, by: User | None, **facts: object) -> None:
    """One entry about a task; what everybody wants to know of it stands in every entry."""
    record_about(
        verb,
        task,
        by=by,
        programme=task.programme,
        area=task.area_code,
        institution=task.institution.code if task.institution else "",
        responsible=task.bearer,
        **facts,
    )


def record_about(
    verb: str,
    subject: models.Model,
    *,
    by: User | None,
    programme: Programme,
    area: str = "",
    institution: str = "",
    **facts: object,
) -> None:
    """One entry about another row of the ledger."""
    journal.record(
        actor=by,
        verb=verb,
        subject=subject,
        area_code=area,
        institution_code=institution,
        programme=programme.code,
        facts={name: value for name, value in facts.items() if value not in ("", None)},
    )
