"""From totals to grades and stars: bands, gates, vetoes, no level skipped, quotas last.

The rounded total decides, since it is the one that is published. A quota comes last: whoever a
veto or a gate has already held down takes no place of it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from bangfu.core.refusal import Refusal

from .arithmetic import exact
from .results import Sheet
from .scheme import Band, Climb, Gate, Scheme, Veto
from .subjects import Subject
from .vocabulary import Figure, Ladder, Reason, Step, Ties


class NoPreviousRating(Refusal):
    """No level may be skipped, and one that is rated has no rating before."""


class UnknownRating(Refusal):
    """The last rating is none of the table's."""


@dataclass(slots=True)
class Standing:
    """Where somebody stands on one ladder: the place of the band, 0 being the best."""

    sheet: Sheet
    subject: Subject
    place: int
    reasons: list[Reason]


def graded(
    scheme: Scheme, ladder: Ladder, sheets: Sequence[Sheet], subjects: Mapping[str, Subject]
) -> dict[str, tuple[str, tuple[Reason, ...]]]:
    """The band of every complete sheet by key, with the reasons.

    Raises ``NoPreviousRating`` or ``UnknownRating``.
    """
    bands = scheme.bands(ladder)
    if not bands:
        return {}
    climb = next((climb for climb in scheme.climbs if climb.ladder is ladder), None)
    standings = []
    for sheet in sheets:
        if not sheet.complete or sheet.total is None:
            continue
        standing = _by_total(scheme, bands, sheet, subjects[sheet.key])
        _vetoed(scheme, ladder, bands, standing)
        if climb:
            _climbed(climb, bands, standing)
        standings.append(standing)
    _within_quotas(scheme, bands, standings)
    return {s.sheet.key: (bands[s.place].code, tuple(s.reasons)) for s in standings}


def _by_total(scheme: Scheme, bands: Sequence[Band], sheet: Sheet, subject: Subject) -> Standing:
    total = Fraction(sheet.total or 0)
    place = next(
        (n for n, band in enumerate(bands) if total >= exact(band.from_score)), len(bands) - 1
    )
    reasons = [_reason("total", "总分{0}分，为“{1}”", "{0} points: {1}", total, bands[place].title)]
    while place < len(bands) - 1:
        missed = next(
            (g for g in bands[place].gates if _reached(sheet, g) < exact(g.at_least)), None
        )
        if missed is None:
            break
        reasons.append(_gated(scheme, bands, place, missed, _reached(sheet, missed)))
        place += 1
    return Standing(sheet, subject, place, reasons)


def _reached(sheet: Sheet, gate: Gate) -> Fraction:
    if gate.block is not None:
        return Fraction(sheet.block(gate.block).points)
    return Fraction(sheet.item(str(gate.item)).points or 0)


def _gated(
    scheme: Scheme, bands: Sequence[Band], place: int, gate: Gate, found: Fraction
) -> Reason:
    title = (
        next(block.title for block in scheme.blocks if block.code == gate.block)
        if gate.block is not None
        else scheme.by_item[str(gate.item)].title
    )
    return _reason(
        "gate",
        "“{0}”要求“{1}”不低于{2}分，实得{3}分，降为“{4}”",
        '{0} asks {2} points of "{1}", found {3}: {4}',
        *(bands[place].title, title, exact(gate.at_least), found, bands[place + 1].title),
    )


def _vetoed(scheme: Scheme, ladder: Ladder, bands: Sequence[Band], standing: Standing) -> None:
    places = {band.code: place for place, band in enumerate(bands)}
    sets: list[tuple[int, Veto]] = []
    for veto in scheme.vetoes:
        if veto.ladder is not ladder or veto.fact not in standing.subject.facts:
            continue
        if veto.sets is not None:
            sets.append((places[veto.sets], veto))
        elif places[str(veto.at_most)] > standing.place:
            standing.place = places[str(veto.at_most)]
            standing.reasons.append(_veto_reason(veto, bands[standing.place], standing))
    if sets:
        # Several facts may set a result: the worst one stands.
        place, veto = max(sets, key=lambda found: found[0])
        standing.place = place
        standing.reasons.append(_veto_reason(veto, bands[place], standing))


