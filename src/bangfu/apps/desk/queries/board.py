"""The board's lines: every place of a screenful of needs, who is on it, until when, who next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef

from bangfu.apps.accounts.models import User
from bangfu.apps.desk.places import Stretch, Term, empty_since, gaps, held_on, seats
from bangfu.apps.intake.models import Need
from bangfu.apps.postings.models import Posting
from bangfu.apps.postings.queries import visible_to

from .coverage import Standing, post_words
from .losses import AHEAD

NEEDS = 40
"""Needs on one screenful; each is one line for every place."""
ALARMS = (7, 14, AHEAD)
"""Days ahead at which a coming loss is announced, the nearest first."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a place; without name and home where the reader may not see the posting."""

    posting: int | None
    name: str
    home: str
    rank: str
    starts_on: date
    ends_before: date


@dataclass(frozen=True, slots=True)
class Line:
    """One place on the day.

    ``person`` is nobody where it is empty, then ``since`` says how long. ``gap`` is the empty
    stretch that begins when the person leaves, ``alarm`` in how many days at most. ``ends`` says
    that nobody is asked for afterwards.
    """

    person: Person | None
    follower: Person | None
    since: date | None = None
    gap: Stretch | None = None
    alarm: int | None = None
    ends: bool = False
    handing_over: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """One need with the lines of its places."""

    need: int
    host: str
    host_id: int
    area_code: str
    title: str
    programme: str
    form: str
    sessions: int | None
    lines: tuple[Line, ...]


def posts_on(
    user: User, found: Sequence[Standing], *, on: date, page: str | int | None = 1
) -> Leaf[Post]:
    """A screenful of the board in the given order: two queries."""
    leaf: Leaf[Any] = Paginator(found, NEEDS).get_page(page)
    standings: list[Standing] = list(leaf.object_list)
    needs = Need.objects.select_related("host", "programme").in_bulk(
        [standing.need_id for standing in standings]
    )
    stays = stays_on(user, list(needs))
    leaf.object_list = [
        _post(needs[s.need_id], s.due, stays.get(s.need_id, []), on=on) for s in standings
    ]
    return leaf


def term_of(need: Need) -> Term:
    """The days a need asks for somebody; a need that is not counted as due asks for nobody."""
    until = min(need.ends_before, need.withdrawn_on or need.ends_before)
    return Term(need.starts_on, until, need.headcount)


def lines_of(
    term: Term, everybody: Sequence[Posting], seen: frozenset[int], *, on: date
) -> Iterator[Line]:
    """The places of one need on a day; people out of the reader's reach are counted, not shown."""
    shown = [stay for stay in everybody if stay.pk in seen]
    if not term.due_on(on):
        for row in seats(max(1, len(held_on(shown, on))), shown):
            yield from _held_lines(row, (), None, seen, on=on)
        return
    since = empty_since(term, everybody, on)
    seated = seats(term.headcount, everybody)
    for row, empty in zip(seated, gaps(term, seated), strict=True):
        if any(gap.starts_on <= on < gap.ends_before for gap in empty):
            coming = next((stay for stay in row if stay.starts_on > on), None)
            yield Line(None, _person(coming, seen), since=since)
        else:
            yield from _held_lines(row, empty, term, seen, on=on)


def _held_lines(
    row: Sequence[Posting],
    empty: Sequence[Stretch],
    term: Term | None,
    seen: frozenset[int],
    *,
    on: date,
) -> Iterator[Line]:
    present = held_on(row, on)
    for stay in present:
        if stay.pk not in seen:
            continue
        after = [s for s in row[row.index(stay) + 1 :] if s.ends_before > stay.ends_before]
        gap = next((g for g in empty if g.starts_on == stay.ends_before), None)
        yield Line(
            _person(stay, seen),
            _person(after[0] if after else None, seen),
            gap=gap,
            alarm=_alarm(gap, on=on),
            ends=term is not None and not after and stay.ends_before >= term.ends_before,
            handing_over=len(present) > 1,
        )


def _alarm(gap: Stretch | None, *, on: date) -> int | None:
    if gap is None:
        return None
    return next((days for days in ALARMS if (gap.starts_on - on).days <= days), None)


def _post(need: Need, due: int, stays: Sequence[Posting], *, on: date) -> Post:
    term = term_of(need) if due else Term(on, on, 0)
    seen = frozenset(stay.pk for stay in stays if stay.is_seen)  # type: ignore[attr-defined]
    return Post(
        need=need.pk,
        host=need.host.name,
        host_id=need.host_id,
        area_code=need.host.area_code,
        title=post_words(need.department_name, need.role_title),
        programme=str(need.programme),
        form=need.get_form_display(),
        sessions=need.sessions_per_week,
        lines=tuple(lines_of(term, stays, seen, on=on)),
    )


def _person(stay: Posting | None, seen: frozenset[int]) -> Person | None:
    if stay is None:
        return None
    if stay.pk not in seen:
        return Person(None, "", "", "", stay.starts_on, stay.ends_before)
    return Person(
        stay.pk,
        stay.worker.name,
        stay.home.short_name or stay.home.name,
        stay.worker.get_rank_display(),
        stay.starts_on,
        stay.ends_before,
    )


def stays_on(user: User, needs: Sequence[int]) -> dict[int, list[Posting]]:
    """Every posting ever on these needs, each with ``is_seen``: one query."""
    seen = Exists(visible_to(user).filter(pk=OuterRef("pk")))
    held = Posting.objects.filter(need__in=needs)
    found: dict[int, list[Posting]] = {}
    for stay in (
        held.filter(ends_before__gt=F("starts_on"))
        .annotate(is_seen=seen)
        .select_related("worker", "home")
        .order_by("starts_on", "pk")
    ):
        found.setdefault(stay.need_id, []).append(stay)
    return found
