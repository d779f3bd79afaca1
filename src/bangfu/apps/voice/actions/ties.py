"""A request becomes a task, a need or a problem on the list; both sides lead to each other."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.intake.actions import state_need
from bangfu.apps.intake.models import Need
from bangfu.apps.programmes.models import Programme
from bangfu.apps.supervision.actions import open_task, raise_problem
from bangfu.apps.supervision.models import Problem, Task
from bangfu.apps.voice.models import PublicRequest, RequestStep
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.sides import Side as LedgerSide
from bangfu.core.voice.request_life import Side, Step

from .handling import said
from .releasing import refuse_personal
from .taking import held


class HasTask(Refusal):
    """It was tied to such a piece of work already."""


def key_of(request: PublicRequest) -> str:
    """What tasks and problems are known by that come from a request."""
    return f"request:{request.pk}"


@transaction.atomic
def task_for_request(
    *,
    request: PublicRequest,
    programme: Programme,
    title: str,
    due: date,
    measures: str,
    by: User | None,
    on: date,
    at: datetime,
    side: LedgerSide = LedgerSide.AUTHORITY,
) -> Task:
    """Make a request a task of the ledger; the ledger's entry tells of it.

    ``side`` is for whom the reader acts in the ledger: an institution proposes the task. Raises
    ``NotNow``, ``HasTask``, ``Unsaid``, ``StillPersonal`` or what ``open_task`` refuses.
    """
    found = _untied(request, "task", on=on)
    named = said(title, "请填写任务名称。", "Name the task.")
    refuse_personal(found, named, measures)
    task = open_task(
        programme=programme,
        title=named,
        institution=found.institution,
        by=by,
        on=on,
        at=at,
        due=due,
        key=key_of(found),
        side=side,
        measures=measures.strip(),
        basis=f"群众需求 {found}",
    )
    found.task = task
    _tied(found, "task", f"任务台账：{named}", on=on, at=at, by=by)
    return task


@transaction.atomic
def problem_for_request(
    *,
    request: PublicRequest,
    programme: Programme,
    title: str,
    detail: str,
    by: User | None,
    on: date,
    at: datetime,
    cause: str = "",
    spread: str = "",
) -> Problem:
    """Put what a request showed on the list of problems; the list's entry tells of it.

    Raises ``NotNow``, ``HasTask``, ``Unsaid``, ``StillPersonal`` or what ``raise_problem`` refuses.
    """
    found = _untied(request, "problem", on=on)
    named = said(title, "请写明问题。", "Say what the problem is.")
    refuse_personal(found, named, detail)
    problem = raise_problem(
        programme=programme,
        title=named,
        detail=detail,
        institution=found.institution,
        way=f"群众需求 {found}",
        found_on=found.asked_on,
        cause=cause,
        spread=spread,
        key=key_of(found),
        by=by,
        on=on,
        at=at,
    )
    found.problem = problem
    _tied(found, "problem", f"问题清单：{named}", on=on, at=at, by=by)
    return problem


@transaction.atomic
def need_for_request(
    *,
    request: PublicRequest,
    stated: Mapping[str, Any],
    by: User | None,
    on: date,
    at: datetime,
) -> Need:
    """Make a request a host's need for people; the need's entry tells of it.

    ``stated`` is what ``state_need`` takes. Raises ``NotNow``, ``HasTask``, ``StillPersonal`` or
    what ``state_need`` refuses.
    """
    found = _untied(request, "need", on=on)
    refuse_personal(found, str(stated.get("tasks", "")))
    need = state_need(**stated, by=by)
    found.need = need
    _tied(found, "need", f"受援需求：{need}", on=on, at=at, by=by)
    return need


@transaction.atomic
def tie_to_finding(
    *, request: PublicRequest, title: str, detail: str, by: User | None, on: date, at: datetime
) -> PublicRequest:
    """Note that a request is dealt with as a finding, and give it back locked.

    The finding itself stands in a later stage, whose entry tells of it. Raises ``NotNow`` or
    ``StillPersonal``.
    """
    found = held(request, Step.TIE, Side.HANDLER, on=on)
    refuse_personal(found, title, detail)
    _noted(found, f"抽查问题整改：{title}", on=on, at=at, by=by)
    return found


def _untied(request: PublicRequest, field: str, *, on: date) -> PublicRequest:
    """The request, locked, where it may be tied and is not yet."""
    found = held(request, Step.TIE, Side.HANDLER, on=on)
    if getattr(found, f"{field}_id"):
        what = {"task": "任务台账", "problem": "问题清单", "need": "受援需求"}[field]
        raise HasTask(zh=f"此件已列入{what}。", en="It was entered there already.")
    return found


def _tied(
    request: PublicRequest, field: str, words: str, *, on: date, at: datetime, by: User | None
) -> None:
    request.save(update_fields=[field])
    _noted(request, words, on=on, at=at, by=by)


def _noted(request: PublicRequest, words: str, *, on: date, at: datetime, by: User | None) -> None:
    RequestStep.objects.create(
        request=request, step=Step.TIE.value, on=on, at=at, by=by, words=words
    )