def _veto_reason(veto: Veto, band: Band, standing: Standing) -> Reason:
    said = standing.subject.facts[veto.fact]
    if veto.sets is not None:
        zh, en = "一票否决：{0}（{1}），定为“{2}”", "veto: {0} ({1}), set to {2}"
    else:
        zh, en = "一票否决：{0}（{1}），最高“{2}”", "veto: {0} ({1}), {2} at most"
    return _reason("veto", zh, en, veto.title, said, band.title)


def _climbed(climb: Climb, bands: Sequence[Band], standing: Standing) -> None:
    """Held to so many levels above the last rating."""
    codes = [band.code for band in bands]
    stars = climb.ladder is Ladder.STARS
    last = standing.subject.last_star if stars else standing.subject.last_grade
    if last is not None and last not in codes:
        raise UnknownRating(
            zh=f"“{standing.subject.key}”上次评为“{last}”，本表没有这个{climb.ladder.zh}，请核对。",
            en=f'"{standing.subject.key}" was last rated "{last}", which this table does not know.',
        )
    if last is None and climb.first is None:
        raise NoPreviousRating(
            zh=f"{climb.ladder.zh}不得越级，但“{standing.subject.key}”没有上次评定结果；"
            "请补录上次结果，或在评分表中写明首次评定最高可评哪一级。",
            en=f'no level may be skipped, but "{standing.subject.key}" was never rated; enter the '
            "last rating, or let the table say the best first one.",
        )
    best = codes.index(str(climb.first)) if last is None else codes.index(last) - climb.steps
    if standing.place < best:
        standing.place = best
        standing.reasons.append(
            _reason("first", "首次评定最高“{0}”", "{0} at most when rated first", bands[best].title)
            if last is None
            else _reason(
                "climb",
                "上次“{0}”，不得越级，本次最高“{1}”",
                "last time {0}; no level is skipped: {1} at most",
                *(bands[codes.index(last)].title, bands[best].title),
            )
        )


def _within_quotas(scheme: Scheme, bands: Sequence[Band], standings: Sequence[Standing]) -> None:
    groups: dict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        groups[standing.subject.group if scheme.ranking.per_group else ""].append(standing)
    for members in groups.values():
        for place, band in enumerate(bands[:-1]):
            most = places(band, len(members))
            inside = [standing for standing in members if standing.place == place]
            if most is None or len(inside) <= most:
                continue
            for standing in _beyond(scheme, inside, most):
                standing.place = place + 1
                standing.reasons.append(
                    _reason(
                        "quota",
                        "“{0}”名额{1}个（参评{2}个），按总分和并列规则未入选，列为“{3}”",
                        "{1} places of {0} among {2}; by total and ties beyond them: {3}",
                        *(band.title, Fraction(most), Fraction(len(members))),
                        bands[place + 1].title,
                    )
                )


def places(band: Band, among: int) -> int | None:
    """How many may have a band; shares are rounded down."""
    limits = []
    if band.share_at_most is not None:
        limits.append(floor(exact(band.share_at_most) * among))
    if band.count_at_most is not None:
        limits.append(band.count_at_most)
    return min(limits) if limits else None


def _beyond(scheme: Scheme, inside: Sequence[Standing], most: int) -> list[Standing]:
    """Those a quota has no place for."""
    ranked = sorted(inside, key=lambda standing: _rank(scheme, standing), reverse=True)
    # The first without a place: whoever equals it is tied where the quota ends.
    border = _rank(scheme, ranked[most])
    if not most or _rank(scheme, ranked[most - 1]) != border:
        return ranked[most:]
    if scheme.ranking.ties is Ties.ABOVE:
        return [standing for standing in ranked if _rank(scheme, standing) < border]
    return [standing for standing in ranked if _rank(scheme, standing) <= border]


def _rank(scheme: Scheme, standing: Standing) -> tuple[Decimal, ...]:
    sheet = standing.sheet
    blocks = {line.code: line.points for line in sheet.blocks}
    items = {line.code: line.points for line in sheet.items}
    breakers = (
        blocks[code] if code in blocks else items.get(code) or Decimal(0)
        for code in scheme.ranking.tie_breakers
    )
    return (sheet.total or Decimal(0), *breakers)


def _reason(code: str, zh: str, en: str, *figures: Figure) -> Reason:
    return Reason(code, Step(zh, en, figures))
