"""A piece of work as somebody enters it."""

import hashlib
import json
from dataclasses import dataclass

from bangfu.apps.postings.models import Posting
from bangfu.apps.programmes.models import Programme
from bangfu.apps.registry.models import Institution, Worker
from bangfu.core.activities import Entry, GivenLine, Line


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


def digest_of(work: Work) -> str:
    """What was sent, as one digest: the same entry sent twice has the same."""
    entry = work.entry
    sent = {
        "programme": work.programme.pk,
        "kind": work.kind,
        "sides": [work.giver.pk, work.host.pk if work.host else None],
        "posting": work.posting.pk if work.posting else None,
        "days": [entry.on.isoformat(), entry.until.isoformat()],
        "figures": {code: str(amount.normalize()) for code, amount in entry.figures.items()},
        "details": dict(entry.details),
        "words": [entry.place, entry.note, entry.explained],
        "people": [*(worker.pk for worker in work.workers), *work.names],
        "lines": [_line(line) for line in work.lines],
    }
    text = json.dumps(sent, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _line(line: Line) -> list[str]:
    if isinstance(line, GivenLine):
        return [line.name, str(line.quantity.normalize()), line.unit, str(line.value.normalize())]
    return [
        line.label,
        line.department,
        str(line.by_channel),
        str(line.asked_on),
        str(line.answered_on),
    ]
