"""A draft tried: one rule on a figure, a whole table on the figures of a round. Nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from bangfu.apps.accounts.models import User
from bangfu.apps.appraisal.models import Result, Round, Subject
from bangfu.core.appraisal import Item, Measured, Scheme, Sheet, State, score_round
from bangfu.core.appraisal.arithmetic import exact
from bangfu.core.appraisal.rules import Inputs, Judgement, Scored
from bangfu.core.appraisal.subjects import Subject as Known

from .reach import rounds_visible_to
from .schemes import meanings_of
from .sheets import known_of, scheme_of


@dataclass(frozen=True, slots=True)
class OneMean:
    """Peers of whom only the mean is known."""

    value: Fraction | None
    count: int = 1_000_000

    def mean(self, group: str, code: str, *, pooled: bool) -> tuple[Fraction, int] | None:
        """The mean, as if of enough peers."""
        return None if self.value is None else (self.value, self.count)


def tried(
    scheme: Scheme,
    item: Item,
    figures: Mapping[str, Decimal],
    *,
    last: Decimal | None = None,
    mean: Decimal | None = None,
    gate: Decimal | None = None,
) -> Scored:
    """What an item's rule gives for figures; ``gate`` are the points of the item it waits for."""
    measured = {
        code: Measured(value=value, last_value=last if code in item.rule.needs[:1] else None)
        for code, value in figures.items()
    }
    waited = getattr(item.rule, "item", None)
    reached = (
        {waited: Scored(State.SCORED, gate, exact(gate))} if waited and gate is not None else {}
    )
    inputs = Inputs(
        measured=measured,
        typed={},
        reached=reached,
        meanings=meanings_of(scheme),
        places=scheme.total.item_places,
        titles={one.code: one.title for one in scheme.items},
    )
    return item.rule.points(inputs, item, OneMean(None if mean is None else exact(mean)))


def rounds_like(user: User, scheme: Scheme) -> list[Round]:
    """Rounds in reach whose subjects are of the table's kind, the latest first."""
    found = rounds_visible_to(user).filter(edition__scheme__kind=scheme.kind.value)
    return list(found.exclude(state=Round.State.CANCELLED).order_by("-ends_before", "-pk"))


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that gives other points by the draft; nothing where a table does not have it."""

    title: str
    before: Decimal | None
    after: Decimal | None

    @property
    def distance(self) -> Decimal:
        """How far it moved, up or down."""
        return abs((self.after or Decimal(0)) - (self.before or Decimal(0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRow:
    """One subject by both tables; ``moved`` are its items with other points, the furthest first."""

    name: str
    before: Decimal | None
    after: Decimal | None
    grade_before: str
    grade_after: str
    rank_before: int | None
    rank_after: int | None
    missing: Sequence[str]
    moved: Sequence[Moved]

    @property
    def difference(self) -> Decimal | None:
        """How many points more by the draft."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A draft beside a round's results; ``no_figures`` are items nobody has figures for."""

    rows: Sequence[TrialRow]
    no_figures: Sequence[str]
    up: int
    down: int


def trial(scheme: Scheme, held: Round, user: User, language: str) -> Trial:
    """A draft scored on what stands in a round, beside what the round came to.

    Raises what scoring raises, for example a peers' mean of nobody.
    """
    subjects = list(held.subjects.select_related("institution", "partner"))
    known, table = known_of(held, subjects), scheme_of(held)
    asked = [_as_asked(scheme, one) for one in known]
    new = {sheet.key: sheet for sheet in score_round(scheme, asked).sheets}
    as_it_stands = {sheet.key: sheet for sheet in score_round(table, known).sheets}
    old = _decided(held, table, language) or {
        key: _Standing(sheet.total, _bands(table, sheet, language))
        for key, sheet in as_it_stands.items()
    }
    rows = [
        _row(
            scheme,
            one,
            new[one.key],
            old.get(one.key),
            _moved((table, as_it_stands[one.key]), (scheme, new[one.key]), language),
            language,
        )
        for one in subjects
    ]
    ranked = _ranks([row.before for row in rows]), _ranks([row.after for row in rows])
    rows = [
        replace(row, rank_before=ranked[0][index], rank_after=ranked[1][index])
        for index, row in enumerate(rows)
    ]
    rows.sort(key=lambda row: (row.rank_after is None, row.rank_after, row.name))
    differences = [row.difference or 0 for row in rows]
    return Trial(
        rows=rows,
        no_figures=_of_nobody(scheme, list(new.values()), language),
        up=sum(each > 0 for each in differences),
        down=sum(each < 0 for each in differences),
    )


