"""Filling a gap without breaking a rule: a duty elsewhere ends, and perhaps somebody takes it over.

Where a plan is proven best, no exchange can be a gain; its price says what it would take.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from .grid import Grid
from .horizon import Span
from .phrases import judged, price_told
from .plan import Sentence
from .price import Price
from .problem import Duty
from .reason import Fix
from .standing import Standing
from .tables import TIERS, BoolArray, IntArray
from .wording import duty_en, duty_zh, periods_en, periods_zh

ASKED = 10
"""So many duties are tried, those first whose end costs least."""

UNKNOWN = 2**40


def exchanges(standing: Standing, grid: Grid) -> list[Fix]:
    """The best way to end one duty for one stay of the grid, and the same with a replacement.

    ``grid`` holds people whom no rule refuses outright; no stay in it is free.
    """
    best: tuple[tuple[int, ...], Duty, Duty, Price] | None = None
    for duty, bound in _candidates(standing, grid):
        if best is not None and bound <= best[0]:
            break
        mine = grid.of(_touched(standing, grid.people, duty))
        eased = standing.grid(grid.post, mine.people, grid.stays, without=[duty])
        stay = best_stay(standing, eased, eased.free)
        if stay is None:
            continue
        price = standing.ledger.change(strike=[duty], put=[stay])
        key = standing.ledger.in_order(price)
        if best is None or key > best[0]:
            best = key, stay, duty, price
    if best is None:
        return []
    _, stay, given_up, price = best
    found = [_fix(standing, grid, stay, given_up, price)]
    successor = _successor(standing, given_up, stay)
    if successor is not None:
        price = standing.ledger.change(strike=[given_up], put=[stay, successor])
        found.insert(0, _fix(standing, grid, stay, given_up, price, successor))
    return found


def given_up(standing: Standing, stay: Duty, instead: Sequence[Duty]) -> tuple[Duty, ...] | None:
    """A person's own duties that must end for a stay: the cheapest one that is enough, or all.

    ``instead`` are duties that end in any case; ``None`` where rules forbid the stay even then.
    """
    own = [duty for duty in standing.by_person.get(stay.person, ()) if duty not in instead]
    own = [duty for duty in own if duty not in standing.pinned]
    own.sort(key=lambda duty: standing.ledger.in_order(standing.loss(duty)), reverse=True)
    for ending in [*([duty] for duty in own), own]:
        if not standing.against(stay, without=[*instead, *ending]):
            return tuple(ending)
    return None


def best_stay(standing: Standing, grid: Grid, flags: BoolArray) -> Duty | None:
    """The flagged stay that covers most and is then best in quality; flags: (people, stays)."""
    people, stays = np.nonzero(flags)
    if not len(people):
        return None
    start, end = np.array(grid.stays, dtype=np.int64).reshape(-1, 2)[stays].T
    length = end - start
    longest = np.flatnonzero(length == length.max())
    points = standing.qualities(
        grid.post, grid.people[people[longest]], start[longest], end[longest]
    )
    chosen = longest[int(points.argmax())]
    return grid.duty(int(people[chosen]), int(stays[chosen]))


def _candidates(standing: Standing, grid: Grid) -> Iterator[tuple[Duty, tuple[int, ...]]]:
    """Duties whose end might make room, cheapest first, with the best price they could lead to."""
    tables, ledger = standing.tables, standing.ledger
    hospital, post = tables.hospital[grid.people], tables.post_number[grid.post]
    owners = {
        "one_place": grid.people,
        "one_seat": post * len(standing.problem.people) + grid.people,
        "burden_cap": grid.people,
        "department_minimum": tables.department[grid.people],
        "hospital_quota": hospital,
        "tier_quota": tables.programme[post] * len(TIERS) + tables.hospital_tier[hospital],
    }
    found = {
        duty
        for code, whose in owners.items()
        for number in set(whose[grid.against_by(code)].tolist())
        for duty in standing.sharing.get((code, number), ())
        if duty not in standing.pinned
    }
    longest = max(end - start for start, end in grid.stays)
    wanted = standing.problem.post(grid.post)
    # What the stay does to rules with a minimum, to quality and to fairness is not known yet.
    most = Price(
        goals={
            "rules": UNKNOWN if wanted.never_uncovered or ledger.minimums else 0,
            f"coverage {wanted.priority}": longest,
            "quality": UNKNOWN,
            "fairness": UNKNOWN,
        }
    )
    losses = [(ledger.in_order(standing.loss(duty)), duty) for duty in found]
    losses.sort(key=lambda entry: (entry[0], _order(entry[1])), reverse=True)
    for loss, duty in losses[:ASKED]:
        yield duty, tuple(map(sum, zip(loss, ledger.in_order(most), strict=True)))


def _order(duty: Duty) -> tuple[str, int, int, str]:
    return duty.post, duty.start, duty.end, duty.person


def _touched(standing: Standing, people: IntArray, duty: Duty) -> BoolArray:
    """Who shares a person's time, a department, a hospital's or a tier's quota with a duty."""
    tables = standing.tables
    touched = np.zeros(len(people), dtype=np.bool_)
    for code, whose, *_ in standing.left.footprints(duty):
        if code in ("one_place", "burden_cap"):
            touched |= people == whose
        elif code == "one_seat":
            touched |= people == whose % len(standing.problem.people)
        elif code == "department_minimum":
            touched |= tables.department[people] == whose
        elif code == "hospital_quota":
            touched |= tables.hospital[people] == whose
        elif code == "tier_quota":
            touched |= tables.hospital_tier[tables.hospital[people]] == whose % len(TIERS)
    return touched


