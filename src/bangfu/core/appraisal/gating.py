"""Items that depend on others are scored after them; a circle of gates is found and named."""

from collections.abc import Sequence

from .rules import ThresholdGate
from .scheme import Item


def in_order(items: Sequence[Item]) -> tuple[Item, ...]:
    """Items, each after the one it depends on; otherwise as they stand. There is no circle."""
    by_code = {item.code: item for item in items}
    placed: dict[str, Item] = {}
    for item in items:
        waiting = [item]
        while (before := _before(waiting[-1])) in by_code and before not in placed:
            waiting.append(by_code[before])
        for ready in reversed(waiting):
            placed.setdefault(ready.code, ready)
    return tuple(placed.values())


def circle(items: Sequence[Item]) -> tuple[str, ...]:
    """Codes of a circle of gates, the first one again at the end; empty where there is none."""
    by_code = {item.code: item for item in items}
    for item in items:
        seen = [item.code]
        while (before := _before(by_code[seen[-1]])) in by_code:
            if before in seen:
                return (*seen[seen.index(before) :], before)
            seen.append(before)
    return ()


def _before(item: Item) -> str:
    return item.rule.item if isinstance(item.rule, ThresholdGate) else ""
