"""A round's results in their order: places in the round and in the group of peers."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Page as Leaf
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Result, Round, Subject
from bangfu.apps.intake.queries import leaf_of
from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.arithmetic import canonical
from bangfu.core.appraisal.vocabulary import Ladder
from bangfu.web.components import Tone
from bangfu.web.wording import in_own_language

from . import sheets
from .reach import subjects_visible_to

MOVES = {1: lambda: _("上升"), 0: lambda: _("持平"), -1: lambda: _("下降")}
"""How a rating compares with the last one, in the reader's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRow:
    """One place: equals share it, and the places after them stay empty.

    ``in_group`` is nought where the round has no groups; ``move`` says how the rating compares with
    the last one.
    """

    pk: int
    place: int
    in_group: int
    key: str
    group: str
    unit: str
    score: str
    grade: str
    star: str
    last: str
    move: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Standings:
    """Every score of a round, best first, in the round and in each group; and what was rated."""

    overall: Sequence[Decimal]
    groups: Mapping[str, Sequence[Decimal]]
    rated: Counter[tuple[str, str]]

    def place(self, score: Decimal) -> int:
        """How many are better, and one."""
        return _place(self.overall, score)

    def place_in(self, group: str, score: Decimal) -> int:
        """The same among peers; nought where nobody is grouped."""
        return _place(self.groups[group], score) if group else 0


def standings_of(held: Round) -> Standings:
    """The scores of a round: one query."""
    rows = Result.objects.filter(subject__round=held).order_by()
    groups: dict[str, list[Decimal]] = defaultdict(list)
    overall: list[Decimal] = []
    rated: Counter[tuple[str, str]] = Counter()
    found = rows.values_list("subject__group", "score", "grade", "star")
    for group, score, grade, star in found:
        overall.append(-score)
        groups[group].append(-score)
        rated[grade, star] += 1
    return Standings(
        sorted(overall), {group: sorted(found) for group, found in groups.items()}, rated
    )


def ranked(
    user: User, held: Round, *, words: str = "", group: str = "", rating: str = ""
) -> QuerySet[Subject]:
    """Subjects in reach with a result, the best first.

    ``rating`` is ``ladder:code``, as the filter's choices name it.
    """
    found = subjects_visible_to(user).filter(round=held, result__isnull=False)
    if words:
        found = found.filter(Q(key__icontains=words) | Q(institution__name__icontains=words))
    if group:
        found = found.filter(group=group)
    ladder, _colon, code = rating.partition(":")
    if code:
        stars = ladder == Ladder.STARS.value
        found = found.filter(**{"result__star" if stars else "result__grade": code})
    return found.select_related("institution", "result").order_by("-result__score", "key", "pk")


def rank_rows(
    user: User,
    held: Round,
    standings: Standings,
    *,
    page: str | int | None = 1,
    **by: str,
) -> Leaf[RankRow]:
    """A screenful of the ranking: two queries."""
    scheme = sheets.scheme_of(held)
    return leaf_of(ranked(user, held, **by), lambda one: _row(scheme, one, standings), page)


def every_rank(
    user: User, held: Round, standings: Standings, **by: str
) -> tuple[int, Iterator[RankRow]]:
    """The whole ranking, for a file: how many, and the rows while they are read."""
    found, scheme = ranked(user, held, **by), sheets.scheme_of(held)
    return found.count(), (_row(scheme, one, standings) for one in found.iterator(chunk_size=1000))


def group_choices(held: Round) -> list[tuple[str, str]]:
    """The groups of a round as choices: one query."""
    names = held.subjects.exclude(group="").order_by("group").values_list("group", flat=True)
    return [(name, name) for name in names.distinct()]


def rating_choices(scheme: Scheme) -> list[tuple[str, str]]:
    """Every grade and star of a table, named by its ladder."""
    return [
        (f"{ladder.value}:{band.code}", in_own_language(band.title))
        for ladder in Ladder
        for band in scheme.bands(ladder)
    ]


def _place(scores: Sequence[Decimal], score: Decimal) -> int:
    return bisect_left(scores, -score) + 1


def _row(scheme: Scheme, one: Subject, standings: Standings) -> RankRow:
    result = one.result
    last, move, tone = _compared(scheme, one, result)
    return RankRow(
        pk=one.pk,
        place=standings.place(result.score),
        in_group=standings.place_in(one.group, result.score),
        key=one.key,
        group=one.group,
        unit=one.institution.name if one.institution.name not in one.key else "",
        score=canonical(result.score),
        grade=band_title(scheme, Ladder.GRADES, result.grade),
        star=band_title(scheme, Ladder.STARS, result.star),
        last=last,
        move=move,
        tone=tone,
    )


def band_title(scheme: Scheme, ladder: Ladder, code: str) -> str:
    """What a grade or star is called; its code where the table has none of it."""
    found = (in_own_language(band.title) for band in scheme.bands(ladder) if band.code == code)
    return next(found, code)


def compared(scheme: Scheme, ladder: Ladder, last: str, now: str) -> int:
    """By how many bands a rating rose against the last one; nought where either is missing."""
    codes = [band.code for band in scheme.bands(ladder)]
    if last not in codes or now not in codes:
        return 0
    return codes.index(last) - codes.index(now)


def _compared(scheme: Scheme, one: Subject, result: Result) -> tuple[str, str, Tone]:
    ladder = Ladder.STARS if one.last_star else Ladder.GRADES
    last = one.last_star or one.last_grade
    if not last:
        return "", "", "neutral"
    now = result.star if ladder is Ladder.STARS else result.grade
    rose = compared(scheme, ladder, last, now)
    tone: Tone = "ok" if rose > 0 else "warn" if rose < 0 else "neutral"
    return band_title(scheme, ladder, last), MOVES[(rose > 0) - (rose < 0)](), tone
