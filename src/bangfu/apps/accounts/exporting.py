"""The journal's word that a list left the house as a file."""

from django.db import transaction
from django.http import QueryDict

from bangfu.apps.journal import actions as journal
from bangfu.web.exports import filters_in

from .models import User


@transaction.atomic
def record_export(*, page: str, title: str, query: QueryDict, rows: int, by: User) -> None:
    """Record that somebody exported a list: which, by what filters, how many rows.

    ``page`` is the name of the list's address. The entry is the account's own, wherever the rows
    lie: what was taken home is asked about by who took it.
    """
    journal.record(
        actor=by,
        verb="list.exported",
        subject=by,
        facts={"list": title, "page": page, "filters": filters_in(query), "rows": rows},
    )
