"""The movable flag (流动红旗): which unit of a group it goes to, by which meeting or document."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes.models import Party, Programme
from bangfu.apps.programmes.queries import definition_of
from bangfu.apps.registry.models import Institution
from bangfu.apps.supervision.models import FlagHandover
from bangfu.core.duty.days import said
from bangfu.core.refusal import Refusal
from bangfu.core.tasks.periods import cycle_of, period_of

from .holding import record_about


class NoFlag(Refusal):
    """The programme asks for no movable flag."""


class NotInGroup(Refusal):
    """The flag goes to a unit of the group."""


class HeldAlready(Refusal):
    """A group has one holder a period."""


class NotOverYet(Refusal):
    """The flag of a period is handed over when it is over."""


@transaction.atomic
def hand_over_flag(
    *,
    programme: Programme,
    group: str,
    holder: Institution,
    in_period: date,
    on: date,
    basis: str,
    by: User | None,
    today: date,
    at: datetime,
) -> FlagHandover:
    """Hand the flag of a group over for the period that ``in_period`` lies in.

    Raises ``NoFlag``, ``NotInGroup``, ``HeldAlready`` or ``NotOverYet``.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    definition = definition_of(held)
    flag = definition.appraisal.flag if definition.appraisal else None
    party = definition.parties.by_code(group) if definition.parties else None
    if flag is None or party is None:
        raise NoFlag(
            zh="项目没有设流动红旗，或没有这一组。",
            en="The programme has no flag, or no such group.",
        )
    period = period_of(in_period, cycle_of(flag.per))
    if not period.ends_before <= on <= today:
        raise NotOverYet(
            zh=f"本期至{said(period.last_day)}结束，结束后再评；交接日期应在此之后、不晚于今天。",
            en=f"The period lasts until {period.last_day}; the day lies after it and by today.",
        )
    _refuse_outsider(held, group, holder, party.title.zh)
    before = FlagHandover.objects.filter(programme=held, group=group)
    if before.filter(starts_on=period.starts_on).exists():
        raise HeldAlready(zh="本组本期已登记获得单位。", en="The flag of this period is given.")
    last = before.filter(starts_on__lt=period.starts_on).first()
    row = FlagHandover.objects.create(
        programme=held,
        group=group,
        group_title=party.title.zh,
        starts_on=period.starts_on,
        ends_before=period.ends_before,
        holder=holder,
        on=on,
        basis=basis.strip(),
        by=by,
        at=at,
    )
    record_about(
        "flag.handed_over",
        row,
        by=by,
        programme=held,
        area=holder.area_code,
        institution=holder.code,
        previous=last.holder.name if last else "",
        document=row.basis,
        starts_on=period.starts_on,
        ends_before=period.ends_before,
    )
    return row


def _refuse_outsider(programme: Programme, group: str, holder: Institution, title: str) -> None:
    members = Party.objects.filter(programme=programme, party_code=group, institution=holder)
    if not members.exists():
        raise NotInGroup(
            zh=f"{holder.name}不在“{title}”中，请另选。", en=f"{holder.name} is not in this group."
        )
