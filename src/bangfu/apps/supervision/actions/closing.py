"""Closing (销账): acceptance asked with evidence, accepted or returned; looking back (回头看)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence import actions as evidence
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.course import acting, life_of, write
from bangfu.apps.supervision.models import Acceptance, Decision, LookBack, Task
from bangfu.apps.supervision.queries.reach import supervised_from_above
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal
from bangfu.core.tasks import settings
from bangfu.core.tasks import task_steps as steps
from bangfu.core.tasks.sides import Side
from bangfu.core.tasks.task_life import Outcome, Request, State

from .holding import held_task, record

AUTHORITIES = (Institution.Category.COMMISSION, Institution.Category.OTHER)
"""Institutions that supervise others: nobody of theirs accepts what they bear themselves."""


class OwnHouse(Refusal):
    """What an authority bears itself is accepted by the authority above."""


class ReopenedUndue(Refusal):
    """What relapsed begins anew with a deadline that is to come."""


@transaction.atomic
def ask_acceptance(
    *,
    task: Task,
    side: Side,
    summary: str,
    document: str = "",
    late_reason: str = "",
    proofs: Sequence[Clean] = (),
    by: User | None,
    on: date,
    at: datetime,
) -> Acceptance:
    """Ask to have a task accepted, with evidence: a document's number, or files (``proofs``).

    Raises ``EvidenceMissing``, ``LatenessUnexplained``, ``DoneUnsaid``, ``AnsweredByPeriod`` or
    ``NotNow``.
    """
    held = held_task(task)
    request = Request(
        asked_by=acting(by),
        asked_on=on,
        summary=summary,
        document=document,
        files=len(proofs),
        late_reason=late_reason,
    )
    life = steps.ask_acceptance(life_of(held), side=side, request=request)
    write(held, life)
    row = Acceptance.objects.create(
        task=held,
        asked_on=on,
        asked_by=by,
        asked_at=at,
        summary=summary.strip(),
        document=document.strip(),
        late_reason=late_reason.strip(),
    )
    attached = evidence.add_to_record(files=proofs, to=row, by=by, at=at)
    record(
        "task.acceptance_asked",
        held,
        by=by,
        document=row.document,
        reason=row.late_reason,
        **evidence.facts_of(attached),
    )
    return row


@transaction.atomic
def accept_task(
    *,
    task: Task,
    side: Side,
    outcome: Outcome,
    words: str = "",
    above_document: str = "",
    by: User | None,
    on: date,
    at: datetime,
) -> Task:
    """Accept what was asked: it is done, done for this stage, or to be kept up.

    What an authority bears itself is accepted from above; where those above decided on paper,
    ``above_document`` is the number of their document. Raises ``OwnDecision``, ``OwnHouse``,
    ``StandingStays`` or ``NotNow``.
    """
    held = held_task(task)
    before = life_of(held)
    life = steps.accept(
        before,
        side=side,
        by=acting(by),
        outcome=outcome,
        on=on,
        look_back_months=settings.shipped().look_back.months,
    )
    _refuse_own_house(held, by, above_document)
    if life.state is State.CLOSED:
        held.closed_late = steps.is_late(before, on)
    write(held, life, "closed_late")
    asked = held.acceptances.get(decision=Decision.WAITING)
    _decide(asked, Decision.GRANTED, words=words, by=by, on=on, at=at)
    asked.outcome, asked.above_document = outcome.value, above_document.strip()
    asked.save()
    record("task.accepted", held, by=by, outcome=outcome.zh, document=above_document.strip())
    return held


@transaction.atomic
def return_task(
    *, task: Task, side: Side, reason: str, by: User | None, on: date, at: datetime
) -> Task:
    """Send back what was asked, with a reason. Raises ``ReasonMissing`` or ``OwnDecision``."""
    held = held_task(task)
    life = steps.return_(life_of(held), side=side, by=acting(by), reason=reason)
    write(held, life)
    asked = held.acceptances.get(decision=Decision.WAITING)
    _decide(asked, Decision.REFUSED, words=held.reason, by=by, on=on, at=at)
    asked.save()
    record("task.returned", held, by=by, reason=held.reason)
    return held


@transaction.atomic
def look_back(
    *,
    task: Task,
    side: Side,
    holds: bool,
    words: str,
    due: date | None = None,
    by: User | None,
    on: date,
    at: datetime,
) -> Task | None:
    """Look at the result again (回头看); what relapsed is opened as the next round, given back.

    ``due`` is the deadline of the next round. Raises ``LookedBackAlready``, ``ReopenedUndue``,
    ``DoneUnsaid`` or ``NotNow``.
    """
    held = held_task(task)
    life = steps.look_back(life_of(held), side=side, on=on, words=words)
    if not holds and (due is None or due <= on):
        raise ReopenedUndue(
            zh="问题反弹的，请填写重新整改的时限，应晚于今天。",
            en="What relapsed needs a new deadline, after today.",
        )
    write(held, life)
    LookBack.objects.create(task=held, on=on, holds=holds, words=words.strip(), by=by, at=at)
    again = None if holds else _next_round(held, due=due, by=by, on=on, at=at)
    record(
        "task.looked_back",
        held,
        by=by,
        holds=holds,
        reason="" if holds else words.strip(),
        due=due if again else None,
    )
    return again


def _next_round(task: Task, *, due: date | None, by: User | None, on: date, at: datetime) -> Task:
    return Task.objects.create(
        programme=task.programme,
        key=f"{task.key.partition('#')[0]}#{task.round + 1}",
        code=task.code,
        round=task.round + 1,
        follows=task,
        listing=Task.Listing.REMEDIES,
        project=task.project,
        title_zh=task.title_zh,
        title_en=task.title_en,
        detail=task.detail,
        measures=task.measures,
        institution=task.institution,
        party_code=task.party_code,
        responsible=task.responsible,
        office=task.office,
        leader=task.leader,
        person=task.person,
        area_code=task.area_code,
        basis=task.basis,
        checked=task.checked,
        starts_on=on,
        due=due,
        first_due=due,
        shown_on=task.shown_on and on,
        opened_by=by,
        opened_at=at,
    )


def _decide(
    row: Acceptance, decision: Decision, *, words: str, by: User | None, on: date, at: datetime
) -> None:
    row.decision, row.words = decision, words.strip()
    row.decided_by, row.decided_on, row.decided_at = by, on, at


def _refuse_own_house(task: Task, by: User | None, above_document: str) -> None:
    institution = task.institution
    if institution is None or institution.category not in AUTHORITIES or by is None:
        return
    if above_document.strip() or supervised_from_above(by, institution):
        return
    raise OwnHouse(
        zh=f"{institution.name}自身承担的任务由上级主管部门验收；"
        "上级已书面验收的，请填写上级验收文号。",
        en=f"What {institution.name} bears itself is accepted by the authority above; "
        "where that was done on paper, give the document's number.",
    )
