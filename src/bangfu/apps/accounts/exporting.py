"""The journal's word that a list left the house as a file."""

from django.db import transaction

from bangfu.apps.journal import actions as journal
from bangfu.web.exports import filters_in

from .requests import StaffRequest


@transaction.atomic
def record_export(request: StaffRequest, *, page: str, title: str, rows: int) -> None:
    """Record that somebody exported a list: which, by what filters, how many rows.

    Who only asks for the headers takes nothing home, and nothing is recorded.

    ``page`` is the name of the list's address. The entry is the account's own, wherever the rows
    lie: what was taken home is asked about by who took it.
    """
    if request.method != "GET":
        return
    filters = filters_in(request.GET)
    journal.record(
        actor=request.user,
        verb="list.exported",
        subject=request.user,
        facts={"list": title, "page": page, "filters": filters, "rows": rows},
    )
