"""When an authority looks again at what was built, and what it may find."""

from collections.abc import Sequence
from datetime import date

from bangfu.core.months import months_after
from bangfu.core.programmes.words import Coded

from .courses import Verified


class Found(Coded):
    """What a verification finds."""

    KEPT = "kept", "保持", "kept"
    WEAKENED = "weakened", "有所减弱", "weakened"
    STOPPED = "stopped", "已停止", "stopped"


def next_check(
    rule: Verified | None, *, built_on: date | None, checked: Sequence[date]
) -> date | None:
    """The day from which a verification is due; nothing where none is.

    The first falls so many months after it was there, the others so many after the latest.

    >>> from bangfu.core.programmes.words import Text
    >>> rule = Verified(after_months=6, every_months=12, question=Text(zh="？"), source="x")
    >>> next_check(rule, built_on=date(2025, 8, 31), checked=[])
    datetime.date(2026, 2, 28)
    """
    if rule is None or built_on is None:
        return None
    since = [day for day in checked if day >= built_on]
    if not since:
        return months_after(built_on, rule.after_months)
    if rule.every_months is None:
        return None
    return months_after(max(since), rule.every_months)
