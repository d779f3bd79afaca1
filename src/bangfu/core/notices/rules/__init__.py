"""The rules that find facts: each reads a cleaned notice and yields facts, in linear time."""

from collections.abc import Callable, Iterator

from bangfu.core.notices.facts import Fact
from bangfu.core.notices.notice import Notice

from .bodies import bodies
from .calendar_days import calendar_days
from .half_years import half_years
from .head_facts import head_facts
from .outlines import outlines
from .persons import persons
from .quantities import quantities
from .references import references
from .reviews import reviews
from .services import services
from .table_rows import table_rows

Rule = Callable[[Notice], Iterator[Fact]]

RULES: tuple[Rule, ...] = (
    head_facts,
    calendar_days,
    bodies,
    persons,
    quantities,
    half_years,
    services,
    reviews,
    outlines,
    references,
    table_rows,
)
"""In the order in which their facts are listed where they stand at the same place."""

__all__ = ["RULES", "Rule"]
