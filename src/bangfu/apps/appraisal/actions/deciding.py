"""A round decided, announced, published and frozen; and replayed."""

import zlib
from datetime import date, datetime, timedelta

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import FrozenRound, Objection, Result, Round
from bangfu.apps.appraisal.queries import sheets
from bangfu.core.appraisal.freeze import freeze
from bangfu.core.appraisal.results import RoundResult
from bangfu.core.appraisal.settings import last_day
from bangfu.core.duty import working_days
from bangfu.core.refusal import Refusal

from .holding import held_round, record_of_round, require_state, require_unaltered
from .rounds import ReasonMissing

OPEN_OBJECTIONS = (Objection.State.RECEIVED, Objection.State.RECHECKED)


class LevelsOpen(Refusal):
    """A round is decided once every level of every sheet is closed."""


class TermRunning(Refusal):
    """Results are published once the days for objections are over."""


class ObjectionsOpen(Refusal):
    """Results are published once every objection is decided."""


class TermTooShort(Refusal):
    """Subjects need at least a day to object, or the days that the table states."""


@transaction.atomic
def decide_round(*, round: Round, by: User, at: datetime) -> Round:
    """Reckon results, grades and stars of a round whose sheets are all closed.

    Raises ``LevelsOpen``, ``RoundNotOpen``, ``EditionAltered``, or what scoring refuses.
    """
    held = held_round(round)
    require_state(held, Round.State.OPEN)
    require_unaltered(held.edition)
    levels = len(sheets.scheme_of(held).levels)
    waiting = held.subjects.filter(level__lt=levels)
    if count := waiting.count():
        first = waiting.first()
        raise LevelsOpen(
            zh=f"还有{count}个考核对象没有评完（如“{first}”），全部评完后才能审定。",
            en=f'{count} sheets are not closed yet ("{first}" is one); close all of them first.',
        )
    result = sheets.scored_round(held)
    keep_results(held, result, at=at)
    held.state, held.decided_at, held.decided_by = Round.State.DECIDED, at, by
    held.save(update_fields=["state", "decided_at", "decided_by"])
    record_of_round("round.decided", held, by=by, subjects=len(result.sheets))
    return held


@transaction.atomic
def reopen_round(*, round: Round, reason: str, by: User, at: datetime) -> Round:
    """Take a decision back before it is announced. Raises ``ReasonMissing`` or ``RoundNotOpen``."""
    held = held_round(round)
    require_state(held, Round.State.DECIDED)
    if not reason.strip():
        raise ReasonMissing(zh="请说明退回审定的原因。", en="Say why the decision is taken back.")
    Result.objects.filter(subject__round=held).delete()
    held.state, held.decided_at, held.decided_by = Round.State.OPEN, None, None
    held.save(update_fields=["state", "decided_at", "decided_by"])
    record_of_round("round.reopened", held, by=by, reason=reason.strip())
    return held


@transaction.atomic
def announce_round(*, round: Round, until: date, by: User, on: date) -> Round:
    """Show the results to the appraised, who may object until a day.

    A table that states a term is held to it. Raises ``TermTooShort`` or ``RoundNotOpen``.
    """
    held = held_round(round)
    require_state(held, Round.State.DECIDED)
    own = sheets.scheme_of(held).objections
    if own and until < (least := last_day(on, own, working_days.shipped())):
        raise TermTooShort(
            zh=f"考核表规定异议期不少于{own.working_days}个工作日，"
            f"请改为{least:%Y年%-m月%-d日}或以后的日期。",
            en=f"The table gives {own.working_days} working days for objections: "
            f"{least} or a later day.",
        )
    if until < on + timedelta(days=1):
        raise TermTooShort(
            zh="异议期至少一天，请改为明天或以后的日期。", en="Give at least a day for objections."
        )
    held.state, held.announced_on, held.objections_until = Round.State.ANNOUNCED, on, until
    held.save(update_fields=["state", "announced_on", "objections_until"])
    record_of_round("round.announced", held, by=by, until=until)
    return held


@transaction.atomic
def publish_round(*, round: Round, by: User, at: datetime, on: date) -> FrozenRound:
    """Publish results for ever: edition, inputs, marks and results are frozen with their digest.

    Raises ``TermRunning``, ``ObjectionsOpen``, ``RoundNotOpen``, ``EditionAltered`` or
    ``RoundIncomplete``.
    """
    held = held_round(round)
    require_state(held, Round.State.ANNOUNCED)
    require_unaltered(held.edition)
    if held.objections_until and on <= held.objections_until:
        raise TermRunning(
            zh=f"异议期到{held.objections_until:%Y年%-m月%-d日}为止，期满后才能公布。",
            en=f"Objections may be raised until {held.objections_until}; publish after that.",
        )
    if count := Objection.objects.filter(subject__round=held, state__in=OPEN_OBJECTIONS).count():
        raise ObjectionsOpen(
            zh=f"还有{count}件异议没有决定，请先办结。",
            en=f"{count} objections are not decided yet.",
        )
    known = sheets.known_of(held, list(held.subjects.all()))
    result = sheets.scored_round(held)
    keep_results(held, result, at=at)
    frozen = freeze(sheets.scheme_of(held), known, result)
    row = FrozenRound.objects.create(
        round=held, content=zlib.compress(frozen.content, 9), digest=frozen.digest
    )
    held.state, held.published_at, held.published_by = Round.State.PUBLISHED, at, by
    held.digest = frozen.digest
    held.save(update_fields=["state", "published_at", "published_by", "digest"])
    record_of_round("round.published", held, by=by, digest=frozen.digest)
    return row


def keep_results(held: Round, result: RoundResult, *, at: datetime) -> None:
    """The results of a round as rows, in place of earlier ones."""
    subjects = {subject.key: subject for subject in held.subjects.all()}
    Result.objects.filter(subject__round=held).delete()
    Result.objects.bulk_create(
        Result(
            subject=subjects[sheet.key],
            score=sheet.total,
            grade=sheet.grade or "",
            star=sheet.star or "",
            reasons=[
                {"code": reason.code, "zh": reason.step.zh, "en": reason.step.en}
                for reason in sheet.reasons
            ],
            decided_at=at,
        )
        for sheet in result.sheets
        if sheet.total is not None
    )
