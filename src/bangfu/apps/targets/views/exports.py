"""Progress as a file: one row for each institution and target, with what is said of a lag."""

from collections.abc import Iterator, Sequence

from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.targets import presentation, wording
from bangfu.apps.targets.models import LagNote
from bangfu.apps.targets.queries.board import Line, MemberLine, lines
from bangfu.apps.targets.queries.frozen import unit_of
from bangfu.apps.targets.queries.lagging import lags, newest_notes
from bangfu.apps.targets.queries.reach import VIEW
from bangfu.core.exchange.streaming_cells import Value
from bangfu.core.targets.lags import Cause
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported
from bangfu.web.wording import in_own_language

from .framing import Asked, asked_of

COLUMNS = (
    Column(gettext_lazy("单位"), 28),
    Column(gettext_lazy("目标"), 28),
    Column(gettext_lazy("周期"), 12),
    Column(gettext_lazy("截至日期"), 16),
    Column(gettext_lazy("目标要求"), 16),
    Column(gettext_lazy("目标数"), 12),
    Column(gettext_lazy("已完成"), 12),
    Column(gettext_lazy("待确认"), 12),
    Column(gettext_lazy("完成进度"), 12),
    Column(gettext_lazy("应达进度"), 12),
    Column(gettext_lazy("状态"), 14),
    Column(gettext_lazy("期末推算"), 14),
    Column(gettext_lazy("预计完成"), 12),
    Column(gettext_lazy("原因类别"), 12),
    Column(gettext_lazy("滞后原因"), 40),
    Column(gettext_lazy("下一步措施"), 40),
    Column(gettext_lazy("责任人"), 14),
    Column(gettext_lazy("完成时限"), 16),
)


@staff(VIEW)
@require_safe
def export_lags(request: StaffRequest) -> StreamingHttpResponse:
    """The lags alone, the furthest behind first, as their list shows them."""
    asked = asked_of(request)
    if asked is None:
        raise Http404
    behind = lags(asked.stage, _lines(request, asked))
    cells = ([*_figures(lag.line, lag.part, asked.on), *_said(lag.note)] for lag in behind)
    title = _("滞后清单")
    answer = exported(request, title, COLUMNS, cells, count=len(behind))
    record_export(request, page="lags", title=title, rows=len(behind))
    return answer


@staff(VIEW)
@require_safe
def export_targets(request: StaffRequest) -> StreamingHttpResponse:
    asked = asked_of(request)
    if asked is None:
        raise Http404
    found = _lines(request, asked)
    notes = newest_notes(asked.stage, found)
    count = sum(len(line.members) for line in found)
    title = _("目标进度")
    answer = exported(request, title, COLUMNS, _cells(found, notes, asked.on), count=count)
    record_export(request, page="pace", title=title, rows=count)
    return answer


def _lines(request: StaffRequest, asked: Asked) -> list[Line]:
    """Every target, or the one an address names."""
    key = request.GET.get("target", "")
    return lines(asked.stage, on=asked.on, keys=[key] if key in asked.stage.targets else None)


def _cells(
    found: Sequence[Line], notes: dict[tuple[str, int, str], LagNote], on: Value
) -> Iterator[Sequence[Value]]:
    for line in found:
        window = line.window.starts_on.isoformat()
        for one in line.members:
            note = notes.get((line.key, one.member.pk, window))
            yield [*_figures(line, one, on), *_said(note)]


def _figures(line: Line, one: MemberLine, on: Value) -> list[Value]:
    amount, standing = one.amount, one.amount.standing
    value, forecast = amount.done.value, amount.forecast
    share = standing.share_done if standing else None
    return [
        one.member.name,
        presentation.title_of(line),
        wording.per(line.target.per),
        on,
        wording.asked(amount.bound),
        float(amount.bound.amount) if amount.bound else None,
        None if value is None else float(value),
        float(amount.done.waiting),
        None if share is None else float(share),
        line.share_due if standing and not standing.bound.throughout else None,
        in_own_language(amount.state.label) if standing else _("未分解"),
        in_own_language(forecast.verdict.label) if forecast else "",
        wording.amount(forecast.expected, unit_of(line)) if forecast else "",
    ]


def _said(note: LagNote | None) -> list[Value]:
    if note is None:
        return ["", "", "", "", None]
    cause = in_own_language(Cause.of(note.cause).label)
    return [cause, note.why, note.measures, note.responsible, note.new_due]
