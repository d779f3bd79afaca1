"""Closing: a posting that is over, handed over and evaluated by all is put away."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.queries.lives import evaluated_sides
from bangfu.apps.postings.actions import close_posting
from bangfu.apps.postings.models import Posting
from bangfu.core.duty.sides import Side
from bangfu.core.refusal import Refusal


@transaction.atomic
def close(*, posting: Posting, by: User | None, on: date) -> Posting:
    """Close one posting. Raises ``NotOver``, ``EvaluationMissing`` or ``NotNow``."""
    return close_posting(
        posting=posting,
        evaluated=evaluated_sides([posting])[posting.pk],
        side=Side.AUTHORITY,
        by=by,
        on=on,
    )


def close_ready(*, postings: Iterable[Posting], by: User | None, on: date) -> int:
    """Close those that are ready, each by itself; how many. What another closed meanwhile stays."""
    closed = 0
    for posting in postings:
        try:
            close(posting=posting, by=by, on=on)
        except Refusal:
            continue
        closed += 1
    return closed
