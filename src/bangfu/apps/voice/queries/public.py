"""What the public reads: the place of a code, one's own request, answers that were released."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.db.models import QuerySet

from bangfu.apps.intake.queries import leaf_of
from bangfu.apps.voice.models import AskCode, PublicRequest, Release
from bangfu.core.voice import settings
from bangfu.core.voice.codes import digest, read_receipt
from bangfu.web.wording import in_own_language


@dataclass(frozen=True, slots=True)
class Answered:
    """One released answer: nothing of the request but its kind and institution."""

    kind: str
    institution: str
    question: str
    answer: str
    on: datetime | None


def code_of(token: str) -> AskCode | None:
    """The code behind an address, ended or not: one query."""
    return AskCode.objects.in_full().filter(digest=digest(token[:60])).first()


def works(code: AskCode, *, on: date) -> bool:
    """Whether somebody may ask by a code on a day."""
    ends = code.expires_before
    return code.revoked_at is None and (ends is None or on < ends)


def request_of(receipt: str) -> PublicRequest | None:
    """The request of a receipt code as somebody typed it: one query, none for what is no code."""
    plain = read_receipt(receipt)
    if plain is None:
        return None
    return PublicRequest.objects.in_full().filter(receipt=digest(plain)).first()


def released(institution: str = "") -> QuerySet[Release]:
    """Answers that are public now, the latest first."""
    found = Release.objects.filter(approved_at__isnull=False, withdrawn_at__isnull=True)
    if institution:
        found = found.filter(request__institution__code=institution)
    return found.select_related("request__institution").order_by("-approved_at", "-pk")


def answered(page: str | int | None, *, institution: str = "") -> Leaf[Answered]:
    """A screenful of released answers: two queries."""
    return leaf_of(released(institution), _answered, page)


def newest_answers(count: int) -> list[Answered]:
    """The latest released answers: one query."""
    return [_answered(row) for row in released()[:count]]


def _answered(row: Release) -> Answered:
    return Answered(
        in_own_language(settings.shipped().kind(row.request.kind)),
        row.request.institution.name,
        row.question,
        row.answer,
        row.approved_at,
    )
