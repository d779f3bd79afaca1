"""Sheets as they stand: what is kept of a round's subjects, scored by its table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from bangfu.apps.appraisal.models import (
    Closing,
    Edition,
    Exemption,
    Figure,
    Mark,
    Round,
    Subject,
    VetoFact,
)
from bangfu.apps.evidence.queries import attachments_of
from bangfu.core.appraisal.reading import read_as_kept
from bangfu.core.appraisal.results import RoundResult
from bangfu.core.appraisal.scheme import Scheme
from bangfu.core.appraisal.scoring import score_round
from bangfu.core.appraisal.subjects import Change, Measured, Typed
from bangfu.core.appraisal.subjects import Subject as Known

_Row = TypeVar("_Row", Figure, Mark, Exemption, VetoFact, Closing)


def scheme_of(held: Round) -> Scheme:
    """The table a round scores by."""
    return scheme_in(held.edition)


def scheme_in(edition: Edition) -> Scheme:
    """What an edition says; a frozen text is read once."""
    return _read(edition.text)


def scored_round(held: Round) -> RoundResult:
    """Every sheet of a round: seven queries, however many there are."""
    return score_round(scheme_of(held), known_of(held, list(held.subjects.all())))


def scored_sheets(held: Round, subjects: Sequence[Subject]) -> RoundResult:
    """The sheets of some subjects; with the others of the round where the table looks at peers."""
    scheme = scheme_of(held)
    if scheme.looks_at_peers:
        return scored_round(held)
    return score_round(scheme, known_of(held, subjects))


def known_of(held: Round, subjects: Sequence[Subject]) -> list[Known]:
    """What scoring is told of each subject."""
    scheme = scheme_of(held)
    pks = [each.pk for each in subjects]
    figures = _by_subject(Figure.objects.standing().filter(subject__in=pks).order_by("pk"))
    marks = _by_subject(Mark.objects.standing().filter(subject__in=pks).order_by("pk"))
    exemptions = _by_subject(Exemption.objects.standing().filter(subject__in=pks).order_by("pk"))
    vetoes = _by_subject(VetoFact.objects.standing().filter(subject__in=pks).order_by("pk"))
    closings = _by_subject(Closing.objects.standing().filter(subject__in=pks).order_by("pk"))
    evidence = _evidence([mark for found in marks.values() for mark in found])
    return [
        Known(
            key=each.key,
            group=each.group,
            measured={figure.name: _measured(figure) for figure in figures[each.pk]},
            typed=_typed(scheme, marks[each.pk], evidence),
            declared={one.item: one.reason for one in exemptions[each.pk]},
            facts={one.veto: one.reason for one in vetoes[each.pk]},
            changes=_changes(scheme, marks[each.pk]),
            closed=_in_order(scheme, {one.level for one in closings[each.pk]}),
            last_grade=each.last_grade or None,
            last_star=each.last_star or None,
        )
        for each in subjects
    ]


def _evidence(marks: Iterable[Mark]) -> dict[int, tuple[str, ...]]:
    """References to the files of marks."""
    return {
        pk: tuple(f"file:{file.pk}" for file in files)
        for pk, files in attachments_of(marks).items()
    }


@lru_cache(maxsize=64)
def _read(text: str) -> Scheme:
    return read_as_kept(text)


def _by_subject(rows: Iterable[_Row]) -> Mapping[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.subject_id].append(row)
    return found


def _measured(figure: Figure) -> Measured:
    return Measured(
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        last_value=figure.last_value,
        last_numerator=figure.last_numerator,
        last_denominator=figure.last_denominator,
        sources=tuple(figure.sources),
    )


def _typed(
    scheme: Scheme, marks: Iterable[Mark], evidence: Mapping[int, tuple[str, ...]]
) -> dict[str, Typed]:
    """Judgements: points given to a judged item at its own level."""
    return {
        mark.item: Typed(points=mark.points, reason=mark.reason, evidence=evidence.get(mark.pk, ()))
        for mark in marks
        if scheme.judged_at(scheme.by_item[mark.item]) == mark.level
    }


def _changes(scheme: Scheme, marks: Iterable[Mark]) -> tuple[Change, ...]:
    """Everything else that levels gave, the lowest level first."""
    changed = [mark for mark in marks if scheme.judged_at(scheme.by_item[mark.item]) != mark.level]
    changed.sort(key=lambda mark: (scheme.level_codes.index(mark.level), mark.item))
    return tuple(
        Change(level=mark.level, item=mark.item, points=mark.points, reason=mark.reason)
        for mark in changed
    )


def _in_order(scheme: Scheme, closed: set[str]) -> tuple[str, ...]:
    return tuple(level for level in scheme.level_codes if level in closed)
