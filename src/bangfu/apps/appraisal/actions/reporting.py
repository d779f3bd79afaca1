"""Figures that no record holds: reported by the unit with evidence, corrected, withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Figure, ReportedFigure, Subject
from bangfu.apps.appraisal.queries import reporting, sheets
from bangfu.apps.appraisal.queries.figures import reported_inputs
from bangfu.apps.evidence import actions as evidence
from bangfu.core.appraisal.arithmetic import canonical
from bangfu.core.appraisal.reporting import Reported, require_sound
from bangfu.core.evidence import Clean
from bangfu.core.refusal import Refusal

from .holding import NotAllowed, held_subject, record_of_subject
from .rounds import ReasonMissing, restate


class NotReported(Refusal):
    """The table does not ask for this figure to be reported."""


class TermOfReportsOver(Refusal):
    """The days for reporting are over."""


class LevelMovedOn(Refusal):
    """A level of the sheet is closed: what it was scored by does not change under it."""


class ProofMissing(Refusal):
    """A reported figure stands on a file."""


@transaction.atomic
def report_figure(
    *,
    subject: Subject,
    name: str,
    figure: Reported,
    note: str = "",
    reason: str = "",
    files: Sequence[Clean] = (),
    by: User,
    at: datetime,
) -> ReportedFigure:
    """Report an input for a sheet; a figure reported before is corrected, for a ``reason``.

    Files of the figure before are carried on. Raises ``NotAllowed``, ``NotReported``,
    ``TermOfReportsOver``, ``LevelMovedOn``, ``ProofMissing``, ``ReasonMissing``,
    ``RoundNotOpen``, or what ``require_sound`` refuses.
    """
    held = held_subject(subject)
    _require_open(held, name, by=by, on=timezone.localdate(at))
    meaning = reporting.meaning_of(sheets.scheme_of(held.round), name)
    require_sound(figure, meaning)
    before = ReportedFigure.objects.standing().filter(subject=held, name=name).first()
    if before and not reason.strip():
        raise ReasonMissing(
            zh="已经报送过，更正请说明原因。", en="It is reported already; say why it is corrected."
        )
    if before:
        _end(before, reason, by=by, at=at)
    kept = ReportedFigure.objects.create(
        subject=held,
        name=name,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        note=note.strip(),
        by=by,
        at=at,
    )
    if before:
        evidence.carry_over(of=before, to=kept, by=by, at=at)
    attached = evidence.add_to_record(files=files, to=kept, by=by, at=at)
    if not attached and before is None:
        raise ProofMissing(
            zh=f"“{meaning.title.zh}”没有业务记录可查，请附上依据后再报送。",
            en=f'No record holds "{meaning.title.en}"; attach what proves it.',
        )
    _take(held, name, figure, kept, reason=reason, by=by, at=at)
    restate(held.round, held)
    record_of_subject(
        "sheet.figure_reported",
        held,
        by=by,
        item=meaning.title.zh,
        before=_said(Reported.of(before)) if before else "",
        value=_said(figure),
        reason=reason.strip(),
        **evidence.facts_of(attached),
    )
    return kept


@transaction.atomic
def withdraw_figure(
    *, reported: ReportedFigure, reason: str, by: User, at: datetime
) -> ReportedFigure:
    """Take a reported figure back, so that nothing is known again.

    Raises ``ReasonMissing``, ``NotReported`` where it stands no more, or what ``report_figure``
    raises.
    """
    held = held_subject(reported.subject)
    _require_open(held, reported.name, by=by, on=timezone.localdate(at))
    if not reason.strip():
        raise ReasonMissing(zh="请说明撤回的原因。", en="Say why it is withdrawn.")
    found = ReportedFigure.objects.standing().filter(pk=reported.pk).first()
    if found is None:
        raise NotReported(
            zh="这项数据已被更正或撤回，请刷新页面。",
            en="It was corrected or withdrawn already; reload the page.",
        )
    _end(found, reason, by=by, at=at)
    Figure.objects.standing().filter(subject=held, name=found.name).update(replaced_at=at)
    restate(held.round, held)
    meaning = reporting.meaning_of(sheets.scheme_of(held.round), found.name)
    record_of_subject(
        "sheet.figure_withdrawn",
        held,
        by=by,
        item=meaning.title.zh,
        before=_said(Reported.of(found)),
        reason=reason.strip(),
    )
    return found


def _require_open(held: Subject, name: str, *, by: User, on: date) -> None:
    """Whether somebody may still report this input for a sheet."""
    reported = ReportedFigure.objects.standing().filter(subject=held, name=name).exists()
    measured = Figure.objects.standing().filter(subject=held, name=name).exists()
    if name not in reported_inputs(held.round) or (measured and not reported):
        raise NotReported(
            zh="这项数据取自业务记录，不需要报送。",
            en="This figure is taken from records and is not reported.",
        )
    side = reporting.side_of(by, held)
    if side is reporting.Side.NOBODY:
        raise NotAllowed(
            zh="由被考核的单位（本人）或组织考核的部门报送。",
            en="It is reported by the one appraised, its unit, or the office that holds the round.",
        )
    if side is reporting.Side.HOLDER:
        return
    if held.level:
        raise LevelMovedOn(
            zh="评分表已提交上一层级，不能再改动报送的数据；确需更正的，请组织考核的部门办理。",
            en="The sheet has gone up a level; ask the office that holds the round.",
        )
    due = reporting.due_of(held.round)
    if on > due:
        raise TermOfReportsOver(
            zh=f"报送截止日期是{due.year}年{due.month}月{due.day}日，已过期；"
            "请联系组织考核的部门补报。",
            en=f"Reports were due on {due}; ask the office that holds the round.",
        )


def _end(reported: ReportedFigure, reason: str, *, by: User, at: datetime) -> None:
    reported.ended_at, reported.ended_by, reported.ended_reason = at, by, reason.strip()
    reported.save(update_fields=["ended_at", "ended_by", "ended_reason"])


def _take(
    held: Subject,
    name: str,
    figure: Reported,
    kept: ReportedFigure,
    *,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    """The figure that scoring reads, in place of the one before."""
    Figure.objects.standing().filter(subject=held, name=name).update(replaced_at=at)
    Figure.objects.create(
        subject=held,
        name=name,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        sources=[f"reported:{kept.pk}"],
        taken_at=at,
        taken_by=by,
        reason=reason.strip(),
    )


def _said(figure: Reported) -> str:
    if figure.value is not None:
        return canonical(figure.value)
    return "/".join(canonical(one or Decimal(0)) for one in (figure.numerator, figure.denominator))
