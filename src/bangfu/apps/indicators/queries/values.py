"""What an indicator came to at one place: for score items and for whoever needs one figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bangfu.apps.indicators.models import Level, Snapshot
from bangfu.apps.indicators.statement import in_programme
from bangfu.apps.registry.models import Institution
from bangfu.core.indicators import HOST, Figures, Indicator, indicator_of
from bangfu.core.indicators.facts import months_between


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator over some months at one place, with both sums and where they came from.

    ``amount`` is nothing where there is nothing to divide by, or no facts at all (``months`` is
    then 0). A share is a number from 0 to 1. ``reference`` names the snapshots a reader can open.
    """

    indicator: Indicator
    figures: Figures
    amount: Decimal | None
    months: int
    reference: str

    @property
    def is_known(self) -> bool:
        """Whether any month had facts."""
        return self.months > 0


def value_of(
    indicator: str,
    institution: Institution,
    months: tuple[int, int],
    *,
    side: str = HOST,
    programme: str = "",
) -> Value:
    """What an indicator came to at an institution from one month to another (``yyyymm``).

    Of everything it took part in, from the snapshots: one query. With ``programme`` of that one
    alone, out of the facts. A count over months without facts is 0, a rate has no amount. Raises
    ``UnknownIndicator``.
    """
    one = indicator_of(indicator)
    found = values_of([indicator], [institution.code], months, side=side, programme=programme)
    return found.get((one.code, institution.code)) or _value(
        one, institution.code, months, side, {}, programme
    )


def values_of(
    indicators: Iterable[str],
    institutions: Iterable[str],
    months: tuple[int, int],
    *,
    side: str = HOST,
    programme: str = "",
) -> dict[tuple[str, str], Value]:
    """The same for many indicators and institutions' codes, in one query for all of them.

    Pairs without any fact are left out.
    """
    asked = {code: indicator_of(code) for code in indicators}
    codes = sorted(set(institutions))
    found: dict[tuple[str, str], dict[int, Figures]] = {}
    for code, place, month, figures in _read(tuple(asked), codes, months, side, programme):
        found.setdefault((code, place), {})[month] = figures
    return {
        (code, place): _value(asked[code], place, months, side, by_month, programme)
        for (code, place), by_month in found.items()
    }


def _read(
    asked: tuple[str, ...],
    places: list[str],
    months: tuple[int, int],
    side: str,
    programme: str,
) -> Iterable[tuple[str, str, int, Figures]]:
    first, last = months
    if programme:
        wanted = set(places)
        rows = in_programme(asked, programme=programme, first=first, last=last)
        for ((code, of, level, place), month), figures in rows.items():
            if level == Level.INSTITUTION and of == side and place in wanted:
                yield code, place, month, figures
        return
    snapshots = Snapshot.objects.filter(
        indicator__in=asked,
        side=side,
        level=Level.INSTITUTION,
        place__in=places,
        month__gte=first,
        month__lte=last,
    )
    for code, place, month, above, below in snapshots.order_by("month").values_list(
        "indicator", "place", "month", "numerator", "denominator"
    ):
        yield code, place, month, Figures(above, below)


def _value(
    one: Indicator,
    place: str,
    months: tuple[int, int],
    side: str,
    by_month: dict[int, Figures],
    programme: str,
) -> Value:
    first, last = months
    told = [by_month.get(month, Figures()) for month in months_between(first, last)]
    figures = one.over(told)
    reference = f"indicator:{one.code}:{side}:{place}:{first}-{last}"
    return Value(
        indicator=one,
        figures=figures,
        amount=one.value(figures),
        months=sum(1 for each in told if each),
        reference=f"{reference}:{programme}" if programme else reference,
    )
