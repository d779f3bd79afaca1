"""Invented problems of every size, equal for equal seeds: what the planner is measured on.

``region(name)`` makes one problem. A nation is never made whole: ``provinces(name)`` gives the
names of its provinces, which share neither people nor posts, and each is made where it is planned.
Every name in them is made up.
"""

from collections.abc import Callable

from bangfu.core.planner import examples
from bangfu.core.planner.problem import Problem

from .deputies import deputies
from .prefectures import CAPITALS, drawn
from .sizes import Size

__all__ = ["CAPITALS", "EXAMPLES", "NATIONS", "SIZES", "Size", "provinces", "region", "size"]

SIZES = {
    "county71": Size(1, 71, 12),
    "county71-weeks": Size(1, 71, 12, unit="weeks"),
    "city300": Size(1, 300, 24),
    "city1000": Size(1, 1000, 24),
    "prov10k": Size(11, 910, 24),
    "prov30k": Size(33, 910, 24),
}
"""Regions of prefectures. In a province two leading hospitals couple all prefectures."""

NATIONS = {"nation100k": (10, 110, 910), "nation300k": (31, 333, 901)}
"""Provinces, prefectures in all, and posts in each prefecture; the first provinces are larger."""

EXAMPLES: dict[str, Callable[[int], Problem]] = {
    "township": lambda seed: examples.leadership(seed=seed),
    "rotation": lambda seed: examples.rotation(seed=seed),
    "deputies36k": lambda seed: deputies("deputies36k", 36_000, seed=seed),
    "deputies300k": lambda seed: deputies("deputies300k", 300_000, seed=seed),
}
"""Problems of another shape: 14 deputies with exact tiers, two rotating posts by the day, and one
deputy for each township hospital of a very large province and of a nation."""


def region(name: str, *, seed: int = 7) -> Problem:
    """The problem of a named size, or of one province of a nation; ``KeyError`` for other names.

    >>> len(region("county71").posts)
    71
    """
    if name in EXAMPLES:
        return EXAMPLES[name](seed)
    return drawn(name, size(name), seed=seed)


def size(name: str) -> Size:
    """How large a region or province is, without making it; ``KeyError`` for other names.

    >>> size("nation300k/30").prefectures, size("nation300k/30").posts
    (10, 901)
    """
    return SIZES[name] if name in SIZES else _province(name)


def provinces(nation: str) -> tuple[str, ...]:
    """Names of a nation's provinces, each understood by ``region``.

    >>> provinces("nation300k")[0], len(provinces("nation300k"))
    ('nation300k/0', 31)
    """
    count, _, _ = NATIONS[nation]
    return tuple(f"{nation}/{number}" for number in range(count))


def _province(name: str) -> Size:
    nation, _, number = name.partition("/")
    if name not in provinces(nation):
        raise KeyError(name)
    count, prefectures, posts = NATIONS[nation]
    larger, place = prefectures % count, int(number)
    return Size(
        prefectures=prefectures // count + (place < larger),
        posts=posts,
        months=24,
        first=place * (prefectures // count) + min(place, larger),
    )
