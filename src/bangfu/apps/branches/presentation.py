"""How branches and institutions are told on the pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bangfu.apps.accounts.models import User
from bangfu.core.branches import Standing, shipped
from bangfu.web.components import Tab, Tile, Tone
from bangfu.web.wording import day, number, percent

from . import pages
from .queries import coverage, lists, single

BARS = 8
"""So many counts stand in the picture."""
HIGHEST = 84
TOP = 22

TONES: dict[Standing, Tone] = {
    Standing.IN_ORDER: "ok",
    Standing.NEEDS_JOINT: "danger",
    Standing.NO_BRANCH: "danger",
    Standing.MAY_STAND_ALONE: "info",
    Standing.NOT_COUNTED: "neutral",
    Standing.NO_MEMBERS: "warn",
}


def standing_in_words(standing: Standing) -> str:
    """How an institution stands."""
    return {
        Standing.IN_ORDER: _("已覆盖"),
        Standing.NEEDS_JOINT: _("需成立联合党支部"),
        Standing.NO_BRANCH: _("应成立党支部"),
        Standing.MAY_STAND_ALONE: _("可单独成立"),
        Standing.NOT_COUNTED: _("党员人数未登记"),
        Standing.NO_MEMBERS: _("没有正式党员"),
    }[standing]


def remedy(standing: Standing) -> str:
    """What is to be done, in one sentence; "" where nothing is."""
    least = shipped().least.members
    return {
        Standing.IN_ORDER: "",
        Standing.NEEDS_JOINT: _(
            "正式党员不足%(least)s人，不具备单独成立党支部的条件，请按“就近就便”与同类单位成立联合党支部。"
        ),
        Standing.NO_BRANCH: _("正式党员已有%(least)s人以上，应当成立党支部。"),
        Standing.MAY_STAND_ALONE: _("正式党员已有%(least)s人以上，可以退出联合党支部，单独成立。"),
        Standing.NOT_COUNTED: _("先登记党员人数，再判断是单独成立还是联合成立党支部。"),
        Standing.NO_MEMBERS: _("没有正式党员，请由上级党组织选派或就近联系，做好发展党员工作。"),
    }[standing] % {"least": least}


def tabs(current: str) -> list[Tab]:
    """The two pages about branches."""
    return [
        Tab(_("党支部"), reverse("branch_list"), current == "list"),
        Tab(_("组织覆盖"), reverse("branch_coverage"), current == "coverage"),
    ]


def list_tiles(found: lists.Totals, *, year: int) -> list[Tile]:
    """Sums above the list of branches."""
    piece, person = pgettext("计量", "个"), pgettext("计量", "人")
    joint = _("其中联合党支部%(count)s个") % {"count": number(found.joint)}
    half = _("另有预备党员%(count)s人") % {"count": number(found.probationary)}
    backbone = _("其中医疗业务骨干%(count)s人") % {"count": number(found.admitted_backbone)}
    led = _("业务骨干或科室负责人担任书记")
    return [
        Tile(_("党支部"), number(found.branches), piece, joint, icon="flag"),
        Tile(_("正式党员"), number(found.full), person, half, icon="users"),
        Tile(
            _("%(year)s年新发展党员") % {"year": year},
            number(found.admitted),
            person,
            backbone,
            icon="user-plus",
        ),
        Tile(_("书记队伍"), _share(found.led_by_backbone, found.branches), "", led, icon="school"),
        Tile(_("%(year)s年优化设置") % {"year": year}, number(found.re_set), piece, icon="sitemap"),
    ]


def coverage_tiles(found: coverage.Totals) -> list[Tile]:
    """Sums above the list of institutions."""
    here = reverse("branch_coverage")
    covered = _("%(covered)s/%(all)s个科室") % {
        "covered": number(found.covered),
        "all": number(found.departments),
    }
    with_branch = _("%(covered)s/%(all)s家单位") % {
        "covered": number(found.with_branch),
        "all": number(found.institutions),
    }
    return [
        Tile(
            _("单位覆盖率"),
            _share(found.with_branch, found.institutions),
            "",
            with_branch,
            icon="building-hospital",
        ),
        Tile(
            _("科室覆盖率"),
            _share(found.covered, found.departments),
            "",
            covered,
            icon="sitemap",
        ),
        Tile(
            _("需成立联合党支部"),
            number(found.needs_joint),
            pgettext("计量", "个"),
            tone="danger" if found.needs_joint else "ok",
            icon="users-group",
            url=f"{here}?standing={Standing.NEEDS_JOINT.value}",
        ),
    ]


def place_tiles(place: coverage.Place) -> list[Tile]:
    """The figures of one institution."""
    row, person = place.row, pgettext("计量", "人")
    half = _("另有预备党员%(count)s人") % {"count": number(row.probationary or 0)}
    return [
        Tile(
            _("正式党员"),
            _("未登记") if row.full is None else number(row.full),
            "" if row.full is None else person,
            half if row.probationary else "",
            icon="users",
        ),
        Tile(_("党支部"), number(row.own + row.joint), pgettext("计量", "个"), icon="flag"),
        Tile(
            _("科室覆盖率"),
            _share(row.covered, row.departments),
            "",
            _("%(covered)s/%(all)s个科室")
            % {"covered": number(row.covered), "all": number(row.departments)},
            icon="sitemap",
        ),
    ]


def coverage_row(row: coverage.Row) -> pages.CoverageRow:
    """An institution with its standing in words."""
    return pages.CoverageRow(row, standing_in_words(row.standing), TONES[row.standing])


def place_page(user: User, place: coverage.Place) -> pages.PlaceCoverage:
    """The page of an institution."""
    may = coverage.may_found(user, place.row.pk)
    return pages.PlaceCoverage(
        place=place,
        said=standing_in_words(place.row.standing),
        tone=TONES[place.row.standing],
        remedy=remedy(place.row.standing),
        tiles=place_tiles(place),
        may_found=may,
        may_join=may and coverage.may_join(user) and coverage.is_small(place.row),
    )


def bars(counted: Sequence[single.Counted]) -> list[pages.Bar]:
    """The picture of members over time: one bar for each count, the last ones."""
    shown = list(counted)[-BARS:]
    if not shown:
        return []
    most = max(max(one.all for one in shown), 1)
    slot = 100 / max(len(shown), 4)
    return [_bar(one, place, slot, most) for place, one in enumerate(shown)]


def _bar(one: single.Counted, place: int, slot: float, most: int) -> pages.Bar:
    full = round(one.full * HIGHEST / most)
    half = round(one.all * HIGHEST / most) - full
    base = TOP + HIGHEST
    said = _("%(day)s：正式党员%(full)s人，预备党员%(half)s人") % {
        "day": day(one.on),
        "full": one.full,
        "half": one.probationary,
    }
    label = f"{one.full}+{one.probationary}" if one.probationary else str(one.full)
    return pages.Bar(
        left=f"{place * slot + slot * 0.25:.2f}%",
        middle=f"{place * slot + slot * 0.5:.2f}%",
        width=f"{slot * 0.5:.2f}%",
        full_top=base - full,
        full_height=full,
        half_top=base - full - half,
        half_height=half,
        label_top=base - full - half - 6,
        label=label,
        day=one.on,
        said=said,
    )


def term_said(until: date, *, on: date) -> tuple[str, Tone]:
    """How a term stands on a day."""
    if until <= on:
        return _("任期已于%(day)s届满，应换届") % {"day": day(until)}, "danger"
    return _("任期至%(day)s") % {"day": day(until)}, "neutral"


def _share(part: int, whole: int) -> Any:
    return percent(part / whole) if whole else "—"
