"""What results were used for, and plans that followed from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Improvement, Round, Subject, Use
from bangfu.apps.intake.queries import leaf_of
from bangfu.core.appraisal import settings
from bangfu.core.programmes.vocabulary_review import ResultUse
from bangfu.web.wording import in_own_language, number

from .reach import subjects_visible_to

SORTS = {one.value: one for one in ResultUse}


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRow:
    """One use of a result; ``ended`` is why it was taken back."""

    pk: int
    subject: int
    key: str
    sort: str
    text: str
    document: str
    amount: str
    on: date
    ended: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan to get better, with the task that follows it."""

    subject: int
    key: str
    tier: str
    aim: str
    measures: str
    starts_on: date
    due_on: date
    task: int | None
    state: str


def use_rows(
    user: User, held: Round, *, sort: str = "", words: str = "", page: str | int | None = 1
) -> Leaf[UseRow]:
    """A screenful of what a round's results were used for, the latest first: two queries."""
    found = _within(user, held)
    if sort:
        found = found.filter(sort=sort)
    if words:
        found = found.filter(subject__key__icontains=words)
    return leaf_of(found.order_by("-on", "-pk"), _row, page)


def uses_of(subject: Subject) -> Sequence[UseRow]:
    """What one result was used for: one query."""
    return [_row(one) for one in subject.uses.select_related("subject")]


def plan_rows(user: User, held: Round, *, page: str | int | None = 1) -> Leaf[PlanRow]:
    """A screenful of plans, the nearest limit first: two queries."""
    inside = subjects_visible_to(user).filter(round=held).order_by().values("pk")
    found = Improvement.objects.filter(subject__in=inside).select_related("subject", "task")
    return leaf_of(found.order_by("due_on", "pk"), _plan, page)


def plan_of(subject: Subject) -> PlanRow | None:
    """The plan of one result: one query."""
    row = Improvement.objects.filter(subject=subject).select_related("subject", "task").first()
    return _plan(row) if row else None


def _within(user: User, held: Round) -> QuerySet[Use]:
    inside = subjects_visible_to(user).filter(round=held).order_by().values("pk")
    return Use.objects.filter(subject__in=inside).select_related("subject")


def _row(one: Use) -> UseRow:
    return UseRow(
        pk=one.pk,
        subject=one.subject_id,
        key=one.subject.key,
        sort=in_own_language(SORTS[one.sort].label),
        text=one.text,
        document=one.document,
        amount=_("%(amount)s元") % {"amount": yuan(one.amount)} if one.amount else "",
        on=one.on,
        ended=one.ended_reason,
    )


def _plan(one: Improvement) -> PlanRow:
    return PlanRow(
        subject=one.subject_id,
        key=one.subject.key,
        tier=in_own_language(settings.shipped().tier(one.tier)),
        aim=one.aim,
        measures=one.measures,
        starts_on=one.starts_on,
        due_on=one.due_on,
        task=one.task_id,
        state=one.task.get_state_display() if one.task else "",
    )


def yuan(cents: int) -> str:
    """An amount of cents in yuan, the cents only where there are some."""
    whole, rest = divmod(cents, 100)
    return f"{number(whole)}.{rest:02}" if rest else number(whole)
