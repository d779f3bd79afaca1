"""What hosts say quietly: in full for the authority, as sums of several people for a sender.

No other module reads notes, or evaluations of more than one posting.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import get_language

from bangfu.apps.accounts.models import User
from bangfu.apps.completion.models import Evaluation, QuietNote
from bangfu.apps.postings.models import Posting
from bangfu.core.duty import evaluation
from bangfu.core.duty.evaluation import Said, released
from bangfu.core.duty.sides import Side
from bangfu.web.wording import in_own_language

from .evaluations import EvaluationRow, row_of
from .reach import HEAR, of_side

ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One note, for the authority and for the host who left it."""

    pk: int
    posting: int
    worker: str
    home: str
    host: str
    kind: str
    words: str
    by: str
    at: datetime
    heard_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRow:
    """One host's evaluation, for the authority."""

    posting: int
    worker: str
    home: str
    host: str
    starts_on: date
    ends_before: date
    given: EvaluationRow


@dataclass(frozen=True, slots=True)
class SumRow:
    """One aspect, or one kind of note, with how often each was said."""

    title: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SumsShown:
    """What a sender sees of what hosts said of its people; nothing where they are too few."""

    at_least: int
    grades: tuple[str, ...]
    marks: tuple[SumRow, ...]
    marked_people: int
    notes: tuple[SumRow, ...]
    noted_people: int


def heard_by(user: User) -> QuerySet[Posting]:
    """Postings whose host a reader hears: those of the authority's area, never their own."""
    inside = user.scope_of(HEAR).filter(area=("host__area_code", "home__area_code"))
    return _not_of(user, Posting.objects.filter(inside))


def spoken_of_by(user: User) -> QuerySet[Posting]:
    """Postings of which a reader speaks for the host, never their own."""
    return _not_of(user, Posting.objects.filter(of_side(user, Side.HOST)))


def notes_heard(user: User) -> QuerySet[QuietNote]:
    """Notes that a reader may hear."""
    # Each note is looked at by itself; a list of all postings in reach would be made first.
    return QuietNote.objects.filter(Exists(heard_by(user).filter(pk=OuterRef("posting"))))


def note_rows(user: User, *, page: str | int | None = 1) -> Leaf[NoteRow]:
    """Notes for the authority, those not heard yet first: two queries."""
    found = notes_heard(user).order_by(F("heard_at").desc(nulls_first=True), "-at", "-pk")
    return _leaf(found, page)


def notes_left(posting: Posting) -> list[NoteRow]:
    """What a host has said of one posting, for that host: one query."""
    return [_note(row) for row in _in_full(QuietNote.objects.filter(posting=posting))]


def rating_rows(user: User, *, page: str | int | None = 1) -> Leaf[RatingRow]:
    """Hosts' evaluations for the authority, the newest first: two queries."""
    found = Evaluation.objects.filter(posting__in=heard_by(user), side=Side.HOST.value)
    full = found.select_related("posting__worker", "posting__home", "posting__host", "by")
    leaf = Paginator(full.order_by("-at", "-pk"), ROWS).get_page(page)
    return Leaf([_rating(row) for row in leaf.object_list], leaf.number, leaf.paginator)  # type: ignore[arg-type]


def sums_for(user: User) -> SumsShown:
    """What a sender learns of what hosts said of its people, summed up: two queries."""
    settings, language = evaluation.shipped(), get_language() or ""
    sent = Posting.objects.filter(of_side(user, Side.SENDER))
    least = settings.quiet.at_least_people
    marks = released(_marks_said(sent), at_least=least)
    notes = released(_notes_said(sent), at_least=least)
    return SumsShown(
        at_least=least,
        grades=tuple(grade.title.in_language(language) for grade in settings.grades),
        marks=tuple(
            SumRow(
                aspect.title.in_language(language),
                tuple(marks.counts.get(f"{aspect.code}:{g.code}", 0) for g in settings.grades),
            )
            for aspect in settings.aspects_of(Side.HOST)
        )
        if marks
        else (),
        marked_people=marks.people if marks else 0,
        notes=tuple(
            SumRow(kind.title.in_language(language), (notes.counts.get(kind.code, 0),))
            for kind in settings.notes
        )
        if notes
        else (),
        noted_people=notes.people if notes else 0,
    )


def _marks_said(sent: QuerySet[Posting]) -> Iterable[Said]:
    rows = Evaluation.objects.filter(posting__in=sent, side=Side.HOST.value).order_by("at", "pk")
    bad = {grade.code for grade in evaluation.shipped().grades if grade.adverse}
    for worker, marks in rows.values_list("posting__worker", "marks"):
        heads = tuple(f"{aspect}:{grade}" for aspect, grade in marks.items())
        adverse = frozenset(aspect for aspect, grade in marks.items() if grade in bad)
        yield Said(str(worker), heads, adverse)


def _notes_said(sent: QuerySet[Posting]) -> Iterable[Said]:
    rows = QuietNote.objects.filter(posting__in=sent).order_by("at", "pk")
    for worker, kind in rows.values_list("posting__worker", "kind"):
        yield Said(str(worker), (kind,))


def _not_of(user: User, found: QuerySet[Posting]) -> QuerySet[Posting]:
    return found.exclude(worker__account=user)


def _leaf(found: QuerySet[QuietNote], page: str | int | None) -> Leaf[NoteRow]:
    leaf = Paginator(_in_full(found), ROWS).get_page(page)
    return Leaf([_note(row) for row in leaf.object_list], leaf.number, leaf.paginator)  # type: ignore[arg-type]


def _in_full(found: QuerySet[QuietNote]) -> QuerySet[QuietNote]:
    return found.select_related("posting__worker", "posting__home", "posting__host", "by")


def _note(row: QuietNote) -> NoteRow:
    posting, kind = row.posting, evaluation.shipped().note_kind(row.kind)
    return NoteRow(
        pk=row.pk,
        posting=posting.pk,
        worker=posting.worker.name,
        home=posting.home.name,
        host=posting.host.name,
        kind=in_own_language(kind.title) if kind else row.kind,
        words=row.words,
        by=str(row.by or ""),
        at=row.at,
        heard_at=row.heard_at,
    )


def _rating(row: Evaluation) -> RatingRow:
    posting = row.posting
    return RatingRow(
        posting=posting.pk,
        worker=posting.worker.name,
        home=posting.home.name,
        host=posting.host.name,
        starts_on=posting.starts_on,
        ends_before=posting.ends_before,
        given=row_of(row),
    )
