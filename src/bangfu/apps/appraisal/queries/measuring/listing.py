"""Every measure there is: those of the stages below, and those that apps above hand over."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from django.conf import settings
from django.utils.module_loading import import_string

from bangfu.core.appraisal.vocabulary import Kind

from . import branch_life, ledger_tasks, opinions, people_on_post, promises, work_done
from .asking import Measure


@cache
def measures() -> Mapping[tuple[str, Kind], Measure]:
    """Measures by the input's code and the kind they are for."""
    above: Sequence[Measure] = import_string(settings.APPRAISAL_MEASURES)
    parts = (
        *ledger_tasks.MEASURES,
        *branch_life.MEASURES,
        *people_on_post.MEASURES,
        *work_done.MEASURES,
        *promises.MEASURES,
        *opinions.MEASURES,
        *above,
    )
    return MappingProxyType({(one.code, kind): one for one in parts for kind in one.kinds})


def measure_of(code: str, kind: Kind) -> Measure | None:
    """How an input is counted for a kind; ``None`` where it is an indicator or is reported."""
    return measures().get((code, kind))
