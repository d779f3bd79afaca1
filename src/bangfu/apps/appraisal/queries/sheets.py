"""Sheets as they stand: what is kept of a round's subjects, scored by its table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

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
from bangfu.apps.evidence.models import Attachment
from bangfu.core.appraisal.reading import read_as_kept
from bangfu.core.appraisal.results import RoundResult
from bangfu.core.appraisal.scheme import Scheme
from bangfu.core.appraisal.scoring import score_round
from bangfu.core.appraisal.subjects import Change, Measured, Typed
from bangfu.core.appraisal.subjects import Subject as Known

_AMOUNTS = (
    "value",
    "numerator",
    "denominator",
    "last_value",
    "last_numerator",
    "last_denominator",
)
"""What a kept figure and ``Measured`` both say, by the same names."""
_FIGURE = ("name", *_AMOUNTS, "sources")


class _Mark(NamedTuple):
    """A mark that stands."""

    pk: int
    item: str
    level: str
    points: Decimal
    reason: str


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
    """What scoring is told of each subject: six queries, however many there are.

    Rows are read as plain values: of a round of 2,000 there are many thousands.
    """
    scheme = scheme_of(held)
    pks = [each.pk for each in subjects]
    figures = _by_subject(Figure.objects.standing().filter(subject__in=pks), *_FIGURE)
    standing = Mark.objects.standing().filter(subject__in=pks)
    marks = _by_subject(standing, *_Mark._fields)
    exemptions = _by_subject(Exemption.objects.standing().filter(subject__in=pks), "item", "reason")
    vetoes = _by_subject(VetoFact.objects.standing().filter(subject__in=pks), "veto", "reason")
    closings = _by_subject(Closing.objects.standing().filter(subject__in=pks), "level")
    evidence = _evidence(standing)
    return [
        _known(
            scheme,
            each,
            measured={name: _measured(rest) for name, *rest in figures[each.pk]},
            marks=[_Mark(*row) for row in marks[each.pk]],
            evidence=evidence,
            declared=dict(exemptions[each.pk]),
            facts=dict(vetoes[each.pk]),
            closed={level for (level,) in closings[each.pk]},
        )
        for each in subjects
    ]


def _known(
    scheme: Scheme,
    subject: Subject,
    *,
    measured: Mapping[str, Measured],
    marks: Sequence[_Mark],
    evidence: Mapping[int, tuple[str, ...]],
    declared: Mapping[str, str],
    facts: Mapping[str, str],
    closed: set[str],
) -> Known:
    """One subject; points at a judged item's own level are its judgement, all others changes."""
    judged = {item.code: scheme.judged_at(item) for item in scheme.items}
    typed = [mark for mark in marks if judged[mark.item] == mark.level]
    changed = [mark for mark in marks if judged[mark.item] != mark.level]
    changed.sort(key=lambda mark: (scheme.level_codes.index(mark.level), mark.item))
    return Known(
        key=subject.key,
        group=subject.group,
        measured=measured,
        typed={
            mark.item: Typed(
                points=mark.points, reason=mark.reason, evidence=evidence.get(mark.pk, ())
            )
            for mark in typed
        },
        declared=declared,
        facts=facts,
        changes=tuple(
            Change(level=mark.level, item=mark.item, points=mark.points, reason=mark.reason)
            for mark in changed
        ),
        closed=tuple(level for level in scheme.level_codes if level in closed),
        last_grade=subject.last_grade or None,
        last_star=subject.last_star or None,
    )


@lru_cache(maxsize=64)
def _read(text: str) -> Scheme:
    return read_as_kept(text)


def _by_subject(rows: QuerySet[Any], *fields: str) -> Mapping[int, list[Any]]:
    """Rows in the order they were kept, as values of these fields, by their subject."""
    found: dict[int, list[Any]] = defaultdict(list)
    for subject, *values in rows.order_by("pk").values_list("subject_id", *fields):
        found[subject].append(values)
    return found


def _measured(values: Sequence[Any]) -> Measured:
    """A figure from the values of ``_FIGURE`` after its name."""
    *amounts, sources = values
    return Measured(**dict(zip(_AMOUNTS, amounts, strict=True)), sources=tuple(sources))


def _evidence(marks: QuerySet[Mark]) -> Mapping[int, tuple[str, ...]]:
    """References to the files that stand with marks, the earliest first."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    files = Attachment.objects.standing().filter(
        subject_type=Mark._meta.label_lower, subject_id__in=marks.order_by().values("pk")
    )
    for mark, file in files.order_by("attached_at", "pk").values_list("subject_id", "pk"):
        found[mark] += (f"file:{file}",)
    return found
