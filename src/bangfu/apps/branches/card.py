"""The card of a branch, put together from what is read of it."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bangfu.apps.accounts.models import User
from bangfu.apps.journal.queries import trail_of
from bangfu.apps.registry.queries import areas
from bangfu.core.branches import (
    Standing,
    has_committee,
    is_counted_lately,
    is_due_for_election,
    shipped,
    term_ends,
)
from bangfu.web.components import Fact, Tab, Tile
from bangfu.web.wording import MISSING, day, enumerated, number

from . import pages, presentation
from .models import Branch, Development
from .queries import changeable_by, coverage, single

YEARS = 3
"""So many years of the base file are offered."""


def branch_card(user: User, branch: Branch, *, year: int, on: date) -> pages.BranchCard:
    """Everything about a branch; ``year`` is that of the base file."""
    # Of an ended branch the figures of its last day.
    last_day = branch.ended_on - timedelta(days=1) if branch.ended_on else on
    told = single.in_numbers(branch, on=last_day)
    counted = single.counts(branch)
    last = counted[-1] if counted else None
    file = single.base_file_rows(branch, year, on=last_day, full=told.full)
    seats = single.places(branch, on=on)
    leader = branch.secretaries.filter(ends_before=branch.ended_on).first()
    departments = _departments(branch)
    may = branch.ended_on is None and changeable_by(user).filter(pk=branch.pk).exists()
    return pages.BranchCard(
        pk=branch.pk,
        name=branch.name,
        lead=_lead(branch, seats),
        kicker=_("联合党支部") if branch.is_joint else _("党支部"),
        ended=day(branch.ended_on) if branch.ended_on else "",
        successor=(branch.successor.pk, branch.successor.name) if branch.successor else None,
        warnings=_warnings(branch, told, leader, last, departments, on)
        if not branch.ended_on
        else (),
        tiles=_tiles(branch, told, last, file, year, departments),
        facts=_facts(branch, told, leader, on),
        departments=departments,
        units=_units(branch, seats, on),
        bars=presentation.bars(counted),
        turns=list(branch.turns.select_related("by").order_by("-on", "-pk")),
        history=single.history(branch),
        developments=[
            pages.DevelopmentRow(one.year, [getattr(one, name) for name in Development.FIGURES])
            for one in single.developments(branch)
        ],
        figures=[_label(name) for name in Development.FIGURES],
        year=year,
        years=_years(branch, year, on),
        file=file,
        file_missing=sum(one.line.missing for one in file),
        trail=trail_of(branch),
        may_change=may,
        is_joint=branch.is_joint,
        may_leave=may and len(seats) > 2 and coverage.may_join(user),
    )


def years_of(branch: Branch, on: date) -> list[int]:
    """Years a base file can be looked at, the latest first."""
    last = (branch.ended_on or on).year
    return list(range(last, max(branch.founded_on.year, last - YEARS + 1) - 1, -1))


def _lead(branch: Branch, seats: list[Any]) -> str:
    area = areas.full_names([branch.institution.area_code])[branch.institution.area_code]
    if not branch.is_joint:
        return f"{branch.institution.name} · {area}"
    named = enumerated(seat.institution.name for seat in seats)
    return _("由%(units)s组成，%(lead)s牵头") % {"units": named, "lead": branch.institution.name}


def _departments(branch: Branch) -> list[str]:
    covering = branch.coverages.filter(ends_before=branch.ended_on).select_related("department")
    return [one.department.name for one in covering.order_by("department__name")]


def _tiles(
    branch: Branch, told: Any, last: Any, file: Any, year: int, departments: list[str]
) -> list[Tile]:
    person, piece = pgettext("计量", "人"), pgettext("计量", "个")
    half = _("另有预备党员%(count)s人") % {"count": number(told.probationary or 0)}
    missing = sum(one.line.missing for one in file)
    known = told.full is not None
    tiles = [
        Tile(
            _("正式党员"),
            number(told.full) if known else _("未登记"),
            person if known else "",
            half if known and told.probationary else "",
            tone="neutral" if known else "warn",
            icon="users",
        ),
        Tile(
            _("%(year)s年基础档案") % {"year": year},
            _("齐全") if not missing else number(missing),
            "" if not missing else _("份待补"),
            tone="ok" if not missing else "warn",
            icon="files",
            url="#file",
        ),
    ]
    if branch.is_joint:
        return tiles
    return [
        *tiles[:1],
        Tile(_("覆盖科室"), number(len(departments)), piece, icon="sitemap"),
        tiles[1],
    ]


def _facts(branch: Branch, told: Any, leader: Any, on: date) -> list[Fact]:
    settings = shipped()
    until = term_ends(told.term_since, settings=settings)
    said = presentation.term_said(until, on=on)[0] if branch.ended_on is None else MISSING
    election = branch.elections.first()
    committee = enumerated(f"{post} {who}" for post, who in election.committee) if election else ""
    if not committee and not has_committee(told.full, settings=settings):
        committee = _("正式党员不足%(count)s人，不设支部委员会") % {
            "count": settings.committee.members
        }
    return [
        Fact(
            _("牵头单位") if branch.is_joint else _("所在单位"),
            branch.institution.name,
            reverse("branch_place", args=[branch.institution_id]),
        ),
        Fact(_("成立日期"), day(branch.founded_on)),
        Fact(_("书记"), single.with_roles(leader) if leader else MISSING),
        Fact(_("任职日期"), day(leader.starts_on) if leader else MISSING),
        Fact(_("任期"), said),
        Fact(_("支部委员会"), committee or MISSING),
    ]


def _warnings(
    branch: Branch, told: Any, leader: Any, last: Any, departments: list[str], on: date
) -> list[pages.Warned]:
    settings, found = shipped(), []

    def warn(title: str, said: str, name: str, action: str) -> None:
        found.append(pages.Warned(title, said, reverse(name, args=[branch.pk]), action))

    if single.is_small(told.full, branch, settings):
        found.append(
            pages.Warned(
                _("正式党员不足%(least)s人") % {"least": settings.least.members},
                presentation.remedy(Standing.NEEDS_JOINT),
                reverse("branch_place", args=[branch.institution_id]),
                _("查看就近单位"),
            )
        )
    if told.full is not None and told.full > settings.most.members:
        warn(
            _("党员人数较多"),
            _("党支部党员一般不超过%(most)s人，请考虑分设。") % {"most": settings.most.members},
            "re_set_branch",
            _("优化设置"),
        )
    if leader is None:
        warn(_("没有现任书记"), _("请登记现任书记。"), "change_secretary", _("登记书记"))
    if is_due_for_election(told.term_since, on=on, settings=settings):
        until = term_ends(told.term_since, settings=settings)
        warn(
            _("应换届") if until <= on else _("准备换届"),
            _("任期至%(day)s，请按期换届选举。") % {"day": day(until)},
            "hold_election",
            _("登记换届"),
        )
    if not is_counted_lately(last.on if last else None, on=on, settings=settings):
        warn(
            _("党员人数待更新"),
            _("超过一年没有更新，请核对。") if last else _("还没有登记党员人数。"),
            "count_members",
            _("登记人数"),
        )
    if not branch.is_joint and not departments:
        warn(
            _("没有登记覆盖科室"),
            _("请登记党支部覆盖的科室，体现“支部建在科室”。"),
            "re_set_branch",
            _("优化设置"),
        )
    return found


def _units(branch: Branch, seats: list[Any], on: date) -> list[Any]:
    if not branch.is_joint:
        return []
    last = single.counted_by_place(branch, on=on)
    return [
        (
            seat.institution_id,
            seat.institution.name,
            *(last.get(seat.institution_id, (None, None, None))[:2]),
        )
        for seat in seats
    ]


def _years(branch: Branch, year: int, on: date) -> list[Tab]:
    here = reverse("branch", args=[branch.pk])
    return [
        Tab(_("%(year)s年") % {"year": one}, f"{here}?year={one}#file", one == year)
        for one in years_of(branch, on)
    ]


def _label(name: str) -> Any:
    return getattr(Development._meta.get_field(name), "verbose_name", name)
