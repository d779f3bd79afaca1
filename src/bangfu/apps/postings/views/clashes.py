"""The page for whoever came second: who is posted where and when, and nothing was saved."""

from django.http import HttpResponse

from bangfu.apps.accounts.requests import StaffRequest
from bangfu.apps.postings import pages, queries
from bangfu.apps.postings.admission import AlreadyPosted
from bangfu.web.pages import show
from bangfu.web.wording import in_own_language


def clashing(request: StaffRequest, refused: AlreadyPosted, *, back: str) -> HttpResponse:
    """A refusal for want of room as a page of its own, status 409; ``back`` is the form's address.

    For every view whose action may raise ``AlreadyPosted``.
    """
    rows = queries.clash_rows(request.user, refused.clashes)
    said = in_own_language(refused)
    return show(request, pages.PostingClash(said=said, rows=rows, back=back), status=409)
