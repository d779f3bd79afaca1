"""Certificates of independent parts as one certificate of the whole."""

from collections.abc import Sequence

from bangfu.core.planner.certificate import (
    Certificate,
    Leaf,
    LevelProof,
    PartProof,
    certified,
)
from bangfu.core.planner.plan import Plan
from bangfu.core.planner.problem import Problem
from bangfu.core.planner.tally import level_names


def joined(
    problem: Problem,
    plan: Plan,
    parts: Sequence[tuple[Problem, Certificate]],
    *,
    keep: Plan | None = None,
) -> Certificate:
    """One certificate of the whole ``plan`` from those of its independent parts.

    The parts' proofs stand beside each other, level by level, and their bounds add up. ``keep`` is
    the plan that stability is measured against.
    """
    goals = level_names(problem, keep is not None)
    by_part = [_completed(part, certificate, goals) for part, certificate in parts if part.posts]
    levels = []
    for goal, proofs in zip(goals, zip(*by_part, strict=True), strict=True):
        beside = tuple(proof for group in proofs for proof in group)
        levels.append(LevelProof(goal=goal, bound=sum(p.bound for p in beside), parts=beside))
    return certified(problem, plan, tuple(levels))


def _completed(
    part: Problem, certificate: Certificate, goals: Sequence[str]
) -> list[tuple[PartProof, ...]]:
    """A part's proofs of every goal of the whole, each with its posts by name.

    A goal that the part lacks, such as a priority none of its posts has, is 0 in each of its plans;
    it divides the posts as the goal before it does.
    """
    everything = tuple(post.id for post in part.posts)
    stated = {level.goal: level.parts for level in certificate.levels}
    found: list[tuple[PartProof, ...]] = []
    for goal in goals:
        proofs = stated.get(goal) or tuple(
            PartProof(posts=before.posts, bound=0, proof=Leaf(weights={goal: 1}))
            for before in found[-1]
        )
        found.append(
            tuple(
                PartProof(posts=proof.posts or everything, bound=proof.bound, proof=proof.proof)
                for proof in proofs
            )
        )
    return found