def _successor(standing: Standing, given_up: Duty, stay: Duty) -> Duty | None:
    """Who could take over most of a duty that ends, once the new stay stands."""
    people, refused = standing.refusals(given_up.post)
    able = refused == 0
    able &= people != standing.tables.person_number[given_up.person]
    within = [
        (start, end)
        for start, end in standing.allowed(given_up.post)
        if given_up.start <= start and end <= given_up.end
    ]
    if not able.any() or not within:
        return None
    grid = standing.grid(given_up.post, people[able], within, without=[given_up], plus=[stay])
    return best_stay(standing, grid, grid.free)


def _fix(
    standing: Standing,
    grid: Grid,
    stay: Duty,
    given_up: Duty,
    price: Price,
    successor: Duty | None = None,
) -> Fix:
    problem = standing.problem
    told, verdict = price_told(problem, price), judged(price)
    person = int(np.flatnonzero(grid.people == standing.tables.person_number[stay.person])[0])
    return Fix(
        kind="exchange" if successor is None else "replace",
        rules=grid.rules(person, grid.stays.index((stay.start, stay.end))),
        person=stay.person,
        span=Span(start=stay.start, end=stay.end),
        gained_periods=stay.periods,
        quality=standing.ledger.worth(stay)[0],
        price=price,
        remedy=Sentence(
            f"由{duty_zh(problem, stay)}补上{periods_zh(problem, stay.periods)}",
            f"{duty_en(problem, stay)} fills {periods_en(problem, stay.periods)}",
        ),
        others_lose=_others_lose(standing, given_up, successor),
        effect=Sentence(
            f"合计{told.zh}，按目标次序{verdict.zh}",
            f"in all {told.en}: {verdict.en} in the order of goals",
        ),
        gives_up=(given_up,),
        replacements=() if successor is None else (successor,),
    )


def _others_lose(standing: Standing, given_up: Duty, successor: Duty | None) -> Sentence:
    problem = standing.problem
    put = [] if successor is None else [successor]
    net = price_told(problem, standing.ledger.change(strike=[given_up], put=put))
    zh, en = f"须结束{duty_zh(problem, given_up)}的安排", f"{duty_en(problem, given_up)} ends"
    if successor is not None:
        zh += f"，改由{duty_zh(problem, successor)}接替"
        en += f" and {duty_en(problem, successor)} takes over"
    return Sentence(f"{zh}，该岗{net.zh}", f"{en}, that post: {net.en}")
