"""An entry as plain values: what it said before a correction, and what was sent under a key."""

import hashlib
import json
from collections.abc import Mapping

from bangfu.apps.activities.models import Activity
from bangfu.core.activities import CaseLine, GivenLine

from .work import Work

Plain = Mapping[str, object]


def snapshot_of(activity: Activity) -> Plain:
    """Everything an activity says, as plain JSON values."""
    return {
        "on": activity.happened_on.isoformat(),
        "last_day": activity.last_day.isoformat(),
        "place": activity.place,
        "figures": {each.indicator: str(each.amount) for each in activity.figures.all()},
        "details": activity.details,
        "note": activity.note,
        "explained": activity.explained,
        "people": [each.name for each in activity.participants.all()],
        "items": [
            [each.name, str(each.quantity), each.unit, str(each.value)]
            for each in activity.items.all()
        ],
        "cases": [
            [each.label, each.department, each.by_channel, str(each.asked_on), _day(each)]
            for each in activity.cases.all()
        ],
    }


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


def _line(line: GivenLine | CaseLine) -> list[str]:
    if isinstance(line, GivenLine):
        return [line.name, str(line.quantity.normalize()), line.unit, str(line.value.normalize())]
    return [
        line.label,
        line.department,
        str(line.by_channel),
        str(line.asked_on),
        str(line.answered_on),
    ]


def _day(case: object) -> str:
    answered = getattr(case, "answered_on", None)
    return answered.isoformat() if answered else ""
