"""Plans to get better, or to stay an example: written down by tier, followed as a task."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Improvement, Round, Subject
from bangfu.apps.appraisal.queries import reach, sheets
from bangfu.apps.supervision.actions import open_task
from bangfu.apps.supervision.models import Task
from bangfu.core.appraisal import settings
from bangfu.core.appraisal.reviewers import Reviewer
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.sides import Side

from .holding import require_state
from .marking import AlreadySo, NotYours
from .rounds import DaysReversed, ReasonMissing


class WithoutRating(Refusal):
    """A plan goes by the grade or star of a result."""


@transaction.atomic
def plan_improvement(
    *,
    subject: Subject,
    aim: str,
    measures: str,
    starts_on: date,
    due_on: date,
    person: str = "",
    by: User,
    on: date,
    at: datetime,
) -> Improvement:
    """Write down what the appraised will do by when, once results are published.

    The tier goes by the result. The plan is a task of the ledger: opened by the office that holds
    the round, or proposed by the unit; the ledger's entry tells of it. Raises ``NotYours``,
    ``ReasonMissing``, ``DaysReversed``, ``AlreadySo``, ``WithoutRating``, ``RoundNotOpen`` or what
    ``open_task`` refuses.
    """
    held = _held(subject)
    require_state(held.round, Round.State.PUBLISHED)
    holder = reach.holds(by, held.round)
    if not (holder or reach.acts_at(by, held, Reviewer.OWN)):
        raise NotYours(zh="由考核对象所在单位制定。", en="The unit of the one appraised plans it.")
    if not (aim.strip() and measures.strip()):
        raise ReasonMissing(zh="请填写目标和措施。", en="Give the aim and the measures.")
    if due_on < starts_on:
        raise DaysReversed(
            zh="完成时限不能早于开始日期，请改正。", en="It ends after it begins; correct the days."
        )
    if Improvement.objects.filter(subject=held).exists():
        raise AlreadySo(
            zh="已制定提升计划，请在任务台账中办理。", en="There is a plan; go on in the ledger."
        )
    tier = settings.shipped().tier_of(
        sheets.scheme_of(held.round), grade=held.result.grade, star=held.result.star
    )
    if tier is None:
        raise WithoutRating(
            zh="该结果没有等次或星级，无法按类别制定计划。",
            en="The result has no grade or star to go by.",
        )
    task = open_task(
        programme=held.round.programme,
        title=f"{tier.title.zh}：{aim.strip()}"[:200],
        institution=held.institution,
        by=by,
        on=on,
        at=at,
        due=due_on,
        key=f"improvement:{held.pk}",
        listing=Task.Listing.REMEDIES if tier.code == "put_right" else Task.Listing.TASKS,
        side=Side.AUTHORITY if holder else Side.RESPONSIBLE,
        detail=f"{held.key}：{aim.strip()}"[:1000],
        measures=measures.strip()[:1000],
        person=person.strip(),
        basis=f"考核：{held.round.title}"[:200],
    )
    return Improvement.objects.create(
        subject=held,
        tier=tier.code,
        aim=aim.strip(),
        measures=measures.strip(),
        starts_on=starts_on,
        due_on=due_on,
        task=task,
        by=by,
        at=at,
    )


def _held(subject: Subject) -> Subject:
    rows = Subject.objects.select_for_update(of=("self",)).select_related(
        "round__programme", "round__edition", "institution", "result"
    )
    return rows.get(pk=subject.pk)
