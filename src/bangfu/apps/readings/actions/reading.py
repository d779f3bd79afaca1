"""Notices taken in and read by the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.evidence import actions as evidence
from bangfu.apps.evidence import folder
from bangfu.apps.evidence.queries import files_on
from bangfu.apps.programmes.actions.editions import refuse_outside
from bangfu.apps.readings import tasks
from bangfu.apps.readings.models import DraftValue, NoticeReading
from bangfu.core.evidence import Clean
from bangfu.core.notices import Reading, read_notice
from bangfu.core.readings import Kept, Proposed, kept, proposals
from bangfu.core.refusal import Refusal

from .adding import added_again, added_of
from .held import held, record

State = NoticeReading.State
LONGEST = 600
ABANDONED = timedelta(minutes=5)
"""A reading takes seconds: one that is under way for longer has lost its worker."""
GIVEN_UP = timedelta(days=1)
LONGEST_FACTS = 200


@transaction.atomic
def start_reading(*, file: Clean, area: str, by: User | None, at: datetime) -> NoticeReading:
    """Keep a notice and queue its reading; ``area`` is the office whose draft it becomes.

    The same file, sent again while its draft is open, leads to that draft. Raises
    ``OutsideYourArea``.
    """
    refuse_outside(area, by)
    if standing := _open_already(file, area):
        return standing
    reading = NoticeReading.objects.create(
        name=file.name, area_code=area, started_by=by, started_at=at, touched_at=at
    )
    attached = evidence.add_to_record(files=[file], to=reading, by=by, at=at)
    record("reading.started", reading, by=by, **evidence.facts_of(attached))
    transaction.on_commit(lambda: tasks.perform.enqueue(reading.pk))
    return reading


def perform_reading(*, reading: NoticeReading, at: datetime) -> NoticeReading:
    """Read the notice and lay its values out; one that was read stays as it is.

    A file that cannot be read is refused on the reading itself, in one sentence. It is read before
    the transaction begins, which on SQLite would keep everybody else waiting.
    """
    reading.refresh_from_db()
    if reading.state != State.WAITING:
        return reading
    try:
        found: Reading | Refusal = again(reading)
    except Refusal as refused:
        found = refused
    return _was_read(reading, found, at)


@transaction.atomic
def _was_read(reading: NoticeReading, found: Reading | Refusal, at: datetime) -> NoticeReading:
    row = NoticeReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if row.state != State.WAITING:
        return row
    if isinstance(found, Refusal):
        return _refused(row, found, at)
    lay_out(row, found, [])
    row.state, row.touched_at = State.READY, at
    row.save()
    record("reading.read", row, by=None, values=row.values.count())
    return row


@transaction.atomic
def restart_reading(*, reading: NoticeReading, by: User | None, at: datetime) -> NoticeReading:
    """Queue a reading again whose worker is gone; raises ``NotOpen`` where it does not wait."""
    row = held(reading, State.WAITING, State.REFUSED)
    row.state, row.refusal_zh, row.refusal_en, row.touched_at = State.WAITING, "", "", at
    row.save()
    record("reading.restarted", row, by=by)
    transaction.on_commit(lambda: tasks.perform.enqueue(row.pk))
    return row


def requeue_abandoned_readings() -> int:
    """Take up again what was under way when its worker died; how many were queued.

    A question to a second reader is not sent twice: the draft is open again instead. A notice that
    went on for a day is broken off, for it may be what ends the worker.
    """
    now = timezone.now()
    silent = NoticeReading.objects.filter(touched_at__lt=now - ABANDONED)
    given_up = silent.filter(state=State.WAITING, started_at__lt=now - GIVEN_UP)
    for row in (*given_up, *silent.filter(state=State.ASKING)):
        break_off(reading=row, at=now)
    waiting = silent.filter(state=State.WAITING)
    found = list(waiting.values_list("pk", flat=True))
    NoticeReading.objects.filter(pk__in=found).update(touched_at=now)
    for pk in found:
        tasks.perform.enqueue(pk)
    return len(found)


@transaction.atomic
def break_off(*, reading: NoticeReading, at: datetime) -> None:
    """Note that the worker could not finish, in words a clerk can act on."""
    row = NoticeReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if row.state == State.ASKING:
        row.state, row.touched_at = State.READY, at
        row.save()
        record("reading.second_refused", row, by=None)
    elif row.state == State.WAITING:
        _refused(
            row,
            Refusal(
                zh="读取这份文件时程序出错，请重新读取；仍然不行的，请将文件转给系统管理员。",
                en="Reading this file failed; try again, or pass the file to the administrator.",
            ),
            at,
        )


def again(reading: NoticeReading) -> Reading:
    """The notice read from its file; the same file always reads the same."""
    attachment = files_on(reading).order_by("pk").first()
    if attachment is None:
        raise Refusal(zh="原文件不在了，请重新上传。", en="The file is gone; upload it again.")
    path = folder.path_of(attachment.file.digest)
    return read_notice(path.read_bytes(), attachment.name)


def lay_out(reading: NoticeReading, found: Reading, carried: Sequence[DraftValue]) -> None:
    """Write what was read and its values; ``carried`` decisions stand where the value does."""
    stored = kept(found)
    values = proposals(found.draft)
    own = list(added_of(reading.values.all()))
    text = added_again(reading.draft, found.draft.toml, own, len(values)) if own else ""
    reading.kept, reading.draft = stored.as_json(), text or found.draft.toml
    reading.__dict__.pop("read", None)
    titled = next((value.kept for value in values if value.place == "title"), "")
    reading.title = titled[:200]
    reading.values.all().delete()
    rows = [_row(reading, number, value, stored) for number, value in enumerate(values)]
    for row in rows:
        _carry(row, carried)
    DraftValue.objects.bulk_create([*rows, *own], batch_size=200)


def _row(reading: NoticeReading, number: int, value: Proposed, stored: Kept) -> DraftValue:
    facts = ""
    for fact in value.facts:
        if len(facts) + 8 < LONGEST_FACTS:
            facts = f"{facts} {fact}".strip()
    said = value.kept[:LONGEST]
    # Whoever reads a notice administers the programme, until they say otherwise.
    said_now = reading.area_code if value.place == "area" and not said else said
    return DraftValue(
        reading=reading,
        number=number,
        place=value.place[:120],
        part=value.part.value,
        sort=value.sort.value,
        label=value.label[:120],
        unit=value.unit,
        per=value.per,
        read=said,
        kept=said_now,
        facts=facts,
        confidence=value.confidence,
        is_second=any(stored.facts[fact].second for fact in value.facts),
    )


def _carry(row: DraftValue, carried: Sequence[DraftValue]) -> None:
    """What was decided of the same words stays decided, also where its place has moved."""
    words = (row.sort, row.read, row.facts)
    same = [old for old in carried if (old.sort, old.read, old.facts) == words]
    old = next((one for one in same if one.place == row.place), None) or next(
        (one for one in same if one.label == row.label and row.facts), None
    )
    if old is not None:
        row.kept, row.verdict, row.revision = old.kept, old.verdict, old.revision
        row.decided_by_id, row.decided_at = old.decided_by_id, old.decided_at


def _open_already(file: Clean, area: str) -> NoticeReading | None:
    for reading in NoticeReading.objects.open().filter(area_code=area, name=file.name):
        if files_on(reading).filter(file__digest=file.digest).exists():
            return reading
    return None


def _refused(row: NoticeReading, refused: Refusal, at: datetime) -> NoticeReading:
    row.state, row.touched_at = State.REFUSED, at
    row.refusal_zh, row.refusal_en = refused.zh[:300], refused.en[:300]
    row.save()
    record("reading.refused", row, by=None, reason=refused.zh[:200])
    return row
