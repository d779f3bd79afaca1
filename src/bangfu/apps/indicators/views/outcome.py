"""The outcome view: what local staff do alone, who comes back down, what stays in the county."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.indicators import charts, pages, presentation
from bangfu.apps.indicators.presentation import addressed
from bangfu.apps.indicators.queries import series
from bangfu.apps.indicators.queries.reach import VIEW
from bangfu.apps.indicators.queries.series import Window
from bangfu.core.indicators import Figures, Indicator, catalogue
from bangfu.web.access import staff
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language

from .framing import Asked, around, asked_of
from .reading import catalogue_row

GROUPS = (
    (
        "alone",
        (
            "techniques_done_alone",
            "techniques_alone_share",
            "skills_done_alone",
            "pupils_independent",
            "specialties_done",
            "verified_kept",
            "local_operation_share",
        ),
    ),
    ("down", ("referral_down_share", "referral_down_per_100_up")),
    (
        "county",
        (
            "in_county_share",
            "primary_visit_share",
            "in_county_fund_share",
            "primary_fund_share",
            "tcm_visit_share",
            "inpatient_cost",
            "ecg_coverage",
        ),
    ),
    ("people", ("posted_doctors_per_10000",)),
)
"""What each question is answered by, in order."""


@staff(VIEW)
@require_safe
def outcome(request: StaffRequest) -> HttpResponse:
    asked = asked_of(request)
    figures = _figures(asked)
    groups, unknown = [], []
    for key, codes in GROUPS:
        told = [catalogue()[code] for code in codes if figures.get(code)]
        unknown += [catalogue()[code] for code in codes if not figures.get(code)]
        if told:
            title, lead = _titles()[key]
            cards = [_card(one, figures[one.code], asked) for one in told]
            groups.append(pages.OutcomeGroup(title, lead, cards))
    page = pages.Outcome(
        around=around(request, asked, name="outcome", current="outcome"),
        filters=asked.filters,
        compared=asked.compared,
        groups=groups,
        unknown=[catalogue_row(one, {}, asked) for one in unknown],
    )
    return show(request, page)


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "alone": (_("留下了什么"), _("本地人员现在能独立做什么，建成的还在不在。")),
        "down": (_("患者回得来吗"), _("下转占比和上转、下转之比，不只看人次。")),
        "county": (_("大病出县少了吗"), _("由县（市、区）填报的统计数计算，写明来源。")),
        "people": (_("派下去的人够吗"), _("按常住人口计的派驻医师。")),
    }


def _figures(asked: Asked) -> dict[str, dict[int, Figures]]:
    if asked.place is None:
        return {}
    earlier = asked.window.earlier(asked.shift)
    return series.every_indicator(
        [catalogue()[code] for _key, codes in GROUPS for code in codes],
        level=asked.place.level,
        place=asked.place.code,
        window=Window(earlier.first, asked.window.last, asked.window.side),
    )


def _card(one: Indicator, months: dict[int, Figures], asked: Asked) -> pages.OutcomeCard:
    now = series.over(one, months, asked.window)
    before = series.over(one, months, asked.window.earlier(asked.shift))
    moved, kind = presentation.change(one, now.value, before.value if before.figures else None)
    above, below = presentation.sums(one, now.figures)
    values = [one.value(months[m]) if m in months else None for m in asked.window.months]
    return pages.OutcomeCard(
        title=in_own_language(one.title),
        url=addressed("indicator", one.code, asked.place.code if asked.place else "", asked.query),
        value=presentation.told(one, now.value if now.figures else None),
        unit=presentation.unit(one) if now.value is not None else "",
        sums=f"{above} ÷ {below}" if one.denominator and now.figures else "",
        change=moved,
        tone=presentation.TONES[kind],
        chart=charts.drawn(
            title=in_own_language(one.title),
            months=[str(m) for m in asked.window.months],
            values=values,
            said=[presentation.told(one, value) for value in values],
            joined=one.rows == "statistics",
        ),
    )
