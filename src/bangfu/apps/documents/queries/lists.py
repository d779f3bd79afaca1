"""Papers in a list, and what became of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.db.models import Q, QuerySet
from django.utils import timezone

from bangfu.apps.accounts.models import User
from bangfu.apps.documents.models import Document, DocumentQuerySet, NumberWord, Template
from bangfu.apps.intake.queries import leaf_of
from bangfu.apps.registry.models import Institution
from bangfu.core.documents.numbering import Series
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.words import Coded
from bangfu.web.components import Tone
from bangfu.web.exports import in_batches
from bangfu.web.wording import in_own_language

from .reach import visible_to


class State(Coded):
    """Where a paper stands."""

    DRAFT = "draft", "草稿", "draft"
    ISSUED = "issued", "已签发", "issued"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"
    DROPPED = "dropped", "已作废", "abandoned"


TONES: dict[State, Tone] = {
    State.DRAFT: "warn",
    State.ISSUED: "ok",
    State.WITHDRAWN: "danger",
    State.DROPPED: "neutral",
}

_OF_STATE = {
    State.DRAFT: Q(issued_at__isnull=True, dropped_at__isnull=True),
    State.ISSUED: Q(issued_at__isnull=False, withdrawn_at__isnull=True),
    State.WITHDRAWN: Q(withdrawn_at__isnull=False),
    State.DROPPED: Q(dropped_at__isnull=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFilter:
    """What a list is narrowed by; abandoned drafts are shown only where asked for."""

    words: str = ""
    kind: str = ""
    state: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One paper in a list."""

    pk: int
    title: str
    kind: str
    number: str
    office: str
    programme: str
    state: str
    tone: Tone
    changed_on: date
    issued_on: date | None


def document_rows(
    user: User, *, by: DocumentFilter, page: str | int | None = 1
) -> Leaf[DocumentRow]:
    """A screenful of papers, the latest first: two queries."""
    return leaf_of(listed(user, by), row_of, page)


def every_row(user: User, *, by: DocumentFilter) -> tuple[int, Iterator[DocumentRow]]:
    """How many papers the list holds on all its pages, and every one in its order."""
    found = listed(user, by)
    return found.count(), in_batches(found, lambda batch: [row_of(one) for one in batch])


def listed(user: User, by: DocumentFilter) -> DocumentQuerySet:
    """The papers of the list in its order."""
    found = visible_to(user).select_related("office", "programme")
    if by.state:
        found = found.filter(_OF_STATE[State.of(by.state)])
    else:
        found = found.exclude(_OF_STATE[State.DROPPED])
    if by.kind:
        found = found.filter(kind=by.kind)
    if by.programme:
        found = found.filter(programme__code=by.programme)
    if by.words:
        found = found.filter(Q(title__icontains=by.words) | Q(number__icontains=by.words))
    return found.order_by("-changed_at", "-pk")


def row_of(one: Document) -> DocumentRow:
    """A paper as a row; it comes with its office and programme."""
    state = state_of(one)
    return DocumentRow(
        pk=one.pk,
        title=one.title,
        kind=in_own_language(DocumentKind.of(one.kind).label),
        number=one.number,
        office=one.office.name,
        programme=one.programme.title if one.programme else "",
        state=in_own_language(state.label),
        tone=TONES[state],
        changed_on=_day(one.changed_at),
        issued_on=_day(one.issued_at) if one.issued_at else None,
    )


def state_of(one: Document) -> State:
    """Where a paper stands."""
    if one.withdrawn_at is not None:
        return State.WITHDRAWN
    if one.issued_at is not None:
        return State.ISSUED
    return State.DROPPED if one.dropped_at is not None else State.DRAFT


def templates_of(office: Institution) -> QuerySet[Template]:
    """The templates that an office uses in place of the product's."""
    return Template.objects.in_use().filter(office=office).select_related("put_by", "file")


def words_of(office: Institution) -> dict[Series, str]:
    """The words that an office's numbers begin with."""
    rows = NumberWord.objects.filter(office=office).values_list("series", "word")
    return {Series.of(series): word for series, word in rows}


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
