"""Statistics that an office reports with their source, and taking one back."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.indicators.models import Statistic
from bangfu.apps.journal import actions as journal
from bangfu.apps.registry.models import Area, Institution
from bangfu.core.indicators import month_number
from bangfu.core.indicators.expressions import COUNTY
from bangfu.core.indicators.settings import Item, Level, statistics
from bangfu.core.reasons import reason_given
from bangfu.core.refusal import Refusal


class StatisticWrong(Refusal):
    """The figure cannot be right, or its source or months are missing."""


class NotOfThisLevel(Refusal):
    """The statistic is reported for counties, or for institutions, and for nothing else."""


class StatisticOverlaps(Refusal):
    """Another figure of the same statistic stands for some of these months."""


class PartExceedsWhole(Refusal):
    """A part is larger than the whole that is reported for the same months."""


@transaction.atomic
def enter_statistic(
    *,
    item: str,
    area_code: str,
    institution: Institution | None = None,
    first: int,
    last: int,
    amount: Decimal,
    document: str,
    by: User | None,
    at: datetime,
    on: date,
) -> Statistic:
    """Report a figure of a county, or of an institution, from one month to another (yyyymm).

    The same figure sent again stays the one that stands. Raises ``StatisticWrong``,
    ``NotOfThisLevel``, ``StatisticOverlaps`` or ``PartExceedsWhole``.
    """
    kind = _kind(item)
    _refuse_unfit(kind, amount, document, first, last, on=on)
    place = _place(kind, area_code, institution)
    standing = list(
        Statistic.objects.standing()
        .select_for_update(of=("self",))
        .filter(area_code=place, institution=institution, last__gte=first, first__lte=last)
    )
    given = (first, last, amount, document.strip())
    for row in standing:
        if row.item == item:
            if (row.first, row.last, row.amount, row.document) == given:
                return row
            raise StatisticOverlaps(
                zh=f"“{kind.title.zh}”{_said(row)}已填报{row.amount:f}；如有错误请先撤回并说明原因。",
                en=f"“{kind.title.en}” is reported for these months already; take it back first.",
            )
    _refuse_parts(kind, amount, [row for row in standing if (row.first, row.last) == (first, last)])
    made = Statistic.objects.create(
        item=item,
        area_code=place,
        institution=institution,
        first=first,
        last=last,
        amount=amount,
        document=document.strip(),
        by=by,
        at=at,
    )
    _record("statistic.entered", made, kind, by=by)
    return made


@transaction.atomic
def withdraw_statistic(*, row: Statistic, reason: str, by: User | None, at: datetime) -> Statistic:
    """Take a figure back, with a reason. Raises ``ReasonMissing``."""
    held = Statistic.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if held.withdrawn_at is None:
        held.reason, held.withdrawn_by, held.withdrawn_at = reason_given(reason), by, at
        held.save(update_fields=["reason", "withdrawn_by", "withdrawn_at"])
        _record("statistic.withdrawn", held, _kind(held.item), by=by, reason=held.reason)
    return held


def _kind(item: str) -> Item:
    try:
        return statistics()[item]
    except KeyError:
        raise StatisticWrong(
            zh=f"没有“{item}”这一统计项，请从列表中选择。",
            en=f"There is no statistic “{item}”; choose one of the list.",
        ) from None


def _refuse_unfit(
    kind: Item, amount: Decimal, document: str, first: int, last: int, *, on: date
) -> None:
    if amount < 0:
        raise StatisticWrong(
            zh=f"“{kind.title.zh}”不能小于0，请改正。", en="The figure is not negative."
        )
    if amount != amount.to_integral_value() and kind.unit.value != "yuan":
        raise StatisticWrong(
            zh=f"“{kind.title.zh}”以{kind.unit.zh}计，请填整数。",
            en="This figure is a whole number.",
        )
    if not document.strip():
        raise StatisticWrong(zh="请填写数据来源（文件或报表名称）。", en="Name its source.")
    if not first <= last <= month_number(on):
        raise StatisticWrong(
            zh="起止月份须从早到晚，且不晚于本月。",
            en="The months run from early to late, none after the present one.",
        )


def _place(kind: Item, area_code: str, institution: Institution | None) -> str:
    if kind.level is Level.INSTITUTION:
        if institution is None:
            raise NotOfThisLevel(
                zh=f"“{kind.title.zh}”按机构填报，请选择机构。",
                en="This figure is reported by institution; choose one.",
            )
        return institution.area_code
    known = Area.objects.filter(code=area_code, valid_to__isnull=True).exists()
    if institution is not None or len(area_code) != COUNTY or not known:
        raise NotOfThisLevel(
            zh=f"“{kind.title.zh}”按县（市、区）填报，请填六位区划代码。",
            en="This figure is reported by county; give its six digits.",
        )
    return area_code


def _refuse_parts(kind: Item, amount: Decimal, others: Iterable[Statistic]) -> None:
    """A part is held against its whole where both are reported for the same months."""
    items = statistics()
    for row in others:
        other = items.get(row.item)
        if other is None:
            continue
        if kind.within == row.item and amount > row.amount:
            raise _exceeds(kind, other)
        if other.within == kind.code and row.amount > amount:
            raise _exceeds(other, kind)


def _exceeds(part: Item, whole: Item) -> PartExceedsWhole:
    return PartExceedsWhole(
        zh=f"“{part.title.zh}”大于同期的“{whole.title.zh}”，请核对两个数。",
        en=f"“{part.title.en}” is larger than “{whole.title.en}” of the same months; check both.",
    )


def _said(row: Statistic) -> str:
    months = [f"{month // 100}年{month % 100}月" for month in (row.first, row.last)]
    return months[0] if row.first == row.last else "至".join(months)


def _record(verb: str, row: Statistic, kind: Item, *, by: User | None, **facts: object) -> None:
    journal.record(
        actor=by,
        verb=verb,
        subject=row,
        area_code=row.area_code,
        institution_code=row.institution.code if row.institution else "",
        facts={
            "statistic": kind.title.zh,
            "amount": row.amount,
            "month": row.last,
            "origin": row.document,
            **facts,
        },
    )
