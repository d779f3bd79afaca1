"""Lags explained by institutions, commented by the authority, taken to the task ledger."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.actions import raise_problem
from bangfu.apps.targets.models import LagNote
from bangfu.apps.targets.queries.board import Projected, lines
from bangfu.apps.targets.queries.lagging import asked_by_reviews
from bangfu.core.duty.days import said
from bangfu.core.refusal import Refusal
from bangfu.core.targets.lags import Cause
from bangfu.core.targets.settings import shipped

from .held import held_stage, record


class NothingToExplain(Refusal):
    """The institution does not lag on this target."""


class SaysNothing(Refusal):
    """Cause, measures and who is responsible are all said."""


class DueTooEarly(Refusal):
    """The new deadline lies before the day of the note."""


class AlreadyTaken(Refusal):
    """The lag stands in the task ledger already."""


@transaction.atomic
def explain_lag(
    *,
    programme: Programme,
    key: str,
    institution: Institution,
    on: date,
    cause: Cause,
    why: str,
    measures: str,
    responsible: str,
    new_due: date,
    by: User | None,
    at: datetime,
) -> LagNote:
    """An institution says why it lags on a day, and what it will do. Asked or not, it answers
    every review that asked about the same target and window; what a review asked may be explained
    where nothing lags any more. The same said again stays one note.

    Raises ``NoSuchTarget``, ``NothingToExplain``, ``SaysNothing`` or ``DueTooEarly``.
    """
    stage = held_stage(programme, key)
    (line,) = lines(stage, on=on, keys=[key], projected=Projected.NOTHING)
    own, asked = line.of(institution.pk), asked_by_reviews(stage, line, institution.pk)
    if not (own and own.amount.state.lags) and not asked.exists():
        raise NothingToExplain(
            zh=f"{institution.name}截至{said(on)}没有滞后，不用说明。",
            en=f"{institution.name} does not lag on {on}.",
        )
    words = {"why": why.strip(), "measures": measures.strip(), "responsible": responsible.strip()}
    if not all(words.values()):
        raise SaysNothing(
            zh="请写明滞后原因、下一步措施和责任人。",
            en="Say why, what will be done, and who is responsible.",
        )
    if new_due < on:
        raise DueTooEarly(
            zh=f"完成时限{said(new_due)}早于{said(on)}，请改正。",
            en=f"The deadline {new_due} lies before {on}.",
        )
    told = {
        "programme": stage.programme,
        "target": key,
        "institution": institution,
        "window": line.window.starts_on,
    }
    said_now = {"on": on, "cause": cause.value, "new_due": new_due, **words}
    latest = LagNote.objects.filter(**told).order_by("-pk").first()
    if latest and all(getattr(latest, name) == value for name, value in said_now.items()):
        return latest
    row = LagNote.objects.create(**told, **said_now, by=by, at=at)
    asked.filter(note__isnull=True).update(note=row)
    record("lag.explained", row, stage, key, by=by, institution=institution, on=on, due=new_due)
    return row


@transaction.atomic
def comment_on_lag(*, note: LagNote, comment: str, by: User | None, at: datetime) -> LagNote:
    """The authority answers a note. Raises ``SaysNothing``."""
    stage = held_stage(note.programme, note.target)
    held = LagNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if not comment.strip():
        raise SaysNothing(zh="请填写意见。", en="Write a comment.")
    if held.comment == comment.strip():
        return held
    held.comment, held.comment_by, held.comment_at = comment.strip(), by, at
    held.save(update_fields=["comment", "comment_by", "comment_at"])
    record("lag.commented", held, stage, held.target, by=by, institution=held.institution)
    return held


@transaction.atomic
def take_to_ledger(*, note: LagNote, by: User | None, on: date, at: datetime) -> LagNote:
    """Put a lag on the list of problems of the task ledger, with its cause and measures.

    Whether it is common follows from how many institutions lag on the day of the note. Raises
    ``AlreadyTaken``.
    """
    stage = held_stage(note.programme, note.target)
    held = LagNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if held.problem:
        raise AlreadyTaken(
            zh="已列入问题清单，无需重复办理。", en="It is on the list of problems already."
        )
    (line,) = lines(stage, on=held.on, keys=[held.target], projected=Projected.NOTHING)
    common = line.spread.is_common(shipped().common)
    held.problem = f"lag:{held.pk}"
    held.save(update_fields=["problem"])
    raise_problem(
        programme=held.programme,
        institution=held.institution,
        title=f"{line.title.zh}进度滞后"[:200],
        detail=held.why,
        way="进度点评",
        cause=held.cause,
        spread="common" if common else "particular",
        measures=held.measures,
        found_on=min(held.on, on),
        key=held.problem,
        by=by,
        on=on,
        at=at,
    )
    return held
