"""A draft gone through becomes an edition with its targets, or is thrown away."""

from datetime import date, datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence import actions as evidence
from bangfu.apps.programmes.actions import adopt_edition
from bangfu.apps.programmes.models import Edition
from bangfu.apps.readings.models import NoticeReading
from bangfu.apps.readings.written import digest_of, written
from bangfu.core.programmes import DefinitionRefused
from bangfu.core.readings import Verdict
from bangfu.core.readings.proposing import NEEDED
from bangfu.core.refusal import Refusal

from .held import held, record

State = NoticeReading.State


class DraftUnfinished(Refusal):
    """What no programme can do without was not accepted yet."""


class DraftMoved(Refusal):
    """The draft was changed after the clerk looked at what would be adopted."""


@transaction.atomic
def adopt_reading(
    *, reading: NoticeReading, seen: str, note: str, by: User | None, on: date, at: datetime
) -> Edition:
    """Take what was accepted into force: the definition file, and with it its targets.

    ``seen`` is the digest of the text the clerk looked at. Raises ``NotOpen``, ``DraftMoved``,
    ``DraftUnfinished``, ``DefinitionRefused`` and whatever ``adopt_edition`` refuses.
    """
    row = held(reading, State.READY)
    missing = [
        value.label
        for value in row.values.filter(place__in=NEEDED)
        if not Verdict(value.verdict).is_written
    ]
    if missing:
        raise DraftUnfinished(
            zh=f"请先核对“{'”“'.join(missing)}”，这些内容不能缺少。",
            en="Decide about the title, the code and the edition first; no programme can do "
            "without them.",
        )
    text = written(row)
    if text.problems:
        raise DefinitionRefused(text.problems)
    if digest_of(text.toml) != seen:
        raise DraftMoved(
            zh="您查看之后草案又有改动，请重新核对后再采用。",
            en="The draft was changed after you looked at it; look at it again.",
        )
    edition = adopt_edition(text=text.toml, by=by, on=on, note=note)
    evidence.carry_over(of=row, to=edition, by=by, at=at)
    row.state, row.edition, row.touched_at = State.ADOPTED, edition, at
    row.save(update_fields=["state", "edition", "touched_at"])
    record("reading.adopted", row, by=by, number=edition.number, title=str(edition.programme))
    return edition


@transaction.atomic
def discard_reading(*, reading: NoticeReading, by: User | None, at: datetime) -> NoticeReading:
    """Throw a draft away; it stays on record, and the file with it. Raises ``NotOpen``."""
    row = held(reading, State.WAITING, State.READY, State.ASKING, State.REFUSED)
    row.state, row.touched_at = State.DISCARDED, at
    row.save(update_fields=["state", "touched_at"])
    record("reading.discarded", row, by=by)
    return row
