"""Proofs of independent parts as proofs of the whole."""

from collections.abc import Sequence

from bangfu.core.planner.certificate import Leaf, LevelProof, PartProof
from bangfu.core.planner.problem import Problem


def joined(
    goals: Sequence[str], parts: Sequence[tuple[Problem, tuple[LevelProof, ...]]]
) -> tuple[LevelProof, ...]:
    """The whole's proofs of all ``goals`` from those of its independent parts.

    The parts' proofs stand beside each other, level by level, and their bounds add up.
    """
    by_part = [_completed(part, levels, goals) for part, levels in parts if part.posts]
    found = []
    for goal, proofs in zip(goals, zip(*by_part, strict=True), strict=True):
        beside = tuple(proof for group in proofs for proof in group)
        found.append(LevelProof(goal=goal, bound=sum(p.bound for p in beside), parts=beside))
    return tuple(found)


def _completed(
    part: Problem, levels: Sequence[LevelProof], goals: Sequence[str]
) -> list[tuple[PartProof, ...]]:
    """A part's proofs of every goal of the whole, each with its posts by name.

    A goal that the part lacks, such as a priority none of its posts has, is 0 in each of its plans;
    it divides the posts as the goal before it does.
    """
    everything = tuple(post.id for post in part.posts)
    stated = {level.goal: level.parts for level in levels}
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
