"""What every change of targets begins and ends with: its programme held, its entry made."""

from django.db import models

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.targets.queries.reach import EVERYBODY
from bangfu.apps.targets.queries.stage import Stage, stage_of
from bangfu.core.programmes.section_wording import indicator_title
from bangfu.core.refusal import Refusal


class NoSuchTarget(Refusal):
    """The edition in force has no such target."""


def held_stage(programme: Programme, key: str) -> Stage:
    """The whole stage of a programme, held so that no two changes meet.

    Raises ``NoSuchTarget`` where the edition in force does not have the target.
    """
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    stage = stage_of(held, EVERYBODY)
    if key not in stage.targets:
        raise NoSuchTarget(
            zh="现行版本中没有这项目标，请刷新页面。",
            en="The edition in force has no such target; reload the page.",
        )
    return stage


def record(
    verb: str,
    subject: models.Model,
    stage: Stage,
    key: str,
    *,
    by: User | None,
    institution: Institution | None = None,
    **facts: object,
) -> None:
    """One entry, under the institution it concerns, else under the programme."""
    target = stage.targets[key]
    title = target.title or indicator_title(target, stage.kinds)
    entry = Event(
        verb,
        subject,
        area_code=institution.area_code if institution else stage.programme.area_code,
        institution_code=institution.code if institution else "",
        programme=stage.programme.code,
        facts={"target": title.zh, **facts},
    )
    journal.record_many(actor=by, events=[entry])
