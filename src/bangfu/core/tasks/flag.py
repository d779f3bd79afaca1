"""The movable flag (流动红旗): which unit holds it, and how often running. No person ever does."""

from collections.abc import Sequence


def running(holders: Sequence[str]) -> int:
    """How often running the last of some holders has it; ``""`` where nobody had it in a period.

    >>> running(["甲院", "乙院", "乙院"]), running(["乙院", "", "乙院"]), running([])
    (2, 1, 0)
    """
    if not holders or not holders[-1]:
        return 0
    count = 0
    for holder in reversed(holders):
        if holder != holders[-1]:
            break
        count += 1
    return count
