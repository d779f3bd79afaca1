"""The journal, for those who audit."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bangfu.web.access import staff
from bangfu.web.components import Keyset
from bangfu.web.forms import number_of_row
from bangfu.web.pages import show

from . import pages, queries

ROWS = 50


@staff("journal.view_entry")
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("words", "").strip()
    rows = queries.rows(
        request.user,  # type: ignore[arg-type]
        before=number_of_row(request.GET.get("before", "")),
        words=words,
        limit=ROWS,
    )
    older = urlencode({"words": words, "before": rows[-1].number}) if len(rows) == ROWS else ""
    neighbours = Keyset(next_url=f"?{older}" if older else "", shown=len(rows))
    return show(request, pages.Journal(rows=rows, words=words, neighbours=neighbours))
