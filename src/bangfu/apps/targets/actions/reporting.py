"""Figures that no record here can count: reported with their day and document, or taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence import actions as evidence
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.targets.models import ReportedFigure
from bangfu.apps.targets.queries.facts import is_reported
from bangfu.core.duty.days import said
from bangfu.core.evidence import Clean
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal

from .held import held_stage, record
from .sharing import NotABearer


class NotReported(Refusal):
    """The target is counted from records; nobody reports it."""


class AmountWrong(Refusal):
    """The figure cannot be right, or its document is missing."""


class OutsideWindow(Refusal):
    """The day lies ahead, or outside the programme."""


class AnotherLevel(Refusal):
    """The same target is reported by institution already, or for the whole."""


@transaction.atomic
def report_figure(
    *,
    programme: Programme,
    key: str,
    institution: Institution | None,
    on: date,
    amount: Decimal,
    of: Decimal | None = None,
    document: str,
    note: str = "",
    proofs: Sequence[Clean] = (),
    by: User | None,
    at: datetime,
    today: date,
) -> ReportedFigure:
    """Report what came of a target by a day, for an institution or for the whole programme.

    ``proofs`` are files that show it. The same figure sent again, without files, stays the one
    that stands. Raises ``NoSuchTarget``, ``NotReported``, ``NotABearer``, ``AmountWrong``,
    ``OutsideWindow``, or ``AnotherLevel``: figures of institutions add up to the whole, so both
    would not agree.
    """
    stage = held_stage(programme, key)
    target = stage.targets[key]
    if not is_reported(target):
        raise NotReported(
            zh="这项目标由系统按登记的记录计算，不用填报；数字不对请更正原记录。",
            en="This target is counted from records; correct those where the figure is wrong.",
        )
    _refuse_day(on, today, stage.term.starts_on if stage.term else None)
    _refuse_amount(amount, of, document, rate=stage.bound(target).rate)
    if institution is not None:
        bearers = stage.bearers(target, stage.window(target, on))
        if institution.pk not in {member.pk for member in bearers}:
            raise NotABearer(
                zh=f"{institution.name}不承担这项目标。",
                en=f"{institution.name} does not bear this target.",
            )
    others = ReportedFigure.objects.standing().filter(programme=stage.programme, target=key)
    if others.filter(institution__isnull=institution is not None).exists():
        raise _another_level(whole=institution is not None)
    same = others.filter(
        institution=institution, on=on, amount=amount, of=of, document=document.strip()
    )
    if not proofs and (known := same.first()):
        return known
    row = ReportedFigure.objects.create(
        programme=stage.programme,
        target=key,
        institution=institution,
        on=on,
        amount=amount,
        of=of,
        document=document.strip(),
        note=note.strip(),
        by=by,
        at=at,
    )
    attached = evidence.add_to_record(files=proofs, to=row, by=by, at=at)
    facts = {"amount": amount, "on": on, "origin": row.document, **evidence.facts_of(attached)}
    record("target.reported", row, stage, key, by=by, institution=institution, **facts)
    return row


@transaction.atomic
def withdraw_figure(
    *, row: ReportedFigure, reason: str, by: User | None, at: datetime
) -> ReportedFigure:
    """Take a figure back; the one before it counts again. Raises ``ReasonMissing``."""
    stage = held_stage(row.programme, row.target)
    held = ReportedFigure.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.withdrawn_at is None:
        held.reason, held.withdrawn_by, held.withdrawn_at = reason_given(reason), by, at
        held.save(update_fields=["reason", "withdrawn_by", "withdrawn_at"])
        record(
            "target.withdrawn",
            held,
            stage,
            held.target,
            by=by,
            institution=held.institution,
            reason=held.reason,
        )
    return held


def _another_level(*, whole: bool) -> AnotherLevel:
    if whole:
        return AnotherLevel(
            zh="这项目标已按全项目填报，不能再按单位填报。",
            en="This target is reported for the whole programme.",
        )
    return AnotherLevel(
        zh="这项目标已按单位填报，合计由系统相加。",
        en="This target is reported by institution; the sum is made here.",
    )


def _refuse_day(on: date, today: date, starts_on: date | None) -> None:
    if on > today:
        raise OutsideWindow(
            zh=f"截至日期{said(on)}晚于今天，请改正。", en=f"{on} is still to come."
        )
    if starts_on is None or on < starts_on:
        raise OutsideWindow(
            zh=f"截至日期{said(on)}早于项目开始，请改正。",
            en=f"{on} lies before the programme begins.",
        )


def _refuse_amount(amount: Decimal, of: Decimal | None, document: str, *, rate: bool) -> None:
    if amount < 0 or (of is not None and of <= 0):
        raise AmountWrong(
            zh="完成数不能小于0，基数须大于0，请改正。",
            en="The figure is not negative, and its base is more than 0.",
        )
    if of is not None and not rate:
        raise AmountWrong(
            zh="只有比率才填基数，请清空基数。", en="Only a rate has a base; leave it empty."
        )
    if rate and amount > (1 if of is None else of):
        raise AmountWrong(
            zh="比率不能超过100%：请填分子和基数，或填0至1之间的小数。",
            en="A rate is at most 100 %: give both figures, or a number from 0 to 1.",
        )
    if not document.strip():
        raise AmountWrong(zh="请填写数字的来源文件。", en="Name the document it comes from.")
