"""The journal, for those who audit."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from bangfu.web.access import staff
from bangfu.web.components import Keyset
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
    older = urlencode({"words": words, "before": rows[-1].number}) if len(rows) == ROWS else ""
    neighbours = Keyset(next_url=f"?{older}" if older else "", shown=len(rows))
    return show(request, pages.Journal(rows=rows, words=words, neighbours=neighbours))
