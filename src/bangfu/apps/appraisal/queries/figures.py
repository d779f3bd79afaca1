"""The inputs of a round measured for each of the appraised: nothing is typed that is recorded."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from bangfu.apps.appraisal.models import Round, Subject
from bangfu.apps.indicators.queries.values import values_of
from bangfu.core.appraisal.measuring import measured
from bangfu.core.appraisal.settings import shipped
from bangfu.core.appraisal.subjects import Measured
from bangfu.core.appraisal.vocabulary import Kind
from bangfu.core.indicators import GIVER, HOST
from bangfu.core.indicators import catalogue as indicators
from bangfu.core.programmes.words import Coded

from . import measuring, sheets

SIDES: Mapping[str, str] = MappingProxyType(
    {
        Kind.PAIRING.value: shipped().pairing.side,
        Kind.HOST.value: HOST,
        Kind.UNIT.value: HOST,
        Kind.SENDER.value: GIVER,
    }
)
"""On whose side indicators are read. A pairing takes those of its host in the programme, whoever
else helps that host: facts are not kept by pair. Departments, branches and persons have no
indicators of their own, and a hospital's would not be theirs."""

Found = dict[int, dict[str, Measured]]


def measured_of(held: Round, *, on: date) -> Found:
    """What is known of each subject by its key and the input's code, until a day.

    What no record holds is left out, never nought: the table says what becomes of such an item.
    """
    needs = sheets.scheme_of(held).needs
    subjects = list(held.subjects.select_related("institution", "partner"))
    found: Found = {one.pk: {} for one in subjects}
    asked = measuring.asked_of(held, subjects, on=on)
    if asked is None:
        return found
    _indicators(held, subjects, needs, asked.days.last_day, found)
    for code in sorted(needs):
        measure = measuring.measure_of(code, asked.kind)
        if measure is None:
            continue
        for pk, rows in measure.read(asked).items():
            figure = measuring.figure_of(measure, rows)
            if figure is not None:
                found[pk][code] = figure
    return found


class Supply(Coded):
    """Where the figure of an input comes from, for one kind of subject."""

    INDICATOR = "indicator", "指标", "indicator"
    RECORDS = "records", "业务记录", "records"
    REPORTED = "reported", "单位报送", "reported by the unit"


def supply_of(code: str, kind: Kind) -> Supply:
    """Where an input comes from: nothing that is not measured is lost, it is reported."""
    if is_indicator(code, kind.value):
        return Supply.INDICATOR
    return Supply.RECORDS if measuring.measure_of(code, kind) else Supply.REPORTED


def is_indicator(code: str, kind: str) -> bool:
    """Whether an input is read from the snapshots of indicators for a kind of subject."""
    return kind in SIDES and code in indicators()


def reported_inputs(held: Round) -> frozenset[str]:
    """Inputs of a round that no record holds for its kind, so that its units report them."""
    kind = Kind.of(held.edition.scheme.kind)
    return frozenset(
        code
        for code in sheets.scheme_of(held).needs
        if supply_of(code, kind) is Supply.REPORTED
        or ((measure := measuring.measure_of(code, kind)) and measure.or_reported)
    )


def _indicators(
    held: Round, subjects: Sequence[Subject], needs: frozenset[str], until: date, found: Found
) -> None:
    asked = sorted(needs & indicators().keys())
    if not asked or held.edition.scheme.kind not in SIDES:
        return
    side, programme = SIDES[held.edition.scheme.kind], held.programme.code
    places = {one.pk: (one.partner or one.institution).code for one in subjects}
    now = (_month(held.starts_on), _month(until))
    before = (now[0] - 100, now[1] - 100)
    current = values_of(asked, places.values(), now, side=side, programme=programme)
    last = values_of(asked, places.values(), before, side=side, programme=programme)
    for pk, place in places.items():
        for code in asked:
            value = current.get((code, place))
            if value is not None and value.is_known:
                earlier = last.get((code, place))
                found[pk][code] = measured(
                    value.indicator,
                    value.figures,
                    earlier.figures if earlier else None,
                    sources=(value.reference,),
                )


def _month(day: date) -> int:
    return day.year * 100 + day.month
