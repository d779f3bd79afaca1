"""An indicator's institutions as a file, with both sums."""

from collections.abc import Iterator

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.indicators import presentation
from bangfu.apps.indicators.queries.reach import VIEW
from bangfu.apps.indicators.queries.series import Told
from bangfu.apps.registry.models import Institution
from bangfu.core.exchange.streaming_cells import Value
from bangfu.core.indicators import Indicator
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported
from bangfu.web.wording import in_own_language

from .framing import asked_of
from .reading import known, ordered_institutions


@staff(VIEW)
@require_safe
def export_indicator(request: StaffRequest, code: str) -> HttpResponseBase:
    one, asked = known(code), asked_of(request)
    if asked.place is None or asked.place.is_institution:
        raise Http404
    found = ordered_institutions(request, one, asked.place, asked)
    title = in_own_language(one.title)
    columns = [
        Column(_("机构"), 30),
        Column(_("机构代码"), 22),
        Column(_("行政区划"), 12),
        Column(f"{title}（{in_own_language(one.unit)}）", 16),
        Column(in_own_language(one.numerator_title), 18),
        *([Column(in_own_language(one.denominator_title), 18)] if one.denominator_title else []),
        Column(_("时段"), 26),
        Column(_("依据"), 40),
    ]
    span = presentation.span_words(asked.window)
    record_export(request, page="indicator_ranking", title=title, rows=len(found))
    return exported(request, title, columns, _cells(one, found, span), count=len(found))


def _cells(one: Indicator, found: list[tuple[str, Told]], span: str) -> Iterator[list[Value]]:
    rows = Institution.objects.filter(code__in=["", *(code for code, _told in found)])
    names = {row.code: row for row in rows}
    for code, told in found:
        row = names[code]
        above, below = one.shown(told.figures)
        value = told.value * 100 if told.value is not None and one.is_share else told.value
        yield [
            row.name,
            row.code,
            row.area_code,
            value,
            above,
            *([below] if one.denominator else []),
            span,
            in_own_language(one.source),
        ]
