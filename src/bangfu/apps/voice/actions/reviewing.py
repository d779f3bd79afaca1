"""The quarterly review of causes: kept once for a place and a quarter, withdrawn with a reason."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.voice.models import CauseReview
from bangfu.apps.voice.queries.causes import Place, figures_of, quarter_of
from bangfu.core.refusal import Refusal

from .handling import said


class ReviewedAlready(Refusal):
    """This quarter was gone through already."""


class NotReviewed(Refusal):
    """The review was withdrawn already, or its day does not fit."""


@transaction.atomic
def keep_review(
    *,
    place: Place,
    first: date,
    met_on: date,
    findings: str,
    measures: str,
    by: User,
    on: date,
    at: datetime,
    who: str = "",
) -> CauseReview:
    """Keep what an office made of a quarter's causes, with the figures as they are today.

    Raises ``Unsaid``, ``NotReviewed`` or ``ReviewedAlready``.
    """
    if met_on < first or met_on > on:
        raise NotReviewed(
            zh="分析会日期应在本季度开始以后、今天以前。",
            en="The meeting lies between the quarter's first day and today.",
        )
    why = said(findings, "请写明原因分析。", "Say what the causes are.")
    then = said(measures, "请写明改进措施。", "Say what will be mended.")
    try:
        # A savepoint: of two who keep the same quarter at once, the later is told so.
        with transaction.atomic():
            row = CauseReview.objects.create(
                institution=place.institution,
                area_code=place.area,
                place=place.name,
                first=first,
                figures=figures_of(place, first=first),
                met_on=met_on,
                who=who.strip(),
                findings=why,
                measures=then,
                kept_by=by,
                kept_at=at,
            )
    except IntegrityError:
        raise ReviewedAlready(
            zh="本季度的原因分析已登记；要更改的，请先撤回。",
            en="This quarter was reviewed already; withdraw it to change it.",
        ) from None
    _record(
        "request.causes_reviewed", row, by=by, starts_on=first, ends_before=quarter_of(first)[1]
    )
    return row


@transaction.atomic
def withdraw_review(*, review: CauseReview, reason: str, by: User, at: datetime) -> CauseReview:
    """Take a review back. Raises ``NotReviewed`` or ``Unsaid``."""
    rows = CauseReview.objects.select_for_update(of=("self",)).select_related("institution")
    row = rows.get(pk=review.pk)
    if row.withdrawn_at is not None:
        raise NotReviewed(zh="此项分析已撤回。", en="It was withdrawn already.")
    row.withdrawn_reason = said(reason, "请写明撤回原因。", "Say why.")[:200]
    row.withdrawn_by, row.withdrawn_at = by, at
    row.save(update_fields=["withdrawn_reason", "withdrawn_by", "withdrawn_at"])
    _record("request.review_withdrawn", row, by=by, reason=row.withdrawn_reason)
    return row


def _record(verb: str, row: CauseReview, *, by: User, **facts: object) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=row,
        area_code=row.institution.area_code if row.institution else row.area_code,
        institution_code=row.institution.code if row.institution else "",
        facts=facts,
    )
