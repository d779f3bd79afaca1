"""A second reader asked by a clerk; its values stand beside the others, marked as such."""

from datetime import datetime

from django.db import transaction

from bangfu.apps.accounts.models import User
from bangfu.apps.programmes import second_reader
from bangfu.apps.readings import tasks
from bangfu.apps.readings.models import NoticeReading
from bangfu.core.notices import SecondReading
from bangfu.core.refusal import Refusal

from .held import held, record
from .reading import again, lay_out

State = NoticeReading.State


@transaction.atomic
def ask_second_reader(*, reading: NoticeReading, by: User | None, at: datetime) -> NoticeReading:
    """Queue the question; the text is sent by the worker, to the address the page has named.

    Raises ``NoSecondReader`` or ``NotOpen``.
    """
    if not second_reader.is_configured():
        raise second_reader.NoSecondReader
    row = held(reading, State.READY)
    row.state, row.touched_at = State.ASKING, at
    row.refusal_zh = row.refusal_en = ""
    row.save()
    record("reading.second_asked", row, by=by, address=second_reader.told_to())
    transaction.on_commit(lambda: tasks.ask.enqueue(row.pk))
    return row


def perform_second(*, reading: NoticeReading, at: datetime) -> NoticeReading:
    """Ask, outside of any transaction, and lay the values out anew; decisions stay.

    What the second reader refuses is said on the page; the draft stays as it was.
    """
    reading.refresh_from_db()
    if reading.state != State.ASKING:
        return reading
    try:
        said: SecondReading | Refusal = second_reader.second_reading(again(reading))
    except Refusal as refused:
        said = refused
    return _answered(reading, said, at)


@transaction.atomic
def _answered(reading: NoticeReading, said: SecondReading | Refusal, at: datetime) -> NoticeReading:
    row = held(reading, State.ASKING)
    row.state, row.touched_at = State.READY, at
    if isinstance(said, Refusal):
        row.refusal_zh, row.refusal_en = said.zh[:300], said.en[:300]
        row.save()
        record("reading.second_refused", row, by=None, reason=said.zh[:200])
        return row
    lay_out(row, said.reading, list(row.values.all()))
    row.save()
    record("reading.second_read", row, by=None, values=len(said.added))
    return row