def _as_asked(scheme: Scheme, known: Known) -> Known:
    """What is known of a subject as far as the draft asks for it, every level finished."""
    bands = {band.code for band in (*scheme.grades, *scheme.stars)}
    typed = {
        code: given
        for code, given in known.typed.items()
        if (item := scheme.by_item.get(code))
        and isinstance(item.rule, Judgement)
        and item.lowest <= exact(given.points) <= item.highest
    }
    changes = tuple(
        one
        for one in known.changes
        if one.level in scheme.level_codes
        and (item := scheme.by_item.get(one.item))
        and item.lowest <= exact(one.points) <= item.highest
        and scheme.judged_at(item) != one.level
    )
    return replace(
        known,
        measured={code: one for code, one in known.measured.items() if code in scheme.needs},
        typed=typed,
        declared={code: why for code, why in known.declared.items() if code in scheme.by_item},
        facts={code: why for code, why in known.facts.items() if code in scheme.facts},
        changes=changes,
        closed=scheme.level_codes,
        last_grade=known.last_grade if known.last_grade in bands else None,
        last_star=known.last_star if known.last_star in bands else None,
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    score: Decimal | None
    grade: str


def _decided(held: Round, table: Scheme, language: str) -> dict[str, _Standing]:
    """Results as decided, where they are."""
    return {
        one.subject.key: _Standing(one.score, _titles(table, one.grade, one.star, language))
        for one in Result.objects.filter(subject__round=held).select_related("subject")
    }


def _moved(
    before: tuple[Scheme, Sheet], after: tuple[Scheme, Sheet], language: str
) -> Sequence[Moved]:
    """Items whose points differ, or that only one of the tables has."""
    (old_table, old), (new_table, new) = before, after
    was = {line.code: line.points for line in old.items}
    now = {line.code: line.points for line in new.items}
    items = {**old_table.by_item, **new_table.by_item}
    found = [
        Moved(items[code].title.in_language(language), was.get(code), now.get(code))
        for code in {**was, **now}
        if was.get(code) != now.get(code)
    ]
    return sorted(found, key=lambda one: one.distance, reverse=True)


def _row(
    scheme: Scheme,
    subject: Subject,
    sheet: Sheet,
    old: _Standing | None,
    moved: Sequence[Moved],
    language: str,
) -> TrialRow:
    missing = [
        scheme.by_item[line.code].title.in_language(language)
        for line in sheet.items
        if line.state is not State.SCORED
    ]
    return TrialRow(
        name=str(subject),
        before=old.score if old else None,
        after=sheet.total,
        grade_before=old.grade if old else "",
        grade_after=_bands(scheme, sheet, language),
        rank_before=None,
        rank_after=None,
        missing=missing,
        moved=moved,
    )


def _bands(scheme: Scheme, sheet: Sheet, language: str) -> str:
    return _titles(scheme, sheet.grade, sheet.star, language)


def _titles(scheme: Scheme, grade: str | None, star: str | None, language: str) -> str:
    """Grade and star by their names."""
    titles = [
        band.title.in_language(language)
        for bands, code in ((scheme.grades, grade), (scheme.stars, star))
        for band in bands
        if band.code == code
    ]
    return "、".join(titles)


def _ranks(scores: Sequence[Decimal | None]) -> list[int | None]:
    """Places from the highest score; equal scores share a place."""
    places: dict[Decimal, int] = {}
    for place, score in enumerate(sorted((s for s in scores if s is not None), reverse=True), 1):
        places.setdefault(score, place)
    return [None if score is None else places[score] for score in scores]


def _of_nobody(scheme: Scheme, sheets: Sequence[Sheet], language: str) -> list[str]:
    scored = {line.code for sheet in sheets for line in sheet.items if line.state is State.SCORED}
    return [item.title.in_language(language) for item in scheme.items if item.code not in scored]
