"""The lists of postings and of needs as files: what they show, on all their pages."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.postings import queries
from bangfu.core.exchange.streaming_cells import Value
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported

from . import needs, postings

POSTING_COLUMNS = (
    Column(gettext_lazy("派驻人员"), 12),
    Column(gettext_lazy("职称级别"), 12),
    Column(gettext_lazy("派出单位"), 28),
    Column(gettext_lazy("受援单位"), 28),
    Column(gettext_lazy("科室"), 14),
    Column(gettext_lazy("任职"), 18),
    Column(gettext_lazy("项目"), 24),
    Column(gettext_lazy("派驻形式"), 12),
    Column(gettext_lazy("每周半天数"), 12),
    Column(gettext_lazy("起始日期"), 16),
    Column(gettext_lazy("最后一天"), 16),
    Column(gettext_lazy("状态"), 12),
)
NEED_COLUMNS = (
    Column(gettext_lazy("受援单位"), 28),
    Column(gettext_lazy("科室"), 14),
    Column(gettext_lazy("任职"), 18),
    Column(gettext_lazy("诊疗科目"), 20),
    Column(gettext_lazy("项目"), 24),
    Column(gettext_lazy("派驻形式"), 12),
    Column(gettext_lazy("每周半天数"), 12),
    Column(gettext_lazy("职称要求"), 16),
    Column(gettext_lazy("人数"), 8),
    Column(gettext_lazy("起始日期"), 16),
    Column(gettext_lazy("最后一天"), 16),
    Column(gettext_lazy("轻重缓急"), 12),
    Column(gettext_lazy("状态"), 12),
    Column(gettext_lazy("已到位人数"), 12),
    Column(gettext_lazy("缺少人数"), 12),
    Column(gettext_lazy("说明"), 32),
)


@staff("postings.view_posting")
@require_safe
def export_postings(request: StaffRequest) -> StreamingHttpResponse:
    _filters, chosen = postings.filtered(request)
    count, rows = queries.every_posting_row(request.user, by=chosen, on=timezone.localdate())
    answer = exported(request, _("派驻"), POSTING_COLUMNS, _posting_cells(rows), count=count)
    record_export(request, page="posting_list", title=_("派驻"), rows=count)
    return answer


@staff("intake.view_need")
@require_safe
def export_needs(request: StaffRequest) -> StreamingHttpResponse:
    _filters, only_unmet, chosen = needs.filtered(request)
    count, rows = queries.every_met_row(
        request.user, by=chosen, on=timezone.localdate(), only_unmet=only_unmet
    )
    answer = exported(request, _("受援需求"), NEED_COLUMNS, _need_cells(rows), count=count)
    record_export(request, page="need_list", title=_("受援需求"), rows=count)
    return answer


def _posting_cells(rows: Iterator[queries.Row]) -> Iterator[tuple[Value, ...]]:
    for row in rows:
        yield (
            row.worker,
            row.rank,
            row.home,
            row.host,
            row.department,
            row.role_title,
            row.programme,
            row.form,
            row.sessions_per_week,
            row.starts_on,
            _last(row.ends_before),
            row.state,
        )


def _need_cells(rows: Iterator[queries.MetRow]) -> Iterator[tuple[Value, ...]]:
    for each in rows:
        row, met = each.need, each.met
        yield (
            row.host,
            row.department,
            row.role_title,
            row.subjects,
            row.programme,
            row.form,
            row.sessions_per_week,
            row.rank_floor,
            row.headcount,
            row.starts_on,
            _last(row.ends_before),
            row.priority,
            met.said if met else row.state,
            met.filled if met else None,
            met.missing if met else None,
            met.why if met else "",
        )


def _last(ends_before: date) -> date:
    return ends_before - timedelta(days=1)
