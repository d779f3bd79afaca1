"""How much of a person is taken on each day: the twin, in Python, of what the database guards."""

from collections.abc import Sequence

from bangfu.apps.intake.service_form import FULL_TIME

from .models import Posting


def clash(posting: Posting, held: Sequence[Posting]) -> Posting | None:
    """The posting that leaves no room for another on some day, or ``None`` where there is room.

    ``held`` are the worker's other postings. The load can only rise on a day that one of them
    begins, so these days are looked at and no others.
    """
    if posting.ends_before <= posting.starts_on:
        return None
    begins = {other.starts_on for other in held if posting.starts_on < other.starts_on}
    for day in sorted({posting.starts_on, *(b for b in begins if b < posting.ends_before)}):
        there = [other for other in held if other.starts_on <= day < other.ends_before]
        if posting.load + sum(other.load for other in there) > FULL_TIME:
            return max(there, key=lambda other: other.load)
    return None
