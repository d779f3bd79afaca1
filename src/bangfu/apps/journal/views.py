"""The journal, for those who audit."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from bangfu.web.access import staff
from bangfu.web.pages import show

from . import pages, queries

ROWS = 50


@staff("journal.view_entry")
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("words", "").strip()
    before = request.GET.get("before", "")
    rows = queries.rows(
        request.user,  # type: ignore[arg-type]
        before=int(before) if before.isdecimal() else None,
        words=words,
        limit=ROWS,
    )
    older = rows[-1].number if len(rows) == ROWS else None
    return show(request, pages.Journal(rows=rows, words=words, older_than=older))
