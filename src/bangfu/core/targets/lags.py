"""What lags: sorted by how far, its causes subjective or objective, common or particular."""

from collections.abc import Collection
from dataclasses import dataclass

from bangfu.core.programmes.words import Coded

from .settings import Common


class Cause(Coded):
    """Whether a lag lies with those who do the work."""

    SUBJECTIVE = "subjective", "主观原因", "within our power"
    OBJECTIVE = "objective", "客观原因", "outside our power"


@dataclass(frozen=True, slots=True)
class Spread:
    """How many of the institutions judged on a target lag."""

    lagging: int
    judged: int

    def is_common(self, settings: Common) -> bool:
        """Whether the lag is a common problem rather than a particular one.

        >>> from .settings import shipped
        >>> Spread(1, 2).is_common(shipped().common), Spread(3, 9).is_common(shipped().common)
        (False, True)
        """
        return (
            self.lagging >= settings.institutions
            and self.judged > 0
            and self.lagging >= settings.share * self.judged
        )


def spread_of(lagging: Collection[bool]) -> Spread:
    """How many of those judged lag; one flag for each."""
    return Spread(sum(lagging), len(lagging))
