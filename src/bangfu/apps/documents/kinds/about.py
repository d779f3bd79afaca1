"""What papers are about: programmes, batches of postings, postings, in the reader's reach."""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Count, Min, Q, QuerySet

from bangfu.apps.accounts.models import User
from bangfu.apps.postings import queries as postings
from bangfu.apps.postings.models import Posting, PostingQuerySet
from bangfu.apps.programmes import queries as programmes
from bangfu.apps.programmes.models import Edition, Programme
from bangfu.apps.registry.queries.workers import title_in_words
from bangfu.core.programmes.vocabulary_review import DocumentKind
from bangfu.core.programmes.wording import day, span

from .frame import Asked, Subject, SubjectGone

SEEN = "documents.view_document"
MAKE = "documents.make_document"
NO_BATCH = "-"
"""Stands in a key for postings without a batch."""

_Rows = TypeVar("_Rows", bound=QuerySet[Any])

Subjects = Callable[[User, Asked], Sequence[Subject]]


def programme_subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Programmes in reach."""
    found = programmes.visible_to(user, SEEN).order_by("-ends_before", "code")
    found = narrowed(found, asked, "title_zh", key="code")
    return [Subject(key=one.code, name=one.title, note=_term(one)) for one in found[: asked.most]]


def narrowed(found: _Rows, asked: Asked, *names: str, key: str = "pk") -> _Rows:
    """Rows one of whose ``names`` holds the words asked for, or the one of the key."""
    if asked.words:
        held = (Q(**{f"{name}__icontains": asked.words}) for name in names)
        found = found.filter(reduce(or_, held))
    if asked.key:
        found = found.filter(**{key: as_pk(asked.key) if key == "pk" else asked.key})
    return found


def as_pk(key: str) -> int:
    """The number of a row by its key; one that is none finds nothing."""
    return int(key) if key.isascii() and key.isdecimal() else 0


def run_by(user: User) -> QuerySet[Programme]:
    """Programmes that a reader's office runs: papers about all who take part are its own."""
    scope = user.scope_of(MAKE)
    return Programme.objects.filter(scope.filter(area="area_code")).order_by("-ends_before", "code")


def programme_of(key: str) -> Programme:
    """The programme of a key; raises ``SubjectGone``."""
    found = Programme.objects.filter(code=key).first()
    if found is None:
        raise SubjectGone
    return found


def batch_subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Batches of postings of the programmes that a reader's office runs, the latest first."""
    found = Posting.objects.filter(programme__in=run_by(user))
    if asked.words:
        found = found.filter(
            Q(programme__title_zh__icontains=asked.words) | Q(batch__icontains=asked.words)
        )
    if asked.key:
        code, batch = _batch_key(asked.key)
        found = found.filter(programme__code=code, batch=batch)
    rows = (
        found.order_by()
        .values("programme__code", "programme__title_zh", "batch")
        .annotate(people=Count("pk"), first=Min("starts_on"))
        .order_by("-first", "programme__code", "batch")
    )
    return [
        Subject(
            key=f"{row['programme__code']}/{row['batch'] or NO_BATCH}",
            name=row["programme__title_zh"],
            note=f"{row['batch'] or day(row['first']).zh} · {row['people']}人",
        )
        for row in rows[: asked.most]
    ]


def batch_of(key: str) -> list[Posting]:
    """The postings of a batch in the order of hosts; raises ``SubjectGone`` where there is none."""
    code, batch = _batch_key(key)
    found = Posting.objects.filter(programme__code=code, batch=batch)
    rows = list(found.in_full().order_by("host__name", "home__name", "worker__name", "pk"))
    if not rows:
        raise SubjectGone
    return rows


def posting_subjects(user: User, asked: Asked) -> Sequence[Subject]:
    """Single postings in reach, the latest first."""
    return postings_among(postings.visible_to(user), asked)


def postings_among(found: PostingQuerySet, asked: Asked) -> list[Subject]:
    """Single postings of some, narrowed by a name or to one key."""
    found = narrowed(found, asked, "worker__name", "host__name")
    rows = found.select_related("worker", "home", "host").order_by("-starts_on", "-pk")[
        : asked.most
    ]
    return [
        Subject(
            key=str(one.pk),
            name=f"{one.worker.name}　{one.host.name}",
            note=f"{one.home.name} · {term_of(one)}",
        )
        for one in rows
    ]


def posting_of(key: str) -> Posting:
    """The posting of a key; raises ``SubjectGone``."""
    found = Posting.objects.in_full().filter(pk=as_pk(key)).first()
    if found is None:
        raise SubjectGone
    return found


def term_of(posting: Posting) -> str:
    """The days of a posting as it was appointed."""
    return span(posting.starts_on, posting.planned_ends_before).zh


def rank_of(posting: Posting) -> str:
    """The professional title of who is posted, or the rank where the title is not on record."""
    return title_in_words(posting.worker.title_code) or posting.worker.get_rank_display()


def title_in(programme: Programme, kind: DocumentKind) -> str:
    """What a programme calls a paper, or else its own title before the kind's."""
    edition = Edition.objects.filter(programme=programme).order_by("-number").first()
    for document in programmes.decoded(edition).documents if edition else ():
        if document.kind is kind and document.title:
            return document.title.zh
    return f"{programme.title_zh}{kind.zh}"


def numbered(lines: Iterable[str]) -> list[str]:
    """Lines with their numbers written out, as official papers have them."""
    return [f"{number}．{line}" for number, line in enumerate(lines, 1)]


def _batch_key(key: str) -> tuple[str, str]:
    code, _slash, batch = key.partition("/")
    return code, "" if batch == NO_BATCH else batch


def _term(one: Programme) -> str:
    if one.starts_on is None or one.ends_before is None:
        return ""
    return span(one.starts_on, one.ends_before).zh
