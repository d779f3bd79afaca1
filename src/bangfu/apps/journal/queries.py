"""Reading the journal: for a person, within their scope, and for the chain as a whole."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from bangfu.web.scope import Viewer

from . import verbs
from .chain import GENESIS
from .models import ChainHead, Entry
from .proof import Break, break_at, broken_head


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as a list shows it."""

    number: int
    at: datetime
    actor: str
    verb_label: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    digest: str


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry about a thing, on the page of that thing."""

    number: int
    at: datetime
    actor: str
    said: str
    reason: str


def visible_to(user: Viewer) -> QuerySet[Entry]:
    scope = user.scope_of("journal.view_entry")
    return Entry.objects.filter(scope.filter(area="area_code", institution="institution_code"))


def latest_number() -> int:
    """The number of the newest entry; nought before the first.

    Entries are numbered under a lock that is held until they are committed, so whoever has read up
    to a number misses none below it.
    """
    found = ChainHead.objects.filter(pk=1).values_list("number", flat=True).first()
    return found or 0


def rows(user: Viewer, *, before: int | None = None, words: str = "", limit: int = 50) -> list[Row]:
    """The newest entries first; ``before`` is the number to go on from."""
    found = visible_to(user)
    if before is not None:
        found = found.filter(number__lt=before)
    if words:
        meant = [verb for verb, text in verbs.every().items() if words in (text.zh, text.en)]
        found = found.filter(Q(subject__icontains=words) | Q(verb__in=meant))
    return [_row(entry) for entry in found.order_by("-number")[:limit]]


def entries_about(subject: models.Model) -> QuerySet[Entry]:
    """What the journal holds about one thing, the newest first; its page says who may see it."""
    found = Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return found.order_by("-number")


def trail_of(subject: models.Model) -> list[TrailRow]:
    """The same as a page lists it: one query."""
    language = get_language() or ""
    return [
        TrailRow(
            number=entry.number,
            at=entry.at,
            actor=entry.who,
            said=verbs.label_of(entry.verb, language),
            reason=str(entry.facts.get("reason", "")),
        )
        for entry in entries_about(subject)
    ]


def first_break() -> Break | None:
    """Where the chain first fails to hold, or ``None``: every number, link, digest and the head."""
    number, digest = 0, GENESIS
    for entry in Entry.objects.order_by("number").iterator(chunk_size=5000):
        if found := break_at(entry, number, digest):
            return found
        number, digest = entry.number, entry.digest
    return broken_head(number, digest)


def last_backup() -> Entry | None:
    """The entry that tells of the latest backup; its facts name the file and its digest."""
    told = Entry.objects.filter(subject_type=ChainHead._meta.label_lower, subject_id="1")
    return told.filter(verb="backup.made").order_by("-number").first()


def _row(entry: Entry) -> Row:
    language = get_language() or ""
    return Row(
        number=entry.number,
        at=entry.at,
        actor=entry.who,
        verb_label=verbs.label_of(entry.verb, language),
        subject=entry.subject,
        facts=tuple(
            verbs.fact_in_words(key, value, language) for key, value in sorted(entry.facts.items())
        ),
        digest=entry.digest,
    )
