"""How a certificate divides the posts into parts, level by level."""

from collections.abc import Iterator

from bangfu.core.planner.certificate import LevelProof
from bangfu.core.planner.plan import Violation
from bangfu.core.planner.problem import Problem

from .cases import Place


class Partition:
    """The parts of every level, as numbers of posts; the parts of the first level are the groups.

    ``posts[level][part]`` are the post numbers, ``part_of[level][group]`` the part of a group. The
    levels must be free of objections.
    """

    def __init__(self, problem: Problem, levels: tuple[LevelProof, ...]) -> None:
        numbers = {post.id: n for n, post in enumerate(problem.posts)}
        everyone = list(range(len(problem.posts)))
        self.posts = [
            [[numbers[id] for id in proof.posts] or everyone for proof in level.parts]
            for level in levels
        ]
        self.part_of = []
        for parts in self.posts:
            part_of_post = {post: part for part, posts in enumerate(parts) for post in posts}
            self.part_of.append([part_of_post[posts[0]] if posts else 0 for posts in self.posts[0]])

    @staticmethod
    def objections(problem: Problem, levels: tuple[LevelProof, ...]) -> Iterator[Violation]:
        """Posts unknown, missing or twice; parts that cut through those of the level before."""
        before: dict[str, int] | None = None
        for level in levels:
            part_of: dict[str, int] = {}
            sound = True
            for number, proof in enumerate(level.parts):
                place = Place(level.goal, number + 1)
                if not proof.posts and len(level.parts) > 1:
                    sound = False
                    yield place.fault("没有列出岗位。", "it names no posts.")
                for id in proof.posts or _all_alone(problem, level):
                    if not problem.knows("post", id):
                        sound = False
                        yield place.fault(
                            f"岗位“{id}”不在问题文件中。", f"post “{id}” is not in the problem."
                        )
                    elif id in part_of:
                        sound = False
                        yield place.fault(
                            f"岗位“{id}”在各部分中重复出现。", f"post “{id}” stands twice."
                        )
                    part_of[id] = number
            missing = [post.id for post in problem.posts if post.id not in part_of]
            if missing or not level.parts:
                sound = False
                yield _missing(level, missing)
            if sound and before is not None:
                yield from _cutting_through(level, part_of, before)
            before = part_of if sound else None


def _all_alone(problem: Problem, level: LevelProof) -> tuple[str, ...]:
    """What a part that names no posts stands for; beside other parts it stands for nothing."""
    return tuple(post.id for post in problem.posts) if len(level.parts) == 1 else ()


def _missing(level: LevelProof, missing: list[str]) -> Violation:
    if not level.parts:
        return Place(level.goal, 1).fault("没有任何部分。", "there is no part at all.")
    return Place(level.goal, len(level.parts)).fault(
        f"各部分合起来缺少{len(missing)}个岗位（如“{missing[0]}”）。",
        f"{len(missing)} posts are in no part, “{missing[0]}” for one.",
    )


def _cutting_through(
    level: LevelProof, part_of: dict[str, int], before: dict[str, int]
) -> Iterator[Violation]:
    whole: dict[int, int] = {}
    for id, part in part_of.items():
        if whole.setdefault(before[id], part) != part:
            yield Place(level.goal, part + 1).fault(
                f"岗位“{id}”与前一目标的同一部分分开了，后面目标的部分只能是前面各部分的合并。",
                f"post “{id}” is cut off from its part of the goal before; parts of a later goal "
                f"are unions of earlier ones.",
            )
            return
