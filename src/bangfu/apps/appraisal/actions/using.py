"""What published results are used for, and plans to get better."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Improvement, Round, Subject, Use
from bangfu.apps.appraisal.queries import reach
from bangfu.core.appraisal.reviewers import Reviewer
from bangfu.core.programmes.vocabulary_review import ResultUse
from bangfu.core.refusal import Refusal

from .holding import record_of_subject, require_state
from .marking import AlreadySo, NotYours
from .rounds import DaysReversed, ReasonMissing


class AmountNotPositive(Refusal):
    """An amount is more than nothing."""


@transaction.atomic
def record_use(
    *,
    subject: Subject,
    sort: ResultUse,
    text: str,
    on: date,
    document: str = "",
    amount: int | None = None,
    by: User,
    at: datetime,
) -> Use:
    """Record what a published result was used for; ``amount`` is in cents (分).

    Raises ``RoundNotOpen``, ``NotYours``, ``ReasonMissing`` or ``AmountNotPositive``.
    """
    held = _held(subject)
    _require_holder(held, by)
    if not text.strip():
        raise ReasonMissing(zh="请填写结果运用的内容。", en="Say what the result was used for.")
    if amount is not None and amount <= 0:
        raise AmountNotPositive(zh="金额应大于0，请改正。", en="The amount is more than nothing.")
    row = Use.objects.create(
        subject=held,
        sort=sort.value,
        text=text.strip(),
        document=document.strip(),
        amount=amount,
        on=on,
        by=by,
        at=at,
    )
    record_of_subject(
        "result.used", held, by=by, sort=sort.zh, text=row.text, document=row.document
    )
    return row


@transaction.atomic
def take_back_use(*, use: Use, reason: str, by: User, at: datetime) -> None:
    """Take a recorded use back. Raises ``NotYours``, ``ReasonMissing`` or ``AlreadySo``."""
    held = _held(use.subject)
    _require_holder(held, by)
    if not reason.strip():
        raise ReasonMissing(zh="请填写撤销原因。", en="Say why it is taken back.")
    standing = Use.objects.filter(pk=use.pk, ended_at__isnull=True)
    if not standing.update(ended_at=at, ended_reason=reason.strip()):
        raise AlreadySo(zh="已经撤销，请刷新页面。", en="It was taken back before.")
    record_of_subject("result.use_taken_back", held, by=by, text=use.text, reason=reason.strip())


@transaction.atomic
def plan_improvement(
    *,
    subject: Subject,
    tier: str,
    aim: str,
    measures: str,
    starts_on: date,
    due_on: date,
    by: User,
    at: datetime,
) -> Improvement:
    """Write down what the appraised will do by when, once results are published.

    Raises ``NotYours``, ``ReasonMissing``, ``DaysReversed``, ``AlreadySo`` or ``RoundNotOpen``.
    """
    held = _held(subject)
    require_state(held.round, Round.State.PUBLISHED)
    if not (reach.acts_at(by, held, Reviewer.OWN) or reach.holds(by, held.round)):
        raise NotYours(zh="由考核对象所在单位制定。", en="The unit of the one appraised plans it.")
    if not (aim.strip() and measures.strip()):
        raise ReasonMissing(zh="请填写目标和措施。", en="Give the aim and the measures.")
    if due_on < starts_on:
        raise DaysReversed(zh="完成时限不能早于开始日期。", en="It ends after it begins.")
    if Improvement.objects.filter(subject=held).exists():
        raise AlreadySo(zh="已制定提升计划。", en="There is a plan already.")
    row = Improvement.objects.create(
        subject=held,
        tier=tier,
        aim=aim.strip(),
        measures=measures.strip(),
        starts_on=starts_on,
        due_on=due_on,
        by=by,
        at=at,
    )
    record_of_subject("result.improvement_planned", held, by=by, aim=row.aim, until=due_on)
    return row


def _held(subject: Subject) -> Subject:
    rows = Subject.objects.select_for_update(of=("self",)).select_related(
        "round__programme", "round__edition", "institution"
    )
    return rows.get(pk=subject.pk)


def _require_holder(held: Subject, by: User) -> None:
    require_state(held.round, Round.State.PUBLISHED)
    if not reach.holds(by, held.round):
        raise NotYours(
            zh="由组织考核的部门登记。", en="The office that holds the round records it."
        )
