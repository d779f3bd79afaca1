"""Rounds opened, their figures taken, and rounds given up."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Edition, Figure, Result, Round, Subject
from bangfu.apps.appraisal.queries import sheets
from bangfu.apps.appraisal.queries.candidates import Candidate
from bangfu.apps.appraisal.queries.reporting import missing_of
from bangfu.apps.programmes.models import Programme
from bangfu.core.appraisal.changes import turn_after
from bangfu.core.appraisal.subjects import Measured
from bangfu.core.programmes.vocabulary_review import RoundKind
from bangfu.core.refusal import Refusal

from .holding import held_round, record_of_round, require_state, require_unaltered

FIGURES = (
    *("value", "numerator", "denominator"),
    *("last_value", "last_numerator", "last_denominator"),
)


class NotFrozen(Refusal):
    """A round scores by an edition that no longer changes."""


class NobodyToAppraise(Refusal):
    """A round needs somebody to appraise, of the kind its table is made for."""


class DaysReversed(Refusal):
    """A round ends after it begins."""


class ReasonMissing(Refusal):
    """This step needs its reason in words."""


@transaction.atomic
def open_round(
    *,
    programme: Programme,
    edition: Edition,
    title: str,
    kind: RoundKind,
    starts_on: date,
    ends_before: date,
    subjects: Sequence[Candidate],
    follows: Round | None = None,
    by: User | None,
    at: datetime,
) -> Round:
    """Open a round over some subjects by a frozen edition.

    ``follows`` is the round whose results are the last ratings. Raises ``NotFrozen``,
    ``EditionAltered``, ``NobodyToAppraise`` or ``DaysReversed``.
    """
    if edition.state != Edition.State.FROZEN:
        raise NotFrozen(
            zh=f"“{edition}”还没有定稿，请先定稿再启动考核。",
            en=f'"{edition}" is not frozen yet; freeze it before a round is opened.',
        )
    require_unaltered(edition)
    if ends_before <= starts_on:
        raise DaysReversed(
            zh="考核期的截止日期应晚于起始日期，请改正。", en="A round ends after it begins."
        )
    wrong = [each for each in subjects if each.kind.value != edition.scheme.kind]
    if not subjects or wrong:
        meant = sheets.scheme_in(edition).kind.label
        raise NobodyToAppraise(
            zh=f"请至少选择一个考核对象（{meant.zh}）。",
            en=f"Choose at least one to appraise ({meant.en}).",
        )
    held = Round.objects.create(
        programme=programme,
        edition=edition,
        title=title.strip() or kind.zh,
        kind=kind.value,
        area_code=programme.area_code,
        starts_on=starts_on,
        ends_before=ends_before,
        follows=follows,
        opened_at=at,
        opened_by=by,
    )
    _enter(held, subjects)
    record_of_round(
        "round.opened",
        held,
        by=by,
        edition=str(edition),
        starts_on=starts_on,
        ends_before=ends_before,
        subjects=len(subjects),
    )
    return held


@transaction.atomic
def take_figures(
    *,
    round: Round,
    figures: Mapping[int, Mapping[str, Measured]],
    reason: str = "",
    by: User | None,
    at: datetime,
) -> int:
    """Keep what was measured of subjects by their keys; answers how many figures changed.

    A figure that changed replaces the one before, which stays on record. Taking anew what is there
    needs a ``reason``. Raises ``ReasonMissing`` or ``RoundNotOpen``.
    """
    held = held_round(round)
    require_state(held, Round.State.OPEN)
    standing = {
        (figure.subject_id, figure.name): figure
        for figure in Figure.objects.standing().filter(subject__round=held)
    }
    if standing and not reason.strip():
        raise ReasonMissing(
            zh="已经取过数，重新取数请说明原因。",
            en="Figures were taken; say why they are taken anew.",
        )
    fresh = [
        Figure(
            subject_id=subject,
            name=name,
            sources=list(measured.sources),
            taken_at=at,
            taken_by=by,
            reason=reason.strip(),
            **{column: getattr(measured, column) for column in FIGURES},
        )
        for subject, found in sorted(figures.items())
        for name, measured in sorted(found.items())
    ]
    changed = [
        each for each in fresh if not _same(standing.get((each.subject_id, each.name)), each)
    ]
    replaced = [
        standing[key].pk for each in changed if (key := (each.subject_id, each.name)) in standing
    ]
    Figure.objects.filter(pk__in=replaced).update(replaced_at=at)
    Figure.objects.bulk_create(changed)
    restate(held)
    record_of_round("round.measured", held, by=by, figures=len(changed), reason=reason.strip())
    return len(changed)


@transaction.atomic
def cancel_round(*, round: Round, reason: str, by: User | None, at: datetime) -> Round:
    """Give a round up before it is published; what was entered stays on record.

    Raises ``ReasonMissing`` or ``RoundNotOpen``.
    """
    held = held_round(round)
    require_state(held, Round.State.OPEN, Round.State.DECIDED, Round.State.ANNOUNCED)
    if not reason.strip():
        raise ReasonMissing(zh="请说明取消考核的原因。", en="Say why the round is cancelled.")
    held.state = Round.State.CANCELLED
    held.reason = reason.strip()
    held.save(update_fields=["state", "reason"])
    record_of_round("round.cancelled", held, by=by, reason=held.reason)
    return held


def restate(held: Round, only: Subject | None = None) -> None:
    """Bring totals that lists show in step with the sheets, of one subject or of all."""
    rows = (
        [only] if only and not sheets.scheme_of(held).looks_at_peers else list(held.subjects.all())
    )
    result = sheets.scored_sheets(held, rows)
    by_key = {sheet.key: sheet for sheet in result.sheets}
    unreported = missing_of(held, rows)
    for row in rows:
        sheet = by_key[row.key]
        row.total, row.awaiting = sheet.total, len(sheet.awaiting)
        row.unreported = unreported[row.pk]
    Subject.objects.bulk_update(rows, ["total", "awaiting", "unreported"], batch_size=500)


def _enter(held: Round, subjects: Sequence[Candidate]) -> None:
    last = {}
    if held.follows_id:
        results = Result.objects.filter(subject__round=held.follows_id).select_related("subject")
        last = {result.subject.ref: (result.grade, result.star) for result in results}
    turn = turn_after(sheets.scheme_of(held), 0)
    Subject.objects.bulk_create(
        Subject(
            round=held,
            turn=turn,
            kind=each.kind.value,
            ref=each.ref,
            key=each.key,
            group=each.group,
            institution=each.institution,
            partner=each.partner,
            last_grade=last.get(each.ref, ("", ""))[0],
            last_star=last.get(each.ref, ("", ""))[1],
        )
        for each in subjects
    )


def _same(kept: Figure | None, fresh: Figure) -> bool:
    return (
        kept is not None
        and kept.sources == fresh.sources
        and all(getattr(kept, column) == getattr(fresh, column) for column in FIGURES)
    )
