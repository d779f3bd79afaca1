"""A list as a file: streamed to the browser while its rows are read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from bangfu.core.exchange.streaming_cells import Value, YesNo
from bangfu.core.exchange.streaming_workbook import (
    MOST_ROWS,
    Heading,
    OutSheet,
    stream_csv,
    stream_workbook,
)
from bangfu.core.refusal import Refusal

from .components import Words
from .wording import day, number

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
AS = "as"
"""The address says ``as=csv`` for a CSV; a workbook is the usual answer."""

_AT_ONCE = 1000
Row = TypeVar("Row")
Instance = TypeVar("Instance", bound=Model)


class TooManyToExport(Refusal):
    """The list has more rows than a workbook holds."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            zh=f"列表有{number(rows)}条，超过一个工作表能容纳的{number(MOST_ROWS)}条；"
            "请先用筛选条件缩小范围，再分次导出。",
            en=f"The list has {number(rows)} rows, more than the {number(MOST_ROWS)} a sheet "
            "holds; narrow it by filters and export it in parts.",
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list that is exported; ``width`` in characters, 0 by its title."""

    title: Words
    width: float = 0


def exported(
    request: HttpRequest,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    count: int = 0,
) -> StreamingHttpResponse:
    """The list as a download called by ``name`` and today's date, sent while ``rows`` is read.

    Values are typed: days as ``date``, numbers as numbers, flags as ``bool``. The journal entry is
    the caller's, written before; so is the number of rows, ``count``. Raises ``TooManyToExport``.
    """
    if count > MOST_ROWS:
        raise TooManyToExport(count)
    is_csv = request.GET.get(AS) == "csv"
    headings = [Heading(str(column.title), column.width) for column in columns]
    words = YesNo(_("是"), _("否"))
    language = get_language() or ""
    pieces = (
        stream_csv(headings, _local(rows), words=words)
        if is_csv
        else stream_workbook(
            [OutSheet(name, headings, _local(rows))], words=words, language=language
        )
    )
    response = StreamingHttpResponse(
        _spoken(pieces, language), content_type=CSV_TYPE if is_csv else XLSX_TYPE
    )
    file_name = f"{name}_{day(timezone.localdate())}.{'csv' if is_csv else 'xlsx'}"
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name) or ""
    response.headers["Cache-Control"] = "no-store"
    # A proxy that gathers the answer first would let the reader wait with nothing to see.
    response.headers["X-Accel-Buffering"] = "no"
    return response


def workbook_file(content: bytes, name: str) -> HttpResponse:
    """A finished workbook as a download; ``name`` is without ending."""
    response = HttpResponse(content, content_type=XLSX_TYPE)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def marked_file(content: bytes, uploaded: str) -> HttpResponse:
    """Somebody's own workbook with its mistakes marked; ``uploaded`` is the name it came with."""
    stem = PurePath(uploaded).stem
    return workbook_file(content, _("（已标出错误）%(name)s") % {"name": stem})


def in_batches(
    found: QuerySet[Instance], rows_of: Callable[[list[Instance]], Iterable[Row]]
) -> Iterator[Row]:
    """Rows of a long queryset, a thousand objects in memory at a time.

    ``rows_of`` gets each batch, so that what belongs to its rows is asked for once a batch.
    """
    batch: list[Instance] = []
    for one in found.iterator(chunk_size=_AT_ONCE):
        batch.append(one)
        if len(batch) == _AT_ONCE:
            yield from rows_of(batch)
            batch = []
    if batch:
        yield from rows_of(batch)


def filters_in(query: QueryDict) -> str:
    """The filters of an address in one order, without page and form of the file.

    What narrows nothing is left out, so the same filters always read the same.
    """
    given = [
        (key, value)
        for key, values in query.lists()
        for value in values
        if key not in ("page", AS) and value.strip()
    ]
    kept = QueryDict(mutable=True)
    for key, value in sorted(given):
        kept.appendlist(key, value)
    return kept.urlencode()


def _local(rows: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    """Moments as the clock on the wall shows them: a file knows no zones."""
    for row in rows:
        if any(isinstance(value, datetime) for value in row):
            yield [
                timezone.make_naive(value)
                if isinstance(value, datetime) and timezone.is_aware(value)
                else value
                for value in row
            ]
        else:
            yield row


def _spoken(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    """Pieces made in the reader's language: the view has returned when they are asked for."""
    while True:
        with override(language or None):
            piece = next(pieces, None)
        if piece is None:
            return
        if piece:
            yield piece
