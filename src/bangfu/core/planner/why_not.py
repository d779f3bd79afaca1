"""Why not that one: the rules against a person on a post, or what the change would cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .exchanges import given_up
from .grid import Grid
from .hindrance import hindrances, told
from .horizon import Span
from .phrases import blocker, judged, price_told
from .plan import Sentence
from .price import Price
from .problem import Duty
from .reason import Blocker, WhyNot
from .standing import Standing


def not_there(standing: Standing, person: str, post: str) -> WhyNot:
    """Why a person is not on a post: refused outright, held by rules, or outdone."""
    problem = standing.problem
    name, place = problem.label("person", person), problem.label("post", post)
    if any(duty.person == person for duty in standing.by_post.get(post, ())):
        verdict = Sentence(f"{name}就在“{place}”任职。", f"{name} does serve on “{place}”.")
        return WhyNot(person=person, post=post, verdict=verdict, blockers=())
    if outright := standing.refused(post, person):
        term = problem.term(problem.post(post))
        stay = Duty(person=person, post=post, start=term.start, end=term.end)
        blockers = hindrances(standing, stay, outright)
        return WhyNot(
            person=person,
            post=post,
            verdict=_forbidden(standing, person, post, blockers),
            blockers=blockers,
        )
    return _held_or_outdone(standing, person, post)


TRIED = 200
"""So many stays of a person are tried; posts planned by the day may allow tens of thousands."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One stay, who must leave the post for it, and what the person must give up.

    ``rules`` forbid it while the person's own duties stand; ``price`` is ``None`` where rules
    forbid it even without them.
    """

    stay: Duty
    instead: tuple[Duty, ...]
    gives_up: tuple[Duty, ...]
    rules: tuple[str, ...]
    price: Price | None


def _held_or_outdone(standing: Standing, person: str, post: str) -> WhyNot:
    """Try every stay that might do; the best is told, or the one that the fewest rules forbid."""
    stays = standing.allowed(post)
    if not stays:
        blockers: tuple[Blocker, ...] = (blocker("stint_shape", who=(person,)),)
        verdict = _forbidden(standing, person, post, blockers)
        return WhyNot(person=person, post=post, verdict=verdict, blockers=blockers)
    moving = [*standing.by_post.get(post, ()), *standing.by_person.get(person, ())]
    freed = standing.grid(
        post,
        np.array([standing.tables.person_number[person]]),
        stays,
        without=[duty for duty in moving if duty not in standing.pinned],
    )
    attempts = [_attempt(standing, freed.duty(0, at)) for at in _worth_trying(standing, freed)]
    best = max(attempts, key=lambda attempt: _merit(standing, attempt))
    blockers = hindrances(standing, best.stay, best.rules, without=best.instead)
    return WhyNot(
        person=person,
        post=post,
        verdict=_forbidden(standing, person, post, blockers)
        if best.price is None
        else _outdone(standing, best, best.price),
        blockers=blockers,
        stay=Span(start=best.stay.start, end=best.stay.end),
        instead_of=best.instead,
        gives_up=best.gives_up,
        price=best.price,
    )


def _worth_trying(standing: Standing, freed: Grid) -> list[int]:
    """The stays of one person that no rule forbids, or else the one that the fewest forbid.

    Of very many, those that cover most empty periods, and the longest.
    """
    free = np.flatnonzero(freed.free[0])
    if not len(free):
        return [int(freed.hindrance[0].argmin())]
    if len(free) <= TRIED:
        return [int(at) for at in free]
    start, end = np.array(freed.stays, dtype=np.int64)[free].T
    seats = standing.left.seats[standing.tables.post_number[freed.post]]
    empty = np.concatenate([[0], np.cumsum(seats > 0)])
    gained, length = empty[end] - empty[start], end - start
    by_gain = np.lexsort((-length, -gained))[: TRIED // 2]
    by_length = np.lexsort((-gained, -length))[: TRIED // 2]
    return [int(at) for at in np.unique(free[np.concatenate([by_gain, by_length])])]


def _merit(standing: Standing, attempt: _Attempt) -> tuple[bool, tuple[int, ...], int]:
    if attempt.price is None:
        return False, (-len(attempt.rules),), -attempt.stay.start
    return True, standing.ledger.in_order(attempt.price), -attempt.stay.start


def _attempt(standing: Standing, stay: Duty) -> _Attempt:
    instead = _displaced(standing, stay)
    rules = standing.against(stay, without=instead)
    gives_up = given_up(standing, stay, instead) if rules else ()
    price = None
    if gives_up is not None:
        price = standing.ledger.change(strike=[*instead, *gives_up], put=[stay])
    return _Attempt(stay, instead, gives_up or (), rules, price)


def _displaced(standing: Standing, stay: Duty) -> tuple[Duty, ...]:
    """Who must leave the post for a stay: as few as make a seat, those first that cost least."""
    window = range(stay.start, stay.end)
    seats = standing.left.seats[standing.tables.post_number[stay.post]].tolist()
    there = [
        duty
        for duty in standing.by_post.get(stay.post, ())
        if duty not in standing.pinned and duty.start < stay.end and stay.start < duty.end
    ]
    there.sort(key=lambda duty: standing.ledger.in_order(standing.loss(duty)), reverse=True)
    gone = []
    for duty in there:
        if any(seats[period] < 1 for period in window if duty.start <= period < duty.end):
            gone.append(duty)
            for period in range(duty.start, duty.end):
                seats[period] += 1
    return tuple(gone)


def _forbidden(standing: Standing, person: str, post: str, blockers: Sequence[Blocker]) -> Sentence:
    reasons, problem = told(blockers), standing.problem
    name, place = problem.label("person", person), problem.label("post", post)
    return Sentence(
        f"{name}不能到“{place}”：{reasons.zh}。", f"{name} cannot serve on “{place}”: {reasons.en}."
    )


def _outdone(standing: Standing, best: _Attempt, price: Price) -> Sentence:
    problem, stay = standing.problem, best.stay
    name, place = problem.label("person", stay.person), problem.label("post", stay.post)
    zh, en = f"{name}可以到“{place}”", f"{name} could serve on “{place}”"
    if best.instead:
        who = "、".join(problem.label("person", duty.person) for duty in best.instead)
        zh += f"，但须替下{who}"
        en += f", but would replace {who}"
    if best.gives_up:
        where = "、".join(f"“{problem.label('post', duty.post)}”" for duty in best.gives_up)
        zh += f"，{'并' if best.instead else '但须'}结束本人在{where}的安排"
        en += f", {'and' if best.instead else 'but would have to'} leave {where}"
    effect, verdict = price_told(problem, price), judged(price)
    again = ("，重新测算可以采用", "; plan again to use it") if price.is_gain else ("", "")
    return Sentence(
        f"{zh}；{effect.zh}，{verdict.zh}{again[0]}。",
        f"{en}; {effect.en}: {verdict.en}{again[1]}.",
    )
