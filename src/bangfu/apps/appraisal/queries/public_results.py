"""Results shown to everybody: units and branches by name, their grade or star, nothing else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.timezone import localdate

from bangfu.apps.appraisal.models import Release, Result, Round
from bangfu.apps.registry.models import Area
from bangfu.core.appraisal.vocabulary import Kind, Ladder
from bangfu.web.wording import in_own_language

from . import sheets

MOST = 200
Listed = tuple[str, str, str]
"""Band, name, unit."""
NAMES = 300
"""Names on one page, so that it stays below 50 KiB for a phone on a weak net."""


@dataclass(frozen=True, slots=True)
class PublicRound:
    """A list in the list of lists."""

    pk: int
    title: str
    held_by: str
    published: date


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """One that is named; ``unit`` only where the name does not say it."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class PublicBand:
    """A grade or star, how many have it, and those of them on this page.

    ``stars`` are drawn beside its title.
    """

    title: str
    stars: int
    count: int
    units: Sequence[PublicUnit]

    @property
    def drawn(self) -> range:
        """One step for each star."""
        return range(self.stars)


def released() -> QuerySet[Release]:
    """The only door: published rounds of units that stand released."""
    return Release.objects.filter(
        ended_at__isnull=True, round__state=Round.State.PUBLISHED
    ).exclude(round__edition__scheme__kind=Kind.POSTING.value)


def public_rounds() -> list[PublicRound]:
    """Every list, the latest first: two queries."""
    rows = list(released().select_related("round")[:MOST])
    names = _areas(row.round.area_code for row in rows)
    return [
        PublicRound(
            row.round_id,
            row.round.title,
            names.get(row.round.area_code, ""),
            published_on(row.round),
        )
        for row in rows
    ]


def public_bands(
    release: Release, *, page: str | int | None = 1
) -> tuple[list[PublicBand], Leaf[Listed]]:
    """One screenful of the list, down to the band it was released to: one query.

    Bands of the screenful come with everybody's count; the leaf says which screenful it is.
    """
    ladder = Ladder.of(release.ladder)
    bands = sheets.scheme_of(release.round).bands(ladder)
    column = "star" if ladder is Ladder.STARS else "grade"
    codes = [band.code for band in bands]
    shown = codes[: codes.index(release.lowest) + 1] if release.lowest in codes else []
    rows = Result.objects.filter(subject__round=release.round, **{f"{column}__in": shown})
    names = list(
        rows.order_by("subject__institution__area_code", "subject__key").values_list(
            column, "subject__key", "subject__institution__name"
        )
    )
    counts = Counter(code for code, _key, _unit in names)
    names.sort(key=lambda row: codes.index(row[0]))
    leaf: Leaf[Listed] = Paginator(names, NAMES).get_page(page)
    found: dict[str, list[PublicUnit]] = {code: [] for code in shown}
    for code, key, unit in leaf.object_list:
        found[code].append(PublicUnit(key, "" if unit in key else unit))
    drawn = len(bands) if ladder is Ladder.STARS else 0
    whole = leaf.paginator.num_pages == 1
    return [
        PublicBand(
            in_own_language(band.title),
            max(drawn - place, 0),
            counts[band.code],
            found[band.code],
        )
        for place, band in enumerate(bands[: len(shown)])
        if whole or found[band.code]
    ], leaf


def held_by(held: Round) -> str:
    """The area whose office held a round: one query."""
    return _areas([held.area_code]).get(held.area_code, "")


def published_on(held: Round) -> date:
    """The day of publication."""
    return localdate(held.published_at) if held.published_at else held.ends_before


def _areas(codes: Iterable[str]) -> dict[str, str]:
    rows = Area.objects.filter(code__in=sorted(set(codes)), valid_to__isnull=True)
    return dict(rows.values_list("code", "name"))
