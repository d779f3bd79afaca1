"""A piece of work as somebody enters it."""

from dataclasses import dataclass

from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.activities import Entry, Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What somebody enters: the entry, and between whom, within which programme, it was done.

    ``host`` is nobody where an institution did it by itself. ``names`` are people who took part and
    stand in no registry.
    """

    programme: Programme
    kind: str
    giver: Institution
    entry: Entry
    host: Institution | None = None
    posting: Posting | None = None
    workers: tuple[Worker, ...] = ()
    names: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
