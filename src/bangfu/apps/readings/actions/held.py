"""What every change of a reading begins and ends with: the reading held, its entry made."""

from datetime import datetime

from bangfu.apps.accounts.models import User
from bangfu.apps.journal import actions as journal
from bangfu.apps.readings.models import NoticeReading
from bangfu.core.refusal import Refusal


class NotOpen(Refusal):
    """The draft was adopted or thrown away, or is being read."""

    def __init__(self, reading: NoticeReading) -> None:
        super().__init__(
            zh=f"这份草案现为“{reading.get_state_display()}”，不能再改；请刷新页面。",
            en="The draft has been adopted, thrown away, or is being read; reload the page.",
        )


def held(reading: NoticeReading, *states: str) -> NoticeReading:
    """The reading, held until the transaction ends; raises ``NotOpen`` unless in a state."""
    row = NoticeReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if row.state not in states:
        raise NotOpen(row)
    return row


def record(verb: str, reading: NoticeReading, *, by: User | None, **facts: object) -> None:
    """One entry of the office whose draft it is."""
    journal.record(actor=by, verb=verb, subject=reading, area_code=reading.area_code, facts=facts)


def touch(reading: NoticeReading, at: datetime) -> None:
    """Lists show first what was worked on last."""
    reading.touched_at = at
    reading.save(update_fields=["touched_at"])
