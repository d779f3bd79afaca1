"""Rounds and their tables as pages list them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.core.paginator import Page as Leaf
from django.db.models import Count, F, Q

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Result, Round, Subject
from bangfu.apps.intake.queries import leaf_of
from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.arithmetic import canonical
from bangfu.core.appraisal.vocabulary import Kind, Ladder
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language, number

from . import sheets
from .reach import VIEW, holds, rounds_visible_to, subjects_visible_to

TONES: Mapping[str, Tone] = MappingProxyType(
    {
        Round.State.OPEN: "info",
        Round.State.DECIDED: "warn",
        Round.State.ANNOUNCED: "warn",
        Round.State.PUBLISHED: "ok",
        Round.State.CANCELLED: "neutral",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """A round in the list; ``subjects`` counts those in the reader's reach."""

    pk: int
    title: str
    programme: str
    kind: str
    starts_on: date
    ends_before: date
    subjects: int
    state: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    """One appraised in a round's table: levels closed, total so far, grade and star as decided."""

    pk: int
    key: str
    group: str
    unit: str
    levels: Sequence[bool]
    awaiting: int
    total: str
    rating: str


@dataclass(frozen=True, slots=True)
class LevelRow:
    """How many sheets have a level closed, and how many wait at it."""

    title: str
    closed: int
    waiting: int


def round_rows(
    user: User,
    *,
    words: str = "",
    programme: str = "",
    state: str = "",
    page: str | int | None = 1,
) -> Leaf[RoundRow]:
    """A screenful of rounds, the latest first: two queries."""
    found = rounds_visible_to(user)
    if words:
        found = found.filter(title__icontains=words)
    if programme:
        found = found.filter(programme__code=programme)
    if state:
        found = found.filter(state=state)
    seen = subjects_visible_to(user, VIEW).order_by().values("pk")
    rows = found.select_related("programme").annotate(
        size=Count("subjects", filter=Q(subjects__in=seen))
    )

    def row(held: Round) -> RoundRow:
        return RoundRow(
            pk=held.pk,
            title=held.title,
            programme=str(held.programme),
            kind=held.kind_said,
            starts_on=held.starts_on,
            ends_before=held.ends_before,
            subjects=getattr(held, "size", 0),
            state=held.get_state_display(),
            tone=TONES[held.state],
        )

    return leaf_of(rows.order_by("-starts_on", "-pk"), row, page)


def subject_rows(
    user: User,
    held: Round,
    *,
    words: str = "",
    level: int | None = None,
    group: str = "",
    page: str | int | None = 1,
) -> Leaf[SubjectRow]:
    """A screenful of the appraised in reach: two queries.

    Once decided the best come first; people stay in the order of their names.
    """
    found = subjects_visible_to(user).filter(round=held)
    if words:
        found = found.filter(Q(key__icontains=words) | Q(institution__name__icontains=words))
    if level is not None:
        found = found.filter(level=level)
    if group:
        found = found.filter(group=group)
    scheme = sheets.scheme_of(held)
    tells = may_see_results(user, held)
    rows = found.select_related("institution", "result")
    best_first = (F("result__score").desc(nulls_last=True), "key", "pk")
    order = best_first if may_see_ranking(user, held) else ("group", "key", "pk")

    def row(one: Subject) -> SubjectRow:
        result = getattr(one, "result", None) if tells else None
        total = result.score if result else one.total
        return SubjectRow(
            pk=one.pk,
            key=one.key,
            group=one.group,
            unit=one.institution.name if one.institution.name not in one.key else "",
            levels=[place < one.level for place in range(len(scheme.levels))],
            awaiting=one.awaiting,
            total=canonical(total) if total is not None else "",
            rating=rating_said(scheme, result),
        )

    return leaf_of(rows.order_by(*order), row, page)


def may_see_results(user: User, held: Round) -> bool:
    """Decided results are known to whoever holds the round, announced ones to all in reach."""
    if held.state in (Round.State.ANNOUNCED, Round.State.PUBLISHED):
        return True
    return held.state == Round.State.DECIDED and holds(user, held)


def may_see_ranking(user: User, held: Round) -> bool:
    """Units and branches are ranked for all who may see results; persons never are."""
    return not is_of_persons(held) and may_see_results(user, held)


def is_of_persons(held: Round) -> bool:
    """Whether a round appraises people, each by their own evaluation form."""
    return held.edition.scheme.kind == Kind.POSTING.value


def level_rows(user: User, held: Round) -> list[LevelRow]:
    """How far a round is, level by level, among those in reach: one query."""
    counts = (
        subjects_visible_to(user)
        .filter(round=held)
        .order_by()
        .values_list("level")
        .annotate(n=Count("pk"))
    )
    at = dict(counts)
    return [
        LevelRow(
            in_own_language(level.title),
            sum(n for reached, n in at.items() if reached > place),
            at.get(place, 0),
        )
        for place, level in enumerate(sheets.scheme_of(held).levels)
    ]


def rating_said(scheme: Scheme, result: Result | None) -> str:
    """Grade and star in words."""
    if result is None:
        return ""
    titles = {
        ladder: {band.code: in_own_language(band.title) for band in scheme.bands(ladder)}
        for ladder in Ladder
    }
    said = [
        titles[Ladder.GRADES].get(result.grade, result.grade),
        titles[Ladder.STARS].get(result.star, result.star),
    ]
    return " · ".join(each for each in said if each)


def ratings_counted(held: Round) -> list[tuple[str, str]]:
    """How many got which grade and star, the highest first: one query."""
    scheme = sheets.scheme_of(held)
    found = list(Result.objects.filter(subject__round=held).values_list("grade", "star"))
    rows = []
    for place, ladder in enumerate((Ladder.GRADES, Ladder.STARS)):
        for band in scheme.bands(ladder):
            count = sum(1 for each in found if each[place] == band.code)
            rows.append((in_own_language(band.title), number(count)))
    return rows
