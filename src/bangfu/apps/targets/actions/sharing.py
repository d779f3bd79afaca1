"""Sharing a target out: to institutions, and within one to its post groups and departments."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution
from bangfu.apps.targets.models import Part, Sharing
from bangfu.apps.targets.queries.stage import Stage
from bangfu.core.refusal import Refusal
from bangfu.core.targets import Bound, NotShared, balanced, exact

from .held import held_stage, record


class NotABearer(Refusal):
    """The institution does not bear the target."""


class PartTwice(Refusal):
    """One group or department is named twice, or not at all."""


@transaction.atomic
def share_target(
    *,
    programme: Programme,
    key: str,
    amounts: Mapping[int, Decimal],
    way: str = Sharing.Way.TYPED,
    by: User | None,
    at: datetime,
    on: date,
) -> Sharing:
    """Share a target out to institutions (by key); what stood before is replaced and kept.

    Less than the whole stands with a visible remainder; the same parts sent again stay one
    sharing. Raises ``NoSuchTarget``, ``NotShared``, ``NotABearer``, ``NotDivisible`` or
    ``PartsExceed``.
    """
    stage = held_stage(programme, key)
    target = stage.targets[key]
    if target.each:
        raise NotShared(
            zh="该目标由各单位各自完成，每家的任务数相同，不用分解。",
            en="Each institution bears this target by itself; there is nothing to share out.",
        )
    bearers = {member.pk for member in stage.bearers(target, stage.window(target, on))}
    if strangers := sorted(set(amounts) - bearers):
        names = "、".join(
            Institution.objects.filter(pk__in=strangers).values_list("name", flat=True)
        )
        raise NotABearer(
            zh=f"{names}不承担这项目标，请先在项目中登记为参与单位。",
            en=f"{names} does not bear this target; enrol it as a party first.",
        )
    bound = stage.bound(target)
    balance = balanced(bound, [exact(amount) for amount in amounts.values()])
    if known := _standing_same(stage, key, bound, amounts):
        return known
    row = _replaced(stage, key, None, bound, way, by=by, at=at)
    Part.objects.bulk_create(
        Part(sharing=row, institution_id=pk, amount=amount) for pk, amount in amounts.items()
    )
    _record(row, stage, key, balance.remainder, balance.reserve, len(amounts), by=by)
    return row


@transaction.atomic
def share_within(
    *,
    programme: Programme,
    key: str,
    institution: Institution,
    posts: Mapping[str, Decimal],
    departments: Sequence[tuple[str, Decimal]],
    by: User | None,
    at: datetime,
    on: date,
) -> Sharing:
    """An institution shares its own part out to post groups and departments.

    Raises ``NoSuchTarget``, ``NotABearer`` where it has no part of its own, ``PartTwice``,
    ``NotShared``, ``NotDivisible`` or ``PartsExceed``.
    """
    stage = held_stage(programme, key)
    target = stage.targets[key]
    bearers = stage.bearers(target, stage.window(target, on))
    own = stage.part_of(key, target, bearers).get(institution.pk)
    if own is None:
        raise NotABearer(
            zh=f"{institution.name}还没有分到这项目标，请先由主管部门分解。",
            en=f"{institution.name} has no part of this target yet; the authority shares it first.",
        )
    names = [name.strip() for name, _ in departments]
    if "" in names or len(set(names)) < len(names):
        raise PartTwice(
            zh="科室名称不能为空，也不能重复，请改正。",
            en="Every department is named, and named once.",
        )
    given = [*posts.values(), *(amount for _, amount in departments)]
    balance = balanced(own, [exact(amount) for amount in given])
    row = _replaced(stage, key, institution, own, Sharing.Way.TYPED, by=by, at=at)
    Part.objects.bulk_create(
        [Part(sharing=row, posts=code, amount=amount) for code, amount in posts.items()]
        + [
            Part(sharing=row, department=name, amount=amount)
            for name, (_, amount) in zip(names, departments, strict=True)
        ]
    )
    _record(row, stage, key, balance.remainder, balance.reserve, len(given), by=by)
    return row


def _standing_same(
    stage: Stage, key: str, bound: Bound, amounts: Mapping[int, Decimal]
) -> Sharing | None:
    """The sharing that stands, where it says the very same of the same edition."""
    found = Sharing.objects.standing().filter(
        programme=stage.programme, target=key, institution__isnull=True
    )
    row = found.filter(edition=stage.edition, whole=written(bound.amount)).first()
    if row is None:
        return None
    parts = {part.institution_id: part.amount for part in row.parts.all()}
    return row if parts == dict(amounts) else None


def _replaced(
    stage: Stage,
    key: str,
    institution: Institution | None,
    bound: Bound,
    way: str,
    *,
    by: User | None,
    at: datetime,
) -> Sharing:
    Sharing.objects.standing().filter(
        programme=stage.programme, target=key, institution=institution
    ).update(replaced_at=at)
    return Sharing.objects.create(
        programme=stage.programme,
        target=key,
        institution=institution,
        edition=stage.edition,
        whole=written(bound.amount),
        way=way,
        by=by,
        at=at,
    )


def _record(
    row: Sharing,
    stage: Stage,
    key: str,
    remainder: Fraction,
    reserve: Fraction,
    parts: int,
    *,
    by: User | None,
) -> None:
    record(
        "target.shared",
        row,
        stage,
        key,
        by=by,
        institution=row.institution,
        amount=row.whole,
        parts=parts,
        remainder=written(remainder),
        reserve=written(reserve),
    )


def written(amount: Fraction) -> Decimal:
    """An amount as the database keeps it, to the cent."""
    return Decimal(round(amount * 100)) / 100
