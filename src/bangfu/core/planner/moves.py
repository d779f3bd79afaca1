"""What changes between two plans, move by move, why it must, and what it costs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Literal

from msgspec import Struct, structs

from .hindrance import hindrances
from .horizon import Span
from .phrases import price_told
from .plan import Plan, Sentence, in_order
from .price import Ledger, Price, added_up
from .problem import Duty, Problem
from .standing import Standing
from .tally import level_names
from .wording import duty_en, duty_zh


class Move(Struct, frozen=True, kw_only=True):
    """One difference between two plans: a duty dropped, added, or shifted in time.

    ``forced``: the earlier duty cannot stand any more; ``because`` says which rules forbid it, in
    their own words. ``price`` is what the move does to the goals; all moves' prices add up to the
    difference of the two plans. ``what`` and ``effect`` say both in words, without a full stop.
    """

    kind: Literal["dropped", "added", "shifted"]
    person: str
    post: str
    before: Span | None = None
    after: Span | None = None
    forced: bool = False
    because: tuple[Sentence, ...] = ()
    price: Price = Price()
    what: Sentence
    effect: Sentence

    @property
    def sentence(self) -> Sentence:
        """What moves, why it must, and what that comes to, in one."""
        zh, en = self.what.zh, self.what.en
        if self.because:
            zh += "，因" + "；".join(cause.zh for cause in self.because)
            en += ", for " + "; ".join(cause.en for cause in self.because)
        return Sentence(f"{zh}：{self.effect.zh}。", f"{en}: {self.effect.en}.")


class Revision(Struct, frozen=True, kw_only=True):
    """A plan against an earlier one: its moves, how many duties stay, and what all comes to."""

    moves: tuple[Move, ...]
    unaffected: int
    price: Price
    sentence: Sentence

    @property
    def forced(self) -> tuple[Move, ...]:
        """The moves that had to be."""
        return tuple(move for move in self.moves if move.forced)

    @property
    def chosen(self) -> tuple[Move, ...]:
        """The moves made for the sake of the goals, successors included."""
        return tuple(move for move in self.moves if not move.forced)


def moves(
    problem: Problem, plan: Plan, *, since: Plan, before: Problem | None = None
) -> tuple[Move, ...]:
    """Duties dropped, added and shifted in time since an earlier plan, in the order of posts.

    A duty of ``since`` and one of ``plan`` with the same person and post count as one that shifted.
    ``before`` is the problem of the earlier plan, from which people are priced whom ``problem``
    does not know any more.
    """
    return revision(problem, plan, since=since, before=before).moves


def revision(
    problem: Problem, plan: Plan, *, since: Plan, before: Problem | None = None
) -> Revision:
    """The moves since an earlier plan, with their reasons and prices."""
    gone, new = set(since.duties) - set(plan.duties), set(plan.duties) - set(since.duties)
    priced = problem if before is None else _with_lost(problem, before, PEOPLE)
    told = problem if before is None else _with_lost(problem, before, (*PEOPLE, "posts"))
    causes = _causes(problem, told, since, gone)
    prices = _prices(priced, since, gone, new)
    order = level_names(problem, False)
    found = [
        _move(told, was, becomes, causes, added_up(_of(prices, was, becomes), order))
        for was, becomes in _paired(gone, new)
    ]
    price, same = added_up(prices.values(), order), len(set(since.duties) & set(plan.duties))
    return Revision(
        moves=tuple(found),
        unaffected=same,
        price=price,
        sentence=_summary(told, found, same, price),
    )


def _paired(gone: set[Duty], new: set[Duty]) -> Iterator[tuple[Duty | None, Duty | None]]:
    """Each duty that goes with the one of the same person and post that comes, if there is one."""
    before, after = _grouped(gone), _grouped(new)
    for key in sorted({*before, *after}):
        yield from zip_longest(before.get(key, []), after.get(key, []))


def _of(prices: dict[Duty, Price], *duties: Duty | None) -> list[Price]:
    return [prices[duty] for duty in duties if duty is not None]


PEOPLE = ("hospitals", "departments", "hosts", "people")


def _with_lost(problem: Problem, before: Problem, kinds: Sequence[str]) -> Problem:
    """The problem with the parts it has lost since, to name and to price them."""

    def joined(kind: str) -> tuple[object, ...]:
        known = {part.id for part in getattr(problem, kind)}
        return (*getattr(problem, kind), *(p for p in getattr(before, kind) if p.id not in known))

    if all(len(joined(kind)) == len(getattr(problem, kind)) for kind in kinds):
        return problem
    return structs.replace(problem, **{kind: joined(kind) for kind in kinds})


def _causes(
    problem: Problem, told: Problem, since: Plan, gone: set[Duty]
) -> dict[Duty, tuple[Sentence, ...]]:
    """Why duties cannot stand any more: by themselves, or beside the others that still could."""
    causes: dict[Duty, tuple[Sentence, ...]] = {}
    known = []
    for duty in in_order(list(gone)):
        if stranger := _unknown(problem, told, duty):
            causes[duty] = (stranger,)
        else:
            known.append(duty)
    causes |= _refused(Standing(problem, Plan()), known)
    others = [d for d in since.duties if d not in causes and _unknown(problem, told, d) is None]
    standing = Standing(problem, Plan(duties=tuple(others)))
    return causes | _refused(standing, [duty for duty in known if duty not in causes])


def _unknown(problem: Problem, told: Problem, duty: Duty) -> Sentence | None:
    if not problem.knows("post", duty.post):
        label = told.label("post", duty.post)
        return Sentence(f"“{label}”已不在岗位之列", f"“{label}” is no longer among the posts")
    if not problem.knows("person", duty.person):
        label = told.label("person", duty.person)
        return Sentence(f"{label}已不在可派人员之列", f"{label} is no longer among the people")
    return None


def _refused(standing: Standing, duties: Sequence[Duty]) -> dict[Duty, tuple[Sentence, ...]]:
    causes = {}
    for duty in duties:
        people, refused = standing.refusals(duty.post)
        number = standing.tables.person_number[duty.person]
        outright = number not in people or refused[people == number].any()
        codes = [*standing.refused(duty.post, duty.person)] if outright else []
        codes += standing.against(duty, without=[duty])
        if codes:
            found = hindrances(standing, duty, codes)
            causes[duty] = tuple(
                Sentence(x.zh.rstrip("。"), x.en.rstrip("."))
                for x in (b.detail or b for b in found)
            )
    return causes


def _prices(problem: Problem, since: Plan, gone: set[Duty], new: set[Duty]) -> dict[Duty, Price]:
    """Price of each duty that goes and, once all of those are gone, of each that comes."""
    ledger = Ledger(problem, since)
    prices = {duty: ledger.strike(duty) for duty in in_order(list(gone))}
    return prices | {duty: ledger.put(duty) for duty in in_order(list(new))}


def _grouped(duties: set[Duty]) -> dict[tuple[str, str], list[Duty]]:
    groups: dict[tuple[str, str], list[Duty]] = defaultdict(list)
    for duty in in_order(list(duties)):
        groups[duty.post, duty.person].append(duty)
    return groups


def _move(
    problem: Problem,
    was: Duty | None,
    becomes: Duty | None,
    causes: dict[Duty, tuple[Sentence, ...]],
    price: Price,
) -> Move:
    duty = was or becomes
    assert duty is not None  # noqa: S101 - a move has a duty before or after it
    because = causes.get(was, ()) if was is not None else ()
    return Move(
        kind="added" if was is None else "dropped" if becomes is None else "shifted",
        person=duty.person,
        post=duty.post,
        before=None if was is None else Span(start=was.start, end=was.end),
        after=None if becomes is None else Span(start=becomes.start, end=becomes.end),
        forced=bool(because),
        because=because,
        price=price,
        what=_what(problem, was, becomes),
        effect=price_told(problem, price),
    )


def _what(problem: Problem, was: Duty | None, becomes: Duty | None) -> Sentence:
    before = None if was is None else (duty_zh(problem, was), duty_en(problem, was))
    after = None if becomes is None else (duty_zh(problem, becomes), duty_en(problem, becomes))
    if before is not None and after is not None:
        return Sentence(f"{before[0]}调整为{after[0]}", f"{before[1]} becomes {after[1]}")
    if before is not None:
        return Sentence(f"取消{before[0]}", f"{before[1]} is dropped")
    assert after is not None  # noqa: S101 - a move has a duty before or after it
    return Sentence(f"新增{after[0]}", f"{after[1]} is added")


def _summary(problem: Problem, found: Sequence[Move], unaffected: int, price: Price) -> Sentence:
    forced = sum(move.forced for move in found)
    added = sum(move.kind == "added" for move in found)
    chosen = len(found) - forced - added
    effect = price_told(problem, price)
    return Sentence(
        f"{unaffected}项安排不变，{forced}项因条件变化必须变动，另行调整{chosen}项，新增{added}项；"
        f"合计{effect.zh}。",
        f"{unaffected} duties stay, {forced} had to change, {chosen} more were changed and {added} "
        f"added; in all {effect.en}.",
    )
