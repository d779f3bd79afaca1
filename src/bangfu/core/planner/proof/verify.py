"""The verifier: what a certificate proves of a plan, computed again from the problem alone."""

from collections.abc import Iterator

from msgspec import Struct

from bangfu.core.planner.certificate import Certificate, LevelProof, digest
from bangfu.core.planner.check import check, goal_in_chinese
from bangfu.core.planner.plan import Plan, Violation, in_order
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tally import level_names, tally
from bangfu.core.planner.wellformed import faults as faults_of

from .cases import Place, fault, objections, unfolded
from .partition import Partition
from .recount import Recount
from .sides import Sides


class Proven(Struct, frozen=True, kw_only=True):
    """One goal: what the plan reaches, and the most that any plan could.

    ``bound`` is ``None`` where the certificate is too faulty to prove anything.
    """

    goal: str
    value: int
    bound: int | None


class Verdict(Struct, frozen=True, kw_only=True):
    """What is proven of a plan.

    A goal's bound holds among the plans that do as well on all earlier goals; once an earlier goal
    is not proven, as well on it in every part. ``gap``: relative distance to the bound of the
    first goal not proven, 0 where every goal is, ``None`` where nothing is proven. ``faults``: what
    is wrong with plan or certificate, a sentence each.
    """

    levels: tuple[Proven, ...]
    gap: float | None
    faults: tuple[Violation, ...]


def verify(
    problem: Problem, plan: Plan, certificate: Certificate, keep: Plan | None = None
) -> Verdict:
    """Compute again what the certificate proves; shares no code with the solver.

    ``keep`` is the plan that stability is measured against. Bad content is never raised but told
    among the faults; those a plan cannot help, rules with a minimum, count in the goal ``rules``.
    """
    if broken := [fault(part.zh, part.en) for part in faults_of(problem)]:
        return Verdict(levels=(), gap=None, faults=tuple(broken))
    found = [breach for breach in check(problem, plan) if not breach.short]
    sound = Plan(
        duties=tuple(
            duty
            for duty in dict.fromkeys(plan.duties)
            if problem.knows("person", duty.person) and problem.knows("post", duty.post)
        )
    )
    values = dict(tally(problem, sound, keep).levels)
    sides = Sides(problem)
    wrong = [*_foreign(problem, plan, certificate), *_malformed(problem, certificate, sides, keep)]
    bounds: dict[str, int] = {}
    if not any(breach.rule == "certificate" for breach in wrong):
        recount = Recount(problem, sound, certificate.levels, keep)
        wrong += recount.foreign
        wrong += _misstated(certificate.levels, recount)
        bounds = recount.bounds
    found += wrong
    found += _boasts(plan, bounds)
    levels = tuple(
        Proven(goal=goal, value=value, bound=bounds.get(goal)) for goal, value in values.items()
    )
    return Verdict(levels=levels, gap=_gap(levels), faults=tuple(found))


def _foreign(problem: Problem, plan: Plan, certificate: Certificate) -> Iterator[Violation]:
    """A certificate made for something else. A plan's digest is no reason to compute nothing."""
    if certificate.problem != digest(problem):
        yield fault(
            "证书是为另一个问题开具的（问题摘要不符），请核对文件是否配套。",
            "The certificate was made for another problem (its digest differs); check that the "
            "files belong together.",
        )
    if certificate.plan != digest(in_order(plan.duties)):
        yield Violation(
            "证书是为另一个方案开具的（方案摘要不符），方案在开具之后有改动。",
            "The certificate was made for another plan (its digest differs), or the plan was "
            "changed since.",
            rule="plan",
        )


def _malformed(
    problem: Problem, certificate: Certificate, sides: Sides, keep: Plan | None
) -> Iterator[Violation]:
    """What is wrong with the certificate's form, before anything is computed."""
    goals = level_names(problem, keep is not None)
    stated = [level.goal for level in certificate.levels]
    if stated != goals:
        yield fault(
            f"证书的目标应依次为{_listed(goals)}，实际为{_listed(stated)}。",
            f"The certificate must prove {', '.join(goals)} in this order; it has "
            f"{', '.join(stated) or 'none'}.",
        )
        return
    yield from Partition.objections(problem, certificate.levels)
    too_deep = False
    for number, level in enumerate(certificate.levels):
        for part, proof in enumerate(level.parts):
            place = Place(level.goal, part + 1)
            too_deep |= unfolded(proof.proof).too_deep
            yield from objections(problem, sides, proof, place, goals[: number + 1])
        if level.bound != sum(proof.bound for proof in level.parts):
            yield _not_the_sum(level)
    if not too_deep and certificate.seal != digest(certificate.levels):
        yield Violation(
            "证书内容与其封签不符，开具之后有改动。",
            "The certificate differs from its seal; it was changed after it was made.",
            rule="seal",
        )


def _listed(goals: list[str]) -> str:
    return "、".join(goal_in_chinese(goal) for goal in goals) or "空"


def _not_the_sum(level: LevelProof) -> Violation:
    total = sum(proof.bound for proof in level.parts)
    return Violation(
        f"“{goal_in_chinese(level.goal)}”自报上界{level.bound}，各部分之和为{total}。",
        f"The bound claimed for {level.goal} is {level.bound}; its parts add up to {total}.",
        rule="bound",
    )


def _misstated(levels: tuple[LevelProof, ...], recount: Recount) -> Iterator[Violation]:
    """Parts whose prices give another bound than they claim."""
    for number, level in enumerate(levels):
        for part, proof in enumerate(level.parts):
            computed = recount.part_bounds[number][part]
            if computed is not None and computed != proof.bound:
                yield Place(level.goal, part + 1).fault(
                    f"证书自报上界{proof.bound}，按其价格复算为{computed}。",
                    f"the certificate claims a bound of {proof.bound}; its prices give {computed}.",
                )


def _boasts(plan: Plan, bounds: dict[str, int]) -> Iterator[Violation]:
    """Bounds that the plan itself claims and the certificate does not prove."""
    for level in plan.claims.levels if plan.claims else ():
        proven = bounds.get(level.goal)
        if proven is not None and level.bound < proven:
            yield Violation(
                f"方案自报“{goal_in_chinese(level.goal)}”上界{level.bound}，证书只证明到{proven}。",
                f"The plan claims a bound of {level.bound} for {level.goal}; the certificate "
                f"proves {proven} only.",
                rule="bound",
            )


def _gap(levels: tuple[Proven, ...]) -> float | None:
    for level in levels:
        if level.bound is None:
            return None
        if level.bound > level.value:
            return (level.bound - level.value) / max(1, abs(level.bound))
    return 0.0
