"""What deciding a round would come to: ratings, what held them down, places of quotas."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bangfu.apps.appraisal.models import Round, Subject
from bangfu.core.appraisal import Scheme
from bangfu.core.appraisal.arithmetic import canonical, exact
from bangfu.core.appraisal.grading import places
from bangfu.core.appraisal.results import Sheet
from bangfu.core.appraisal.scheme import Band
from bangfu.core.appraisal.vocabulary import Ladder
from bangfu.web.wording import in_own_language

from . import sheets
from .ranking import band_title, compared

TOTAL = "total"
"""The reason that every rating has; all others hold it down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewRow:
    """What one would get: ``due`` by the total alone, ``result`` after gates, vetoes and quotas.

    ``held`` says what held it down; ``fell`` that it is worse than last time; ``waiting`` counts
    items without points, with which there is no rating yet.
    """

    pk: int
    key: str
    group: str
    total: str
    due: str
    result: str
    last: str
    held: Sequence[str]
    fell: bool
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRow:
    """A band whose places are limited: how many there are, are taken, and came too late."""

    band: str
    group: str
    among: int
    most: int
    taken: int
    beyond: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A whole round as it would be decided now."""

    rows: Sequence[PreviewRow]
    quotas: Sequence[QuotaRow]
    spread: Sequence[tuple[str, int]]
    waiting: int

    @property
    def held(self) -> int:
        """How many get less than their total alone would give."""
        return sum(1 for row in self.rows if row.held)

    @property
    def fell(self) -> int:
        """How many are rated worse than last time."""
        return sum(1 for row in self.rows if row.fell)


def preview_of(held: Round) -> Preview:
    """The round scored and graded as it stands: seven queries. Raises what scoring refuses."""
    scheme = sheets.scheme_of(held)
    subjects = {one.key: one for one in held.subjects.select_related("institution")}
    result = sheets.scored_round(held)
    rows = [_row(scheme, subjects[sheet.key], sheet) for sheet in result.sheets]
    ladder = _ladder(scheme)
    codes = Counter(_code(sheet, ladder) for sheet in result.sheets)
    return Preview(
        rows=sorted(rows, key=lambda row: (bool(row.waiting), -_points(row), row.key)),
        quotas=_quotas(scheme, ladder, result.sheets, subjects),
        spread=[(in_own_language(band.title), codes[band.code]) for band in scheme.bands(ladder)],
        waiting=sum(1 for sheet in result.sheets if not sheet.complete),
    )


def _ladder(scheme: Scheme) -> Ladder:
    """Stars where the table has them, else grades."""
    return Ladder.STARS if scheme.stars else Ladder.GRADES


def _code(sheet: Sheet, ladder: Ladder) -> str:
    return (sheet.star if ladder is Ladder.STARS else sheet.grade) or ""


def _points(row: PreviewRow) -> float:
    return float(row.total or 0)


def _row(scheme: Scheme, one: Subject, sheet: Sheet) -> PreviewRow:
    ladder = _ladder(scheme)
    now = _code(sheet, ladder)
    last = one.last_star if ladder is Ladder.STARS else one.last_grade
    both = [
        band_title(scheme, each, _code(sheet, each))
        for each in Ladder
        if scheme.bands(each) and _code(sheet, each)
    ]
    return PreviewRow(
        pk=one.pk,
        key=one.key,
        group=one.group,
        total=canonical(sheet.total) if sheet.total is not None else "",
        due=_due(scheme, ladder, sheet),
        result=" · ".join(both),
        last=band_title(scheme, ladder, last) if last else "",
        held=[in_own_language(one.step) for one in sheet.reasons if one.code != TOTAL],
        fell=compared(scheme, ladder, last, now) < 0,
        waiting=len(sheet.awaiting),
    )


def _due(scheme: Scheme, ladder: Ladder, sheet: Sheet) -> str:
    """The band of the total alone."""
    if not sheet.complete or sheet.total is None:
        return ""
    total = exact(sheet.total)
    bands = scheme.bands(ladder)
    found = next((band for band in bands if total >= exact(band.from_score)), None)
    return in_own_language(found.title) if found else ""


def _quotas(
    scheme: Scheme, ladder: Ladder, found: Sequence[Sheet], subjects: Mapping[str, Subject]
) -> list[QuotaRow]:
    members: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in found:
        if sheet.complete:
            members[subjects[sheet.key].group if scheme.ranking.per_group else ""].append(sheet)
    return [
        _quota(band, group, most, ladder, inside)
        for band in scheme.bands(ladder)
        for group, inside in sorted(members.items())
        if (most := places(band, len(inside))) is not None
    ]


def _quota(band: Band, group: str, most: int, ladder: Ladder, inside: Sequence[Sheet]) -> QuotaRow:
    return QuotaRow(
        band=in_own_language(band.title),
        group=group,
        among=len(inside),
        most=most,
        taken=sum(1 for sheet in inside if _code(sheet, ladder) == band.code),
        beyond=sum(
            1
            for sheet in inside
            for reason in sheet.reasons
            if reason.code == "quota" and reason.step.figures[0] == band.title
        ),
    )
