"""Why a plan is as it is, as values that a page can show: nothing here computes."""

from typing import Literal

from msgspec import Struct

from .horizon import Span
from .plan import Sentence
from .problem import Duty


class Blocker(Sentence, frozen=True, kw_only=True):
    """A rule that keeps a person from a post, in words. ``people`` counts whom it keeps away."""

    rule: str
    people: int = 1


class RunnerUp(Struct, frozen=True, kw_only=True):
    """Someone else who could serve a duty's post, and what speaks against it.

    ``difference`` is quality lost in this duty if this person took it, other duties untouched
    (negative: it would gain). ``kept_away`` is empty where nothing forbids the swap.
    """

    person: str
    span: Span
    quality: int
    difference: int
    kept_away: tuple[Blocker, ...]
    sentence: Sentence


class AssignmentReason(Struct, frozen=True, kw_only=True):
    """Why this person serves this post: quality by part, runners-up, and what home gives up.

    The parts (``specialty``, ``rank``, ``preference``, ``owed``, ``travel``, ``change``) add up
    to ``quality``, by which this person is ``place``-th ``among`` those of a fitting specialty.
    """

    duty: Duty
    parts: dict[str, int]
    quality: int
    place: int
    among: int
    summary: Sentence
    runners_up: tuple[RunnerUp, ...]
    home: Sentence


class Fix(Struct, frozen=True, kw_only=True):
    """One rule relaxed for one person would fill so many empty periods of the post."""

    rule: str
    person: str
    span: Span
    gained_periods: int
    quality: int
    sentence: Sentence


class EmptyReason(Struct, frozen=True, kw_only=True):
    """Why a post stands empty in some periods.

    ``kind``: ``nobody`` (no eligible person), ``too_short`` (the gap is shorter than the shortest
    stay), ``blocked`` (people exist, rules keep them away), ``traded`` (someone could come; other
    goals stood before).
    """

    post: str
    spans: tuple[Span, ...]
    periods: int
    kind: Literal["nobody", "too_short", "blocked", "traded"]
    verdict: Sentence
    blockers: tuple[Blocker, ...]
    fixes: tuple[Fix, ...]


class WhyNot(Struct, frozen=True, kw_only=True):
    """Why this person is not on this post: the rules against it, or what the swap would lose."""

    person: str
    post: str
    verdict: Sentence
    blockers: tuple[Blocker, ...]
    instead_of: tuple[Duty, ...]
    difference: int | None
