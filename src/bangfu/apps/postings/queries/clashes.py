"""What stands in the way of a posting, for whoever was refused it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bangfu.apps.accounts.models import User
from bangfu.apps.postings.admission import Clash

from .postings import visible_to


@dataclass(frozen=True, slots=True)
class ClashRow:
    """Who is posted where and when, and what was wanted instead.

    ``pk`` is the posting in the way, where the reader may open it.
    """

    pk: int | None
    worker: str
    host: str
    department: str
    form: str
    sessions_per_week: int | None
    starts_on: date
    ends_before: date
    wanted_host: str
    wanted_from: date
    wanted_before: date


def clash_rows(user: User, clashes: Sequence[Clash]) -> list[ClashRow]:
    """The clashes in the order found; one query for all."""
    held = [one.held.pk for one in clashes if one.held.pk]
    seen = set(visible_to(user).filter(pk__in=held).values_list("pk", flat=True))
    return [
        ClashRow(
            pk=one.held.pk if one.held.pk in seen else None,
            worker=one.wanted.worker.name,
            host=one.held.host.name,
            department=one.held.department_name,
            form=one.held.get_form_display(),
            sessions_per_week=one.held.sessions_per_week,
            starts_on=one.held.starts_on,
            ends_before=one.held.ends_before,
            wanted_host=one.wanted.host.name,
            wanted_from=one.wanted.starts_on,
            wanted_before=one.wanted.ends_before,
        )
        for one in clashes
    ]
