"""From figures to what the pages show: values in words, tiles, cells, and where rows stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.core.indicators import GIVER, Better, Combine, Figures, Indicator
from bangfu.core.indicators.facts import first_day, months_on
from bangfu.web.components import Fact, Tile, Tone
from bangfu.web.wording import MISSING, in_own_language, month, number, percent

from .charts import Chart, drawn
from .queries.reach import Place
from .queries.series import Told, Window

Change = Literal["better", "worse", "same", "other"]
TONES: Mapping[Change, Tone] = {
    "better": "ok",
    "worse": "warn",
    "same": "neutral",
    "other": "neutral",
}


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the table under the chart."""

    month: str
    value: str
    numerator: str
    denominator: str
    before: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place below, with its value, both sums, and how it stands against the whole."""

    code: str
    name: str
    url: str
    value: str
    numerator: str
    denominator: str
    before: str
    change: str
    tone: Tone
    against: Tone
    rows_url: str = ""


def told(one: Indicator, value: Decimal | None) -> str:
    """A value as it is read: 93.8%, 18.5, 1,204; a dash where there is none."""
    if value is None:
        return MISSING
    return percent(value, one.places) if one.is_share else number(value, one.places)


def unit(one: Indicator) -> str:
    """The unit after a value; a percentage carries its own."""
    return "" if one.is_share else in_own_language(one.unit)


def sums(one: Indicator, figures: Figures) -> tuple[str, str]:
    """Both sums in units that a reader knows; the second is a dash for a count."""
    above, below = one.shown(figures)
    return _amount(above), _amount(below) if one.denominator else MISSING


def change(one: Indicator, now: Decimal | None, before: Decimal | None) -> tuple[str, Change]:
    """How a value moved, in words, and whether that is better."""
    if now is None or before is None:
        return MISSING, "same"
    moved = now - before
    if not moved:
        return _("持平"), "same"
    sign = "+" if moved > 0 else "−"
    if one.is_share:
        words = _("%(sign)s%(points)s个百分点") % {
            "sign": sign,
            "points": number(abs(moved) * 100, one.places),
        }
    else:
        words = f"{sign}{number(abs(moved), one.places)}"
    if one.better is Better.NEITHER:
        return words, "other"
    return words, "better" if (moved > 0) == (one.better is Better.UP) else "worse"


def month_words(value: int) -> str:
    """A month of facts in words."""
    return month(first_day(value))


def span_words(window: Window) -> str:
    """A window in words: 2025年1月至2025年10月."""
    if window.first == window.last:
        return month_words(window.first)
    return _("%(first)s至%(last)s") % {
        "first": month_words(window.first),
        "last": month_words(window.last),
    }


def tiles(one: Indicator, now: Told, before: Told, compared: str) -> list[Tile]:
    """The value, both sums, and the stretch it is held against."""
    above, below = sums(one, now.figures)
    moved, kind = change(one, now.value, before.value)
    found = [
        Tile(
            in_own_language(one.title),
            told(one, now.value),
            unit(one) if now.value is not None else "",
            note=_("较%(compared)s%(moved)s") % {"compared": compared, "moved": moved}
            if before.value is not None
            else in_own_language(one.combine.label),
            tone=TONES[kind] if before.value is not None else "brand",
            icon="chart-bar",
        ),
    ]
    if one.denominator_title:  # a count is its own sum
        found += [
            Tile(_("分子"), above, note=in_own_language(one.numerator_title)),
            Tile(_("分母"), below, note=in_own_language(one.denominator_title)),
        ]
    found.append(
        Tile(
            compared,
            told(one, before.value),
            unit(one) if before.value is not None else "",
            note=in_own_language(one.combine.label) if before.value is not None else _("没有数据"),
            icon="history",
        )
    )
    return found


def chart(
    one: Indicator, now: Mapping[int, Figures], window: Window, shift: int, place: Place
) -> Chart | None:
    """The months of a place as a line, the earlier stretch behind it."""
    values = _values(one, now, window.months)
    earlier = _values(one, now, [months_on(each, -shift) for each in window.months])
    months = [f"{each // 100}.{each % 100}" for each in window.months]
    return drawn(
        title=f"{place.name} {in_own_language(one.title)} {span_words(window)}",
        months=months,
        values=values,
        before=earlier,
        said=[
            f"{month_words(each)} {told(one, value)}"
            for each, value in zip(window.months, values, strict=True)
        ],
        label=lambda value: _axis(one, value),
        joined=one.rows == "statistics",
    )


def month_rows(
    one: Indicator, now: Mapping[int, Figures], window: Window, shift: int
) -> list[MonthRow]:
    """The table under the chart, the latest month first."""
    found = []
    for each in reversed(window.months):
        figures = now.get(each)
        above, below = sums(one, figures) if figures else (MISSING, MISSING)
        earlier = _value(one, now.get(months_on(each, -shift)))
        found.append(
            MonthRow(
                month_words(each),
                told(one, _value(one, figures)),
                above,
                below,
                told(one, earlier),
            )
        )
    return found


def place_row(
    one: Indicator,
    place: Place,
    now: Told | None,
    before: Told | None,
    whole: Told,
    *,
    url: str,
    rows_url: str = "",
) -> PlaceRow:
    """One place of a table of places."""
    value = now.value if now else None
    earlier = before.value if before else None
    above, below = sums(one, now.figures) if now else (MISSING, MISSING)
    moved, kind = change(one, value, earlier)
    _words, against = change(one, value, whole.value) if one.denominator else ("", "other")
    return PlaceRow(
        code=place.code,
        name=place.name,
        url=url,
        value=told(one, value),
        numerator=above,
        denominator=below,
        before=told(one, earlier),
        change=moved,
        tone=TONES[kind],
        against="neutral" if value is None else "ok" if against == "same" else TONES[against],
        rows_url=rows_url,
    )


def definition(one: Indicator) -> list[Fact]:
    """What an indicator is: its formula, how months come together, where it is from."""
    above = in_own_language(one.numerator_title)
    if one.denominator_title:
        formula = f"{above} ÷ {in_own_language(one.denominator_title)}"
        if one.per > 1:
            formula += f" × {number(one.per)}"
    else:
        formula = above
    return [
        Fact(_("含义"), in_own_language(one.meaning)),
        Fact(
            _("算法"),
            _("%(formula)s；先各自相加，最后相除") % {"formula": formula}
            if one.denominator
            else formula,
        ),
        Fact(_("跨月"), in_own_language(one.combine.label)),
        Fact(_("评判"), in_own_language(one.better.label)),
        Fact(
            _("算例"),
            _("%(words)s结果为%(value)s。")
            % {
                "words": in_own_language(one.example.words),
                "value": told(one, Decimal(one.example.value)),
            },
        ),
        Fact(_("依据"), in_own_language(one.source)),
        Fact(_("代码"), one.code),
    ]


def rows_url(user: User, one: Indicator, place: Place, window: Window) -> str:
    """The list of the rows behind an institution's figure; empty where none can be opened."""
    since = first_day(window.first)
    until = first_day(months_on(window.last, 1)) - timedelta(days=1)
    if "." in one.rows and place.is_institution and user.has_perm("activities.view_activity"):
        asked = {
            "kind": one.rows.partition(".")[0],
            ("giver" if window.side == GIVER else "host"): place.code,
            "since": since.isoformat(),
            "until": until.isoformat(),
        }
        return f"{reverse('activity_list')}?{urlencode(asked)}"
    name, permission, key = LISTS.get(one.rows, ("", "", ""))
    if not name or not user.has_perm(permission):
        return ""
    asked = {key: place.name} if key and place.is_institution else {}
    return f"{reverse(name)}?{urlencode(asked)}" if asked else reverse(name)


