"""The arrays that a sweep walks over: posts, their pairs, the pairs' stays, the rows they take."""

from typing import Any, NamedTuple

NOWHERE = -1
"""A pair takes nothing from any row of a kind."""

SERVICE, ABSENCE, DUTY = 0, 1, 2
"""What a timed row counts of a stay: periods served, away from arrival on, taken until rested."""


class Lattice(NamedTuple):
    """Posts, their pairs, the pairs' columns, and what those take, as plain arrays.

    ``post_first`` (posts + 1,) and ``pair_first`` (pairs + 1,) say where a post's pairs and a
    pair's columns begin; ``pair`` and ``stay`` (columns,) lead back to the pair and to the stays
    table. ``shape`` (posts, 2): where a post's stays begin there, and how many they are. ``stays``
    (5, stays): start, end, arrival, end of rest, and the stays of the same shape by start.
    ``total_row`` and ``total_weight`` (kinds, pairs): rows over the whole plan; ``time_row`` and
    ``time_weight`` (kinds, pairs): rows by period, ``time_kind`` (kinds,) what they count. -1 where
    a pair takes nothing. ``seats`` (posts,): the headcount.
    """

    post_first: Any
    pair_first: Any
    pair: Any
    stay: Any
    shape: Any
    stays: Any
    total_row: Any
    total_weight: Any
    time_row: Any
    time_weight: Any
    time_kind: Any
    seats: Any


class Left(NamedTuple):
    """What is left: of rows over the plan, of rows by period, of each post's seats by period.

    ``gone`` (columns,) flags what is taken already.
    """

    total: Any
    time: Any
    seats: Any
    gone: Any
