"""Writing the journal, inside the transaction of the change it tells of."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone, translation

from .chain import digest_of, plain
from .models import ChainHead, Entry

SYSTEM = "系统"
LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class Event:
    """What is to be recorded of one change, before it has its number and digest."""

    verb: str
    subject: models.Model
    area_code: str = ""
    institution_code: str = ""
    programme: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


_way: ContextVar[Mapping[str, object] | None] = ContextVar("way", default=None)


@contextmanager
def by_way_of(**facts: object) -> Iterator[None]:
    """Every entry recorded meanwhile says as well how its actor came in, for example by a token."""
    before = _way.set(facts)
    try:
        yield
    finally:
        _way.reset(before)


_counter: ContextVar[list[int] | None] = ContextVar("counter", default=None)


@contextmanager
def counted() -> Iterator[list[int]]:
    """The numbers of the entries that are recorded meanwhile, in their order."""
    numbers: list[int] = []
    before = _counter.set(numbers)
    try:
        yield numbers
    finally:
        _counter.reset(before)


def record(*, actor: Any, verb: str, subject: models.Model, **rest: Any) -> Entry:
    """Add one entry to the chain; ``actor`` is the account that acts, or ``None`` for the system.

    ``rest`` are the remaining fields of :class:`Event`. Must run inside the caller's transaction:
    outside one it raises ``TransactionManagementError``, for a change without its entry, or an
    entry without its change, must not exist.
    """
    return record_many(actor=actor, events=[Event(verb, subject, **rest)])[0]


def record_many(*, actor: Any, events: Iterable[Event]) -> list[Entry]:
    """Add several entries in order, with one lock and one insert; for imports and publications."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "a journal entry needs its change's transaction"
        )
    head = _locked_head()
    at = timezone.now()
    # An entry reads the same whatever language its actor worked in.
    with translation.override(LANGUAGE):
        entries = [_entry(event, actor=actor, at=at) for event in events]
    for entry in entries:
        entry.number, entry.previous = head.number + 1, head.digest
        entry.digest = digest_of(entry)
        head.number, head.digest = entry.number, entry.digest
    Entry.objects.bulk_create(entries, batch_size=500)
    head.save()
    if (numbers := _counter.get()) is not None:
        numbers += [entry.number for entry in entries]
    return entries


def _locked_head() -> ChainHead:
    ChainHead.objects.get_or_create(pk=1)
    return ChainHead.objects.select_for_update().get(pk=1)


def _entry(event: Event, *, actor: Any, at: Any) -> Entry:
    return Entry(
        at=at,
        actor_id=actor.pk if actor else None,
        actor=str(actor) if actor else SYSTEM,
        verb=event.verb,
        subject_type=event.subject._meta.label_lower,
        subject_id=str(event.subject.pk),
        subject=str(event.subject)[:200],
        area_code=event.area_code,
        institution_code=event.institution_code,
        programme=event.programme,
        facts=plain({**event.facts, **(_way.get() or {})}),
    )