LISTS = {
    "work": ("activity_list", "activities.view_activity", ""),
    "capacity": ("capacity_list", "capacity.view_item", ""),
    "postings": ("posting_list", "postings.view_posting", "words"),
    "needs": ("need_list", "intake.view_need", "words"),
    "board": ("board", "postings.view_posting", "words"),
    "duty": ("oversight", "duty.oversee", ""),
    "tasks": ("task_ledger", "supervision.view_task", ""),
    "targets": ("pace", "targets.view_target", ""),
    "spotchecks": ("finding_list", "spotchecks.view_check", ""),
    "statistics": ("statistic_list", "indicators.view_indicator", ""),
}
"""Where rows stand that are not of the ledger: the list, who may see it, what narrows it."""


def addressed(name: str, code: str, place: str, query: Mapping[str, str] | None = None) -> str:
    """The address of a page about an indicator at a place."""
    asked = {**({"place": place} if place else {}), **(query or {})}
    address = reverse(name, args=[code]) if code else reverse(name)
    return f"{address}?{urlencode(asked)}" if asked else address


def known_values(rows: Sequence[PlaceRow]) -> int:
    """How many places have a value."""
    return sum(1 for row in rows if row.value != MISSING)


def _values(
    one: Indicator, now: Mapping[int, Figures], months: Sequence[int]
) -> list[Decimal | None]:
    """Values by month; where a count has figures at all, a month without any is nothing done."""
    counts = one.denominator is None and one.combine is Combine.SUM
    told = counts and any(each in now for each in months)
    return [_value(one, now.get(each, Figures() if told else None)) for each in months]


def _value(one: Indicator, figures: Figures | None) -> Decimal | None:
    return None if figures is None else one.value(figures)


def _amount(value: Decimal) -> str:
    return number(value, 0 if value == value.to_integral_value() else 2)


def _axis(one: Indicator, value: Decimal) -> str:
    if one.is_share:
        return f"{(value * 100).normalize():f}%"
    return f"{value.normalize():,f}"
