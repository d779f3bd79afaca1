"""What published results are used for."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Round, Subject, Use
from bangfu.apps.appraisal.queries import reach
from bangfu.core.programmes.vocabulary_review import ResultUse
from bangfu.core.refusal import Refusal

from .holding import record_of_subject, require_state
from .marking import AlreadySo, NotYours
from .rounds import ReasonMissing


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
