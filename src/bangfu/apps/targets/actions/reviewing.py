"""Keeping a review: what was shown on its day is frozen, and lagging institutions are asked why."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.journal.actions import Event
from bangfu.apps.programmes.models import Programme
from bangfu.apps.targets.models import AskedLag, LagNote, Review
from bangfu.apps.targets.queries.board import Line, lines
from bangfu.apps.targets.queries.frozen import digest_of, figures_of
from bangfu.apps.targets.queries.reach import EVERYBODY
from bangfu.apps.targets.queries.stage import stage_of
from bangfu.core.duty.days import said
from bangfu.core.refusal import Refusal


class AlreadyKept(Refusal):
    """A review of that day and name is kept already."""


class NothingToKeep(Refusal):
    """The programme has no target, no name was given, or the day is still to come."""


@transaction.atomic
def keep_review(
    *, programme: Programme, on: date, title: str, by: User | None, at: datetime, today: date
) -> Review:
    """Keep every figure of a programme as it stands for a day, and ask about what lags.

    A lag that was explained since the day is not asked about again. Raises ``NothingToKeep`` or
    ``AlreadyKept``.
    """
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    stage = stage_of(held, EVERYBODY)
    found = lines(stage, on=on)
    if not found or not title.strip():
        raise NothingToKeep(
            zh="项目没有目标，或没有填写名称，不能存档。",
            en="There is no target, or no name was given.",
        )
    if on > today:
        raise NothingToKeep(zh=f"{said(on)}还没有到，不能存档。", en=f"{on} is still to come.")
    if Review.objects.filter(programme=held, on=on, title=title.strip()).exists():
        raise AlreadyKept(
            zh=f"截至{said(on)}的“{title.strip()}”已存档，请换一个名称。",
            en=f'"{title.strip()}" of {on} is kept already; choose another name.',
        )
    figures = figures_of(found)
    row = Review.objects.create(
        programme=held,
        on=on,
        title=title.strip(),
        edition=stage.edition,
        figures=figures,
        digest=digest_of(figures),
        kept_by=by,
        kept_at=at,
    )
    asked = AskedLag.objects.bulk_create(_asked(row, found))
    entry = Event(
        "review.kept",
        row,
        area_code=held.area_code,
        programme=held.code,
        facts={"on": on, "lags": len(asked), "digest": row.digest},
    )
    journal.record_many(actor=by, events=[entry])
    return row


def _asked(review: Review, found: list[Line]) -> list[AskedLag]:
    notes = LagNote.objects.filter(programme=review.programme, on__gte=review.on).order_by("pk")
    told = {(note.target, note.institution_id, note.window): note for note in notes}
    return [
        AskedLag(
            review=review,
            target=line.key,
            institution_id=one.member.pk,
            window=line.window.starts_on,
            note=told.get((line.key, one.member.pk, line.window.starts_on)),
        )
        for line in found
        for one in line.members
        if one.amount.state.lags
    ]
