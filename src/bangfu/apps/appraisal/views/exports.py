"""A round as a file: every item of every sheet with its levels and reasons; and its ranking."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from bangfu.apps.accounts.exporting import record_export
from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.appraisal.models import Mark, Round, Subject
from bangfu.apps.appraisal.queries import sheets
from bangfu.apps.appraisal.queries.ranking import RankRow, every_rank, standings_of
from bangfu.apps.appraisal.queries.reach import VIEW, subjects_visible_to
from bangfu.apps.appraisal.queries.rounds import may_see_ranking, may_see_results, rating_said
from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.results import ItemLine, Sheet
from bangfu.core.appraisal.vocabulary import Sort
from bangfu.core.exchange.streaming_cells import Value
from bangfu.web.access import staff
from bangfu.web.exports import Column, exported
from bangfu.web.wording import in_english, in_own_language

from .framing import found_round
from .results import ranking_filter

RANKING = (
    Column(gettext_lazy("名次"), 8),
    Column(gettext_lazy("组内名次"), 10),
    Column(gettext_lazy("考核对象"), 36),
    Column(gettext_lazy("所在单位"), 28),
    Column(gettext_lazy("组别"), 16),
    Column(gettext_lazy("得分"), 10),
    Column(gettext_lazy("等次"), 12),
    Column(gettext_lazy("星级"), 12),
    Column(gettext_lazy("上次结果"), 12),
    Column(gettext_lazy("变化"), 10),
)
HEAD = (
    Column(gettext_lazy("考核对象"), 36),
    Column(gettext_lazy("组别"), 16),
    Column(gettext_lazy("所在单位"), 28),
    Column(gettext_lazy("板块"), 20),
    Column(gettext_lazy("评分项目"), 30),
    Column(gettext_lazy("类型"), 10),
    Column(gettext_lazy("满分"), 8),
    Column(gettext_lazy("计算得分"), 10),
)
TAIL = (
    Column(gettext_lazy("得分"), 10),
    Column(gettext_lazy("状态"), 12),
    Column(gettext_lazy("怎么来的"), 50),
    Column(gettext_lazy("总分"), 10),
    Column(gettext_lazy("结果"), 18),
    Column(gettext_lazy("结果说明"), 50),
)


@staff(VIEW)
@require_safe
def export_ranking(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    held = found_round(request, pk)
    if not may_see_ranking(request.user, held):
        raise Http404
    _filters, by = ranking_filter(request, held)
    count, rows = every_rank(request.user, held, standings_of(held), **by)
    title = _("%(round)s排名") % {"round": held.title}
    answer = exported(request, title, RANKING, map(_ranked, rows), count=count)
    record_export(request, page="round_ranking", title=title, rows=count)
    return answer


@staff(VIEW)
@require_safe
def export_round(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    """One row for each item of each sheet in reach."""
    held = found_round(request, pk)
    scheme = sheets.scheme_of(held)
    inside = subjects_visible_to(request.user).filter(round=held)
    subjects = list(inside.select_related("institution", "result").order_by("group", "key"))
    title = _("%(round)s评分明细") % {"round": held.title}
    columns = [*HEAD, *_level_columns(scheme), *TAIL]
    tells, count = may_see_results(request.user, held), len(subjects) * len(scheme.items)
    rows = _rows(held, scheme, subjects, tells)
    answer = exported(request, title, columns, rows, count=count)
    record_export(request, page="round", title=title, rows=count)
    return answer


def _level_columns(scheme: Scheme) -> Iterator[Column]:
    for level in scheme.levels:
        name = in_own_language(level.title)
        yield Column(name, 12)
        yield Column(_("%(level)s理由") % {"level": name}, 40)


def _ranked(row: RankRow) -> Sequence[Value]:
    return [
        row.place,
        row.in_group or None,
        row.key,
        row.unit,
        row.group,
        float(row.score),
        row.grade,
        row.star,
        row.last,
        row.move,
    ]


def _rows(
    held: Round, scheme: Scheme, subjects: Sequence[Subject], tells: bool
) -> Iterator[Sequence[Value]]:
    scored = {sheet.key: sheet for sheet in sheets.scored_round(held).sheets} if subjects else {}
    marks = Mark.objects.standing().filter(subject__round=held)
    reasons = {
        (subject, item, level): reason
        for subject, item, level, reason in marks.values_list(
            "subject_id", "item", "level", "reason"
        ).iterator(chunk_size=2000)
    }
    titles = {block.code: in_own_language(block.title) for block in scheme.blocks}
    for one in subjects:
        sheet = scored[one.key]
        said = _result(scheme, one, sheet, tells)
        for line in sheet.items:
            item = scheme.by_item[line.code]
            yield [
                one.key,
                one.group,
                one.institution.name,
                titles[item.block],
                in_own_language(item.title),
                in_own_language(item.sort.label) if item.sort is not Sort.SCORED else "",
                float(item.points),
                _number(line.computed),
                *_levels(scheme, one.pk, line, reasons),
                _number(line.points),
                in_own_language(line.state.label),
                "；".join(in_own_language(step) for step in line.steps),
                *said,
            ]


def _levels(
    scheme: Scheme, subject: int, line: ItemLine, reasons: dict[tuple[int, str, str], str]
) -> Iterator[Value]:
    for level, points in zip(scheme.levels, line.by_level, strict=True):
        yield _number(points)
        yield reasons.get((subject, line.code, level.code), "")


def _result(scheme: Scheme, one: Subject, sheet: Sheet, tells: bool) -> list[Value]:
    """Total, rating and its reasons; the decided ones where there are."""
    result = getattr(one, "result", None) if tells else None
    if result is None:
        return [_number(sheet.total), "", ""]
    language = "en" if in_english() else "zh"
    words = "；".join(reason[language] for reason in result.reasons)
    return [float(result.score), rating_said(scheme, result), words]


def _number(points: Decimal | None) -> float | None:
    return None if points is None else float(points)
